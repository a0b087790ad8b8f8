import { enough, MOST_PROBLEMS } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import type { IdMapping, QualitySetting } from './definition.ts'
import { lostZerosOf } from './lost-zeros.ts'

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

/** Reads school ids as text, padded if the mapping says so; reports ids that are missing or stand twice. */
export function readIds(cells: readonly IdCell[], reading: IdReading): readonly string[] {
  const { dataset, mapping, lostZeros, problems } = reading
  const ids = cells.map(({ text }) => padded(text.normalize('NFC'), mapping))
  const firstLine = new Map<string, number>()
  const before = problems.length
  for (const [i, { line }] of cells.entries()) {
    const id = ids[i] ?? ''
    const at = { kind: 'cell', dataset, row: line, column: mapping.column } as const
    if (problems.length - before >= MOST_PROBLEMS) {
      problems.push(enough(at))
      break
    }
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
    const first = firstLine.get(id)
    if (first === undefined) firstLine.set(id, line)
    else {
      const message = `school ${id} already stands in row ${first}`
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
  // Where they are only warned of, the ids of the run are looked at, after its changes.
  if (mapping.digits === undefined && lostZeros === 'error')
    problems.push(...lostZerosOf(cells, { dataset, column: mapping.column, severity: lostZeros }))
  return ids
}

function padded(text: string, { digits }: IdMapping): string {
  if (digits === undefined || digits === 'as-is' || !DIGITS.test(text)) return text
  return text.padStart(Number(digits), '0')
}
