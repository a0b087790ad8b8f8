import type { ParameterValue, TableEntries, Value } from '../formula/checked.ts'
import { exactText } from '../numbers/decimal.ts'
import { add, compare, divide, multiply, type Rational, subtract } from '../numbers/rational.ts'

/** What a taper, band or table gives for its keys; `undefined` when a table has no such entry. */
export function lookUp(value: ParameterValue, keys: readonly Value[]): Rational | undefined {
  const [key] = keys
  switch (value.kind) {
    case 'number':
      return value.value
    case 'taper':
      return typeof key === 'object' ? taperAt(value.points, key) : undefined
    case 'band':
      return typeof key === 'object' ? bandAt(value.points, key) : undefined
    case 'table':
      return entryAt(value.entries, keys)
    default:
      return value satisfies never
  }
}

/** The points or the entry that a looked-up value lies on: `180 → 240000, 410 → 0` or `ES → 500`. */
export function entriesText(value: ParameterValue, keys: readonly Value[]): string {
  const [key] = keys
  if (value.kind === 'number' || key === undefined) return ''
  if (value.kind === 'table') return keys.map((each) => (typeof each === 'string' ? each : '')).join(', ')
  if (typeof key !== 'object') return ''
  const after = value.points.findIndex(([start]) => compare(start, key) > 0)
  const last = after < 0 ? value.points.length : after
  const near =
    value.kind === 'taper'
      ? value.points.slice(Math.max(0, last - 1), last + 1)
      : value.points.slice(Math.max(0, last - 1), last)
  return near.map(([x, y]) => `${exactText(x)} → ${exactText(y)}`).join(', ')
}

type Points = readonly (readonly [Rational, Rational])[]

/** Straight lines between the points, flat before the first and after the last. */
function taperAt(points: Points, x: Rational): Rational | undefined {
  const after = points.findIndex(([start]) => compare(start, x) >= 0)
  const [right, left] = [points[after], points[after - 1]]
  if (right === undefined) return points.at(-1)?.[1]
  if (left === undefined) return right[1]
  const share = divide(subtract(x, left[0]), subtract(right[0], left[0]))
  return add(left[1], multiply(share, subtract(right[1], left[1])))
}

/** The step whose lower bound is the last not above x; before the first bound, the first step. */
function bandAt(points: Points, x: Rational): Rational | undefined {
  const step = points.findLast(([start]) => compare(start, x) <= 0) ?? points[0]
  return step?.[1]
}

function entryAt(entries: TableEntries, keys: readonly Value[]): Rational | undefined {
  const [key, ...rest] = keys
  const entry = typeof key === 'string' ? entries.get(key) : undefined
  if (entry === undefined || !(entry instanceof Map)) return isRational(entry) ? entry : undefined
  return entryAt(entry, rest)
}

function isRational(entry: Rational | TableEntries | undefined): entry is Rational {
  return entry !== undefined && 'n' in entry
}
