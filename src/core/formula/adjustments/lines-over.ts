import { problem } from '../../problems/problem.ts'
import type { AdjustmentDefinition } from '../definition.ts'
import { type MoneyHolder, moneyHolders, reportOtherFund, reportRestricted } from './money-holders.ts'
import { isFaulty, type Of, type OneAdjustment, reportTarget } from './one-adjustment.ts'

/**
 * The lines and earlier adjustments that one acts on: as stated, or all that are not restricted and, for a pool, of
 * its fund. What it names and cannot act on is a problem.
 */
export function linesOver(definition: AdjustmentDefinition, one: OneAdjustment): readonly string[] {
  const holders = moneyHolders(one)
  const { over, include = [] } = definition
  const included = new Set(include.map(({ line }) => line))
  const poolFund = definition.kind === 'scale_to_pool' ? definition.fund : undefined
  const isOfPool = ({ fund }: MoneyHolder): boolean => poolFund === undefined || fund === poolFund
  checkIncluded(definition, { holders, poolFund, one })
  for (const [i, id] of (over ?? []).entries()) {
    const pointer = `${one.place}/over/${i}`
    const holder = namedHolder(id, { pointer, holders, poolFund, one })
    if (holder?.restricted === true && isOfPool(holder) && !included.has(id))
      reportRestricted(pointer, holder, one.workplace.problems)
  }
  const isProtected = new Set(definition.kind === 'scale_to_pool' ? definition.protect : [])
  const standard = [...holders.values()].filter(
    (holder) => isOfPool(holder) && (!holder.restricted || included.has(holder.id)),
  )
  const ids = over ?? standard.map(({ id }) => id)
  return [...new Set(ids)].filter((id) => !isProtected.has(id))
}

/** What counts toward a pool and is not scaled: the rest of its fund, or what is protected where no fund is stated. */
export function linesFixed(
  { fund, protect = [] }: Of<'scale_to_pool'>,
  over: readonly string[],
  one: OneAdjustment,
): readonly string[] {
  const holders = moneyHolders(one)
  for (const [i, id] of protect.entries())
    namedHolder(id, { pointer: `${one.place}/protect/${i}`, holders, poolFund: fund, one })
  if (fund === undefined) return [...new Set(protect)]
  const ofFund = [...holders.values()].filter((holder) => holder.fund === fund)
  return ofFund.map(({ id }) => id).filter((id) => !over.includes(id))
}

interface Naming {
  readonly pointer: string
  readonly holders: ReadonlyMap<string, MoneyHolder>
  readonly poolFund: string | undefined
  readonly one: OneAdjustment
}

/** What an id names, if it holds money here; that it does not, or holds that of another fund, is reported. */
function namedHolder(id: string, { pointer, holders, poolFund, one }: Naming): MoneyHolder | undefined {
  const { problems, funds } = one.workplace
  const holder = holders.get(id)
  if (holder === undefined) {
    if (!isFaulty(id, one)) reportTarget(pointer, id, { known: new Set(holders.keys()), problems })
    return undefined
  }
  // A pool of a fund that is not declared has a problem of its own, which says so.
  if (poolFund !== undefined && funds.has(poolFund) && holder.fund !== poolFund)
    reportOtherFund(pointer, holder, { poolFund, problems })
  return holder
}

/** A reason belongs to something that the adjustment acts on; given for anything else, it would change nothing. */
function checkIncluded(
  { over, include = [] }: AdjustmentDefinition,
  { holders, poolFund, one }: Omit<Naming, 'pointer'>,
): void {
  for (const [i, { line: id }] of include.entries()) {
    const pointer = `${one.place}/include/${i}/line`
    // What stands in `over` too is looked at there.
    if (over?.includes(id) === true) continue
    const holder = namedHolder(id, { pointer, holders, poolFund, one })
    if (holder === undefined || over === undefined) continue
    one.workplace.problems.push(
      problem('ADJUSTMENT_TARGET', {
        at: { kind: 'document', pointer },
        message: `${id} is included with a reason, and is not among what the adjustment acts on`,
        found: id,
        expected: over.length === 0 ? 'nothing: over is empty' : `one of ${over.join(', ')}`,
        suggestion: `over: [${[...over, id].join(', ')}]`,
      }),
    )
  }
}
