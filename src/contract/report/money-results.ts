import { type Allocation, fundTotals } from '../../core/funding/allocate.ts'
import type { PublishedComparison } from '../../core/funding/compare-published.ts'
import { decimal, decimalText, exactText, fixedText } from '../../core/numbers/decimal.ts'
import { type Rational, subtract, sum } from '../../core/numbers/rational.ts'
import { type Rounding, roundToPlaces } from '../../core/numbers/rounding.ts'
import type { RunResult } from './run-schema.ts'

/** Every fund with what it gives to schools, and what is left of its pool. */
export function fundResults(allocation: Allocation): RunResult['funds'] {
  const totals = new Map(fundTotals(allocation).map((each) => [each.id, each]))
  return allocation.formula.funds.map(({ id, label, restricted }) => {
    const { total, pool, residual } = totals.get(id) ?? {
      total: sum([]),
      pool: undefined,
      residual: undefined,
    }
    return { id, label, restricted, total: fixedText(total), pool: orNull(pool), residual: orNull(residual) }
  })
}

/** Every line, those that adjustments left too, with its total. */
export function lineResults({ lines, lineTotals }: Allocation): RunResult['lines'] {
  return lines.map(({ id, label, fund, flexibility, recurs, ends, rounding, adjustment }) => ({
    id,
    label,
    fund,
    flexibility,
    recurs,
    ...(ends !== undefined && { ends }),
    ...(rounding !== undefined && { rounding: roundingText(rounding) }),
    ...(adjustment !== undefined && { adjustment }),
    total: fixedText(lineTotals.get(id) ?? sum([])),
  }))
}

/** What each adjustment did over all schools. */
export function adjustmentResults({ applied, schools }: Allocation): RunResult['adjustments'] {
  const idOf = (index: number): string => schools[index]?.id ?? ''
  return applied.map(({ adjustment, changes, levels, exempt, left, bound }) => ({
    id: adjustment.id,
    label: adjustment.label,
    kind: adjustment.kind,
    total: fixedText(sum(changes)),
    schools: changes.filter((change) => change.n !== 0n).length,
    levels: (levels ?? []).map(({ pool, level }) => ({
      pool,
      level: decimalText(roundToPlaces(level, 10)) ?? '',
    })),
    exempt: (exempt ?? []).map(idOf),
    bound:
      bound === undefined ? [] : changes.flatMap((change, index) => (change.n === 0n ? [] : [idOf(index)])),
    left: orNull(left),
  }))
}

/** Every school that is shown, with its lines and figures beside what is published of them. */
export function schoolResults(
  allocation: Allocation,
  published: readonly PublishedComparison[],
): RunResult['schools'] {
  const { formula, schools } = allocation
  const printed = new Map(published.map((each) => [targetText(each.published), each.amounts]))
  const lines = allocation.lines.map((line) => ({ line, published: printed.get(`line.${line.id}`) }))
  const figures = formula.figures.map(({ id, label }) => ({ label, published: printed.get(`figure.${id}`) }))
  const shown = schools.filter(({ id }) => allocation.shown.has(id))
  return shown.map((school) => ({
    id: school.id,
    name: school.name,
    pupils: exactOrNull(school.pupils),
    total: fixedText(school.total),
    perPupil: orNull(school.perPupil),
    lines: school.lineTexts.map((amount, i) => {
      const { line, published } = known(lines[i])
      const { id, label, fund, flexibility } = line
      return beside({ id, label, fund, flexibility, amount }, published?.get(school.id))
    }),
    figures: school.figures.map(({ id, amount }, i) => {
      const own = { id, label: figures[i]?.label ?? id, amount: fixedText(amount) }
      return beside(own, figures[i]?.published?.get(school.id))
    }),
  }))
}

// A school has an amount for every line of its run.
function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('an amount belongs to a line')
  return found
}

/** What a run gives with what is published of it, and by how much it is more. */
function beside<Own extends { readonly amount: string }>(
  own: Own,
  published: Rational | undefined,
): Own | (Own & { published: string; difference: string }) {
  if (published === undefined) return own
  const difference = subtract(decimal(own.amount), published)
  return { ...own, published: fixedText(published), difference: fixedText(difference) }
}

/** One published column against what the run gives. */
export function publishedResult(comparison: PublishedComparison): RunResult['published'][number] {
  const { published, amounts, equal, greatestDifference, differences } = comparison
  return {
    of: targetText(published),
    source: published.source,
    ...(published.note !== undefined && { note: published.note }),
    compared: amounts.size,
    equal,
    greatestDifference: fixedText(greatestDifference),
    differences: differences.map((each) => ({
      school: each.school,
      computed: fixedText(each.computed),
      published: fixedText(each.published),
      difference: fixedText(each.difference),
    })),
  }
}

/** `to 2 places, half_up` or `to steps of 0.05, up`. */
export function roundingText(rounding: Rounding): string {
  const to =
    rounding.kind === 'step'
      ? `steps of ${exactText(rounding.step)}`
      : `${rounding.places} place${rounding.places === 1 ? '' : 's'}`
  return `to ${to}, ${rounding.mode}`
}

/** `line.base`, `figure.summary` or `total`. */
function targetText({ of }: PublishedComparison['published']): string {
  return of.kind === 'total' ? 'total' : `${of.kind}.${of.id}`
}

/** An amount as text, or null where there is none. */
export function orNull(amount: Rational | undefined): string | null {
  return amount === undefined ? null : fixedText(amount)
}

/** A count as text, or null where nothing is counted. */
export function exactOrNull(count: Rational | undefined): string | null {
  return count === undefined ? null : exactText(count)
}
