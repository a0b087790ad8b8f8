import { canonicalJson } from '../../contract/canonical/canonical-json.ts'
import type { School } from '../../core/data/dataset.ts'
import type { CellPlaces } from '../../core/data/definition.ts'
import { failed, hasErrors, type Outcome, outcome } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'
import { cellKinds } from './cell-kinds.ts'
import type { Description, Holder, KeptTable } from './dataset-table.ts'
import { schoolsOf } from './table-schools.ts'

/** A table that can be kept, whose rows are still cells of the one that was read: a large table need not be there twice. */
export interface TableDraft extends Omit<KeptTable, 'rows'> {
  readonly places: CellPlaces
  /** The schools in the order of ids, and the row of the table that each of them has. */
  readonly schools: readonly School[]
  readonly rows: readonly number[]
  /** The columns in the order they were brought in, by where they are in the table. */
  readonly columns: readonly DraftColumn[]
  /** How many columns the table has, those without a header too; where among them the numbers are, and the texts. */
  readonly width: number
  readonly numbers: readonly number[]
  readonly texts: readonly number[]
}

interface DraftColumn {
  readonly header: string
  readonly index: number
  readonly in: Holder
}

/**
 * Makes a draft of a table of texts, or finds every reason why it cannot be kept. `tell` is told of schools that are
 * sound before the other columns are looked at.
 */
export function tableDraft(
  loaded: LoadedTable,
  tell?: (schools: readonly School[]) => void,
): Outcome<TableDraft> {
  const reading = schoolsOf(loaded)
  if (reading.kind === 'done') tell?.(reading.value.schools)
  const { places, areNumbers, problems: unkept } = cellKinds(loaded)
  const problems = [...(reading.kind === 'failed' ? reading.problems : reading.warnings), ...unkept]
  if (reading.kind === 'failed' || hasErrors(problems)) return failed(problems)
  const { table, mapping } = loaded
  const { schools, rows } = reading.value
  const idColumn = idIndex(loaded)
  // Ids that were filled up with zeros, or put into their one form, are kept beside the letters they were written in.
  const areIds = schools.every(({ id }, school) => table.cell(rows[school] ?? 0, idColumn) === id)
  // A column without a header is none: nothing can read it.
  const columns = table.header.flatMap((header, index): DraftColumn[] => {
    if (header === '') return []
    const holder = areNumbers[index] === true ? 'numbers' : 'texts'
    return [{ header, index, in: areIds && index === idColumn ? 'school' : holder }]
  })
  const held = (holder: Holder): DraftColumn[] => columns.filter((each) => each.in === holder)
  const [numbers, texts] = [held('numbers'), held('texts')]
  const description: Description = {
    mapping,
    columns: columns.map((each) => ({ header: each.header, in: each.in })),
  }
  return outcome(problems, () => ({
    description: canonicalJson(description),
    numberColumns: numbers.map(({ header }) => header),
    textColumns: texts.map(({ header }) => header),
    places,
    width: table.header.length,
    schools,
    rows,
    columns,
    numbers: numbers.map(({ index }) => index),
    texts: texts.map(({ index }) => index),
  }))
}

function idIndex({ table, mapping }: LoadedTable): number {
  const { id = 'id' } = mapping
  return table.header.indexOf(typeof id === 'string' ? id : id.column)
}
