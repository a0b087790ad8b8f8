import type { MaskSlot, Workshop } from './workshop.ts'

/** Yes or no for each school; one answer for all of them needs no slot. */
export type Mask = boolean | MaskSlot

export function isKnown(mask: Mask): mask is boolean {
  return typeof mask === 'boolean'
}

/** Where both hold. */
export function both(a: Mask, b: Mask, shop: Workshop): Mask {
  if (isKnown(a)) return a ? b : false
  if (isKnown(b)) return b ? a : false
  return combined([a, b], 1, shop)
}

/** Where at least one holds. */
export function either(a: Mask, b: Mask, shop: Workshop): Mask {
  if (isKnown(a)) return a ? true : b
  if (isKnown(b)) return b ? true : a
  return a === b ? a : combined([a, b], 0, shop)
}

export function opposite(a: Mask, shop: Workshop): Mask {
  if (isKnown(a)) return !a
  const out = shop.mask()
  shop.steps.push((start, count) => {
    const [to, x] = [out.values, a.values]
    const p = a.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) to[i] = 1 - (x[p + i] ?? 0)
  })
  return out
}

/** `yes` where the condition holds, `no` elsewhere. */
export function chosenMask(condition: Mask, yes: Mask, no: Mask, shop: Workshop): Mask {
  if (isKnown(condition)) return condition ? yes : no
  return either(both(condition, yes, shop), both(opposite(condition, shop), no, shop), shop)
}

export function maskAt(mask: Mask, start: number, offset: number): boolean {
  if (isKnown(mask)) return mask
  return mask.values[(mask.isColumn ? start : 0) + offset] === 1
}

/** Two bits, joined by `and` (1) or by `or` (0). */
function combined([a, b]: readonly [MaskSlot, MaskSlot], and: 0 | 1, shop: Workshop): MaskSlot {
  const out = shop.mask()
  shop.steps.push((start, count) => {
    const [to, x, y] = [out.values, a.values, b.values]
    const p = a.isColumn ? start : 0
    const q = b.isColumn ? start : 0
    for (let i = 0; i < count; i += 1) {
      const [s, t] = [x[p + i] ?? 0, y[q + i] ?? 0]
      to[i] = and === 1 ? s & t : s | t
    }
  })
  return out
}
