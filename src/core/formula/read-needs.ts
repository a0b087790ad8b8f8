import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import type { CheckedNeed, Value } from './checked.ts'
import type { NeedDefinition } from './definition.ts'
import { readNumberAt } from './read-number.ts'
import { BOOLEAN, decimalOf, TEXT, type Type } from './types.ts'
import { PURE, readUnit } from './units.ts'

interface Reading {
  readonly pointer: string
  readonly problems: Problem[]
  readonly units: readonly string[]
}

/** What a formula needs to know of every school: a number with a unit, a text or a yes or no. */
export function readNeeds(
  needs: Readonly<Record<string, NeedDefinition>>,
  reading: Reading,
): Map<string, CheckedNeed> {
  return new Map(
    Object.entries(needs).map(([key, definition]) => {
      const name = key.normalize('NFC')
      return [
        name,
        readNeed(name, definition, { ...reading, pointer: `${reading.pointer}/${escapePointer(key)}` }),
      ]
    }),
  )
}

function readNeed(name: string, definition: NeedDefinition, reading: Reading): CheckedNeed {
  const type = typeOf(definition, reading)
  const whenMissing =
    definition.missing === undefined ? undefined : missingValue(definition.missing, type, reading)
  return {
    name,
    dataset: definition.dataset ?? 'now',
    type,
    pointer: reading.pointer,
    ...(definition.one_of !== undefined && { oneOf: definition.one_of.map((each) => each.normalize('NFC')) }),
    ...(whenMissing !== undefined && { whenMissing }),
  }
}

function typeOf(definition: NeedDefinition, { pointer, problems, units }: Reading): Type {
  if (definition.kind === 'text' || (definition.kind === undefined && definition.one_of !== undefined))
    return TEXT
  if (definition.kind === 'boolean') return BOOLEAN
  const unit = readUnit(definition.unit ?? '1', units)
  if (unit.kind === 'unit') return decimalOf(unit.unit)
  problems.push(problem('UNIT_UNKNOWN', { ...unit, at: { kind: 'document', pointer: `${pointer}/unit` } }))
  return decimalOf(PURE)
}

/** The value that a missing cell counts as. */
function missingValue(text: string, type: Type, { pointer, problems }: Reading): Value | undefined {
  const at = { kind: 'document', pointer: `${pointer}/missing` } as const
  if (type.kind === 'text') return text.normalize('NFC')
  if (type.kind === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true'
    problems.push(
      problem('TYPE_MISMATCH', {
        at,
        message: 'true or false is needed here',
        found: text,
        expected: 'true or false',
      }),
    )
    return undefined
  }
  return readNumberAt(text, at.pointer, problems)
}
