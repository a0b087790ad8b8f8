import { sql } from 'kysely'
import type { Versioned } from './versions.ts'
import type { Trx } from './with-district.ts'

/** What somebody calls something that is kept. */
export interface KeptName {
  readonly name: string
  /** There is more than one of that name for whoever asks. */
  readonly isShared: boolean
}

/** The names of what the transaction may see, by id. */
export async function keptNames(
  trx: Trx,
  kind: Versioned,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KeptName>> {
  if (ids.length === 0) return new Map()
  const table = sql.table(`${kind}s`)
  const id = sql.ref(`${kind}_id`)
  const { rows } = await sql<{ readonly id: string; readonly name: string; readonly shared: boolean }>`
    select ${id} as id, name, (select count(*) > 1 from ${table} other where other.name = it.name) as shared
    from ${table} it where ${id} = any(${ids}::uuid[])`.execute(trx)
  return new Map(rows.map(({ id: found, name, shared }) => [found, { name, isShared: shared }]))
}
