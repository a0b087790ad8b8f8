import { type Outcome, outcome } from '../../core/problems/problem.ts'
import type { LoadedTable } from '../load-dataset.ts'
import type { NewTable } from './dataset-table.ts'
import { packedRows } from './packed-table.ts'
import { plainName } from './plain-name.ts'
import { type TableDraft, tableDraft } from './table-draft.ts'

/** Makes a table of texts into one that can be kept, or finds every reason why it cannot. */
export function newTable(loaded: LoadedTable): Outcome<NewTable> {
  const draft = tableDraft(loaded)
  return draft.kind === 'failed' ? draft : outcome(draft.warnings, () => tableOf(draft.value))
}

function tableOf(draft: TableDraft): NewTable {
  const { description, numberColumns, textColumns, places, width, schools, rows, numbers, texts } = draft
  const { text, bounds } = places
  // It is packed for its hash alone, which is that of the same table in a file.
  const { hash } = packedRows(draft, () => undefined)
  const cellOf = (school: number, column: number): string => {
    const at = 2 * ((rows[school] ?? 0) * width + column)
    return text.slice(bounds[at], bounds[at + 1])
  }
  return {
    description,
    numberColumns,
    textColumns,
    rows: schools.map(({ id: school }, i) => ({
      school,
      numbers: numbers.map((column) => cellOf(i, column) || null),
      texts: texts.map((column) => cellOf(i, column)),
    })),
    schools: schools.map(({ id, name }) => ({ id, name: plainName(name, id) })),
    hash,
  }
}
