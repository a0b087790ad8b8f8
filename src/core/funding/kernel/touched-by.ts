import type { Checked, CheckedFormula } from '../../formula/checked.ts'
import { partsOf } from '../../formula/checked-parts.ts'

/** Whether an expression gives something else when some parameters do, by way of measures and lines too. */
export type IsTouched = (node: Checked) => boolean

export function touchedBy(
  varied: ReadonlySet<string>,
  { order, measures, lines }: CheckedFormula,
): IsTouched {
  const names = new Set<string>()
  const linesById = new Map(lines.map((line) => [`line.${line.id}`, line]))
  const isTouched: IsTouched = (node) => {
    switch (node.kind) {
      case 'parameter':
        return varied.has(node.name)
      case 'lookup':
        return varied.has(node.parameter) || node.keys.some(isTouched)
      case 'measure':
        return names.has(node.name)
      case 'line':
        return names.has(`line.${node.id}`)
      // Money as adjustments have left it may come from anywhere.
      case 'adjustment':
      case 'subtotal':
        return true
      default:
        return partsOf(node).some(isTouched)
    }
  }
  for (const name of order) {
    const line = linesById.get(name)
    const expressions = [measures.get(name)?.expression, line?.amount.expression, line?.when?.expression]
    if (expressions.some((each) => each !== undefined && isTouched(each))) names.add(name)
  }
  return isTouched
}
