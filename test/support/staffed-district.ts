import type { Test } from 'tap'
import type { Role } from '../../src/contract/api/roles.ts'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { addPerson } from '../../src/store/people.ts'
import type { ScenarioContent } from '../../src/store/scenario-versions.ts'
import { createScenario, type Scenario, saveScenarioVersion } from '../../src/store/scenarios.ts'
import { addSchools } from '../../src/store/schools.ts'
import { type Identity, type Trx, withDistrict } from '../../src/store/with-district.ts'
import type { TestDatabase } from './database.ts'

export const HASH = '0'.repeat(64)

/** Whoever has only some schools has Ash. */
const STAFF: readonly Role[] = ['finance', 'analyst', 'viewer', 'budget-partner', 'principal']

export interface StaffedDistrict extends TestDatabase {
  /** The program itself. */
  readonly system: Identity
  /** Somebody of that role. */
  readonly as: (role: Role) => Identity & { readonly personId: string }
  /** Work in a transaction of somebody of that role, or of the program. */
  readonly by: <Result>(
    role: Role | 'system',
    work: (trx: Trx, identity: Identity) => Promise<Result>,
  ) => Promise<Result>
}

/** A district with two schools, Ash (`0101`) and Birch (`0102`), and one person of each role. */
export async function staffedDistrict(database: TestDatabase): Promise<StaffedDistrict> {
  const system = systemOf(await createDistrict(database.pool, { code: 'lake', name: 'Lake County' }))
  const staff = new Map<Role, Identity & { readonly personId: string }>()
  await withDistrict(database.pool, system, async (trx) => {
    await addSchools(trx, system, [
      { id: '0101', name: 'Ash' },
      { id: '0102', name: 'Birch' },
    ])
    for (const role of STAFF) {
      const schools = role === 'principal' || role === 'budget-partner' ? ['0101'] : []
      const personId = await addPerson(trx, system, { email: `${role}@lake.org`, name: role, role, schools })
      staff.set(role, { ...system, personId, role, schools })
    }
  })
  const as = (role: Role) => {
    const identity = staff.get(role)
    if (identity === undefined) throw new Error(`nobody here is ${role}`)
    return identity
  }
  return {
    ...database,
    system,
    as,
    by: async (role, work) => {
      const identity = role === 'system' ? system : as(role)
      return withDistrict(database.pool, identity, async (trx) => work(trx, identity))
    },
  }
}

/** A scenario with one version. */
export async function madeScenario(
  trx: Trx,
  identity: Identity,
  name: string,
  content: Partial<ScenarioContent> = {},
): Promise<Scenario> {
  const id = await createScenario(trx, identity, { name, year: '2026-27' })
  const saved = await saveScenarioVersion(trx, identity, id, 1, { content: '{}', hash: HASH, ...content })
  if (saved.kind !== 'changed') throw new Error(`a new scenario is ${saved.kind}`)
  return saved.row
}

/** The keys of all pages of a list, page by page. */
export async function pagesOf<Row>(
  t: Test,
  list: (
    after: string | undefined,
  ) => Promise<{ readonly rows: readonly Row[]; readonly next: string | undefined }>,
): Promise<Row[][]> {
  const pages: Row[][] = []
  let after: string | undefined
  do {
    const { rows, next } = await list(after)
    pages.push([...rows])
    after = next
  } while (after !== undefined && pages.length < 100)
  t.equal(after, undefined, 'the list ends')
  return pages
}
