/** Chance that comes out the same on every machine: the seed is part of what goes in. */
export interface Chance {
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number
  /** The same items in another order. */
  readonly shuffled: <Item>(items: readonly Item[]) => Item[]
}

/** Draws by mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for a few thousand draws. */
export function seededChance(seed: number): Chance {
  let state = seed
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    between: (least, most) => least + below(most - least + 1),
    shuffled: (items) => {
      const left = [...items]
      return items.flatMap(() => left.splice(below(left.length), 1))
    },
  }
}
