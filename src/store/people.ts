import { sql } from 'kysely'
import type { Role } from '../contract/api/roles.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { assertFitsRole } from './role-rules.ts'
import type { Identity, Trx } from './with-district.ts'

export interface Person {
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  /** Of a principal or budget partner: ids, sorted. */
  readonly schools: readonly string[]
  /** Of a supervisor. */
  readonly portfolioId: string | undefined
  readonly isDisabled: boolean
  readonly createdAt: string
  readonly revision: number
}

export interface PeopleWish extends PageWish {
  readonly role?: Role | undefined
  /** Whose own it is, or in whose portfolio. */
  readonly school?: string | undefined
}

/** The people that the transaction may see, by e-mail. */
export async function listPeople(trx: Trx, wish: PeopleWish): Promise<Page<Person>> {
  const key = sql<string>`p.email collate "C"`
  let query = people(trx)
  if (wish.role !== undefined) query = query.where('p.role', '=', wish.role)
  if (wish.school !== undefined) query = query.where(hasSchool(wish.school))
  if (wish.after !== undefined) query = query.where(key, '>', wish.after)
  const found = await query
    .orderBy(key)
    .limit(wish.limit + 1)
    .execute()
  return pageOf(found.map(personOf), wish, ({ email }) => email)
}

export async function findPerson(trx: Trx, personId: string): Promise<Person | undefined> {
  const found = await people(trx).where('p.person_id', '=', personId).executeTakeFirst()
  return found === undefined ? undefined : personOf(found)
}

/** The person with that e-mail, however it is typed. */
export async function findPersonByEmail(trx: Trx, email: string): Promise<Person | undefined> {
  const found = await people(trx).where('p.email', '=', plainEmail(email)).executeTakeFirst()
  return found === undefined ? undefined : personOf(found)
}

function people(trx: Trx) {
  return trx
    .selectFrom('people as p')
    .select(['p.person_id', 'p.email', 'p.name', 'p.role', 'p.portfolio_id', 'p.disabled_at'])
    .select(['p.created_at', 'p.revision'])
    .select(
      sql<string[]>`array(
        select s.school_id::text from person_schools s
        where s.district_id = p.district_id and s.person_id = p.person_id order by s.school_id collate "C"
      )`.as('schools'),
    )
}

type FoundPerson = Awaited<ReturnType<ReturnType<typeof people>['executeTakeFirstOrThrow']>>

function personOf({ person_id, portfolio_id, disabled_at, created_at, ...rest }: FoundPerson): Person {
  return {
    personId: person_id,
    portfolioId: portfolio_id ?? undefined,
    isDisabled: disabled_at !== null,
    createdAt: created_at,
    ...rest,
  }
}

function hasSchool(school: string) {
  return sql<boolean>`(exists (select from person_schools s
      where s.district_id = p.district_id and s.person_id = p.person_id and s.school_id = ${school})
    or exists (select from portfolio_schools s
      where s.district_id = p.district_id and s.portfolio_id = p.portfolio_id and s.school_id = ${school}))`
}

export interface NewPerson {
  readonly email: string
  readonly name: string
  readonly role: Role
  /** Of a principal or budget partner, one at least. */
  readonly schools?: readonly string[] | undefined
  /** Of a supervisor. */
  readonly portfolioId?: string | undefined
}

/** Adds a person, without a password, and gives the id. */
export async function addPerson(
  trx: Trx,
  { districtId }: Identity,
  { email, name, role, schools = [], portfolioId }: NewPerson,
): Promise<string> {
  assertFitsRole({ role, schools, portfolioId })
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
  await addSchoolsTo(trx, districtId, personId, schools)
  return personId
}

/** Gives a person schools beside those they have. */
export async function addSchoolsTo(
  trx: Trx,
  districtId: string,
  personId: string,
  schools: readonly string[],
): Promise<void> {
  if (schools.length === 0) return
  await sql`insert into person_schools (district_id, person_id, school_id)
    select ${districtId}, ${personId}, id from unnest(${schools}::text[]) as each(id)
    on conflict do nothing`.execute(trx)
}

/** The same letters for the same mailbox, however they were typed. */
export function plainEmail(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}
