import { sql } from 'kysely'
import type { Role } from '../contract/api/roles.ts'
import { type Changed, obstacleTo } from './changed.ts'
import { holdDistrict } from './districts.ts'
import { addSchoolsTo, findPerson, type Person, plainEmail } from './people.ts'
import { assertFitsRole, hasPortfolio, hasSchools } from './role-rules.ts'
import { endSessions } from './sessions.ts'
import type { Identity, Trx } from './with-district.ts'

/** What is not stated stays, but for schools and a portfolio that a new role does not have. */
export interface PersonChange {
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly role?: Role | undefined
  readonly schools?: readonly string[] | undefined
  readonly portfolioId?: string | undefined
  /** Someone disabled can do nothing; their open sessions are ended, their keys open nothing until this is undone. */
  readonly isDisabled?: boolean | undefined
}

/** Changes a person. The last one of finance who is not disabled stays both: nobody else could undo it. */
export async function changePerson(
  trx: Trx,
  { districtId }: Identity,
  personId: string,
  revision: number,
  change: PersonChange,
): Promise<Changed<Person> | { readonly kind: 'last-of-finance' }> {
  // Two who each see the other one of finance must not both go.
  await holdDistrict(trx, districtId)
  const locked = await trx
    .selectFrom('people')
    .select('revision')
    .where('person_id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const obstacle = obstacleTo(locked, revision)
  if (obstacle !== undefined) return obstacle
  const before = await seen(trx, personId)
  const after = changed(before, change)
  assertFitsRole(after)
  if (runsDistrict(before) && !runsDistrict(after) && !(await someoneElseRunsDistrict(trx, personId)))
    return { kind: 'last-of-finance' }
  await write(trx, districtId, before, after)
  if (after.isDisabled) await endSessions(trx, personId)
  return { kind: 'changed', row: await seen(trx, personId) }
}

async function seen(trx: Trx, personId: string): Promise<Person> {
  const person = await findPerson(trx, personId)
  if (person === undefined) throw new Error('a person who is being changed cannot be seen')
  return person
}

function changed(before: Person, change: PersonChange): Person {
  const role = change.role ?? before.role
  return {
    ...before,
    role,
    email: change.email === undefined ? before.email : plainEmail(change.email),
    name: change.name ?? before.name,
    schools: change.schools ?? (hasSchools(role) ? before.schools : []),
    portfolioId: change.portfolioId ?? (hasPortfolio(role) ? before.portfolioId : undefined),
    isDisabled: change.isDisabled ?? before.isDisabled,
  }
}

function runsDistrict({ role, isDisabled }: Person): boolean {
  return role === 'finance' && !isDisabled
}

async function someoneElseRunsDistrict(trx: Trx, personId: string): Promise<boolean> {
  const found = await trx
    .selectFrom('people')
    .select('person_id')
    .where('role', '=', 'finance')
    .where('disabled_at', 'is', null)
    .where('person_id', '<>', personId)
    .executeTakeFirst()
  return found !== undefined
}

async function write(trx: Trx, districtId: string, before: Person, after: Person): Promise<void> {
  const { personId, email, name, role, schools, portfolioId = null, isDisabled } = after
  await trx
    .updateTable('people')
    .set({ email, name, role, portfolio_id: portfolioId, revision: before.revision + 1 })
    .$if(isDisabled !== before.isDisabled, (query) =>
      query.set({ disabled_at: isDisabled ? sql`clock_timestamp()` : null }),
    )
    .where('person_id', '=', personId)
    .execute()
  await trx
    .deleteFrom('person_schools')
    .where('person_id', '=', personId)
    .where(sql<boolean>`school_id <> all (${schools}::text[])`)
    .execute()
  await addSchoolsTo(trx, districtId, personId, schools)
}
