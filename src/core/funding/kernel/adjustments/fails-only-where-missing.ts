import type { Checked, CheckedFormula } from '../../../formula/checked.ts'
import { partsOf } from '../../../formula/checked-parts.ts'
import { isZero, type Rational } from '../../../numbers/rational.ts'

/** Whether nothing but a missing cell can leave an expression without a value. */
export function failsOnlyWhereMissing(node: Checked, formula: CheckedFormula): boolean {
  switch (node.kind) {
    case 'lookup':
      if (formula.parameters.get(node.parameter)?.value.kind === 'table') return false
      break
    case 'arithmetic':
      if (node.operator === '/' && !isDivisor(node.right, formula)) return false
      break
    case 'aggregate':
      if (node.name === 'share_of_total') return false
      break
    case 'measure': {
      const measure = formula.measures.get(node.name)
      return measure !== undefined && failsOnlyWhereMissing(measure.expression, formula)
    }
    default:
      break
  }
  return partsOf(node).every((part) => failsOnlyWhereMissing(part, formula))
}

/** A constant or a parameter other than zero. */
function isDivisor(node: Checked, { parameters }: CheckedFormula): boolean {
  const value: unknown =
    node.kind === 'constant'
      ? node.value
      : node.kind === 'parameter'
        ? numberIn(parameters.get(node.name)?.value)
        : undefined
  return typeof value === 'object' && value !== null && !isZero(value as Rational)
}

function numberIn(value: { readonly kind: string; readonly value?: unknown } | undefined): unknown {
  return value?.kind === 'number' ? value.value : undefined
}
