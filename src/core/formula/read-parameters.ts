import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import type { CheckedParameter, Provenance } from './checked.ts'
import type {
  DatedValueDefinition,
  ParameterDefinition,
  ParameterKind,
  ParameterTree,
  ParameterValueDefinition,
  ProvenanceDefinition,
} from './definition.ts'
import { readParameterValue } from './read-parameter-value.ts'
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

/**
 * Whether an entry of a parameter tree is a parameter and not a group of them. A group holds parameters and groups
 * alone; what holds a text is a parameter, also one whose value was forgotten.
 */
export function isLeaf(entry: ParameterDefinition | ParameterTree): entry is ParameterDefinition {
  const isText = Object.values(entry).some((each) => typeof each === 'string')
  return isText || Object.hasOwn(entry, 'value') || Object.hasOwn(entry, 'values')
}

function readParameter(leaf: ParameterLeaf, reading: Reading): CheckedParameter | undefined {
  const { definition, name } = leaf
  const dated = valueInForce(leaf, reading)
  if (dated === undefined) return undefined
  const kind = definition.kind ?? kindOf(dated.value.value)
  checkOtherDates(leaf, { kind, inForce: dated.pointer }, reading)
  const units = readUnits(leaf, kind, reading)
  const provenance = readProvenance(dated.value, dated.pointer, reading.problems)
  const value = readParameterValue(dated.value.value, kind, {
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

/** The latest value not after the fiscal year's start, and where it stands. */
export function valueInForce(
  leaf: ParameterLeaf,
  reading: Reading,
): { value: DatedValueDefinition; pointer: string } | undefined {
  const { definition, pointer } = leaf
  const own: DatedValueDefinition[] =
    definition.value === undefined ? [] : [{ ...definition, value: definition.value }]
  const listed = (definition.values ?? []).map((value, i) => ({ value, pointer: `${pointer}/values/${i}` }))
  const all = [...own.map((value) => ({ value, pointer })), ...listed]
  if (all.length === 0) {
    const at = { kind: 'document', pointer } as const
    const message = `the parameter ${leaf.name} has no value`
    reading.problems.push(problem('FIELD_MISSING', { at, message, expected: 'value: …' }))
    return undefined
  }
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

/** A value that is not in force this year is held to the same shape, and each date stands once. */
function checkOtherDates(
  { definition, pointer, name }: ParameterLeaf,
  { kind, inForce }: { kind: ParameterKind; inForce: string },
  { problems }: Reading,
): void {
  const dates = new Set<string | undefined>()
  for (const [i, each] of (definition.values ?? []).entries()) {
    const at = `${pointer}/values/${i}`
    if (dates.has(each.from)) {
      const message = `${name} has two values from the same date`
      const place = { kind: 'document', pointer: at } as const
      problems.push(
        problem('PARAMETER_SHAPE', {
          at: place,
          message,
          found: each.from,
          expected: 'one value from each date',
        }),
      )
    }
    dates.add(each.from)
    if (at === inForce) continue
    readParameterValue(each.value, kind, { pointer: `${at}/value`, problems })
    readProvenance(each, at, problems)
  }
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
