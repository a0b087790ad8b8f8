import {
  absolute,
  divide,
  isZero,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
  zero,
} from '../numbers/rational.ts'
import { roundToPlaces } from '../numbers/rounding.ts'
import { compareCodePoints } from '../text/code-points.ts'
import { type Allocation, fundTotals } from './allocate.ts'
import type { SchoolAllocation } from './school-allocation.ts'

/** A number in the baseline and in another run. */
export interface Change {
  readonly before: Rational
  readonly after: Rational
  /** After less before. */
  readonly change: Rational
}

/** An amount, with its change in percent to two places, half-up; missing where there was nothing before. */
export interface AmountChange extends Change {
  readonly percent?: Rational
}

/** What only one of the runs has is `new` or `gone`, and changes from or to zero. */
export type Presence = 'kept' | 'new' | 'gone'

/** A fund or a line in both runs; one that only one of them has is still counted. */
export interface PartChange extends AmountChange {
  readonly id: string
  readonly label: string
  readonly presence: Presence
}

/** What a school has of a fund or a line. */
export interface SchoolPart extends AmountChange {
  readonly id: string
}

/** What a run may not have: students that it does not count, dollars per student of a school that has none. */
export interface PartialChange {
  readonly before?: Rational
  readonly after?: Rational
  readonly change?: Rational
}

export interface SchoolChange {
  readonly id: string
  readonly name: string
  readonly presence: Presence
  readonly pupils: PartialChange
  readonly total: AmountChange
  readonly perPupil: PartialChange
  /** Funds and lines whose amount changes at this school. */
  readonly funds: readonly SchoolPart[]
  readonly lines: readonly SchoolPart[]
}

/** What changes from a baseline to another run: of every sum, the changes of its parts add up to its own. */
export interface RunComparison {
  readonly total: AmountChange
  readonly pupils: PartialChange
  readonly perPupil: PartialChange
  readonly funds: readonly PartChange[]
  readonly lines: readonly PartChange[]
  /** Every school of either run, by id. */
  readonly schools: readonly SchoolChange[]
}

/** Sets a run beside its baseline. Schools, funds and lines are matched by id. */
export function compareRuns(baseline: Allocation, run: Allocation): RunComparison {
  const [before, after] = [sheetOf(baseline), sheetOf(run)]
  const pupils = partialChange(pupilsOf(baseline), pupilsOf(run))
  const total = amountChange(baseline.total, run.total)
  return {
    total,
    pupils,
    perPupil: partialChange(rate(total.before, pupils.before), rate(total.after, pupils.after)),
    funds: partChanges(before.funds, after.funds),
    lines: partChanges(before.lines, after.lines),
    schools: schoolChanges(baseline, run, { before, after }),
  }
}

function changeOf(before: Rational, after: Rational): Change {
  return { before, after, change: subtract(after, before) }
}

export function amountChange(before: Rational, after: Rational): AmountChange {
  const change = changeOf(before, after)
  if (isZero(before)) return change
  // Of the size of what was there, so that the percent has the sign of the change.
  const share = divide(multiply(change.change, whole(100n)), absolute(before))
  return { ...change, percent: roundToPlaces(share, 2) }
}

export function partialChange(before: Rational | undefined, after: Rational | undefined): PartialChange {
  return {
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && after !== undefined && { change: subtract(after, before) }),
  }
}

/** Dollars per student in cents, half-up; missing without pupils. */
export function rate(amount: Rational, pupils: Rational | undefined): Rational | undefined {
  return pupils === undefined || isZero(pupils) ? undefined : roundToPlaces(divide(amount, pupils), 2)
}

interface Part {
  readonly id: string
  readonly label: string
  readonly total: Rational
}

/** A run's funds and lines with their totals, in its own order. */
interface Sheet {
  readonly funds: readonly Part[]
  readonly lines: readonly Part[]
}

function sheetOf(allocation: Allocation): Sheet {
  const totals = new Map(fundTotals(allocation).map(({ id, total }) => [id, total]))
  return {
    funds: allocation.formula.funds.map(({ id, label }) => ({ id, label, total: totals.get(id) ?? zero })),
    lines: allocation.lines.map(({ id, label }) => {
      return { id, label, total: allocation.lineTotals.get(id) ?? zero }
    }),
  }
}

/** The baseline's parts in its order, then those that are new, in theirs. */
function partChanges(before: readonly Part[], after: readonly Part[]): PartChange[] {
  const later = new Map(after.map((part) => [part.id, part]))
  const earlier = new Set(before.map(({ id }) => id))
  const kept = before.map(({ id, label, total }): PartChange => {
    const same = later.get(id)
    const presence = same === undefined ? 'gone' : 'kept'
    return { id, label, presence, ...amountChange(total, same?.total ?? zero) }
  })
  const added = after.filter(({ id }) => !earlier.has(id))
  return [
    ...kept,
    ...added.map(({ id, label, total }): PartChange => {
      return { id, label, presence: 'new', ...amountChange(zero, total) }
    }),
  ]
}

function schoolChanges(
  baseline: Allocation,
  run: Allocation,
  { before, after }: { readonly before: Sheet; readonly after: Sheet },
): SchoolChange[] {
  const earlier = new Map(baseline.schools.map((school) => [school.id, school]))
  const later = new Map(run.schools.map((school) => [school.id, school]))
  const ids = [...new Set([...earlier.keys(), ...later.keys()])].sort(compareCodePoints)
  const [partsBefore, partsAfter] = [partsOf(baseline, before), partsOf(run, after)]
  return ids.map((id) => {
    const [old, now] = [earlier.get(id), later.get(id)]
    const [from, to] = [partsBefore(old), partsAfter(now)]
    return {
      id,
      name: old?.name ?? now?.name ?? id,
      presence: presenceOf(old, now),
      pupils: partialChange(pupilsIn(old, baseline), pupilsIn(now, run)),
      total: amountChange(old?.total ?? zero, now?.total ?? zero),
      perPupil: partialChange(old?.perPupil, now?.perPupil),
      funds: changedParts(from.funds, to.funds),
      lines: changedParts(from.lines, to.lines),
    }
  })
}

function presenceOf(before: SchoolAllocation | undefined, after: SchoolAllocation | undefined): Presence {
  if (before === undefined) return 'new'
  return after === undefined ? 'gone' : 'kept'
}

type Amounts = ReadonlyMap<string, Rational>

/** What a school has of each fund and line of its run; nothing where the run does not have the school. */
function partsOf(
  { lines }: Allocation,
  sheet: Sheet,
): (school: SchoolAllocation | undefined) => { readonly funds: Amounts; readonly lines: Amounts } {
  return (school) => {
    const amounts = school?.lines.map(({ amount }) => amount) ?? []
    const ofFund = (fund: string): Rational => sum(amounts.filter((_, i) => lines[i]?.fund === fund))
    return {
      funds: new Map(sheet.funds.map(({ id }) => [id, ofFund(id)])),
      lines: new Map(sheet.lines.map(({ id }, i) => [id, amounts[i] ?? zero])),
    }
  }
}

function changedParts(before: Amounts, after: Amounts): SchoolPart[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const change = amountChange(before.get(id) ?? zero, after.get(id) ?? zero)
    return isZero(change.change) ? [] : [{ id, ...change }]
  })
}

/** The students of a school: none in a run that does not have it, and nothing in one that counts no students. */
function pupilsIn(school: SchoolAllocation | undefined, { formula }: Allocation): Rational | undefined {
  return formula.pupils === undefined ? undefined : (school?.pupils ?? zero)
}

function pupilsOf(run: Allocation): Rational | undefined {
  if (run.formula.pupils === undefined) return undefined
  return sum(run.schools.map((school) => school.pupils ?? zero))
}
