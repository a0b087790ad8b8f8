import { canonicalJson, textHash } from '../../contract/canonical/canonical-json.ts'
import type { DatasetMapping } from '../../core/data/definition.ts'
import { failed, hasErrors, type Outcome, outcome } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'
import { isKeptNumber } from './kept-number.ts'
import { plainName } from './plain-name.ts'
import { type SchoolRow, schoolsOf } from './table-schools.ts'
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

/** A table to be kept, whose rows are made when they are asked for. */
export interface TableDraft extends Omit<KeptTable, 'rows'> {
  readonly size: number
  /** A stretch of the rows, in the order of ids; less than that at the end. */
  readonly stretch: (from: number, rows: number) => Stretch
}

type Stretch = Pick<NewTable, 'rows' | 'schools'>

/** Makes a table of texts into one that can be kept, or finds every reason why it cannot. */
export function newTable(loaded: LoadedTable): Outcome<NewTable> {
  const draft = tableDraft(loaded)
  if (draft.kind === 'failed') return draft
  const { size, stretch, ...table } = draft.value
  const hash = rowsHash(table.description)
  const all = stretch(0, size)
  for (let from = 0; from < size; from += ROWS_AT_ONCE) hash.add(all.rows.slice(from, from + ROWS_AT_ONCE))
  return outcome(draft.warnings, () => ({ ...table, ...all, hash: hash.text() }))
}

/** The same without its rows: a large table need not be there twice. */
export function tableDraft(loaded: LoadedTable): Outcome<TableDraft> {
  const reading = schoolsOf(loaded)
  const problems = [
    ...(reading.kind === 'failed' ? reading.problems : reading.warnings),
    ...textProblems(loaded),
  ]
  if (reading.kind === 'failed' || hasErrors(problems)) return failed(problems)
  const schools = reading.value
  const { table, mapping } = loaded
  // A column without a header is none: nothing can read it.
  const holders = holdersOf(schools, table.header.length, idIndex(loaded))
  const columns = table.header.flatMap((header, index) => {
    return header === '' ? [] : [{ header, index, in: holders[index] ?? 'texts' }]
  })
  const held = (holder: Holder) => columns.filter((each) => each.in === holder)
  const numbers = held('numbers')
  const texts = held('texts')
  const description = { mapping, columns: columns.map((each) => ({ header: each.header, in: each.in })) }
  return outcome(problems, () => ({
    description: canonicalJson(description),
    numberColumns: numbers.map(({ header }) => header),
    textColumns: texts.map(({ header }) => header),
    size: schools.length,
    stretch(from, rows) {
      const some = schools.slice(from, from + rows)
      return {
        rows: some.map(({ id: school, cells }) => ({
          school,
          numbers: numbers.map(({ index }) => cells[index] || null),
          texts: texts.map(({ index }) => cells[index] ?? ''),
        })),
        schools: some.map(({ id, name }) => ({ id, name: plainName(name, id) })),
      }
    },
  }))
}

function idIndex({ table, mapping }: LoadedTable): number {
  const { id = 'id' } = mapping
  return table.header.indexOf(typeof id === 'string' ? id : id.column)
}

/**
 * Where the cells of each column are. Ids that were filled up with zeros, or put into their one form, are kept beside the
 * letters they were written in. Row by row, as the cells lie in memory: by columns it takes three times as long.
 */
function holdersOf(schools: readonly SchoolRow[], width: number, idColumn: number): readonly Holder[] {
  const mayBeNumbers = Array<boolean>(width).fill(true)
  const isFilled = Array<boolean>(width).fill(false)
  let areIds = true
  for (const { id, cells } of schools) {
    areIds &&= cells[idColumn] === id
    for (let column = 0; column < width; column += 1) {
      const cell = cells[column] ?? ''
      if (cell === '' || mayBeNumbers[column] === false) continue
      isFilled[column] = true
      if (!isKeptNumber(cell)) mayBeNumbers[column] = false
    }
  }
  return mayBeNumbers.map((areNumbers, column) => {
    if (column === idColumn && areIds) return 'school'
    return areNumbers && isFilled[column] === true ? 'numbers' : 'texts'
  })
}

/** Rows that are made, hashed or sent at a time. The hash of a table is one of hashes of so many. */
export const ROWS_AT_ONCE = 1000

/** One stretch after another: the text of a large table as one would take as much memory again. */
export function rowsHash(description: string): { add(rows: readonly TableRow[]): void; text(): string } {
  const hashes = [textHash(description)]
  return {
    add: (rows) => void hashes.push(textHash(rowsJson(rows))),
    text: () => textHash(hashes.join('\n')),
  }
}

/** Canonical JSON of rows, whose fields are known: it takes a fifth of the time that any document takes. */
function rowsJson(rows: readonly TableRow[]): string {
  return JSON.stringify(rows.map(({ numbers, school, texts }) => ({ numbers, school, texts })))
}

/** What its columns mean, as whoever brought the table said. */
export function mappingOf(table: Pick<KeptTable, 'description'>): DatasetMapping {
  return descriptionOf(table).mapping
}

/** A column of a kept table. */
export interface KeptColumn {
  readonly header: string
  readonly isNumber: boolean
  /** Where in a row its cells are; of the ids themselves there is one. */
  readonly holder: Holder
  readonly index: number
  /** The cell as it was brought; an empty text where it is empty. */
  cellOf(row: TableRow): string
}

/** The columns in the order they were brought in. */
export function columnsOf(table: KeptTable): readonly KeptColumn[] {
  const next = { numbers: 0, texts: 0 }
  return descriptionOf(table).columns.map(({ header, in: holder }) => {
    if (holder === 'school')
      return { header, isNumber: false, holder, index: 0, cellOf: ({ school }) => school }
    const index = next[holder]
    next[holder] += 1
    const isNumber = holder === 'numbers'
    return { header, isNumber, holder, index, cellOf: (row) => row[holder][index] ?? '' }
  })
}

/** The description is one that `newTable` has written; it is held against no schema again. */
function descriptionOf({ description }: Pick<KeptTable, 'description'>): Description {
  return JSON.parse(description) as Description
}
