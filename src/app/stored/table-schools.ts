import { readDataset } from '../../core/data/read-dataset.ts'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { failed, type Outcome, outcome, type Problem, problem } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'

/** A row of a table with the school whose row it is. */
export interface SchoolRow {
  readonly id: string
  /** As the table has it; the id where it has none. */
  readonly name: string
  readonly cells: readonly string[]
}

/**
 * The rows of a table by school, in the order of ids. Its ids are read as a run reads them, and so are the columns of
 * which the mapping says enough to read them without a formula.
 */
export function schoolsOf(loaded: LoadedTable): Outcome<readonly SchoolRow[]> {
  const { name, pointer, table, mapping } = loaded
  const stated = Object.entries(mapping.measures ?? {}).flatMap(
    ([measure, { unit, parts: _parts, ...each }]) =>
      unit === undefined && each.kind === undefined ? [] : [[measure, each] as const],
  )
  const read = readDataset({
    name,
    pointer,
    table,
    // Schools are kept as they stand in the table: a run adds up those that have merged, and knows the units.
    mapping: { ...mapping, measures: Object.fromEntries(stated), merged: undefined },
    requests: [],
    units: [],
    pupils: undefined,
  })
  const { id = 'id' } = mapping
  const column = typeof id === 'string' ? id : id.column
  const forms = formProblems(loaded, column)
  if (read.kind === 'failed') return failed([...read.problems, ...forms])
  const cellsOf = new Map(table.rows.map(({ line, cells }) => [line, cells]))
  return outcome([...read.warnings, ...forms], () =>
    read.value.schools.map(({ id: school, name: label, row }) => ({
      id: school,
      name: label,
      cells: cellsOf.get(row) ?? [],
    })),
  )
}

const MOST_CHARACTERS = 100

function formProblems({ name: dataset, table }: LoadedTable, column: string): Problem[] {
  const problems: Problem[] = []
  const index = table.header.indexOf(column)
  for (const { line: row, cells } of table.rows) {
    const school = (cells[index] ?? '').normalize('NFC')
    const message = faultOf(school)
    if (message === undefined) continue
    const at = { kind: 'cell', dataset, row, column, school } as const
    if (problems.length === MOST_PROBLEMS) return [...problems, enough(at)]
    const expected = `at most ${MOST_CHARACTERS} letters, without line breaks or spaces around them`
    problems.push(problem('ID_FORM', { at, message, found: school, expected }))
  }
  return problems
}

function faultOf(school: string): string | undefined {
  // Of an id that is missing, that has been told.
  if (school.trim() === '') return undefined
  if (/\p{Cc}/u.test(school)) return 'a school id has a line break or another sign that is not shown'
  if (/^ | $/.test(school)) return 'a school id has spaces around it'
  if (school.length > MOST_CHARACTERS) return 'a school id is too long'
  return undefined
}
