import { readDecimal } from '../numbers/decimal.ts'
import { decimalExpected } from '../numbers/decimal-advice.ts'
import { compare, type Rational } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import type { CheckedParameter, ParameterValue, Provenance, TableEntries } from './checked.ts'
import type {
  DatedValueDefinition,
  ParameterDefinition,
  ParameterKind,
  ParameterTree,
  ParameterValueDefinition,
  ProvenanceDefinition,
  TableDefinition,
} from './definition.ts'
import { PURE, readUnit, type Unit } from './units.ts'

interface Reading {
  readonly problems: Problem[]
  readonly units: readonly string[]
  /** ISO date of the fiscal year's start: the latest value not after it is in force. */
  readonly yearStart: string
}

/** Reads a tree of parameters into dotted names with the value in force; leaves out those with faults. */
export function readParameters(
  tree: ParameterTree,
  pointer: string,
  reading: Reading,
): Map<string, CheckedParameter> {
  const found = new Map<string, CheckedParameter>()
  for (const leaf of leavesOf(tree, pointer, '')) {
    const parameter = readParameter(leaf, reading)
    if (parameter !== undefined) found.set(parameter.name, parameter)
  }
  return found
}

/** Every parameter of a tree, with its dotted name and its place, whether or not its value can be read. */
export function leavesOf(tree: ParameterTree, pointer: string, prefix: string): ParameterLeaf[] {
  return Object.entries(tree).flatMap(([key, entry]) => {
    const place = `${pointer}/${escapePointer(key)}`
    const name = prefix + key.normalize('NFC')
    return isLeaf(entry) ? [{ name, pointer: place, definition: entry }] : leavesOf(entry, place, `${name}.`)
  })
}

interface ParameterLeaf {
  readonly name: string
  readonly pointer: string
  readonly definition: ParameterDefinition
}

/** Whether an entry of a parameter tree is a parameter and not a group of them. */
export function isLeaf(entry: ParameterDefinition | ParameterTree): entry is ParameterDefinition {
  return Object.hasOwn(entry, 'value') || Object.hasOwn(entry, 'values')
}

function readParameter(leaf: ParameterLeaf, reading: Reading): CheckedParameter | undefined {
  const { definition, name } = leaf
  const dated = valueInForce(leaf, reading)
  if (dated === undefined) return undefined
  const kind = definition.kind ?? kindOf(dated.value.value)
  const units = readUnits(leaf, kind, reading)
  const provenance = readProvenance(dated.value, dated.pointer, reading.problems)
  const value = readValue(dated.value.value, kind, {
    pointer: `${dated.pointer}/value`,
    problems: reading.problems,
  })
  if (units === undefined || provenance === undefined || value === undefined) return undefined
  return {
    name,
    kind,
    ...(definition.label !== undefined && { label: definition.label }),
    unit: units.gives,
    ...(units.takes !== undefined && { takes: units.takes }),
    value,
    ...(dated.value.from !== undefined && { from: dated.value.from }),
    provenance,
    pointer: leaf.pointer,
  }
}

function valueInForce(
  leaf: ParameterLeaf,
  reading: Reading,
): { value: DatedValueDefinition; pointer: string } | undefined {
  const { definition, pointer } = leaf
  const own: DatedValueDefinition[] =
    definition.value === undefined ? [] : [{ ...definition, value: definition.value }]
  const listed = (definition.values ?? []).map((value, i) => ({ value, pointer: `${pointer}/values/${i}` }))
  const all = [...own.map((value) => ({ value, pointer })), ...listed]
  const inForce = all
    .filter(({ value }) => value.from === undefined || value.from <= reading.yearStart)
    .sort((a, b) => ((a.value.from ?? '') < (b.value.from ?? '') ? -1 : 1))
  const latest = inForce.at(-1)
  if (latest !== undefined) return latest
  reading.problems.push(
    problem('PARAMETER_NOT_IN_FORCE', {
      at: { kind: 'document', pointer },
      message: `${leaf.name} has no value in force at the start of the fiscal year, ${reading.yearStart}`,
      found: all.map(({ value }) => value.from).join(', '),
      expected: `a value from ${reading.yearStart} or earlier`,
    }),
  )
  return undefined
}

function kindOf(value: ParameterValueDefinition): ParameterKind {
  if (typeof value === 'string') return 'number'
  return Array.isArray(value) ? 'taper' : 'table'
}

/** Reads `money/pupil`, or `pupil -> money` for a parameter that looks values up. */
function readUnits(
  { definition, pointer }: ParameterLeaf,
  kind: ParameterKind,
  { problems, units }: Reading,
): { gives: Unit; takes?: Unit } | undefined {
  const text = definition.unit ?? '1'
  const [left, right] = text.split('->').map((part) => part.trim())
  const isArrow = right !== undefined
  const at = {
    kind: 'document',
    pointer: definition.unit === undefined ? pointer : `${pointer}/unit`,
  } as const
  if ((kind === 'number' && isArrow) || ((kind === 'taper' || kind === 'band') && !isArrow)) {
    const expected =
      kind === 'number'
        ? 'one unit, such as money/pupil'
        : 'what it takes and gives, such as "pupil -> money"'
    problems.push(
      problem('PARAMETER_SHAPE', {
        at,
        message: `the unit of a ${kind} is written otherwise`,
        found: text,
        expected,
      }),
    )
    return undefined
  }
  const takes = isArrow && left !== 'text' && kind !== 'table' ? readUnit(left ?? '', units) : undefined
  const gives = readUnit(isArrow ? right : text, units)
  for (const each of [takes, gives]) {
    if (each?.kind === 'fault') problems.push(problem('UNIT_UNKNOWN', { ...each, at }))
  }
  if (gives.kind === 'fault' || takes?.kind === 'fault') return undefined
  if (kind === 'number' || kind === 'table') return { gives: gives.unit }
  return { gives: gives.unit, takes: takes?.unit ?? PURE }
}

/** Where a figure comes from; reports when not exactly one of the three ways is stated. */
export function readProvenance(
  definition: ProvenanceDefinition,
  pointer: string,
  problems: Problem[],
): Provenance | undefined {
  const stated = (['source', 'derived', 'assumed'] as const).flatMap((kind) => {
    const words = definition[kind]
    return words === undefined || words.trim() === '' ? [] : [{ kind, words }]
  })
  const [provenance] = stated
  if (stated.length === 1 && provenance !== undefined) return provenance
  problems.push(
    problem('PROVENANCE', {
      at: { kind: 'document', pointer },
      message: 'a figure says where it comes from, in exactly one way',
      found: stated.length === 0 ? 'none' : stated.map(({ kind }) => kind).join(' and '),
      expected: 'source (where it is printed), derived (how) or assumed (for what)',
      suggestion: stated.length === 0 ? 'add assumed: "…" until the source is known' : 'keep one of them',
    }),
  )
  return undefined
}

interface ValueReading {
  readonly pointer: string
  readonly problems: Problem[]
}

function readValue(
  value: ParameterValueDefinition,
  kind: ParameterKind,
  reading: ValueReading,
): ParameterValue | undefined {
  switch (kind) {
    case 'number': {
      if (typeof value !== 'string') return wrongShape(reading, kind, 'one number')
      const number = readNumber(value, reading)
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
    const [x, y] = pair.map((text) => readNumber(text, at))
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
      typeof value === 'string' ? readNumber(value, at) : readEntries(value, at, { depth: depth + 1, depths })
    if (entry === undefined) return undefined
    if (typeof value === 'string') depths.add(depth)
    entries.set(key.normalize('NFC'), entry)
  }
  return entries
}

function readNumber(text: string, { pointer, problems }: ValueReading): Rational | undefined {
  const read = readDecimal(text)
  if (read.kind === 'decimal') return read.value
  problems.push(
    problem('NUMBER_FORMAT', {
      at: { kind: 'document', pointer },
      message: 'this is not a plain decimal number',
      found: text,
      ...decimalExpected(read.why),
    }),
  )
  return undefined
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
