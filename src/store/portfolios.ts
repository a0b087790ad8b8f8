import { sql } from 'kysely'
import { type Changed, obstacleTo, type Removed } from './changed.ts'
import { type Page, type PageWish, pageOf } from './pages.ts'
import type { Identity, Trx } from './with-district.ts'

/** Schools that supervisors look after. */
export interface Portfolio {
  readonly portfolioId: string
  readonly name: string
  /** Ids, sorted. */
  readonly schools: readonly string[]
  readonly revision: number
}

export type PortfolioContent = Pick<Portfolio, 'name' | 'schools'>

/** The portfolios of the district, by name. */
export async function listPortfolios(trx: Trx, wish: PageWish): Promise<Page<Portfolio>> {
  const key = sql<string>`p.name collate "C"`
  let query = portfolios(trx)
  if (wish.after !== undefined) query = query.where(key, '>', wish.after)
  const found = await query
    .orderBy(key)
    .limit(wish.limit + 1)
    .execute()
  return pageOf(found, wish, ({ name }) => name)
}

export async function findPortfolio(trx: Trx, portfolioId: string): Promise<Portfolio | undefined> {
  return portfolios(trx).where('p.portfolio_id', '=', portfolioId).executeTakeFirst()
}

/** The portfolio of that name. */
export async function findPortfolioByName(trx: Trx, name: string): Promise<Portfolio | undefined> {
  return portfolios(trx).where('p.name', '=', name).executeTakeFirst()
}

function portfolios(trx: Trx) {
  return trx
    .selectFrom('portfolios as p')
    .select(['p.portfolio_id as portfolioId', 'p.name', 'p.revision'])
    .select(
      sql<string[]>`array(
        select s.school_id::text from portfolio_schools s
        where s.district_id = p.district_id and s.portfolio_id = p.portfolio_id order by s.school_id collate "C"
      )`.as('schools'),
    )
}

/** Adds a portfolio, and gives its id. It may be without schools. */
export async function addPortfolio(
  trx: Trx,
  { districtId }: Identity,
  { name, schools }: PortfolioContent,
): Promise<string> {
  const { portfolio_id: portfolioId } = await trx
    .insertInto('portfolios')
    .values({ district_id: districtId, name })
    .returning('portfolio_id')
    .executeTakeFirstOrThrow()
  await addTo(trx, districtId, portfolioId, schools)
  return portfolioId
}

/** Gives a portfolio this name and these schools, instead of those it had. */
export async function changePortfolio(
  trx: Trx,
  { districtId }: Identity,
  portfolioId: string,
  revision: number,
  { name, schools }: PortfolioContent,
): Promise<Changed<Portfolio>> {
  const obstacle = obstacleTo(await held(trx, portfolioId), revision)
  if (obstacle !== undefined) return obstacle
  await trx
    .updateTable('portfolios')
    .set({ name, revision: revision + 1 })
    .where('portfolio_id', '=', portfolioId)
    .execute()
  await trx
    .deleteFrom('portfolio_schools')
    .where('portfolio_id', '=', portfolioId)
    .where(sql<boolean>`school_id <> all (${schools}::text[])`)
    .execute()
  await addTo(trx, districtId, portfolioId, schools)
  const row = await findPortfolio(trx, portfolioId)
  if (row === undefined) throw new Error('a portfolio that was just changed cannot be seen')
  return { kind: 'changed', row }
}

/** Removes a portfolio, unless somebody has it. */
export async function removePortfolio(
  trx: Trx,
  portfolioId: string,
  revision: number,
): Promise<Removed | { readonly kind: 'in-use' }> {
  const obstacle = obstacleTo(await held(trx, portfolioId), revision)
  if (obstacle !== undefined) return obstacle
  const holder = await trx
    .selectFrom('people')
    .select('person_id')
    .where('portfolio_id', '=', portfolioId)
    .executeTakeFirst()
  if (holder !== undefined) return { kind: 'in-use' }
  await trx.deleteFrom('portfolio_schools').where('portfolio_id', '=', portfolioId).execute()
  await trx.deleteFrom('portfolios').where('portfolio_id', '=', portfolioId).execute()
  return { kind: 'removed' }
}

/** The revision of a portfolio, which nobody can change or be given until the transaction ends. */
async function held(trx: Trx, portfolioId: string): Promise<{ readonly revision: number } | undefined> {
  return trx
    .selectFrom('portfolios')
    .select('revision')
    .where('portfolio_id', '=', portfolioId)
    .forUpdate()
    .executeTakeFirst()
}

async function addTo(
  trx: Trx,
  districtId: string,
  portfolioId: string,
  schools: readonly string[],
): Promise<void> {
  if (schools.length === 0) return
  await sql`insert into portfolio_schools (district_id, portfolio_id, school_id)
    select ${districtId}, ${portfolioId}, id from unnest(${schools}::text[]) as each(id)
    on conflict do nothing`.execute(trx)
}
