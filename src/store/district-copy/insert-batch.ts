import { sql } from 'kysely'
import pg from 'pg'
import { storeFault } from '../database-faults.ts'
import { type FaultKind, StoreFault } from '../store-fault.ts'
import type { Trx } from '../with-district.ts'
import type { CopiedTable } from './copied-tables.ts'
import type { ExportedValue } from './export-format.ts'

/** Rows of one table that have the same columns, each with the line of the file it is from. */
export interface Batch {
  readonly table: CopiedTable
  readonly columns: readonly string[]
  readonly rows: readonly { readonly line: number; readonly row: Readonly<Record<string, ExportedValue>> }[]
}

/**
 * Adds rows as they are, under row-level security, and throws a fault that names the line where one cannot be added. The
 * columns are names of the catalogue, never words of a file.
 */
export async function insertBatch(trx: Trx, districtId: string, batch: Batch): Promise<void> {
  await sql`savepoint batch`.execute(trx)
  try {
    await insertRows(trx, districtId, batch)
    await sql`release savepoint batch`.execute(trx)
  } catch (thrown) {
    if (!isOfRow(thrown)) throw thrown
    await sql`rollback to savepoint batch`.execute(trx)
    await findFault(trx, districtId, batch)
    throw thrown
  }
}

const OF_A_ROW: readonly FaultKind[] = ['bad-value', 'against-rule', 'taken', 'reference', 'forbidden']

function isOfRow(thrown: unknown): boolean {
  if (!(thrown instanceof pg.DatabaseError)) return false
  const fault = storeFault(thrown)
  return fault instanceof StoreFault && OF_A_ROW.includes(fault.kind)
}

/** Adds the rows one by one, until one of them cannot be added. */
async function findFault(trx: Trx, districtId: string, batch: Batch): Promise<void> {
  for (const each of batch.rows) {
    try {
      await insertRows(trx, districtId, { ...batch, rows: [each] })
    } catch (thrown) {
      const fault = storeFault(thrown)
      if (!(fault instanceof StoreFault)) throw thrown
      const words = `line ${each.line}: a row of ${batch.table.name} cannot be added: ${fault.message}; nothing was imported`
      throw new StoreFault(fault.kind, words, { cause: fault.cause, constraint: fault.constraint })
    }
  }
}

async function insertRows(trx: Trx, districtId: string, { table, columns, rows }: Batch): Promise<void> {
  const groups = table.name === 'audit' ? byWriter(rows) : [{ rows }]
  for (const group of groups) {
    if ('person' in group) await writeAs(trx, group)
    await insertGroup(trx, districtId, { table, columns, rows: group.rows })
    if ('person' in group) await writeAs(trx, { person: '', role: 'system' })
  }
}

async function insertGroup(trx: Trx, districtId: string, { table, columns, rows }: Batch): Promise<void> {
  const names = columns.map((column) => sql.ref(column))
  // PostgreSQL reads the texts, and so every number keeps its digits.
  const content = JSON.stringify(rows.map(({ row }) => row))
  const { numAffectedRows } = await sql`
    insert into ${sql.table(table.name)} (${sql.join([sql.ref('district_id'), ...names])})
    select ${sql.join([sql`${districtId}::uuid`, ...names])}
    from json_populate_recordset(null::${sql.table(table.name)}, ${content}::json)`.execute(trx)
  if (numAffectedRows !== BigInt(rows.length))
    throw new Error(`${rows.length} rows of ${table.name} were given, and ${numAffectedRows} added`)
}

interface Writer {
  readonly person: string
  readonly role: string
}

/** An entry of the audit is added in the name of whoever it is of: the schema takes none in another's. */
function byWriter(rows: Batch['rows']): (Writer & { readonly rows: Batch['rows'] })[] {
  const groups = new Map<string, Writer & { rows: Batch['rows'][number][] }>()
  for (const each of rows) {
    const writer = { person: textOf(each.row['person_id']), role: textOf(each.row['role']) }
    const key = `${writer.person} ${writer.role}`
    const group = groups.get(key) ?? { ...writer, rows: [] }
    group.rows.push(each)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function textOf(value: ExportedValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

async function writeAs(trx: Trx, { person, role }: Writer): Promise<void> {
  await sql`select set_config('leeway.person', ${person}, true), set_config('leeway.role', ${role}, true)`.execute(
    trx,
  )
}
