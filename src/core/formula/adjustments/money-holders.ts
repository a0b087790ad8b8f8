import { type Problem, problem } from '../../problems/problem.ts'
import type { OneAdjustment } from './one-adjustment.ts'

/** What holds money that a later adjustment can act on: a line, or an earlier adjustment with money of its own. */
export interface MoneyHolder {
  readonly kind: 'line' | 'adjustment'
  readonly id: string
  readonly fund: string
  /** Not touched unless the adjustment says why. */
  readonly restricted: boolean
}

/** Every line, then every earlier adjustment with money of its own; one that changes lines holds none. */
export function moneyHolders({ workplace, checked }: OneAdjustment): ReadonlyMap<string, MoneyHolder> {
  const lines = workplace.lines.map(({ id, fund, restricted }): MoneyHolder => {
    return { kind: 'line', id, fund, restricted }
  })
  const adjustments = checked.flatMap((each): MoneyHolder[] => {
    if (!('fund' in each)) return []
    const { id, fund } = each
    return [{ kind: 'adjustment', id, fund, restricted: workplace.funds.get(fund)?.restricted === true }]
  })
  return new Map([...lines, ...adjustments].map((holder) => [holder.id, holder]))
}

/** Restricted money that an adjustment names without a reason. */
export function reportRestricted(
  pointer: string,
  { kind, id, fund }: MoneyHolder,
  problems: Problem[],
): void {
  problems.push(
    problem('RESTRICTED_LINE', {
      at: { kind: 'document', pointer },
      message: `${kind} ${id} is restricted money (fund ${fund}), which no adjustment touches without a reason`,
      found: id,
      suggestion: `include: [{ line: ${id}, reason: "…" }]`,
    }),
  )
}

/** Money of one fund that is named in the pool of another: each fund has its own pool. */
export function reportOtherFund(
  pointer: string,
  { kind, id, fund }: MoneyHolder,
  { poolFund, problems }: { readonly poolFund: string; readonly problems: Problem[] },
): void {
  problems.push(
    problem('ADJUSTMENT_FUND', {
      at: { kind: 'document', pointer },
      message: `${kind} ${id} is money of the fund ${fund}, and the pool is that of ${poolFund}`,
      found: id,
      expected: `money of the fund ${poolFund}`,
      suggestion: `leave it out, and give the fund ${fund} a pool of its own if it is to be scaled`,
    }),
  )
}
