import { canonicalJson, textHash } from '../../contract/canonical/canonical-json.ts'
import type { DatasetMapping } from '../../core/data/definition.ts'
import { failed, hasErrors, type Outcome, outcome } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'
import { isKeptNumber } from './kept-number.ts'
import { plainName } from './plain-name.ts'
import { schoolsOf } from './table-schools.ts'
import { textProblems } from './table-texts.ts'

/** One school's cells: numbers and texts in the order of the table's columns. */
export interface TableRow {
  readonly school: string
  /** Plain decimals; null where a cell is empty. */
  readonly numbers: readonly (string | null)[]
  /** To the letter; an empty cell is an empty text. */
  readonly texts: readonly (string | null)[]
}

/** A table as it is kept: what its columns are, and a row a school, in the order of ids. */
export interface KeptTable {
  /** JSON: the mapping, and the headers in their order with where the cells of each are. */
  readonly description: string
  /** Headers of the columns. */
  readonly numberColumns: readonly string[]
  readonly textColumns: readonly string[]
  readonly rows: readonly TableRow[]
}

/** A table to be kept. */
export interface NewTable extends KeptTable {
  /** `sha256:…` of the description and all rows. */
  readonly hash: string
  /** The schools by id, with names as a list of schools can have them. */
  readonly schools: readonly { readonly id: string; readonly name: string }[]
}

/** Where the cells of a column are: the ids themselves, or the numbers or texts of the rows. */
type Holder = 'school' | 'numbers' | 'texts'

interface Description {
  readonly mapping: DatasetMapping
  readonly columns: readonly { readonly header: string; readonly in: Holder }[]
}

/** Makes a table of texts into one that can be kept, or finds every reason why it cannot. */
export function newTable(loaded: LoadedTable): Outcome<NewTable> {
  const reading = schoolsOf(loaded)
  const problems = [
    ...(reading.kind === 'failed' ? reading.problems : reading.warnings),
    ...textProblems(loaded),
  ]
  if (reading.kind === 'failed' || hasErrors(problems)) return failed(problems)
  const schools = reading.value
  const { table, mapping } = loaded
  // A column without a header is none: nothing can read it.
  const columns = table.header.flatMap((header, index) => {
    const cells = schools.map(({ cells: row }) => row[index] ?? '')
    return header === '' ? [] : [{ header, cells, in: holderOf(cells, schools, index === idIndex(loaded)) }]
  })
  const held = (holder: Holder) => columns.filter((each) => each.in === holder)
  const numbers = held('numbers')
  const texts = held('texts')
  const rows = schools.map(({ id: school }, i) => ({
    school,
    numbers: numbers.map(({ cells }) => (cells[i] === '' ? null : (cells[i] ?? null))),
    texts: texts.map(({ cells }) => cells[i] ?? ''),
  }))
  const description = canonicalJson({
    mapping,
    columns: columns.map((each) => ({ header: each.header, in: each.in })),
  })
  return outcome(problems, () => ({
    description,
    numberColumns: numbers.map(({ header }) => header),
    textColumns: texts.map(({ header }) => header),
    rows,
    hash: hashOf(description, rows),
    schools: schools.map(({ id, name }) => ({ id, name: plainName(name, id) })),
  }))
}

function idIndex({ table, mapping }: LoadedTable): number {
  const { id = 'id' } = mapping
  return table.header.indexOf(typeof id === 'string' ? id : id.column)
}

/** Ids that were filled up with zeros, or put into their one form, are kept beside the letters they were written in. */
function holderOf(
  cells: readonly string[],
  schools: readonly { readonly id: string }[],
  isId: boolean,
): Holder {
  if (isId && cells.every((cell, i) => cell === schools[i]?.id)) return 'school'
  const filled = cells.filter((cell) => cell !== '')
  return filled.length > 0 && filled.every(isKeptNumber) ? 'numbers' : 'texts'
}

/** One after another: the text of a large table as one would take as much memory again. */
function hashOf(description: string, rows: readonly TableRow[]): string {
  const hashes = [textHash(description)]
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    hashes.push(textHash(canonicalJson(rows.slice(from, from + ROWS_AT_ONCE))))
  return textHash(hashes.join('\n'))
}

const ROWS_AT_ONCE = 1000

/** What its columns mean, as whoever brought the table said. */
export function mappingOf(table: Pick<KeptTable, 'description'>): DatasetMapping {
  return descriptionOf(table).mapping
}

/** A column of a kept table. */
export interface KeptColumn {
  readonly header: string
  readonly isNumber: boolean
  /** The cell as it was brought; an empty text where it is empty. */
  cellOf(row: TableRow): string
}

/** The columns in the order they were brought in. */
export function columnsOf(table: KeptTable): readonly KeptColumn[] {
  const next = { numbers: 0, texts: 0 }
  return descriptionOf(table).columns.map(({ header, in: holder }) => {
    if (holder === 'school') return { header, isNumber: false, cellOf: ({ school }) => school }
    const index = next[holder]
    next[holder] += 1
    return { header, isNumber: holder === 'numbers', cellOf: (row) => row[holder][index] ?? '' }
  })
}

/** The description is one that `newTable` has written; it is held against no schema again. */
function descriptionOf({ description }: Pick<KeptTable, 'description'>): Description {
  return JSON.parse(description) as Description
}
