import { sql } from 'kysely'
import { passwordHash } from './secrets.ts'
import { StoreFault } from './store-fault.ts'
import type { Role } from './tables.ts'
import type { Identity, Trx } from './with-district.ts'

export interface NewPerson {
  readonly email: string
  readonly name: string
  readonly role: Role
  /** Of a principal or budget partner. */
  readonly schools?: readonly string[]
  /** Of a supervisor. */
  readonly portfolioId?: string
}

/** Adds a person, without a password, and gives the id. */
export async function addPerson(
  trx: Trx,
  { districtId }: Identity,
  { email, name, role, schools = [], portfolioId }: NewPerson,
): Promise<string> {
  const { person_id: personId } = await trx
    .insertInto('people')
    .values({
      district_id: districtId,
      email: plainEmail(email),
      name,
      role,
      portfolio_id: portfolioId ?? null,
    })
    .returning('person_id')
    .executeTakeFirstOrThrow()
  if (schools.length > 0)
    await trx
      .insertInto('person_schools')
      .values(schools.map((school) => ({ district_id: districtId, person_id: personId, school_id: school })))
      .execute()
  return personId
}

/** The same letters for the same mailbox, however they were typed. */
export function plainEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}

export interface Person {
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly schools: readonly string[]
  readonly isDisabled: boolean
}

/** The people that the transaction may see, by e-mail. */
export async function listPeople(trx: Trx): Promise<Person[]> {
  const rows = await trx
    .selectFrom('people as p')
    .leftJoin('person_schools as s', (join) =>
      join.onRef('s.district_id', '=', 'p.district_id').onRef('s.person_id', '=', 'p.person_id'),
    )
    .select(['p.person_id', 'p.email', 'p.name', 'p.role', 'p.disabled_at'])
    .select(
      sql<string[]>`array_remove(array_agg(s.school_id::text order by s.school_id), null)`.as('schools'),
    )
    .groupBy(['p.district_id', 'p.person_id'])
    .orderBy('p.email')
    .execute()
  return rows.map(({ person_id, email, name, role, schools, disabled_at }) => ({
    personId: person_id,
    email,
    name,
    role,
    schools,
    isDisabled: disabled_at !== null,
  }))
}

/** The id of the person with that e-mail. */
export async function findPerson(trx: Trx, email: string): Promise<string | undefined> {
  const found = await trx
    .selectFrom('people')
    .select('person_id')
    .where('email', '=', plainEmail(email))
    .executeTakeFirst()
  return found?.person_id
}

/** From now on this person's password, sessions and keys open nothing. False if there is no such person. */
export async function disablePerson(trx: Trx, personId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('people')
    .set({ disabled_at: sql`clock_timestamp()`, revision: sql`revision + 1` })
    .where('person_id', '=', personId)
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

const PASSWORD_CHARACTERS = { least: 12, most: 200 } as const

/** Sets a password, and ends the sessions that began with another one. */
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
  await trx
    .updateTable('sessions')
    .set({ ended_at: sql`clock_timestamp()` })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute()
}
