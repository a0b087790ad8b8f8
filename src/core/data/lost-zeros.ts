import { type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import type { QualitySetting } from './definition.ts'

const DIGITS = /^\d+$/
const FEWEST_DIGITS = 4

/**
 * A spreadsheet that opens `0042` as a number saves `42`. Suspected where all ids are digits, none starts with
 * a zero, and most have the greatest length (four digits or more) while some are shorter. An error suggests the whole
 * line, with the header of the column; a warning is part of results, in which no header is known.
 */
export function lostZerosOf(
  ids: readonly { readonly line: number; readonly text: string }[],
  {
    dataset,
    column,
    severity,
  }: { readonly dataset: string; readonly column: string; readonly severity: QualitySetting },
): Problem[] {
  if (severity === 'off') return []
  const texts = ids.map(({ text }) => text)
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  if (longest < FEWEST_DIGITS || !texts.every((text) => DIGITS.test(text) && !text.startsWith('0'))) return []
  const shorter = ids.filter(({ text }) => text.length < longest)
  const [first] = shorter
  if (first === undefined || shorter.length * 2 >= ids.length) return []
  const mapping = (digits: string): string =>
    severity === 'error'
      ? `id: { column: ${JSON.stringify(column)}, digits: ${digits} }`
      : `digits: ${digits}`
  const [pads, keeps] = [mapping(`${longest}`), mapping('as-is')]
  const place = severity === 'error' ? '' : `under id of the dataset ${dataset}, `
  return [
    problem('ID_LOST_ZEROS', {
      at: { kind: 'cell', dataset, row: first.line, column },
      severity,
      message: `${shorter.length} of ${ids.length} school ids have fewer than ${longest} digits, as if leading zeros were lost`,
      found: shorter
        .map(({ text }) => text)
        .sort(compareCodePoints)
        .slice(0, 5)
        .join(', '),
      expected: `ids of ${longest} digits`,
      suggestion: `${place}${pads} pads them; ${keeps} keeps them`,
    }),
  ]
}
