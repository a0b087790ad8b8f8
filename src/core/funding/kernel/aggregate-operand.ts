import {
  counts,
  type Groups,
  groupsBy,
  quantileOf,
  ranks,
  risingGroups,
  spreadOver,
  totals,
} from '../../columns/aggregated.ts'
import { kept } from '../../columns/kept.ts'
import { isKnown, maskAt } from '../../columns/masks.ts'
import { quotientOf } from '../../columns/number-arithmetic.ts'
import { type NumberOperand, numberOperand, type Operand } from '../../columns/operand.ts'
import { asBoolean, asNumber, asText, operandOf } from '../../columns/operand-of.ts'
import type { Compiling } from '../../columns/sources.ts'
import { constantWhole } from '../../columns/whole.ts'
import type { Workshop } from '../../columns/workshop.ts'
import type { Checked } from '../../formula/checked.ts'
import { divide, type Rational, whole, zero } from '../../numbers/rational.ts'

type Aggregate = Extract<Checked, { kind: 'aggregate' }>

/**
 * An aggregate for every school. All steps that wait are run, because it needs the whole of what it is over.
 * A value that is missing anywhere leaves every group in doubt, as it does in the reference.
 */
export function aggregateOperand(node: Aggregate, compiling: Compiling): Operand {
  const { shop } = compiling
  const of = kept(operandOf(node.of, compiling), shop)
  const by = node.by === undefined ? undefined : kept(asText(operandOf(node.by, compiling)), shop)
  shop.run()
  if (anyFailed(of, shop.schools) || (by !== undefined && anyFailed(by, shop.schools)))
    return { ...numberOperand(constantWhole(0n), constantWhole(1n)), failed: true }
  // Without schools there is no group that a mean could be divided by, and nobody to read it.
  if (shop.schools === 0) return numberOperand(constantWhole(0n), constantWhole(1n))
  const groups = groupsBy(by?.codes, shop.schools)
  if (node.name === 'rank') return rankOperand(node, asNumber(of), groups)
  if (node.name === 'share_of_total') {
    const sums = spreadOver(totals(asNumber(of), groups, shop.settings), groups, shop.settings)
    return kept(quotientOf(asNumber(of), sums, shop), shop)
  }
  return spreadOver(byGroup(node, { of, groups, shop }), groups, shop.settings)
}

function byGroup(
  node: Aggregate,
  { of, groups, shop }: { readonly of: Operand; readonly groups: Groups; readonly shop: Workshop },
): readonly Rational[] {
  switch (node.name) {
    case 'count': {
      const { holds } = asBoolean(of)
      return counts((school) => maskAt(holds, school, 0), groups)
    }
    case 'total':
      return totals(asNumber(of), groups, shop.settings)
    case 'mean':
      return totals(asNumber(of), groups, shop.settings).map((total, group) =>
        divide(total, whole(BigInt(groups.sizes[group] ?? 1))),
      )
    case 'least':
      return risingGroups(asNumber(of), groups).map((rising) => rising.at(0) ?? zero)
    case 'greatest':
      return risingGroups(asNumber(of), groups).map((rising) => rising.at(rising.length - 1) ?? zero)
    case 'quantile':
      return risingGroups(asNumber(of), groups).map((rising) => quantileOf(rising, node.at ?? zero))
    default:
      throw new Error(`${node.name} is not one number for a group`)
  }
}

function rankOperand({ first = 'highest' }: Aggregate, of: NumberOperand, groups: Groups): NumberOperand {
  const slot = { values: ranks(of, groups, first), isColumn: true }
  const range = { low: 1n, high: BigInt(groups.of.length) }
  return numberOperand({ kind: 'narrow', slot, times: 1n, ...range }, constantWhole(1n))
}

function anyFailed({ failed }: Operand, schools: number): boolean {
  if (isKnown(failed)) return failed && schools > 0
  return failed.values.includes(1)
}
