import { cellsIn, parseCsv } from './parse-csv.ts'

export type Delimiter = ',' | ';' | 'tab'

/** What the cells of a row are parsed with, whoever reads them. */
export const SEPARATORS: Readonly<Record<Delimiter, string>> = { ',': ',', ';': ';', tab: '\t' }

/** How much of a table is read: more than any district has, and no more than a machine takes in a moment. */
export const CSV_LIMITS = {
  bytes: 64 * 1024 * 1024,
  rows: 200_000,
  columns: 2000,
  cells: 4_000_000,
  characters: 32_767,
} as const

/**
 * The separators that a table may have: those in its header outside quotes that give every row as many cells as the
 * header, or all of its header where none does; of these, those that stand most often in the header. One, as a rule.
 */
export function likelyDelimiters(text: string): readonly Delimiter[] {
  const line = (/[^\n]+/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const countOf = (delimiter: Delimiter): number => line.split(SEPARATORS[delimiter]).length - 1
  const inHeader = DELIMITERS.filter((each) => countOf(each) > 0)
  if (inHeader.length < 2) return inHeader
  const sample = sampleOf(text)
  const fitting = inHeader.filter((each) => fits(sample, SEPARATORS[each]))
  const left = fitting.length > 0 ? fitting : inHeader
  const most = Math.max(...left.map(countOf))
  return left.filter((each) => countOf(each) === most)
}

const DELIMITERS = [',', ';', 'tab'] as const

/** As many rows tell separators apart as well as all of them, and a large file is not read twice. */
const SAMPLE = { rows: 200, characters: 1_000_000 } as const

function sampleOf(text: string): string {
  if (text.length <= SAMPLE.characters) return text
  const sample = text.slice(0, SAMPLE.characters)
  return sample.slice(0, sample.lastIndexOf('\n') + 1)
}

function fits(sample: string, separator: string): boolean {
  const parsed = parseCsv(sample, { separator, limits: { ...CSV_LIMITS, rows: SAMPLE.rows } })
  return parsed.kind === 'rows' && parsed.lines.every((_, row) => cellsIn(parsed, row) === cellsIn(parsed, 0))
}
