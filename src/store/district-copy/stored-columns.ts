import { sql } from 'kysely'
import { SCHEMA } from '../migrate.ts'
import type { Trx } from '../with-district.ts'

export interface StoredColumns {
  /** In their order, the district's id apart: an export is of one district. */
  readonly all: readonly string[]
  /** Those of the primary key, in its order and without the district's id. */
  readonly key: readonly string[]
}

/** The columns of every table, as the database has them. */
export async function storedColumns(trx: Trx): Promise<ReadonlyMap<string, StoredColumns>> {
  const { rows } = await sql<{ readonly name: string; readonly all: string[]; readonly key: string[] }>`
    select c.relname::text as name,
      array_agg(a.attname::text order by a.attnum) filter (where a.attname <> 'district_id') as all,
      coalesce(array_agg(a.attname::text order by array_position(x.indkey::int2[], a.attnum))
        filter (where a.attname <> 'district_id' and a.attnum = any (x.indkey)), '{}') as key
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    join pg_index x on x.indrelid = c.oid and x.indisprimary
    where c.relnamespace = ${SCHEMA}::regnamespace and c.relkind in ('r', 'p')
    group by c.relname`.execute(trx)
  return new Map(rows.map(({ name, all, key }) => [name, { all: all ?? [], key }]))
}

/** The migrations that the database has had, in their order. */
export async function executedMigrations(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ readonly name: string }>`select name from migration order by name`.execute(trx)
  return rows.map(({ name }) => name)
}
