import { BASES } from '../../core/data/definition.ts'
import type { FormulaDefinition, NeedDefinition } from '../../core/formula/definition.ts'

/** A column of the file that a formula runs on, and what whoever fills it in has to know. */
export interface TemplateColumn {
  /** Its header, which is the name that the formula knows it by. */
  readonly name: string
  /** What a cell holds, in words. */
  readonly holds: string
  readonly meaning: string
  /** What is said of the column in the words of scenario files; nothing of the id and name of a school. */
  readonly mapping: Readonly<Record<string, string>> | undefined
}

/** Stands where whoever fills in the file has to say something: a file that still says this is refused there. */
export const TO_BE_STATED = 'state it'

/** How a number of students can have come about. */
export const BASIS_CHOICES = `one of ${BASES.join(', ')}`

/**
 * The columns of a file that a formula runs on: the school, the needs in their order, and the published amounts that it is
 * held against. Needs that are read from another dataset, such as last year's, are in a file of their own.
 */
export function templateColumns({ needs, published = [] }: FormulaDefinition): readonly TemplateColumn[] {
  const own = Object.entries(needs).filter(([, { dataset = 'now' }]) => dataset === 'now')
  const printed = new Map(published.map((each) => [each.column, each] as const))
  return [
    { name: 'id', holds: 'the id of the school, a text: 0042 is not 42', meaning: '', mapping: undefined },
    { name: 'name', holds: 'the name of the school', meaning: '', mapping: undefined },
    ...own.map(([name, need]) => columnOf(name, need)),
    ...[...printed.values()]
      .filter(({ column }) => !Object.hasOwn(needs, column))
      .map(({ column, of, source }) => ({
        name: column,
        holds: 'an amount; empty where none is published',
        meaning: oneLine(`published ${of}, held against what comes out: ${source}`),
        mapping: {},
      })),
  ]
}

function columnOf(name: string, need: NeedDefinition): TemplateColumn {
  const { unit = '1', missing } = need
  const kind = need.kind ?? (need.one_of === undefined ? 'number' : 'text')
  const holds = [wordsOf(kind, need), missing === undefined ? '' : `empty counts as ${missing}`]
  return {
    name,
    holds: oneLine(holds.filter((words) => words !== '').join('; ')),
    meaning: oneLine(need.meaning ?? ''),
    mapping:
      kind === 'number'
        ? { ...(unit !== '1' && { unit }), ...(unit === 'pupil' && { basis: TO_BE_STATED }) }
        : { kind },
  }
}

function wordsOf(kind: 'number' | 'text' | 'boolean', { unit, one_of: choices }: NeedDefinition): string {
  if (kind === 'boolean') return 'true or false'
  if (choices !== undefined) return `one of ${choices.join(', ')}`
  if (kind === 'text') return 'a text'
  return unit === undefined || unit === '1' ? 'a number' : `a number, in ${unit}`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
