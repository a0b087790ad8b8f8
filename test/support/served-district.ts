import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { SCOPES } from '../../src/contract/api/roles.ts'
import { addKey } from '../../src/store/api-keys.ts'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { notedPostmaster } from '../../src/store/embedded/postmaster.ts'
import { addPerson } from '../../src/store/people.ts'
import { openPool } from '../../src/store/pool.ts'
import { withDistrict } from '../../src/store/with-district.ts'
import { asAdministrator } from './database.ts'

/** Plants the district "lake" with one person of finance, past the service; gives their key. */
export async function servedDistrict(database: string): Promise<string> {
  const pool = openPool({
    ...connectionTo(database),
    user: 'leeway_service',
    password: secret(database, 'service-password'),
  })
  try {
    const districtId = await createDistrict(pool, { code: 'lake', name: 'Lake' })
    const system = systemOf(districtId)
    return await withDistrict(pool, system, async (trx) => {
      const person = { email: 'kim@lake.org', name: 'Kim', role: 'finance', schools: [] } as const
      const personId = await addPerson(trx, system, { ...person, portfolioId: undefined })
      const { text } = await addKey(trx, system, { personId, name: 'tests', scopes: SCOPES, days: 90 })
      return text
    })
  } finally {
    await pool.end()
  }
}

/** Asks the database that a service runs, as somebody whom nothing binds. */
export async function asked<Row extends pg.QueryResultRow>(
  database: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const login = { ...connectionTo(database), user: 'leeway_admin', password: secret(database, 'password') }
  return asAdministrator(login, async (client) => {
    const { rows } = await client.query<Row>(text, [...values])
    return rows
  })
}

function connectionTo(database: string): pg.ClientConfig {
  const noted = notedPostmaster(join(database, 'data'))
  if (noted === undefined) throw new Error(`no PostgreSQL runs in ${database}`)
  return { host: noted.host, port: noted.port, database: 'leeway', options: '-c search_path=leeway' }
}

function secret(database: string, file: string): string {
  return readFileSync(join(database, file), 'utf8').trim()
}
