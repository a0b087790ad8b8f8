import type pg from 'pg'
import type { Test } from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { ROLES, type Role, SCOPES, type Scope } from '../../src/contract/api/roles.ts'
import type { ServerConfig } from '../../src/http/config.ts'
import { knownTo } from '../../src/http/identity.ts'
import { openOffice } from '../../src/office/open-office.ts'
import { addKey } from '../../src/store/api-keys.ts'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { addPerson } from '../../src/store/people.ts'
import { addPortfolio } from '../../src/store/portfolios.ts'
import { addSchools } from '../../src/store/schools.ts'
import { type Identity, type Trx, withDistrict } from '../../src/store/with-district.ts'
import { databaseServer, type TestDatabase } from './database.ts'
import { type Sender, senderWith } from './sender.ts'
import { computingHere, service, type TestService } from './service.ts'

/** Two districts on one service, each with the schools s1 (Ash), s2 (Birch), s3 (Cedar) and one person of each role. */
export interface StoredService extends TestService {
  readonly database: TestDatabase
  readonly a: StoredDistrict
  readonly b: StoredDistrict
  /** Somebody of that role in district A. */
  readonly as: (role: Role) => Member
  /** Whoever has this key. */
  readonly withKey: (key: string) => Sender
}

export interface StoredDistrict {
  readonly id: string
  /** `lake` or `hill`. */
  readonly code: string
  /** The supervisor's, with s1 alone. */
  readonly portfolioId: string
  /** Principal, budget partner and supervisor have s1; the others see all. */
  readonly as: (role: Role) => Member
  /** Work in a transaction of somebody of that role, or of the program. */
  readonly by: <Result>(
    role: Role | 'system',
    work: (trx: Trx, identity: Identity) => Promise<Result>,
  ) => Promise<Result>
}

/** Somebody with a key for everything that their role may do. */
export interface Member extends Sender {
  readonly role: Role
  readonly email: string
  readonly personId: string
  readonly identity: Identity & { readonly personId: string }
  readonly key: string
  readonly keyId: string
}

interface StoredPlan {
  readonly config?: Partial<ServerConfig>
  /** In this thread unless stated. */
  readonly computing?: Computing
  /** The connections that the service has in place of those that plant what is there. */
  readonly poolOf?: (database: TestDatabase) => Promise<pg.Pool>
}

/** Real PostgreSQL for a test file, and as many services as it asks for, each on a database of its own. */
export async function storedServices(
  t: Test,
): Promise<(t: Test, plan?: StoredPlan) => Promise<StoredService>> {
  const clone = await databaseServer(t)
  return async (t, plan = {}) => {
    const database = await clone()
    const { computing = computingHere(), poolOf = async ({ pool }) => pool } = plan
    const office = openOffice({
      pool: await poolOf(database),
      computing,
      rowLimit: plan.config?.rows ?? 100_000,
      documentDays: plan.config?.documentDays ?? 30,
    })
    const { config = {} } = plan
    const built = await service(t, { config, computing, office, identify: knownTo(office) })
    const withKey = (key: string): Sender => senderWith(built.app, { authorization: `Bearer ${key}` })
    const a = await planted({ database, withKey, code: 'lake' })
    const b = await planted({ database, withKey, code: 'hill' })
    return { ...built, database, a, b, withKey, as: a.as }
  }
}

const SCHOOLS = [
  { id: 's1', name: 'Ash' },
  { id: 's2', name: 'Birch' },
  { id: 's3', name: 'Cedar' },
] as const

interface Planting {
  readonly database: TestDatabase
  readonly withKey: StoredService['withKey']
  readonly code: string
}

async function planted({ database: { pool }, withKey, code }: Planting): Promise<StoredDistrict> {
  const id = await createDistrict(pool, { code, name: `${code} district` })
  const system = systemOf(id)
  const members = new Map<Role, Member>()
  const portfolioId = await withDistrict(pool, system, async (trx) => {
    await addSchools(trx, system, SCHOOLS)
    const portfolio = await addPortfolio(trx, system, { name: 'North', schools: ['s1'] })
    for (const role of ROLES) {
      const email = `${role}@${code}.org`
      const own = role === 'principal' || role === 'budget-partner' ? ['s1'] : []
      const portfolioId = role === 'supervisor' ? portfolio : undefined
      const personId = await addPerson(trx, system, { email, name: role, role, schools: own, portfolioId })
      const { keyId, text: key } = await madeKey(trx, system, personId)
      const identity = { ...system, personId, role, schools: portfolioId === undefined ? own : ['s1'] }
      members.set(role, { ...withKey(key), role, email, personId, identity, key, keyId })
    }
    return portfolio
  })
  const as = (role: Role): Member => {
    const member = members.get(role)
    if (member === undefined) throw new Error(`nobody here is ${role}`)
    return member
  }
  return {
    id,
    code,
    portfolioId,
    as,
    by: async (role, work) => {
      const identity = role === 'system' ? system : as(role).identity
      return withDistrict(pool, identity, async (trx) => work(trx, identity))
    },
  }
}

/** A key, made past the service. */
export async function madeKey(
  trx: Trx,
  identity: Identity,
  personId: string,
  scopes: readonly Scope[] = SCOPES,
): Promise<{ readonly keyId: string; readonly text: string }> {
  return addKey(trx, identity, { personId, name: 'tests', scopes, days: 90 })
}
