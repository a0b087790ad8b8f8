import { sql } from 'kysely'
import type { Trx } from '../with-district.ts'
import { COPIED_TABLES, type CopiedTable } from './copied-tables.ts'
import type { ExportedValue } from './export-format.ts'
import type { StoredColumns } from './stored-columns.ts'

type Row = Readonly<Record<string, ExportedValue>>

/** Values that are set when all rows are there. They wait in a table, and not in memory. */
export async function prepareLater(trx: Trx): Promise<void> {
  await sql`create temporary table later_values (subject text not null, content json not null) on commit drop`.execute(
    trx,
  )
}

/** The row without what is set later. */
export function withoutLater({ later }: CopiedTable, row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !later.includes(column)))
}

/** Keeps what is to be set later of these rows, with the keys of the rows. */
export async function keepForLater(
  trx: Trx,
  { name, later }: CopiedTable,
  { key }: StoredColumns,
  rows: readonly Row[],
): Promise<void> {
  const kept = rows
    .filter((row) => later.some((column) => (row[column] ?? null) !== null))
    .map((row) => Object.fromEntries([...key, ...later].map((column) => [column, row[column] ?? null])))
  if (kept.length === 0) return
  await sql`insert into later_values
    select ${name}, content from json_array_elements(${JSON.stringify(kept)}::json) as each(content)`.execute(
    trx,
  )
}

/** Sets them all. */
export async function setLater(trx: Trx, columns: ReadonlyMap<string, StoredColumns>): Promise<void> {
  for (const { name, later } of COPIED_TABLES) {
    if (later.length === 0) continue
    const { key } = columns.get(name) ?? { key: [] }
    const { rows } = await sql<{ readonly count: string }>`
      select count(*) as count from later_values where subject = ${name}`.execute(trx)
    const { numAffectedRows } = await sql`
      update ${sql.table(name)} as target
      set ${sql.join(later.map((column) => sql`${sql.ref(column)} = kept.${sql.ref(column)}`))}
      from later_values as given, json_populate_record(null::${sql.table(name)}, given.content) as kept
      where given.subject = ${name}
        and ${sql.join(
          key.map((column) => sql`${sql.ref(`target.${column}`)} = ${sql.ref(`kept.${column}`)}`),
          sql` and `,
        )}`.execute(trx)
    // Row-level security leaves out in silence what may not be changed.
    if (String(numAffectedRows) !== rows[0]?.count)
      throw new Error(`${rows[0]?.count} rows of ${name} were to be set, and ${numAffectedRows} were`)
  }
}
