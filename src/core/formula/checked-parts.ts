import type { Checked } from './checked.ts'

/** The expressions that an expression is directly made of. */
export function partsOf(node: Checked): readonly Checked[] {
  switch (node.kind) {
    case 'constant':
    case 'input':
    case 'given':
    case 'parameter':
    case 'measure':
    case 'line':
    case 'adjustment':
    case 'subtotal':
      return []
    case 'lookup':
      return node.keys
    case 'negate':
    case 'not':
    case 'round':
    case 'power':
      return [node.of]
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      return [node.left, node.right]
    case 'choose':
      return [node.condition, node.yes, node.no]
    case 'call':
      return node.args
    case 'aggregate':
      return node.by === undefined ? [node.of] : [node.of, node.by]
    default:
      return node satisfies never
  }
}
