import { sql } from 'kysely'
import { type Changed, obstacleTo } from './changed.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import { asId, type VersionRef } from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

/** Which version of which scenario counts for a year. */
export interface Adoption {
  readonly year: string
  readonly scenario: VersionRef
  readonly adoptedBy: string | undefined
  readonly adoptedAt: string
  readonly revision: number
}

const COLUMNS = ['year', 'scenario_id', 'version', 'adopted_by', 'adopted_at', 'revision'] as const

interface Row {
  readonly year: string
  readonly scenario_id: string
  readonly version: number
  readonly adopted_by: string | null
  readonly adopted_at: string
  readonly revision: number
}

function adoptionOf({ year, scenario_id, version, adopted_by, adopted_at, revision }: Row): Adoption {
  return {
    year,
    scenario: { id: scenario_id, version },
    adoptedBy: adopted_by ?? undefined,
    adoptedAt: adopted_at,
    revision,
  }
}

/** A page of the adoptions of scenarios that may be seen, by year; the key of the page is the year. */
export async function listAdoptions(trx: Trx, wish: PageWish): Promise<Page<Adoption>> {
  const byYear = sql<string>`year collate "C"`
  let query = trx
    .selectFrom('adoptions')
    .select(COLUMNS)
    .orderBy(byYear)
    .limit(wish.limit + 1)
  if (wish.after !== undefined) query = query.where(byYear, '>', wish.after)
  return pageOf((await query.execute()).map(adoptionOf), wish, ({ year }) => year)
}

export async function findAdoption(trx: Trx, year: string): Promise<Adoption | undefined> {
  const found = await trx.selectFrom('adoptions').select(COLUMNS).where('year', '=', year).executeTakeFirst()
  return found && adoptionOf(found)
}

/** A version that may not be seen is as unknown as one that is not there. */
export type AdoptionChanged = Changed<Adoption> | { readonly kind: 'unknown-scenario' }

/**
 * Makes a version the one that counts for a year. Whoever adopts says which revision they saw, or that they saw none;
 * so of two at once one is told of the other. What counted before stays a scenario like any other.
 */
export async function adopt(
  trx: Trx,
  { districtId, personId }: Identity,
  {
    year,
    scenario,
    revision,
  }: Pick<Adoption, 'year' | 'scenario'> & { readonly revision: number | undefined },
): Promise<AdoptionChanged> {
  if (!(await isThere(trx, scenario))) return { kind: 'unknown-scenario' }
  const values = { scenario_id: scenario.id, version: scenario.version, adopted_by: personId ?? null }
  if (revision === undefined) {
    const first = await trx
      .insertInto('adoptions')
      .values({ district_id: districtId, year, ...values })
      .onConflict((conflict) => conflict.columns(['district_id', 'year']).doNothing())
      .returning(COLUMNS)
      .executeTakeFirst()
    if (first !== undefined) return { kind: 'changed', row: adoptionOf(first) }
  }
  const held = await trx
    .selectFrom('adoptions')
    .select('revision')
    .where('year', '=', year)
    .forNoKeyUpdate()
    .executeTakeFirst()
  // No revision is 0: whoever saw none is told of the one that is there.
  const obstacle = obstacleTo(held, revision ?? 0)
  if (held === undefined || obstacle !== undefined) return obstacle ?? { kind: 'absent' }
  const row = await trx
    .updateTable('adoptions')
    .set({ ...values, adopted_at: sql`clock_timestamp()`, revision: held.revision + 1 })
    .where('year', '=', year)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { kind: 'changed', row: adoptionOf(row) }
}

async function isThere(trx: Trx, { id, version }: VersionRef): Promise<boolean> {
  const found = await trx
    .selectFrom('scenario_versions')
    .select('version')
    .where('scenario_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .executeTakeFirst()
  return found !== undefined
}
