import type { Value } from '../formula/checked.ts'
import type { Type } from '../formula/types.ts'
import { decimalExpected } from '../numbers/decimal-advice.ts'
import { enough, MOST_PROBLEMS } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import type { Column, School } from './dataset.ts'
import type { MeasureMapping, NumberFormat } from './definition.ts'
import { readNumberCell } from './read-cell.ts'

export interface ColumnSource {
  readonly dataset: string
  readonly name: string
  readonly header: string
  readonly type: Type
  readonly mapping: MeasureMapping
  readonly oneOf?: readonly string[]
  readonly schools: readonly Pick<School, 'id' | 'row'>[]
  /** The cell of each school. */
  readonly texts: readonly string[]
}

/** Reads one column into values of its type; every cell that is none is reported with its row and school. */
export function readColumn(source: ColumnSource, problems: Problem[]): Column {
  const blank = new Set(['', ...(source.mapping.blank ?? [])])
  const before = problems.length
  const { dataset, name, header, type, mapping } = source
  const values = source.texts.map((text, i) => {
    const told = problems.length - before
    if (blank.has(text) || told > MOST_PROBLEMS) return undefined
    const reading = readValue(text, source)
    if ('value' in reading) return reading.value
    const school = source.schools[i]
    const place = { kind: 'cell', dataset, column: header, measure: name } as const
    const at = school === undefined ? place : { ...place, row: school.row, school: school.id }
    if (told === MOST_PROBLEMS) problems.push(enough(at))
    else problems.push(problem(reading.fault, { at, found: text, ...reading.details }))
    return undefined
  })
  return { name, header, type, mapping, values }
}

type Reading =
  | { readonly value: Value }
  | {
      readonly fault: 'CELL_FORMAT' | 'CELL_CHOICE'
      readonly details: { readonly message: string; readonly expected: string; readonly suggestion?: string }
    }

function readValue(text: string, source: ColumnSource): Reading {
  switch (source.type.kind) {
    case 'text':
      return readText(text.normalize('NFC'), source)
    case 'boolean':
      if (text === 'true' || text === 'false') return { value: text === 'true' }
      return {
        fault: 'CELL_FORMAT',
        details: { message: `${source.name} is neither true nor false`, expected: 'true or false' },
      }
    case 'number':
      return readNumber(text, source)
    default:
      return source.type satisfies never
  }
}

function readText(text: string, { name, oneOf }: ColumnSource): Reading {
  if (oneOf === undefined || oneOf.includes(text)) return { value: text }
  const meant = nearest(text, oneOf)
  return {
    fault: 'CELL_CHOICE',
    details: {
      message: `${name} is never "${text}"`,
      expected: `one of ${listed(oneOf)}`,
      ...(meant !== undefined && { suggestion: `did you mean "${meant}"?` }),
    },
  }
}

function readNumber(text: string, source: ColumnSource): Reading {
  const format: NumberFormat = source.mapping.format ?? 'plain'
  const reading = readNumberCell(text, format)
  if (reading.kind === 'number') return { value: reading.value }
  const { expected, suggestion } = decimalExpected(reading.why)
  // The exact line to add to the mapping: what a spreadsheet did to a column is stated once, and never guessed.
  const line =
    reading.format === undefined
      ? suggestion
      : `${source.name}: { column: ${JSON.stringify(source.header)}, format: ${reading.format} }`
  return {
    fault: 'CELL_FORMAT',
    details: {
      message: `${source.name} is not a number in the format ${format}`,
      expected: format === 'plain' ? expected : `a number in the format ${format}`,
      ...(line !== undefined && { suggestion: line }),
    },
  }
}
