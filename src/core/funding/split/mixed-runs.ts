import type { CheckedFormula } from '../../formula/checked.ts'
import { equal, type Rational, zero } from '../../numbers/rational.ts'
import { hasErrors, type Outcome } from '../../problems/problem.ts'
import { compute } from '../compute.ts'
import { failureProblems } from '../failure-problems.ts'
import type { RunData } from '../run-data.ts'
import { findCauses } from './causes.ts'
import { type IsNew, mixedData } from './mixed-data.ts'
import { formulaMixer, withMixedValues } from './mixed-formula.ts'
import { sameShape } from './parameter-causes.ts'
import type { Cause, Scope } from './scope.ts'
import type { Valued } from './shapley.ts'

/** The runs between two runs: each takes some causes from the second and all others from the first. */
export interface MixedRuns {
  readonly causes: readonly Cause[]
  value(present: ReadonlySet<string>): Valued
}

/** Whose money counts, in what order, and what the two runs themselves give. */
export interface Counted {
  /** Ids; a school that a run does not have has none of its money. */
  readonly schools: readonly string[]
  /** The line whose amounts count; the totals of the schools where there is none. */
  readonly line: string | undefined
  readonly ends: { readonly before: readonly Rational[]; readonly after: readonly Rational[] }
}

/** Prepares the mixed runs of a scope. */
export function mixedRuns(scope: Scope, counted: Counted): MixedRuns {
  const causes = findCauses(scope)
  const forming = causes.filter((cause) => changesForm(scope, cause)).map(({ id }) => id)
  const ofData = causes.filter(({ kind }) => DATA_KINDS.has(kind)).map(({ id }) => id)
  const mix = formulaMixer(scope)
  const formulas = new Map<string, Outcome<CheckedFormula>>()
  const tables = new Map<string, RunData>()
  return {
    causes,
    value(present) {
      const isNew: IsNew = (id) => present.has(id)
      const formula = remembered(formulas, keyOf(forming, isNew), () => mix(isNew))
      const data = remembered(tables, keyOf(ofData, isNew), () => mixedData(scope, isNew))
      const valued: Valued =
        formula.kind === 'failed'
          ? { kind: 'failed', reason: firstMessage(formula.problems) }
          : amountsOf(withMixedValues(formula.value, scope, isNew), data, counted)
      if (present.size === 0) expectEnd(valued, counted.ends.before)
      if (present.size === causes.length) expectEnd(valued, counted.ends.after)
      return valued
    },
  }
}

const DATA_KINDS: ReadonlySet<Cause['kind']> = new Set([
  'enrollment',
  'need-mix',
  'dataset',
  'new-schools',
  'closed-schools',
])

/** Whether a cause changes more of a formula than the value of a parameter. */
function changesForm({ before, after }: Scope, { id, kind }: Cause): boolean {
  if (DATA_KINDS.has(kind)) return false
  if (kind !== 'parameter' && kind !== 'solved') return true
  const name = id.slice('parameter.'.length)
  const [a, b] = [before.formula.parameters.get(name), after.formula.parameters.get(name)]
  return a === undefined || b === undefined || !sameShape(a, b)
}

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const found = memory.get(key) ?? make()
  memory.set(key, found)
  return found
}

function keyOf(causes: readonly string[], isNew: IsNew): string {
  return causes.map((id) => (isNew(id) ? '1' : '0')).join('')
}

function amountsOf(formula: CheckedFormula, data: RunData, { schools, line }: Counted): Valued {
  const computation = compute(formula, data)
  const { adjusted, failures, problems } = computation
  if (adjusted === undefined || failures.length > 0 || hasErrors(problems)) {
    const found = [
      ...problems.filter((each) => each.severity === 'error'),
      ...failureProblems(failures, data),
    ]
    return { kind: 'failed', reason: firstMessage(found) }
  }
  const { ledger } = adjusted
  const amounts = new Map(
    data.schools.map(({ id }, index) => [
      id,
      line === undefined ? ledger.subtotal(index) : ledger.now(line, index),
    ]),
  )
  return { kind: 'amounts', amounts: schools.map((id) => amounts.get(id) ?? zero) }
}

function firstMessage(problems: readonly { readonly message: string }[]): string {
  return problems[0]?.message ?? 'it comes to no result'
}

// Only a cause that has been overlooked can make the mixed runs miss the two that they lie between.
function expectEnd(valued: Valued, expected: readonly Rational[]): void {
  const isMet =
    valued.kind === 'amounts' && valued.amounts.every((amount, i) => equal(amount, expected[i] ?? zero))
  if (isMet) return
  const words = valued.kind === 'failed' ? valued.reason : 'it comes to other amounts'
  throw new Error(`a mixed run with all causes of one side is not that side's run: ${words}`)
}
