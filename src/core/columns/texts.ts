import { isKnown, type Mask, maskAt } from './masks.ts'
import type { TextOperand } from './operand.ts'
import type { Slot, Workshop } from './workshop.ts'

/** Where two texts are the same. */
export function sameText([a, b]: readonly [TextOperand, TextOperand], shop: Workshop): Mask {
  if (typeof a.codes === 'number' && typeof b.codes === 'number') return a.codes === b.codes
  const out = shop.mask()
  shop.steps.push((start, count) => {
    for (let i = 0; i < count; i += 1)
      out.values[i] = codeAt(a.codes, start, i) === codeAt(b.codes, start, i) ? 1 : 0
  })
  return out
}

/** One of two texts by a condition. */
export function chosenText(
  condition: Mask,
  [yes, no]: readonly [TextOperand, TextOperand],
  shop: Workshop,
): Slot | number {
  if (isKnown(condition)) return condition ? yes.codes : no.codes
  const out = shop.numbers()
  shop.steps.push((start, count) => {
    for (let i = 0; i < count; i += 1)
      out.values[i] = codeAt((maskAt(condition, start, i) ? yes : no).codes, start, i)
  })
  return out
}

/** One school's code. */
export function codeAt(codes: Slot | number, start: number, offset: number): number {
  if (typeof codes === 'number') return codes
  return codes.values[(codes.isColumn ? start : 0) + offset] ?? -1
}
