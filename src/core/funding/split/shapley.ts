import { fraction, type Rational } from '../../numbers/rational.ts'

/** What a set of causes comes to: one amount a school, or why there is none. */
export type Valued =
  | { readonly kind: 'amounts'; readonly amounts: readonly Rational[] }
  | { readonly kind: 'failed'; readonly reason: string }

export type Shared =
  | { readonly kind: 'shared'; readonly shares: readonly (readonly Rational[])[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly players: readonly number[] }

/**
 * Shapley values: each player's contribution averaged over all orders in which the players can come, exactly.
 * `value` is asked for every set of players once; after each the generator yields. The shares of all players add
 * up to the value of all less the value of none, at every school, and the order of the players is of no account.
 * Lloyd S. Shapley, A value for n-person games, 1953.
 */
export function* shapley(
  players: number,
  value: (players: readonly number[]) => Valued,
): Generator<undefined, Shared> {
  const sums = createSums(players)
  for (let set = 0; set < 2 ** players; set += 1) {
    const present = membersOf(set, players)
    const valued = value(present)
    if (valued.kind === 'failed') return { ...valued, players: present }
    sums.add(present, valued.amounts)
    yield
  }
  return { kind: 'shared', shares: sums.shares() }
}

function membersOf(set: number, players: number): number[] {
  return Array.from({ length: players }, (_, player) => player).filter((player) => (set >> player) & 1)
}

interface Sums {
  add(present: readonly number[], amounts: readonly Rational[]): void
  shares(): Rational[][]
}

/**
 * The value of a set counts for a player in it with (s − 1)! (n − s)! and against one outside with s! (n − s − 1)!,
 * all over n!. Sums are whole numbers over one divisor: adding fractions one by one takes far longer.
 */
function createSums(players: number): Sums {
  const factorials = [1n]
  for (let i = 1; i <= players; i += 1) factorials.push(BigInt(i) * (factorials[i - 1] ?? 1n))
  const orders = factorials[players] ?? 1n
  const weight = (before: number): bigint =>
    (factorials[before] ?? 0n) * (factorials[players - before - 1] ?? 0n)
  const sums: bigint[][] = Array.from({ length: players }, () => [])
  let divisor = 1n
  const widen = (denominator: bigint): void => {
    if (divisor % denominator === 0n) return
    const { d } = fraction(divisor, denominator)
    for (const own of sums) for (const [school, sum] of own.entries()) own[school] = sum * d
    divisor *= d
  }
  return {
    add(present, amounts) {
      for (const { d } of amounts) widen(d)
      const members = new Set(present)
      const size = present.length
      for (const [player, own] of sums.entries()) {
        const times = members.has(player) ? weight(size - 1) : -weight(size)
        for (const [school, { n, d }] of amounts.entries())
          own[school] = (own[school] ?? 0n) + times * n * (divisor / d)
      }
    },
    shares: () => sums.map((own) => own.map((sum) => fraction(sum, divisor * orders))),
  }
}
