import { type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import type { QualitySetting } from './definition.ts'

const NUMBER = /^[1-9]\d*$/
const FEWEST_DIGITS = 4

interface IdsRead {
  /** Line of each of the ids in the file. */
  readonly lineOf: (index: number) => number
  readonly dataset: string
  readonly column: string
  readonly severity: QualitySetting
}

/**
 * A spreadsheet that opens `0042` as a number saves `42`. Suspected where all ids are digits, none starts with
 * a zero, and most have the greatest length (four digits or more) while some are shorter. An error suggests the whole
 * line, with the header of the column; a warning is part of results, in which no header is known.
 */
export function lostZerosOf(
  texts: readonly string[],
  { lineOf, dataset, column, severity }: IdsRead,
): Problem[] {
  if (severity === 'off') return []
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  const shorter = texts.filter((text) => text.length < longest)
  if (longest < FEWEST_DIGITS || shorter.length === 0 || shorter.length * 2 >= texts.length) return []
  if (!texts.every((text) => NUMBER.test(text))) return []
  const first = texts.findIndex((text) => text.length < longest)
  const mapping = (digits: string): string =>
    severity === 'error'
      ? `id: { column: ${JSON.stringify(column)}, digits: ${digits} }`
      : `digits: ${digits}`
  const [pads, keeps] = [mapping(`${longest}`), mapping('as-is')]
  const place = severity === 'error' ? '' : `under id of the dataset ${dataset}, `
  return [
    problem('ID_LOST_ZEROS', {
      at: { kind: 'cell', dataset, row: lineOf(first), column },
      severity,
      message: `${shorter.length} of ${texts.length} school ids have fewer than ${longest} digits, as if leading zeros were lost`,
      found: shorter.sort(compareCodePoints).slice(0, 5).join(', '),
      expected: `ids of ${longest} digits`,
      suggestion: `${place}${pads} pads them; ${keeps} keeps them`,
    }),
  ]
}
