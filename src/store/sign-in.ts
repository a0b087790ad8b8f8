import { sql } from 'kysely'
import type pg from 'pg'
import type { Known } from '../app/service/stored-request.ts'
import type { Role, Scope } from '../contract/api/roles.ts'
import { storeFault } from './database-faults.ts'
import { findDistrict, systemOf } from './districts.ts'
import { plainEmail } from './people.ts'
import { isPassword, newSecret, secretHash } from './secrets.ts'
import { type Trx, withDistrict } from './with-district.ts'

interface IdentifyRow {
  readonly district_id: string
  readonly person_id: string
  readonly role: Role
  readonly schools: readonly string[]
  readonly secret_id: string
  readonly scopes: readonly Scope[]
  readonly expires_at: string
}

/** Who sends this key or session; nobody where it is unknown, expired, revoked, or its person disabled. */
export async function identify(
  pool: pg.Pool,
  kind: 'key' | 'session',
  text: string,
): Promise<Known | undefined> {
  try {
    const { rows } = await pool.query<IdentifyRow>('select * from identify($1, $2)', [kind, secretHash(text)])
    const [row] = rows
    if (row === undefined) return undefined
    const { district_id, person_id, role, schools, secret_id, scopes, expires_at } = row
    return {
      person: { districtId: district_id, personId: person_id, role, schools },
      by: kind,
      secretId: secret_id,
      scopes,
      expires: expires_at,
    }
  } catch (thrown) {
    throw storeFault(thrown)
  }
}

interface Credentials {
  readonly district: string
  readonly email: string
  readonly password: string
}

const SESSION_HOURS = 12

/** A new session's text, which is given here and nowhere else again. Whichever of the three is wrong, it takes as long. */
export async function signIn(
  pool: pg.Pool,
  { district, email, password }: Credentials,
): Promise<string | undefined> {
  const districtId = await findDistrict(pool, district)
  const found =
    districtId === undefined
      ? undefined
      : await withDistrict(pool, systemOf(districtId), async (trx) => storedPassword(trx, email))
  const isRight = await isPassword(password, found?.hash)
  if (!isRight || districtId === undefined || found === undefined) return undefined
  const { text, hash } = newSecret('session')
  await withDistrict(pool, systemOf(districtId), async (trx) => {
    await trx
      .insertInto('sessions')
      .values({
        district_id: districtId,
        person_id: found.person_id,
        hash,
        expires_at: sql`clock_timestamp() + make_interval(hours => ${SESSION_HOURS})`,
      })
      .execute()
  })
  return text
}

async function storedPassword(
  trx: Trx,
  email: string,
): Promise<{ readonly person_id: string; readonly hash: string } | undefined> {
  return trx
    .selectFrom('people as p')
    .innerJoin('passwords as w', (join) =>
      join.onRef('w.district_id', '=', 'p.district_id').onRef('w.person_id', '=', 'p.person_id'),
    )
    .select(['p.person_id', 'w.hash'])
    .where('p.email', '=', plainEmail(email))
    .where('p.disabled_at', 'is', null)
    .executeTakeFirst()
}
