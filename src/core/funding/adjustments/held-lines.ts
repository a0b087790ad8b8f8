import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  subtract,
  sum,
  whole,
} from '../../numbers/rational.ts'

/** Some of the lines that a change is spread over, and the least or the most they come to after it. */
export interface HeldLines {
  readonly ids: readonly string[]
  readonly side: 'least' | 'most'
  readonly limit: Rational
}

interface SpreadPart {
  readonly id: string
  /** What the line has before the change. */
  readonly amount: Rational
}

/**
 * Moves odd units between lines, so that those of a kept floor or cap are within it: a change that keeps to a
 * limit in proportion may miss it by a unit or two when each line is rounded by itself.
 */
export function settleUnits(
  parts: ReadonlyMap<string, bigint>,
  { lines, holds, unit }: { lines: readonly SpreadPart[]; holds: readonly HeldLines[]; unit: Rational },
): ReadonlyMap<string, bigint> {
  const moved = new Map(parts)
  const after = ({ id, amount }: SpreadPart): Rational =>
    add(amount, multiply(whole(moved.get(id) ?? 0n), unit))
  // What mends one limit may touch another, so each is looked at twice.
  for (const { ids, side, limit } of [...holds, ...holds]) {
    const missing = divide(subtract(limit, sum(lines.filter(({ id }) => ids.includes(id)).map(after))), unit)
    const units = side === 'least' ? ceiling(missing) : ceiling({ n: -missing.n, d: missing.d })
    // More than a unit a line does not come from rounding.
    if (units <= 0n || units > BigInt(lines.length)) continue
    const inside = largest(lines, (each) => ids.includes(each.id), after)
    const outside = largest(lines, (each) => !ids.includes(each.id), after)
    if (inside === undefined || outside === undefined) continue
    const gain = side === 'least' ? units : -units
    moved.set(inside.id, (moved.get(inside.id) ?? 0n) + gain)
    moved.set(outside.id, (moved.get(outside.id) ?? 0n) - gain)
  }
  return moved
}

function largest(
  lines: readonly SpreadPart[],
  isMeant: (line: SpreadPart) => boolean,
  after: (line: SpreadPart) => Rational,
): SpreadPart | undefined {
  return lines.filter(isMeant).reduce<SpreadPart | undefined>((most, line) => {
    return most === undefined || compare(after(line), after(most)) > 0 ? line : most
  }, undefined)
}

function ceiling({ n, d }: Rational): bigint {
  return n <= 0n ? -(-n / d) : (n + d - 1n) / d
}
