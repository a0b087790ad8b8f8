import fc from 'fast-check'

/** Where a generator takes its choices from. Zero is always the plainest choice. */
export interface Choices {
  /** A whole number from 0 to `count` − 1. */
  below(count: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** Whether something happens that does so once in `times`. */
  once(times: number): boolean
}

/**
 * Choices written down beforehand: what is made from a tape shrinks when the tape does, because a tape that
 * has run out gives zeros.
 */
export const choiceTape: fc.Arbitrary<readonly number[]> = fc.noBias(
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 700, size: 'max' }),
)

export function readTape(tape: readonly number[]): Choices {
  let at = 0
  const below = (count: number): number => {
    const choice = tape[at] ?? 0
    at += 1
    return choice % count
  }
  return {
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    once: (times) => below(times) === times - 1,
  }
}
