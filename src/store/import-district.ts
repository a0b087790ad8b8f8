import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { ExportedValue } from './district-copy/export-format.ts'
import { insertBatch } from './district-copy/insert-batch.ts'
import { keepForLater, prepareLater, setLater, withoutLater } from './district-copy/later-values.ts'
import { type ReadRow, readExport, type Target } from './district-copy/read-export.ts'
import { executedMigrations, storedColumns } from './district-copy/stored-columns.ts'
import { systemOf } from './districts.ts'
import { StoreFault } from './store-fault.ts'
import { clientOf, type Trx, withDistrict } from './with-district.ts'

/** What the district is to be called where not as in the file. */
export interface NewNames {
  readonly code: string | undefined
  readonly name: string | undefined
}

export interface Imported {
  readonly code: string
  readonly rows: number
}

/**
 * Makes a new district of what `exportDistrict` wrote: whole, or not at all. All ids but the district's stay. Throws a
 * StoreFault that names the line of a file that is cut off, was changed or does not fit this database.
 */
export async function importDistrict(
  pool: pg.Pool,
  source: AsyncIterable<Uint8Array>,
  names: NewNames,
): Promise<Imported> {
  const districtId = randomUUID()
  return withDistrict(
    pool,
    systemOf(districtId),
    async (trx) => {
      // The file may come from somebody who is slow.
      await clientOf(trx).query('set local idle_in_transaction_session_timeout = 0')
      const target = { migrations: await executedMigrations(trx), columns: await storedColumns(trx) }
      await prepareLater(trx)
      let code = ''
      let rows = 0
      for await (const batch of batchesOf(readExport(source, target))) {
        const [first] = batch
        if (first === undefined) continue
        rows += batch.length
        if (first.table.name === 'districts') code = await addDistrict(trx, districtId, first, names)
        else await addRows(trx, districtId, batch, target)
      }
      await setLater(trx, target.columns)
      return { code, rows }
    },
    { isTriedOnce: true },
  )
}

const MOST_OF_A_BATCH = { rows: 500, bytes: 1_048_576 } as const

/** Rows that follow each other, are of one table and have the same columns. */
async function* batchesOf(rows: AsyncIterable<ReadRow>): AsyncGenerator<readonly ReadRow[]> {
  let batch: ReadRow[] = []
  let bytes = 0
  for await (const each of rows) {
    const [first] = batch
    const isFull = batch.length >= MOST_OF_A_BATCH.rows || bytes >= MOST_OF_A_BATCH.bytes
    if (first !== undefined && (isFull || !fit(first, each))) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(each)
    bytes += each.bytes
  }
  yield batch
}

function fit(one: ReadRow, other: ReadRow): boolean {
  const columns = Object.keys(one.row)
  return (
    one.table === other.table &&
    columns.length === Object.keys(other.row).length &&
    columns.every((column) => Object.hasOwn(other.row, column))
  )
}

async function addDistrict(
  trx: Trx,
  districtId: string,
  { line, table, row }: ReadRow,
  names: NewNames,
): Promise<string> {
  const code = names.code ?? textOf(row['code'])
  const named = { ...row, code, name: names.name ?? textOf(row['name']) }
  try {
    await insertBatch(trx, districtId, {
      table,
      columns: Object.keys(named),
      rows: [{ line, row: named }],
    })
  } catch (thrown) {
    if (!(thrown instanceof StoreFault) || thrown.constraint !== 'districts_code_key') throw thrown
    throw new StoreFault(
      'taken',
      `there is a district ${code} already: --as CODE gives the new one another code`,
      {
        cause: thrown,
      },
    )
  }
  return code
}

async function addRows(
  trx: Trx,
  districtId: string,
  batch: readonly ReadRow[],
  { columns }: Target,
): Promise<void> {
  const [first] = batch
  const stored = columns.get(first?.table.name ?? '')
  if (first === undefined || stored === undefined) throw new Error('a batch of rows is of no table')
  const { table } = first
  const rows = batch.map(({ line, row }) => ({ line, row: withoutLater(table, row) }))
  const names = Object.keys(withoutLater(table, first.row))
  await insertBatch(trx, districtId, { table, columns: names, rows })
  await keepForLater(
    trx,
    table,
    stored,
    batch.map(({ row }) => row),
  )
}

function textOf(value: ExportedValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
