import { type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import type { IdMapping, QualitySetting } from './definition.ts'

interface IdCell {
  readonly line: number
  readonly text: string
}

interface IdReading {
  readonly dataset: string
  readonly mapping: IdMapping
  readonly lostZeros: QualitySetting
  readonly problems: Problem[]
}

const DIGITS = /^\d+$/
const FEWEST_DIGITS = 4

/** Reads school ids as text, padded if the mapping says so; reports ids that are missing or stand twice. */
export function readIds(cells: readonly IdCell[], reading: IdReading): readonly string[] {
  const { dataset, mapping, problems } = reading
  const ids = cells.map(({ text }) => padded(text.normalize('NFC'), mapping))
  const firstLine = new Map<string, number>()
  for (const [i, { line }] of cells.entries()) {
    const id = ids[i] ?? ''
    const at = { kind: 'cell', dataset, row: line, column: mapping.column } as const
    if (id.trim() === '') {
      problems.push(
        problem('ID_MISSING', {
          at,
          message: 'a school has no id',
          expected: 'a text, the same in every file',
        }),
      )
      continue
    }
    const before = firstLine.get(id)
    if (before === undefined) firstLine.set(id, line)
    else {
      const message = `school ${id} already stands in row ${before}`
      problems.push(
        problem('ID_DUPLICATE', {
          at: { ...at, school: id },
          message,
          found: id,
          expected: 'one row for each school',
        }),
      )
    }
  }
  if (mapping.digits === undefined) refuseLostZeros(cells, reading)
  return ids
}

function padded(text: string, { digits }: IdMapping): string {
  if (digits === undefined || digits === 'as-is' || !DIGITS.test(text)) return text
  return text.padStart(Number(digits), '0')
}

/**
 * A spreadsheet that opens `0042` as a number saves `42`. Suspected where all ids are digits, none starts with
 * a zero, and most have the greatest length (four digits or more) while some are shorter.
 */
function refuseLostZeros(
  cells: readonly IdCell[],
  { dataset, mapping, lostZeros, problems }: IdReading,
): void {
  if (lostZeros === 'off') return
  const texts = cells.map(({ text }) => text)
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  if (longest < FEWEST_DIGITS || !texts.every((text) => DIGITS.test(text) && !text.startsWith('0'))) return
  const shorter = cells.filter(({ text }) => text.length < longest)
  const [first] = shorter
  if (first === undefined || shorter.length * 2 >= cells.length) return
  const column = JSON.stringify(mapping.column)
  problems.push(
    problem('ID_LOST_ZEROS', {
      at: { kind: 'cell', dataset, row: first.line, column: mapping.column },
      severity: lostZeros,
      message: `${shorter.length} of ${cells.length} school ids have fewer than ${longest} digits, as if leading zeros were lost`,
      found: shorter
        .map(({ text }) => text)
        .sort(compareCodePoints)
        .slice(0, 5)
        .join(', '),
      expected: `ids of ${longest} digits`,
      suggestion: `id: { column: ${column}, digits: ${longest} } pads them; id: { column: ${column}, digits: as-is } keeps them`,
    }),
  )
}
