import type { Role } from '../../src/contract/api/roles.ts'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { addPerson, type NewPerson } from '../../src/store/people.ts'
import { addSchools } from '../../src/store/schools.ts'
import { type Identity, type Trx, withDistrict } from '../../src/store/with-district.ts'
import type { TestDatabase } from './database.ts'

type Work<Result> = (trx: Trx, identity: Identity) => Promise<Result>

/** A district with three schools, 0101 to 0103, and nobody. */
export interface Lake extends TestDatabase {
  /** The program itself. */
  readonly identity: Identity
  readonly inside: <Result>(work: Work<Result>) => Promise<Result>
  /** Work as somebody else. */
  readonly as: <Result>(who: Who, work: Work<Result>) => Promise<Result>
  readonly add: (
    person: Pick<NewPerson, 'role'> & Partial<NewPerson> & { readonly name: string },
  ) => Promise<string>
}

interface Who {
  readonly role: Role
  readonly personId?: string
  readonly schools?: readonly string[]
}

export async function lakeDistrict(database: TestDatabase): Promise<Lake> {
  const { pool } = database
  const identity = systemOf(await createDistrict(pool, { code: 'lake', name: 'Lake County' }))
  const inside = async <Result>(work: Work<Result>): Promise<Result> =>
    withDistrict(pool, identity, async (trx) => work(trx, identity))
  await inside(async (trx) =>
    addSchools(trx, identity, [
      { id: '0101', name: 'Ash' },
      { id: '0102', name: 'Birch' },
      { id: '0103', name: 'Cedar' },
    ]),
  )
  return {
    ...database,
    identity,
    inside,
    as: async (who, work) => {
      const person = { districtId: identity.districtId, personId: undefined, schools: [], ...who }
      return withDistrict(pool, person, async (trx) => work(trx, person))
    },
    add: async (person) =>
      inside(async (trx) =>
        addPerson(trx, identity, { email: `${person.name.toLowerCase()}@lake.org`, ...person }),
      ),
  }
}
