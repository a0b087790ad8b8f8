import { sql } from 'kysely'
import { type Changed, obstacleTo } from './changed.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { insertVersion, readScenarioVersion, type ScenarioContent } from './scenario-versions.ts'
import { asId, pointAt, type VersionRef } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

export interface Scenario {
  readonly id: string
  readonly name: string
  readonly year: string
  /** The newest version that may be seen. */
  readonly currentVersion: number | undefined
  /** The newest version that is released. */
  readonly releasedVersion: number | undefined
  readonly createdBy: string | undefined
  readonly createdAt: string
  readonly lockedAt: string | undefined
  /** When the first of its versions was released. */
  readonly releasedAt: string | undefined
  /** The years for which a version of it counts; not part of the revision, since adopting does not change it. */
  readonly adoptedFor: readonly { readonly year: string; readonly version: number }[]
  readonly revision: number
}

/** A locked scenario is changed by nothing but being unlocked. */
export type ScenarioChanged = Changed<Scenario> | { readonly kind: 'locked' }

/** Makes a scenario without versions, and gives its id. */
export async function createScenario(
  trx: Trx,
  { districtId, personId }: Identity,
  { name, year }: { readonly name: string; readonly year: string },
): Promise<string> {
  const { scenario_id: id } = await trx
    .insertInto('scenarios')
    .values({ district_id: districtId, name, year, created_by: personId ?? null })
    .returning('scenario_id')
    .executeTakeFirstOrThrow()
  return id
}

/** Adds a version, at which the scenario then points. The first one is part of making it, and leaves its revision. */
export async function saveScenarioVersion(
  trx: Trx,
  identity: Identity,
  id: string,
  revision: number,
  content: ScenarioContent,
): Promise<ScenarioChanged> {
  const held = await hold(trx, id, revision)
  if (held.kind !== 'held') return held
  if (held.isLocked) return { kind: 'locked' }
  const version = held.currentVersion + 1
  await insertVersion(trx, identity, { id: held.id, version }, content)
  await pointAt(trx, 'scenario', { id: held.id, version })
  return changed(trx, held.id)
}

/** A scenario of one's own that starts as a version of another one; nothing where that version cannot be seen. */
export async function copyScenario(
  trx: Trx,
  identity: Identity,
  source: VersionRef,
  as: { readonly name: string; readonly year: string },
): Promise<Scenario | undefined> {
  const content = await readScenarioVersion(trx, source)
  if (content === undefined) return undefined
  const id = await createScenario(trx, identity, as)
  await insertVersion(trx, identity, { id, version: 1 }, content)
  await pointAt(trx, 'scenario', { id, version: 1 })
  return findScenario(trx, id)
}

/** Changes what is given; locks or unlocks where `isLocked` is. */
export async function changeScenario(
  trx: Trx,
  id: string,
  revision: number,
  {
    name,
    year,
    isLocked,
  }: {
    readonly name?: string | undefined
    readonly year?: string | undefined
    readonly isLocked?: boolean | undefined
  },
): Promise<ScenarioChanged> {
  const held = await hold(trx, id, revision)
  if (held.kind !== 'held') return held
  if (held.isLocked && isLocked !== false) return { kind: 'locked' }
  await trx
    .updateTable('scenarios')
    .set({
      ...(name !== undefined && { name }),
      ...(year !== undefined && { year }),
      ...(isLocked !== undefined && { locked_at: isLocked ? sql<string>`clock_timestamp()` : null }),
      revision: revision + 1,
    })
    .where('scenario_id', '=', held.id)
    .execute()
  return changed(trx, held.id)
}

interface Held {
  readonly kind: 'held'
  readonly id: string
  readonly isLocked: boolean
  /** 0 before the first one. */
  readonly currentVersion: number
}

/** Keeps others from changing the scenario until the transaction ends. */
async function hold(
  trx: Trx,
  id: string,
  revision: number,
): Promise<Held | Exclude<Changed<never>, { kind: 'changed' }>> {
  const found = await trx
    .selectFrom('scenarios')
    .select(['scenario_id', 'current_version', 'locked_at', 'revision'])
    .where('scenario_id', '=', asId(id) ?? null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const obstacle = obstacleTo(found, revision)
  if (found === undefined || obstacle !== undefined) return obstacle ?? { kind: 'absent' }
  return {
    kind: 'held',
    id: found.scenario_id,
    isLocked: found.locked_at !== null,
    currentVersion: found.current_version ?? 0,
  }
}

async function changed(trx: Trx, id: string): Promise<Changed<Scenario>> {
  const row = await findScenario(trx, id)
  return row === undefined ? { kind: 'absent' } : { kind: 'changed', row }
}

export interface ScenarioFilters {
  readonly year?: string | undefined
  readonly name?: string | undefined
  /** Several can hold of one scenario; 'draft' is what is neither released nor adopted. */
  readonly state?: 'draft' | 'released' | 'locked' | 'adopted' | undefined
}

export async function findScenario(trx: Trx, id: string): Promise<Scenario | undefined> {
  const found = await scenariosOf(trx)
    .where('s.scenario_id', '=', asId(id) ?? null)
    .executeTakeFirst()
  return found && scenarioOf(found)
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** A page of the scenarios that may be seen, oldest first; the key of the page is the id. */
export async function listScenarios(trx: Trx, wish: PageWish & ScenarioFilters): Promise<Page<Scenario>> {
  const { after, limit, year, name, state } = wish
  let query = scenariosOf(trx)
    .orderBy('s.scenario_id')
    .limit(limit + 1)
  if (after !== undefined) query = query.where('s.scenario_id', '>', asId(after) ?? LAST_ID)
  if (year !== undefined) query = query.where('s.year', '=', year)
  if (name !== undefined) query = query.where('s.name', '=', name.normalize('NFC'))
  if (state !== undefined) query = query.where(STATES[state])
  return pageOf((await query.execute()).map(scenarioOf), wish, ({ id }) => id)
}

const isAdopted = sql<boolean>`exists (select from adoptions a
  where a.district_id = s.district_id and a.scenario_id = s.scenario_id)`
const STATES = {
  draft: sql<boolean>`s.released_at is null and not ${isAdopted}`,
  released: sql<boolean>`s.released_at is not null`,
  locked: sql<boolean>`s.locked_at is not null`,
  adopted: isAdopted,
} as const

function scenariosOf(trx: Trx) {
  const ofIt = (table: string) =>
    sql`from ${sql.table(table)} each where each.district_id = s.district_id and each.scenario_id = s.scenario_id`
  return trx
    .selectFrom('scenarios as s')
    .select([
      's.scenario_id',
      's.name',
      's.year',
      's.created_by',
      's.created_at',
      's.locked_at',
      's.released_at',
    ])
    .select('s.revision')
    .select([
      sql<number | null>`(select max(version) ${ofIt('scenario_versions')})`.as('newest'),
      sql<number | null>`(select max(version) ${ofIt('scenario_versions')} and released_at is not null)`.as(
        'newest_released',
      ),
      sql<string[]>`array(select year::text ${ofIt('adoptions')} order by year collate "C")`.as('years'),
      sql<number[]>`array(select version ${ofIt('adoptions')} order by year collate "C")`.as('adopted'),
    ])
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof scenariosOf>['executeTakeFirst']>>>

function scenarioOf(row: Row): Scenario {
  return {
    id: row.scenario_id,
    name: row.name,
    year: row.year,
    currentVersion: row.newest ?? undefined,
    releasedVersion: row.newest_released ?? undefined,
    createdBy: row.created_by ?? undefined,
    createdAt: row.created_at,
    lockedAt: row.locked_at ?? undefined,
    releasedAt: row.released_at ?? undefined,
    adoptedFor: row.years.map((year, i) => ({ year, version: row.adopted[i] ?? 0 })),
    revision: row.revision,
  }
}
