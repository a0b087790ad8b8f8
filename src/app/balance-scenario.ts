import type { SolvedBudget } from '../contract/report/budget-result.ts'
import type { ScenarioFile } from '../contract/schema/scenario-schema.ts'
import { reportFund } from '../core/formula/check-parts.ts'
import type { CheckedFormula } from '../core/formula/checked.ts'
import { readTotalAt } from '../core/formula/read-number.ts'
import { placesOf } from '../core/formula/read-rounding.ts'
import { allocate } from '../core/funding/allocate.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { type Solution, type SolveTask, solve } from '../core/funding/solve.ts'
import { totalTrend } from '../core/funding/total-trend.ts'
import { decimal, exactText } from '../core/numbers/decimal.ts'
import { type Rational, sum } from '../core/numbers/rational.ts'
import { done, failed, type Outcome, type Problem, problem } from '../core/problems/problem.ts'
import type { LoadedScenario } from './load-scenario.ts'

/** What the scenario that another one changes costs. */
export type Baseline = NonNullable<ScenarioFile['baseline']>

/** A scenario ready to run, with the parameter that was solved for if one was. */
export interface BalancedScenario {
  readonly formula: CheckedFormula
  readonly solution: SolvedBudget | undefined
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
  const task = taskOf({ ...scenario, data }, baseline, problems)
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
  const solution = { ...solved.value, parameter, nextCost: nextCost(solved.value, { parameter, fund, data }) }
  return done({ formula: solved.value.formula, solution, solve: stated }, problems)
}

/** What the whole run would cost at the next value up; over one fund, solving has looked at that fund alone. */
function nextCost(
  { formula, next }: Solution,
  { parameter, fund, data }: { parameter: string; fund: string | undefined; data: RunData },
): Rational {
  const found = formula.parameters.get(parameter)
  if (fund === undefined || found === undefined) return next.total
  const value = { kind: 'number', value: next.value } as const
  const parameters = new Map(formula.parameters).set(parameter, { ...found, value })
  const run = allocate({ ...formula, parameters }, data)
  if (run.kind === 'failed') throw new Error('the next value has come to a total before')
  return run.value.allocation.total
}

function taskOf(
  { file, formula, data }: LoadedScenario & { readonly data: RunData },
  baseline: Baseline | undefined,
  problems: Problem[],
): SolveTask | undefined {
  const { solve: stated } = file
  if (stated !== undefined) {
    const { parameter, fund } = stated
    const funds = new Set(formula.funds.map(({ id }) => id))
    if (fund !== undefined && !funds.has(fund)) {
      reportFund(fund, '/solve/fund', { funds, problems })
      return undefined
    }
    const target = targetOf(stated, { formula, baseline, problems })
    const pointers = { parameter: '/solve/parameter', rises: '/solve/parameter', target: '/solve/to' }
    return target && { parameter, target, fund, places: placesOf(stated.places), pointers }
  }
  const budget = file.scenario?.budget
  if (baseline !== undefined && budget === undefined) problems.push(undeclared())
  if (budget !== 'neutral' || baseline === undefined || formula.balance === undefined) return undefined
  const { parameter, places } = formula.balance
  const whole = { parameter, fund: undefined }
  // Pools to which all that the parameter moves is scaled keep the budget already.
  const isPooled = formula.adjustments.some(({ kind }) => kind === 'scale_to_pool')
  if (isPooled && totalTrend(whole, { formula, data }).trend === 'constant') return undefined
  const pointers = {
    parameter: '/formula/balance/parameter',
    rises: '/scenario/budget',
    target: '/scenario/budget',
  }
  return { ...whole, places, target: decimal(baseline.total), pointers }
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
  if (to !== 'base') return readTotalAt(to, '/solve/to', problems)
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
