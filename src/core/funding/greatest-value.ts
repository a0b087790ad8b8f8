import { compare, divide, equal, type Rational, subtract, whole } from '../numbers/rational.ts'
import { done, type Outcome } from '../problems/problem.ts'

/** A value as a whole number of steps, with the total that its run comes to. */
export interface Reached {
  readonly steps: bigint
  readonly total: Rational
}

/** Two neighbours with the target between them, or the end of the range if it does not get there. */
export type Search =
  | { readonly kind: 'found'; readonly value: Reached; readonly next: Reached }
  /** Zero comes to too much already, or the most that is tried is not enough. */
  | { readonly kind: 'too-much' | 'too-little'; readonly end: Reached }

export interface Range {
  /** Where the search begins, from 0 to `most`. */
  readonly start: bigint
  readonly most: bigint
  /** How far it goes from zero to see how steep the total is. */
  readonly stride: bigint
}

/**
 * The greatest number of steps whose total is within a target, for a total that never falls. Where to look
 * next is guessed by the straight line through two known totals. What is found is proven by the next step up,
 * so that the answer is the same wherever the search begins.
 */
export function greatestValue(
  target: Rational,
  totalAt: (steps: bigint) => Outcome<Rational>,
  range: Range,
): Outcome<Search> {
  let known: Known = { below: undefined, above: undefined, before: undefined, looks: 0n, isHalving: false }
  for (let steps = range.start; ; steps = nextLook(known, target, range)) {
    const reached = totalAt(steps)
    if (reached.kind === 'failed') return reached
    known = withLook(known, { steps, total: reached.value }, target)
    const { below, above } = known
    if (above?.steps === 0n) return done({ kind: 'too-much', end: above })
    if (below?.steps === range.most) return done({ kind: 'too-little', end: below })
    if (below !== undefined && above !== undefined && above.steps - below.steps === 1n)
      return done({ kind: 'found', value: below, next: above })
  }
}

/** What the totals seen so far say: the answer is not less than `below`, and less than `above`. */
interface Known {
  readonly below: Reached | undefined
  readonly above: Reached | undefined
  /** What was known of the last look's side before it. */
  readonly before: Reached | undefined
  readonly looks: bigint
  /** Whether the next look halves the gap between the two sides. */
  readonly isHalving: boolean
}

function withLook(known: Known, look: Reached, target: Rational): Known {
  const isWithin = compare(look.total, target) <= 0
  const below = isWithin ? look : known.below
  const above = isWithin ? known.above : look
  // A total that bends holds the guesses on one side: after one that did little, the gap is halved.
  const isSlow =
    known.below !== undefined &&
    known.above !== undefined &&
    below !== undefined &&
    above !== undefined &&
    (above.steps - below.steps) * 2n > known.above.steps - known.below.steps
  return {
    below,
    above,
    before: isWithin ? known.below : known.above,
    looks: known.looks + 1n,
    isHalving: isSlow && !known.isHalving,
  }
}

function nextLook({ below, above, before, looks, isHalving }: Known, target: Rational, range: Range): bigint {
  if (below !== undefined && above !== undefined) {
    const gap = above.steps - below.steps
    const guess = isHalving ? gap / 2n : stepsTo(target, below, above)
    return below.steps + within(guess, 1n, gap - 1n)
  }
  const edge = below ?? above
  if (edge === undefined) return range.start
  const far = before === undefined ? firstStride(edge, range) : farther(target, { edge, before, looks })
  return within(below === undefined ? edge.steps - far : edge.steps + far, 0n, range.most)
}

function within(steps: bigint, least: bigint, most: bigint): bigint {
  if (steps < least) return least
  return steps > most ? most : steps
}

/** What is looked for is near the start more often than not. */
const PART_OF_START = 64n

function firstStride({ steps }: Reached, { stride }: Range): bigint {
  if (steps === 0n) return stride
  return steps < PART_OF_START ? 1n : steps / PART_OF_START
}

/** How far to go past an edge; each time at least twice as far, so that a total that bends away is caught up with. */
function farther(
  target: Rational,
  { edge, before, looks }: { edge: Reached; before: Reached; looks: bigint },
): bigint {
  const least = 1n << (looks - 2n)
  const [low, high] = edge.steps < before.steps ? [edge, before] : [before, edge]
  if (equal(high.total, low.total)) return 2n * (high.steps - low.steps)
  const met = low.steps + stepsTo(target, low, high)
  const far = met < edge.steps ? edge.steps - met : met - edge.steps
  return far < least ? least : far
}

/** How many whole steps above `low` the line through both totals meets the target. */
function stepsTo(target: Rational, low: Reached, high: Reached): bigint {
  const slope = divide(subtract(high.total, low.total), whole(high.steps - low.steps))
  const { n, d } = divide(subtract(target, low.total), slope)
  return n < 0n ? -((-n + d - 1n) / d) : n / d
}
