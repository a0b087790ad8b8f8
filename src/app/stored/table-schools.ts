import type { School } from '../../core/data/dataset.ts'
import type { RawTable } from '../../core/data/definition.ts'
import { readDataset } from '../../core/data/read-dataset.ts'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { failed, type Outcome, outcome, type Problem, problem } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'

/** The schools of a table in the order of ids, with the row of each. */
export interface TableSchools {
  readonly schools: readonly School[]
  /** Rows of the table, by school. */
  readonly rows: readonly number[]
}

/**
 * Ids are read as a run reads them, and so are the columns of which the mapping says enough to read them without a
 * formula.
 */
export function schoolsOf(loaded: LoadedTable): Outcome<TableSchools> {
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
  return outcome([...read.warnings, ...forms], () => {
    const { schools } = read.value
    return { schools, rows: schools.map(({ row: line }, i) => rowOn(line, table, i)) }
  })
}

/** The row of a table that stands on a line; in a table that is in the order of ids it is the one that is likely. */
function rowOn(line: number, table: RawTable, likely: number): number {
  if (table.line(likely) === line) return likely
  let low = 0
  let high = table.size - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (table.line(middle) < line) low = middle + 1
    else high = middle
  }
  return low
}

const MOST_CHARACTERS = 100

function formProblems({ name: dataset, table }: LoadedTable, column: string): Problem[] {
  const problems: Problem[] = []
  const index = table.header.indexOf(column)
  for (let row = 0; row < table.size; row += 1) {
    const cell = table.cell(row, index)
    if (PLAIN.test(cell)) continue
    const school = cell.normalize('NFC')
    const message = faultOf(school)
    if (message === undefined) continue
    const at = { kind: 'cell', dataset, row: table.line(row), column, school } as const
    if (problems.length === MOST_PROBLEMS) return [...problems, enough(at)]
    const expected = `at most ${MOST_CHARACTERS} letters, without line breaks or spaces around them`
    problems.push(problem('ID_FORM', { at, message, found: school, expected }))
  }
  return problems
}

/** What most ids are, and one look at them says so. */
const PLAIN = /^[\w-]{1,100}$/

function faultOf(school: string): string | undefined {
  // Of an id that is missing, that has been told.
  if (school.trim() === '') return undefined
  if (/\p{Cc}/u.test(school)) return 'a school id has a line break or another sign that is not shown'
  if (/^ | $/.test(school)) return 'a school id has spaces around it'
  if (school.length > MOST_CHARACTERS) return 'a school id is too long'
  return undefined
}
