import fc from 'fast-check'
import type { Expression } from '../../src/core/formula/syntax.ts'
import { decimal } from '../../src/core/numbers/decimal.ts'

const span = { start: 0, end: 0 }
const name = fc.constantFrom('enrollment', 'weight.frl', 'größe', 'constructor', '_x', 'line.base')

const leaf = fc.oneof(
  fc
    .constantFrom('0', '007', '1.50', '999999999999999999.999999999999999999')
    .map((text): Expression => ({ kind: 'number', text, value: decimal(text), span })),
  fc
    .constantFrom('', 'ES', 'say "hi"', "5'", 'a..b', 'é — not true')
    .map((value): Expression => ({ kind: 'text', value, span })),
  fc.boolean().map((value): Expression => ({ kind: 'boolean', value, span })),
  name.map((each): Expression => ({ kind: 'name', name: each, span })),
  fc.tuple(name, name).map(([from, to]): Expression => ({ kind: 'range', from, to, span })),
)

/** Any tree that the grammar can mean, whether or not its types would fit. */
export const anyExpression = fc.letrec<{ tree: Expression }>((tie) => {
  const tree = tie('tree')
  const sides = fc.tuple(tree, tree)
  return {
    tree: fc.oneof(
      { maxDepth: 6, depthSize: 'medium' },
      leaf,
      fc.tuple(fc.constantFrom('negate', 'not'), tree).map(([kind, of]): Expression => ({ kind, of, span })),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/'), sides)
        .map(
          ([operator, [left, right]]): Expression => ({ kind: 'arithmetic', operator, left, right, span }),
        ),
      fc
        .tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), sides)
        .map(
          ([operator, [left, right]]): Expression => ({ kind: 'comparison', operator, left, right, span }),
        ),
      fc
        .tuple(fc.constantFrom('and', 'or'), sides)
        .map(([operator, [left, right]]): Expression => ({ kind: 'logical', operator, left, right, span })),
      fc.tuple(name, fc.array(tree, { maxLength: 3 }), fc.array(tree, { maxLength: 1 })).map(
        ([called, positional, named]): Expression => ({
          kind: 'call',
          name: called,
          nameSpan: span,
          positional,
          named: named.map((value) => ({ name: 'by', value, span })),
          span,
        }),
      ),
    ),
  }
}).tree
