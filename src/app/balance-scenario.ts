import type { ScenarioFile } from '../contract/schema/scenario-schema.ts'
import type { CheckedFormula } from '../core/formula/checked.ts'
import { readNumberAt } from '../core/formula/read-number.ts'
import { placesOf } from '../core/formula/read-rounding.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { type Solution, type SolveTask, solve } from '../core/funding/solve.ts'
import { decimal, exactText } from '../core/numbers/decimal.ts'
import { type Rational, sum } from '../core/numbers/rational.ts'
import { done, failed, type Outcome, type Problem, problem } from '../core/problems/problem.ts'
import type { LoadedScenario } from './load-scenario.ts'

/** What the scenario that another one changes costs. */
export type Baseline = NonNullable<ScenarioFile['baseline']>

/** A scenario ready to run, with the parameter that was solved for if one was. */
export interface BalancedScenario {
  readonly formula: CheckedFormula
  readonly solution: (Solution & { readonly parameter: string }) | undefined
  /** The task in the form that a self-contained document states. */
  readonly solve: object | undefined
}

/**
 * Solves for a parameter where the scenario says so: by a `solve`, or because it is budget-neutral and the
 * formula names the parameter that balances it.
 */
export function solveScenario(
  scenario: LoadedScenario,
  data: RunData,
  baseline: Baseline | undefined,
): Outcome<BalancedScenario> {
  const { formula } = scenario
  const problems: Problem[] = []
  const task = taskOf(scenario, baseline, problems)
  if (problems.some(({ severity }) => severity === 'error')) return failed(problems)
  if (task === undefined) return done({ formula, solution: undefined, solve: undefined }, problems)
  const solved = solve(formula, data, task)
  if (solved.kind === 'failed') return solved
  const { parameter, target, fund, places } = task
  const stated = {
    parameter,
    to: exactText(target),
    places: `${places}`,
    ...(fund !== undefined && { fund }),
  }
  return done(
    { formula: solved.value.formula, solution: { ...solved.value, parameter }, solve: stated },
    problems,
  )
}

function taskOf(
  { file, formula }: LoadedScenario,
  baseline: Baseline | undefined,
  problems: Problem[],
): SolveTask | undefined {
  const { solve: stated } = file
  if (stated !== undefined) {
    const target = targetOf(stated, { formula, baseline, problems })
    const { parameter, fund } = stated
    return target && { parameter, target, fund, places: placesOf(stated.places), pointer: '/solve' }
  }
  const budget = file.scenario?.budget
  if (baseline !== undefined && budget === undefined) problems.push(undeclared())
  if (budget !== 'neutral' || baseline === undefined || formula.balance === undefined) return undefined
  // A pool that everything is scaled to already keeps the budget.
  if (formula.adjustments.some(({ kind }) => kind === 'scale_to_pool')) return undefined
  const { parameter, places } = formula.balance
  return { parameter, places, target: decimal(baseline.total), fund: undefined, pointer: '/scenario/budget' }
}

function targetOf(
  { to, fund }: NonNullable<ScenarioFile['solve']>,
  {
    formula,
    baseline,
    problems,
  }: { formula: CheckedFormula; baseline: Baseline | undefined; problems: Problem[] },
): Rational | undefined {
  const at = { kind: 'document', pointer: '/solve/to' } as const
  if (to === 'pool') {
    const pools = formula.pools.filter((pool) => fund === undefined || pool.fund === fund)
    if (pools.length > 0) return sum(pools.map(({ amount }) => amount))
    problems.push(
      problem('SOLVE_OUT_OF_REACH', { at, message: 'the formula declares no pool to solve for', found: to }),
    )
    return undefined
  }
  if (to !== 'base') return readNumberAt(to, '/solve/to', problems)
  const total = fund === undefined ? baseline?.total : baseline?.funds[fund]
  if (total !== undefined) return decimal(total)
  problems.push(
    problem('SOLVE_OUT_OF_REACH', {
      at,
      message: 'there is no base whose cost could be met',
      found: to,
      expected: 'base: FILE',
    }),
  )
  return undefined
}

function undeclared(): Problem {
  return problem('BUDGET_UNDECLARED', {
    at: { kind: 'document', pointer: '/scenario' },
    message: 'the what-if does not say what it is meant to cost',
    expected: 'budget: neutral, new-money or cut',
    suggestion: 'scenario: { …, budget: neutral }',
  })
}
