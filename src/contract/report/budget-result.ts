import type { Allocation } from '../../core/funding/allocate.ts'
import type { Solution } from '../../core/funding/solve.ts'
import { decimal, exactText, fixedText } from '../../core/numbers/decimal.ts'
import { compare, type Rational, subtract } from '../../core/numbers/rational.ts'
import type { Budget, ScenarioFile } from '../schema/scenario-schema.ts'
import { orNull } from './money-results.ts'
import type { RunResult } from './run-schema.ts'

/** What was solved for, with what the whole run would cost at the next value up. */
export type SolvedBudget = Solution & { readonly parameter: string; readonly nextCost: Rational }

/** What a what-if was meant to cost, and what was solved for to get there. */
export interface BudgetOutcome {
  readonly declared: Budget | undefined
  readonly baseline: NonNullable<ScenarioFile['baseline']> | undefined
  readonly solution: SolvedBudget | undefined
}

/** What the scenario costs beside its base; nothing for a scenario that stands alone and solves for nothing. */
export function budgetResult(
  { declared, baseline, solution }: BudgetOutcome,
  { total }: Allocation,
): RunResult['budget'] {
  if (baseline === undefined && solution === undefined) return null
  const change = baseline && subtract(total, decimal(baseline.total))
  return {
    declared: declared ?? null,
    base:
      baseline === undefined
        ? null
        : { id: baseline.id, name: baseline.name, total: fixedText(decimal(baseline.total)) },
    change: orNull(change),
    holds:
      baseline === undefined ||
      declared === undefined ||
      COSTS[declared]({
        cost: total,
        budget: decimal(baseline.total),
        left: decimal(baseline.left ?? '0'),
        solution,
      }),
    solved:
      solution === undefined
        ? null
        : {
            parameter: solution.parameter,
            value: exactText(solution.value),
            residual: fixedText(solution.residual),
            next: { value: exactText(solution.next.value), total: fixedText(solution.next.total) },
          },
  }
}

interface Held {
  readonly cost: Rational
  readonly budget: Rational
  /** What the base itself leaves of the budget. */
  readonly left: Rational
  readonly solution: SolvedBudget | undefined
}

const COSTS: Readonly<Record<Budget, (held: Held) => boolean>> = {
  neutral: isNeutral,
  'new-money': ({ cost, budget }) => compare(cost, budget) >= 0,
  cut: ({ cost, budget }) => compare(cost, budget) <= 0,
}

/**
 * Whether a run costs what its base does. It may cost less by what nobody can avoid: by what is left because the next
 * value of the solved parameter would cost too much, or by what was left in this way before.
 */
function isNeutral({ cost, budget, left, solution }: Held): boolean {
  const short = subtract(budget, cost)
  if (short.n < 0n) return false
  return compare(short, left) <= 0 || (solution !== undefined && compare(solution.nextCost, budget) > 0)
}
