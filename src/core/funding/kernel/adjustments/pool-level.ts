/** Members of a pool: whole weights that are not negative, and the whole units each gets at the least and the most. */
export interface PoolShares {
  /** Not negative. */
  readonly total: number
  readonly weights: Float64Array
  /** Not negative, and never above the most. */
  readonly least: Float64Array
  /** Infinity where nothing limits it. */
  readonly most: Float64Array
}

/** What is shared by those that no bound holds, and their weight: the level is the one over the other. */
export interface ExactLevel {
  readonly total: number
  readonly weights: number
}

/**
 * The level at which the shares, each `level × weight` held between its bounds, add up to the total: of all such
 * levels the least, which is what moves there when it rises from below. `open` leaves it to the reference.
 */
export type PoolLevel =
  | (ExactLevel & {
      readonly kind: 'level'
      /** What a share is held at; NaN where no bound holds it. */
      readonly held: Float64Array
    })
  | { readonly kind: 'all-at-least' }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'open' }

const LOW = 0
const FREE = 1
const HIGH = 2

/** More rounds than halving a float takes; a search that goes on longer is left to the reference. */
const MOST_ROUNDS = 128
const MOST_REPAIRS = 16
/** The greatest whole number up to which floats add up without a rounding. */
const MOST_EXACT = 2 ** 53 - 1

/** Searches with floats for the shares that no bound holds, and then settles exactly which they are. */
export function poolLevel(shares: PoolShares): PoolLevel {
  const { total } = shares
  const [least, most] = [sumOf(shares.least), mostOf(shares)]
  if (least > MOST_EXACT || total > MOST_EXACT) return { kind: 'open' }
  if (least > total || most < total) return { kind: 'infeasible' }
  // At the least that they may have nothing moves.
  if (least === total) return { kind: 'all-at-least' }
  const states = new Uint8Array(shares.weights.length)
  searched(shares, states)
  for (let repair = 0; repair < MOST_REPAIRS; repair += 1) {
    const level = levelFrom(shares, states)
    if (level === undefined) return { kind: 'open' }
    const { moved, moving } = settled(shares, states, level)
    if (moved > 0) continue
    // With nothing that moves there, a lower level gives the same sum.
    if (!moving) return { kind: 'open' }
    return { kind: 'level', ...level, held: heldIn(shares, states) }
  }
  return { kind: 'open' }
}

function sumOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

/** The most that all may have: what has no weight stays at its least. */
function mostOf({ weights, least, most }: PoolShares): number {
  let sum = 0
  for (let i = 0; i < weights.length; i += 1) sum += ((weights[i] ?? 0) > 0 ? most[i] : least[i]) ?? 0
  return sum
}

/** What bounds hold, and the weight of what they do not. */
interface Held {
  readonly held: number
  readonly free: number
}

/** Puts every share into a state by floats: Newton's steps, and halves where these lead out of what is known. */
function searched(shares: PoolShares, states: Uint8Array): void {
  const { total } = shares
  let [below, above] = [0, Infinity]
  let level = total / sumOf(shares.weights)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { held, free } = classified(shares, states, level)
    const next = free > 0 ? (total - held) / free : Number.NaN
    if (next === level) return
    if (held + level * free < total) below = level
    else above = level
    if (next > below && next < above) level = next
    else level = above === Infinity ? level * 2 : (below + above) / 2
    if (level === below || level === above) return
  }
}

function classified({ weights, least, most }: PoolShares, states: Uint8Array, level: number): Held {
  let [held, free] = [0, 0]
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] ?? 0
    const amount = level * weight
    const low = least[i] ?? 0
    const high = most[i] ?? Infinity
    if (weight === 0 || amount < low) {
      states[i] = LOW
      held += low
    } else if (amount > high) {
      states[i] = HIGH
      held += high
    } else {
      states[i] = FREE
      free += weight
    }
  }
  return { held, free }
}

/** What is left for the free shares over their weights; nothing where there is none, or sums are no floats. */
function levelFrom({ total, weights, least, most }: PoolShares, states: Uint8Array): ExactLevel | undefined {
  let [held, free] = [0, 0]
  for (let i = 0; i < states.length; i += 1) {
    if (states[i] === FREE) free += weights[i] ?? 0
    else held += (states[i] === LOW ? least[i] : most[i]) ?? 0
  }
  if (free === 0 || free > MOST_EXACT || held > MOST_EXACT || held >= total) return undefined
  return { total: total - held, weights: free }
}

/** Holds every state against the exact level; how many had to be changed, and whether anything moves there. */
function settled(
  { weights, least, most }: PoolShares,
  states: Uint8Array,
  exact: ExactLevel,
): { readonly moved: number; readonly moving: boolean } {
  const level = exact.total / exact.weights
  let moved = 0
  let moving = false
  for (let i = 0; i < states.length; i += 1) {
    const weight = weights[i] ?? 0
    if (weight === 0) continue
    const share = { amount: level * weight, weight, exact }
    const overLeast = order(share, least[i] ?? 0)
    const overMost = order(share, most[i] ?? Infinity)
    if (overLeast > 0 && overMost <= 0) moving = true
    const state = states[i]
    const isRight =
      state === LOW ? overLeast <= 0 : state === HIGH ? overMost >= 0 : overLeast >= 0 && overMost <= 0
    if (isRight) continue
    states[i] = overLeast < 0 ? LOW : overMost > 0 ? HIGH : FREE
    moved += 1
  }
  return { moved, moving }
}

/** Whether a share at the level is above a bound, on it or below: by floats, and exactly where these are too near. */
function order(
  { amount, weight, exact }: { readonly amount: number; readonly weight: number; readonly exact: ExactLevel },
  bound: number,
): number {
  const apart = amount - bound
  // Two roundings of the amount, and one of the difference.
  if (Math.abs(apart) > amount * 2 ** -50) return apart
  const [a, b] = [BigInt(exact.total) * BigInt(weight), BigInt(bound) * BigInt(exact.weights)]
  return a < b ? -1 : a > b ? 1 : 0
}

function heldIn({ least, most }: PoolShares, states: Uint8Array): Float64Array {
  const held = new Float64Array(states.length).fill(Number.NaN)
  for (let i = 0; i < states.length; i += 1)
    if (states[i] !== FREE) held[i] = (states[i] === LOW ? least[i] : most[i]) ?? 0
  return held
}
