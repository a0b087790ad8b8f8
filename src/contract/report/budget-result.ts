import type { Allocation } from '../../core/funding/allocate.ts'
import type { Solution } from '../../core/funding/solve.ts'
import { decimal, exactText, fixedText } from '../../core/numbers/decimal.ts'
import { type Rational, subtract } from '../../core/numbers/rational.ts'
import type { Budget } from '../schema/scenario-schema.ts'
import { orNull } from './money-results.ts'
import type { RunResult } from './run-schema.ts'

/** What a what-if was meant to cost, and what was solved for to get there. */
export interface BudgetOutcome {
  readonly declared: Budget | undefined
  readonly baseline: { readonly id: string; readonly name: string; readonly total: string } | undefined
  readonly solution: (Solution & { readonly parameter: string }) | undefined
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
    holds: change === undefined || declared === undefined || COSTS[declared](change),
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

const COSTS: Readonly<Record<Budget, (change: Rational) => boolean>> = {
  neutral: ({ n }) => n <= 0n,
  'new-money': ({ n }) => n >= 0n,
  cut: ({ n }) => n <= 0n,
}
