/** What can be named by an address. */
export type AddressKind = 'formula' | 'dataset' | 'scenario'

/** An address as somebody writes it: `formulas/NAME OR ID@VERSION`, the version left out for the newest. */
export interface Address {
  readonly kind: AddressKind
  readonly nameOrId: string
  readonly version: number | undefined
}

/** An address as it is kept: one version of one thing, for ever. */
export interface PinnedAddress {
  readonly kind: AddressKind
  readonly id: string
  readonly version: number
}

const FOLDERS: Readonly<Record<AddressKind, string>> = {
  formula: 'formulas',
  dataset: 'datasets',
  scenario: 'scenarios',
}
const KINDS = ['formula', 'dataset', 'scenario'] as const

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The greatest number that a version can have. */
const MOST_VERSION = 2_147_483_647

/**
 * Reads an address; a text that is none, such as the path of a file, is `undefined`. A name may hold any letter, `/` and
 * `@` too: the last `@` with nothing but digits behind it is followed by the version. Ids are in small letters.
 */
export function readAddress(text: string): Address | undefined {
  const kind = KINDS.find((each) => text.startsWith(`${FOLDERS[each]}/`))
  if (kind === undefined) return undefined
  const named = text.slice(FOLDERS[kind].length + 1)
  const at = named.lastIndexOf('@')
  const hasVersion = at >= 0 && /^\d+$/.test(named.slice(at + 1))
  const version = hasVersion ? Number(named.slice(at + 1)) : undefined
  const written = hasVersion ? named.slice(0, at) : named
  if (written === '' || (version !== undefined && (version < 1 || version > MOST_VERSION))) return undefined
  return { kind, nameOrId: ID.test(written) ? written.toLowerCase() : written.normalize('NFC'), version }
}

/** `datasets/0198…@3`. */
export function addressText({ kind, id, version }: PinnedAddress): string {
  return `${FOLDERS[kind]}/${id}@${version}`
}

/** Reads an address that names an id and a version; any other text is `undefined`. */
export function readPinned(text: string): PinnedAddress | undefined {
  const address = readAddress(text)
  if (address?.version === undefined || !ID.test(address.nameOrId)) return undefined
  return { kind: address.kind, id: address.nameOrId, version: address.version }
}
