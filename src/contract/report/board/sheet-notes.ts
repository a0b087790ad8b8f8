import { compare, whole } from '../../../core/numbers/rational.ts'
import { type BoardSchool, type BoardSource, FEWEST_PUBLISHED } from './board-source.ts'
import type { PrintedLines } from './line-tables.ts'
import type { UsedValues } from './used-values.ts'
import { numberIn, type Wording } from './wording.ts'

/** What a reader of one school's sheet should know besides: what ends, what is assumed, what binds. */
export function sheetNotes(
  source: BoardSource,
  school: BoardSchool,
  { lines, used, wording }: { lines: PrintedLines; used: UsedValues; wording: Wording },
): string[] {
  const { say, rows } = wording
  return [
    ...(school.perPupil === null ? [] : [say('averageMeaning', { rows: rows.many })]),
    ...oneTimeNotes(source, lines, wording),
    ...adjustmentNotes(source, school, wording),
    ...transitionNotes(source, school, wording),
    ...(used.assumed.length === 0 ? [] : [say('assumedHere', { names: used.assumed.join('; ') })]),
    ...publishedNotes(school, wording),
    ...source.result.warnings.filter((each) => each.school === school.id).map(({ message }) => `${message}.`),
    ...(used.inputs.some(isSmallCount) ? [say('smallCountsHere', { least: `${FEWEST_PUBLISHED}` })] : []),
  ]
}

function oneTimeNotes({ result }: BoardSource, { rows }: PrintedLines, wording: Wording): string[] {
  const { say, dollars, date } = wording
  const kinds = new Map(result.lines.map((line) => [line.id, line]))
  return rows.flatMap(({ id, label, whole: amount, isPaid }) => {
    const { recurs, ends } = kinds.get(id) ?? {}
    if (recurs !== 'one-time' || !isPaid) return []
    const values = { line: label, amount: dollars(amount) }
    return [ends === undefined ? say('oneTime', values) : say('oneTimeEnds', { ...values, date: date(ends) })]
  })
}

function adjustmentNotes({ result }: BoardSource, { id }: BoardSchool, { say }: Wording): string[] {
  return result.adjustments.flatMap(({ label, exempt, bound }) => [
    ...(exempt.includes(id) ? [say('exemptFrom', { adjustment: label })] : []),
    ...(bound.includes(id) ? [say('boundBy', { adjustment: label })] : []),
  ])
}

function transitionNotes({ result }: BoardSource, { id }: BoardSchool, { say }: Wording): string[] {
  return result.transitions.flatMap(({ dataset, new: added, merged }) => [
    ...(added.includes(id) ? [say('newSince', { dataset })] : []),
    ...merged
      .filter(({ school }) => school === id)
      .map(({ from }) => say('mergedFrom', { dataset, ids: from.join(', ') })),
  ])
}

function publishedNotes({ lines, figures }: BoardSchool, { say, cents, number }: Wording): string[] {
  const amount = (text: string): string => number(text)
  const compared = [...lines, ...figures].flatMap(({ label, published, difference }) =>
    published === undefined || difference === undefined || /^-?[0.]+$/.test(difference)
      ? []
      : [say('publishedTotal', { of: label, published: cents(published), difference: cents(difference) })],
  )
  return [
    ...figures.map((each) => say('figure', { label: each.label, amount: amount(each.amount) })),
    ...compared,
  ]
}

function isSmallCount({ unit, value }: UsedValues['inputs'][number]): boolean {
  const count = numberIn(value)
  if (unit !== 'pupil' || count === undefined || count.n <= 0n) return false
  return compare(count, whole(BigInt(FEWEST_PUBLISHED))) < 0
}
