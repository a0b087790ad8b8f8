import { sql } from 'kysely'
import { isPassword, passwordHash } from './secrets.ts'
import { endSessions } from './sessions.ts'
import { StoreFault } from './store-fault.ts'
import type { Identity, Trx } from './with-district.ts'

const PASSWORD_CHARACTERS = { least: 12, most: 200 } as const

/** Sets a password, and ends the sessions that began with another one. For oneself, or as the program. */
export async function setPassword(
  trx: Trx,
  { districtId }: Identity,
  personId: string,
  password: string,
): Promise<void> {
  const { least, most } = PASSWORD_CHARACTERS
  if (password.length < least || password.length > most)
    throw new StoreFault('against-rule', `a password has ${least} to ${most} characters`, {
      constraint: 'password_length',
    })
  const hash = await passwordHash(password)
  await trx
    .insertInto('passwords')
    .values({ district_id: districtId, person_id: personId, hash })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'person_id']).doUpdateSet({ hash, set_at: sql`clock_timestamp()` }),
    )
    .execute()
  await endSessions(trx, personId)
}

/** Whether this is the person's password: their own, or anybody's for the program. It takes as long without one. */
export async function checkPassword(trx: Trx, personId: string, password: string): Promise<boolean> {
  const found = await trx
    .selectFrom('passwords')
    .select('hash')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return isPassword(password, found?.hash)
}
