import { enough, MOST_PROBLEMS } from '../problems/many-problems.ts'
import { type Place, type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import type { IdMapping, QualitySetting } from './definition.ts'
import { lostZerosOf } from './lost-zeros.ts'

interface IdReading {
  /** Line of each of the ids in the file. */
  readonly lineOf: (index: number) => number
  readonly dataset: string
  readonly mapping: IdMapping
  readonly lostZeros: QualitySetting
  readonly problems: Problem[]
}

const DIGITS = /^\d+$/

/** Reads school ids as text, padded if the mapping says so; reports ids that are missing or stand twice. */
export function readIds(texts: readonly string[], reading: IdReading): readonly string[] {
  const { lineOf, dataset, mapping, lostZeros, problems } = reading
  const ids = texts.map((text) => padded(text.normalize('NFC'), mapping))
  // Of ids that ascend none stands twice.
  const firstLine = areAscending(ids) ? undefined : new Map<string, number>()
  const before = problems.length
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i] ?? ''
    const first = firstLine?.get(id)
    const isMissing = id.trim() === ''
    if (problems.length - before >= MOST_PROBLEMS) {
      problems.push(enough(placeOf(lineOf(i), reading)))
      break
    }
    if (isMissing) problems.push(missingId(placeOf(lineOf(i), reading)))
    else if (first !== undefined) problems.push(idTwice(id, first, placeOf(lineOf(i), reading)))
    else firstLine?.set(id, lineOf(i))
  }
  // Where they are only warned of, the ids of the run are looked at, after its changes.
  if (mapping.digits === undefined && lostZeros === 'error')
    problems.push(...lostZerosOf(texts, { lineOf, dataset, column: mapping.column, severity: lostZeros }))
  return ids
}

function areAscending(ids: readonly string[]): boolean {
  return ids.every((id, i) => i === 0 || compareCodePoints(ids[i - 1] ?? '', id) < 0)
}

type CellPlace = Extract<Place, { kind: 'cell' }>

function placeOf(row: number, { dataset, mapping }: IdReading): CellPlace {
  return { kind: 'cell', dataset, row, column: mapping.column }
}

function missingId(at: CellPlace): Problem {
  return problem('ID_MISSING', {
    at,
    message: 'a school has no id',
    expected: 'a text, the same in every file',
  })
}

function idTwice(id: string, first: number, at: CellPlace): Problem {
  return problem('ID_DUPLICATE', {
    at: { ...at, school: id },
    message: `school ${id} already stands in row ${first}`,
    found: id,
    expected: 'one row for each school',
  })
}

function padded(text: string, { digits }: IdMapping): string {
  if (digits === undefined || digits === 'as-is' || !DIGITS.test(text)) return text
  return text.padStart(Number(digits), '0')
}
