import { sql } from 'kysely'
import type { Identity, Trx } from './with-district.ts'

/** One version of something that has a name. */
export interface VersionRef {
  readonly id: string
  readonly version: number
}

/**
 * The number that the next version of a name gets; the name is made where it is new. Until the transaction ends no
 * other gets a number for the same name.
 */
export async function nextVersion(
  trx: Trx,
  { districtId }: Identity,
  kind: 'dataset' | 'formula',
  name: string,
): Promise<VersionRef> {
  const table = sql.table(`${kind}s`)
  const id = sql.ref(`${kind}_id`)
  await sql`insert into ${table} (district_id, name) values (${districtId}, ${name})
    on conflict (district_id, name) do nothing`.execute(trx)
  const { rows } = await sql<VersionRef>`select ${id} as id, coalesce(current_version, 0) + 1 as version
    from ${table} where name = ${name} for update`.execute(trx)
  const [next] = rows
  if (next === undefined) throw new Error(`a ${kind} that was just made cannot be seen`)
  return next
}
