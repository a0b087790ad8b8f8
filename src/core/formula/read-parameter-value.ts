import { compare, type Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import type { ParameterValue, TableEntries } from './checked.ts'
import type { ParameterKind, ParameterValueDefinition, TableDefinition } from './definition.ts'
import { readNumberAt } from './read-number.ts'

interface ValueReading {
  readonly pointer: string
  readonly problems: Problem[]
}

/** Reads the value of a parameter in the shape of its kind. */
export function readParameterValue(
  value: ParameterValueDefinition,
  kind: ParameterKind,
  reading: ValueReading,
): ParameterValue | undefined {
  switch (kind) {
    case 'number': {
      if (typeof value !== 'string') return wrongShape(reading, kind, 'one number')
      const number = readNumberAt(value, reading.pointer, reading.problems)
      return number && { kind, value: number }
    }
    case 'taper':
    case 'band': {
      if (typeof value === 'string' || !isPairs(value))
        return wrongShape(reading, kind, 'pairs such as [[0, 150000], [300, 0]]')
      const points = readPoints(value, reading)
      return points && { kind, points }
    }
    case 'table': {
      if (typeof value === 'string' || isPairs(value))
        return wrongShape(reading, kind, 'texts and numbers such as { ES: 500, HS: 700 }')
      return readTable(value, reading)
    }
    default:
      return kind satisfies never
  }
}

function isPairs(value: Exclude<ParameterValueDefinition, string>): value is readonly (readonly string[])[] {
  return Array.isArray(value)
}

function readPoints(
  pairs: readonly (readonly string[])[],
  reading: ValueReading,
): (readonly [Rational, Rational])[] | undefined {
  const points: (readonly [Rational, Rational])[] = []
  for (const [i, pair] of pairs.entries()) {
    const at = { ...reading, pointer: `${reading.pointer}/${i}` }
    const [x, y] = pair.map((text) => readNumberAt(text, at.pointer, at.problems))
    if (pair.length !== 2) wrongShape(at, 'taper or band', 'pairs of two numbers')
    const before = points.at(-1)?.[0]
    if (x === undefined || y === undefined) return undefined
    if (before !== undefined && compare(before, x) >= 0)
      return wrongShape(at, 'taper or band', 'first members that rise')
    points.push([x, y])
  }
  return points.length > 0 ? points : wrongShape(reading, 'taper or band', 'at least one pair')
}

function readTable(table: TableDefinition, reading: ValueReading): ParameterValue | undefined {
  const depths = new Set<number>()
  const entries = readEntries(table, reading, { depth: 1, depths })
  if (entries === undefined) return undefined
  const [keys] = depths
  if (depths.size !== 1 || keys === undefined)
    return wrongShape(reading, 'table', 'the same number of keys everywhere')
  return { kind: 'table', keys, entries }
}

function readEntries(
  table: TableDefinition,
  reading: ValueReading,
  { depth, depths }: { depth: number; depths: Set<number> },
): TableEntries | undefined {
  const entries = new Map<string, Rational | TableEntries>()
  for (const [key, value] of Object.entries(table)) {
    const at = { ...reading, pointer: `${reading.pointer}/${escapePointer(key)}` }
    const entry =
      typeof value === 'string'
        ? readNumberAt(value, at.pointer, at.problems)
        : readEntries(value, at, { depth: depth + 1, depths })
    if (entry === undefined) return undefined
    if (typeof value === 'string') depths.add(depth)
    entries.set(key.normalize('NFC'), entry)
  }
  return entries
}

function wrongShape({ pointer, problems }: ValueReading, kind: string, expected: string): undefined {
  problems.push(
    problem('PARAMETER_SHAPE', {
      at: { kind: 'document', pointer },
      message: `the value of a ${kind} has another shape`,
      expected,
    }),
  )
  return undefined
}
