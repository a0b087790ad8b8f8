import { isKnown, type Mask } from './masks.ts'
import type { NumberOperand, Operand } from './operand.ts'
import type { Whole } from './whole.ts'
import type { Slot, Workshop } from './workshop.ts'

/** An operand whose numbers stay after the block they were worked out in. */
export function kept<Of extends Operand>(operand: Of, shop: Workshop): Of
export function kept(operand: Operand, shop: Workshop): Operand {
  const failed = keptMask(operand.failed, shop)
  switch (operand.kind) {
    case 'number':
      return { ...keptNumber(operand, shop), failed }
    case 'boolean':
      return { kind: 'boolean', holds: keptMask(operand.holds, shop), failed }
    case 'text': {
      const { codes } = operand
      return { kind: 'text', codes: typeof codes === 'number' ? codes : keptSlot(codes, shop), failed }
    }
    default:
      return operand satisfies never
  }
}

export function keptMask(mask: Mask, shop: Workshop): Mask {
  if (isKnown(mask) || mask.isColumn) return mask
  const column = shop.maskColumn()
  shop.steps.push((start, count) => {
    const [to, from] = [column.values, mask.values]
    for (let i = 0; i < count; i += 1) to[start + i] = from[i] ?? 0
  })
  return column
}

function keptNumber(operand: NumberOperand, shop: Workshop): NumberOperand {
  const numerator = keptWhole(operand.numerator, shop)
  return { ...operand, numerator, denominator: keptWhole(operand.denominator, shop) }
}

function keptWhole(whole: Whole, shop: Workshop): Whole {
  switch (whole.kind) {
    case 'constant':
      return whole
    case 'narrow':
      return { ...whole, slot: keptSlot(whole.slot, shop) }
    case 'wide':
      return { ...whole, upper: keptSlot(whole.upper, shop), lower: keptSlot(whole.lower, shop) }
    case 'big': {
      const { slot } = whole
      if (slot.isColumn) return whole
      const column = shop.bigColumn()
      shop.steps.push((start, count) => {
        for (let i = 0; i < count; i += 1) column.values[start + i] = slot.values[i] ?? 0n
      })
      return { ...whole, slot: column }
    }
    default:
      return whole satisfies never
  }
}

function keptSlot(slot: Slot, shop: Workshop): Slot {
  if (slot.isColumn) return slot
  const column = shop.numberColumn()
  shop.steps.push((start, count) => {
    const [to, from] = [column.values, slot.values]
    for (let i = 0; i < count; i += 1) to[start + i] = from[i] ?? 0
  })
  return column
}
