import type { FootingDifference } from '../../core/data/comparability.ts'
import type {
  AmountChange,
  PartChange,
  PartialChange,
  RunComparison,
  SchoolChange,
  SchoolPart,
} from '../../core/funding/compare-runs.ts'
import { amountChange } from '../../core/funding/compare-runs.ts'
import type { NeedOrder } from '../../core/funding/need-order.ts'
import type { GroupChange } from '../../core/funding/school-groups.ts'
import { fixedText } from '../../core/numbers/decimal.ts'
import { compare, isZero, negate, type Rational, sum } from '../../core/numbers/rational.ts'
import type { Problem } from '../../core/problems/problem.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import type { ComparisonResult, RunChange } from './comparison-schema.ts'
import { ENGINE_VERSION } from './engine.ts'
import { exactOrNull, orNull } from './money-results.ts'
import type { RunResult } from './run-schema.ts'

/** A run held against the baseline, with what was found out about the two. */
export interface ComparedRun {
  readonly result: RunResult
  /** How many schools the run computes, shown or not. */
  readonly schools: number
  readonly comparison: RunComparison
  readonly groups: readonly GroupedChange[]
  readonly differences: readonly FootingWarning[]
}

/** Groups of schools; quarters of the students have the order that the schools are in. */
interface GroupedChange {
  readonly by: string
  readonly order: NeedOrder | undefined
  readonly groups: readonly GroupChange[]
}

export interface FootingWarning {
  readonly difference: FootingDifference
  readonly problem: Problem
}

type RunReference = Pick<ComparedRun, 'result' | 'schools'>

/** Writes compared runs down as the wire has them; `hidden` are the schools that one of them does not show. */
export function comparisonResult(
  baseline: RunReference,
  runs: readonly ComparedRun[],
  hidden: ReadonlySet<string>,
): ComparisonResult {
  const scenarios = [baseline, ...runs].map(({ result }) => result.scenario)
  const demonstration = scenarios.find((scenario) => scenario.demonstration !== undefined)?.demonstration
  return {
    leeway: { engine: ENGINE_VERSION },
    currency: baseline.result.scenario.currency,
    ...(demonstration !== undefined && { demonstration }),
    baseline: referenceOf(baseline),
    notShown: hidden.size,
    comparisons: runs.map((run) => runChange(run, hidden)),
  }
}

function referenceOf({ result, schools }: RunReference): RunChange['run'] {
  return { ...result.scenario, inputs: result.leeway.inputs, schools, total: result.total }
}

function runChange(run: ComparedRun, hidden: ReadonlySet<string>): RunChange {
  const { comparison, groups, differences, result } = run
  const { schools } = comparison
  const shown = schools.filter(({ id }) => !hidden.has(id))
  const others = schools.filter(({ id }) => hidden.has(id))
  const idsOf = (presence: string): string[] =>
    shown.filter((school) => school.presence === presence).map(({ id }) => id)
  return {
    run: referenceOf(run),
    budget: result.budget,
    total: amountResult(comparison.total),
    pupils: countResult(comparison.pupils),
    perPupil: rateResult(comparison.perPupil),
    funds: comparison.funds.map(partResult),
    lines: comparison.lines.map(partResult),
    increases: movedResult(
      schools.filter(({ total }) => total.change.n > 0n),
      hidden,
    ),
    decreases: movedResult(
      schools.filter(({ total }) => total.change.n < 0n),
      hidden,
    ),
    unchanged: schools.filter(({ total }) => isZero(total.change)).length,
    newSchools: idsOf('new'),
    closedSchools: idsOf('gone'),
    schools: shown.map(schoolResult),
    notShown: { schools: others.length, total: amountResult(totalOf(others)) },
    groups: groups.map(({ by, order, groups: all }) => ({
      by,
      quartiles: order === undefined ? null : { measure: order.name, perPupil: order.isShare },
      groups: all.map(groupResult),
    })),
    warnings: differences.map(differenceResult),
  }
}

function totalOf(schools: readonly SchoolChange[]): AmountChange {
  return amountChange(
    sum(schools.map(({ total }) => total.before)),
    sum(schools.map(({ total }) => total.after)),
  )
}

function movedResult(schools: readonly SchoolChange[], hidden: ReadonlySet<string>): RunChange['increases'] {
  const size = (change: Rational): Rational => (change.n < 0n ? negate(change) : change)
  const list = schools
    .filter(({ id }) => !hidden.has(id))
    .sort((a, b) => compare(size(b.total.change), size(a.total.change)) || compareCodePoints(a.id, b.id))
  return {
    schools: schools.length,
    amount: fixedText(sum(schools.map(({ total }) => total.change))),
    list: list.map(({ id, name, total }) => {
      const { change, percent } = amountResult(total)
      return { id, name, change, percent }
    }),
  }
}

function schoolResult(school: SchoolChange): RunChange['schools'][number] {
  const { id, name, presence, pupils, total, perPupil, funds, lines } = school
  return {
    id,
    name,
    presence,
    pupils: countResult(pupils),
    total: amountResult(total),
    perPupil: rateResult(perPupil),
    funds: funds.map(schoolPartResult),
    lines: lines.map(schoolPartResult),
  }
}

function schoolPartResult(part: SchoolPart): RunChange['schools'][number]['lines'][number] {
  return { id: part.id, ...amountResult(part) }
}

function partResult(part: PartChange): RunChange['lines'][number] {
  const { id, label, presence } = part
  return { id, label, presence, ...amountResult(part) }
}

function groupResult({
  group,
  schools,
  pupils,
  total,
  perPupil,
}: GroupChange): RunChange['groups'][number]['groups'][number] {
  return {
    group: group ?? null,
    schools,
    pupils: countResult(pupils),
    total: amountResult(total),
    perPupil: rateResult(perPupil),
  }
}

function differenceResult({ difference, problem }: FootingWarning): RunChange['warnings'][number] {
  const { dataset, footing, measures, before, after } = difference
  return {
    code: problem.code,
    message: problem.message,
    dataset,
    footing,
    measures: [...measures],
    before: before ?? null,
    after: after ?? null,
  }
}

function amountResult({ before, after, change, percent }: AmountChange): RunChange['total'] {
  return {
    before: fixedText(before),
    after: fixedText(after),
    change: fixedText(change),
    percent: percent === undefined ? null : fixedText(percent),
  }
}

function countResult({ before, after, change }: PartialChange): RunChange['pupils'] {
  return { before: exactOrNull(before), after: exactOrNull(after), change: exactOrNull(change) }
}

function rateResult({ before, after, change }: PartialChange): RunChange['perPupil'] {
  return { before: orNull(before), after: orNull(after), change: orNull(change) }
}
