import { readDocument } from '../../src/contract/source/read-document.ts'
import { plainValue } from '../../src/contract/source/source-document.ts'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { type Fence, fencesOf } from './markdown.ts'

const PART = 'part'

/**
 * An example of a page, made from a block whose fence says what holds of it: `yaml leeway run` and `add` run,
 * `check` is sound, `refuse` is not. A block without a `leeway:` of its own is a fragment, and is put into the
 * last example of its page that runs. Codes are the problems it has: warnings, or why it is refused. A file name,
 * as in `yaml leeway run budget.yaml`, is what other examples and commands of the page know it by.
 */
export interface GuideExample {
  readonly kind: 'run' | 'check' | 'add' | 'refuse'
  readonly codes: readonly string[]
  readonly line: number
  readonly text: string
  /** The amounts that the page shows below it: school, then line or figure, then amount. */
  readonly amounts: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export function examplesOf(page: string): GuideExample[] {
  const fences = fencesOf(page)
  let base = ''
  return fences.flatMap((fence, i) => {
    const { language, words, line } = fence
    const [mark, kind, ...rest] = words
    if (language !== 'yaml' || mark !== 'leeway' || kind === PART) return []
    if (kind !== 'run' && kind !== 'check' && kind !== 'add' && kind !== 'refuse')
      throw new Error(`line ${line}: an example is run, check, add or refuse, not ${kind ?? 'nothing'}`)
    const isWhole = /^leeway:/m.test(fence.text)
    const text = isWhole ? fence.text : withFragment(base, fence.text)
    if (kind === 'run') base = text
    const codes = rest.filter((word) => !isFileName(word)).sort(compareCodePoints)
    return [{ kind, codes, line, text, amounts: amountsIn(fences[i + 1]) }]
  })
}

/** The stretches of committed files that a page shows, as `yaml leeway part scenarios/…`; a line `…` is a gap. */
export function partsOf(page: string): { path: string; line: number; shown: readonly string[] }[] {
  return fencesOf(page).flatMap(({ words: [mark, kind, path = ''], line, text }) =>
    mark === 'leeway' && kind === PART ? [{ path, line, shown: text.trimEnd().split('\n') }] : [],
  )
}

/** The files that a page gives a name: examples, and data such as `csv leeway schools.csv`. */
export function filesOf(page: string): Readonly<Record<string, string>> {
  const files = fencesOf(page).flatMap(({ language, words: [mark, ...rest], text }) => {
    const name = rest[0] === PART ? undefined : rest.find(isFileName)
    return mark === 'leeway' && name !== undefined && language !== 'json' ? [[name, text] as const] : []
  })
  return Object.fromEntries(files)
}

/** A formula's parts, or a document's, put into a whole document: maps are merged, lists are joined. */
export function withFragment(document: string, fragment: string): string {
  const part = valuesOf(fragment)
  const isDocument = ['scenario', 'formula', 'data', 'controls'].some((key) => key in part)
  return JSON.stringify(merged(valuesOf(document), isDocument ? part : { formula: part }))
}

function isFileName(word: string): boolean {
  return /\.(?:yaml|json|csv)$/.test(word)
}

type Values = Readonly<Record<string, unknown>>

function valuesOf(text: string): Values {
  const document = readDocument(text, 'example')
  if (document.kind === 'failed') throw new Error(document.problems.map(({ message }) => message).join('; '))
  const values = plainValue(document.value.root)
  if (!isMap(values)) throw new Error('an example is a map')
  return values
}

function merged(a: Values, b: Values): Values {
  const entries = Object.entries(b).map(([key, value]) => {
    const before = a[key]
    if (isMap(before) && isMap(value)) return [key, merged(before, value)]
    return [key, Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value]
  })
  return { ...a, ...Object.fromEntries(entries) }
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A block `text leeway amounts`: a first row of lines and figures, then a row for each school. */
function amountsIn(fence: Fence | undefined): GuideExample['amounts'] {
  if (fence === undefined || fence.words.join(' ') !== 'leeway amounts') return new Map()
  const [names = [], ...rows] = fence.text
    .trimEnd()
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
  return new Map(
    rows.map(([school = '', ...amounts]) => [
      school,
      new Map(amounts.map((amount, i) => [names[i] ?? '', amount])),
    ]),
  )
}
