import { addressText, type PinnedAddress, readPinned } from './addresses.ts'

/** The file that a kept version is where it is computed: `dataset-0198…@3.csv`. Nobody outside knows it by that name. */
export function keptFile({ kind, id, version }: PinnedAddress, ending: 'json' | 'csv'): string {
  return `${kind}-${id}@${version}.${ending}`
}

const KEPT_FILE =
  /\b(formula|dataset|scenario)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@\d{1,10})\.(?:json|csv)\b/gu

/** The kept versions whose files a text names. */
export function keptIn(text: string): PinnedAddress[] {
  return [...text.matchAll(KEPT_FILE)].flatMap(([, kind, rest]) => readPinned(`${kind}s/${rest}`) ?? [])
}

/** The text with other words in place of the files of kept versions; their addresses where there are none. */
export function withKeptNamed(text: string, wordsOf: (address: PinnedAddress) => string | undefined): string {
  return text.replaceAll(KEPT_FILE, (file) => {
    const [address] = keptIn(file)
    return address === undefined ? file : (wordsOf(address) ?? addressText(address))
  })
}
