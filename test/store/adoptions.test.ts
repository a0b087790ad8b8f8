import t from 'tap'
import { adopt, findAdoption, listAdoptions } from '../../src/store/adoptions.ts'
import { releaseScenario } from '../../src/store/releases.ts'
import { findScenario } from '../../src/store/scenarios.ts'
import type { VersionRef } from '../../src/store/versions.ts'
import { databaseServer } from '../support/database.ts'
import { madeScenario, pagesOf, type StaffedDistrict, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)
const YEAR = '2026-27'

async function proposals({ by }: StaffedDistrict, count: number): Promise<VersionRef[]> {
  return by('analyst', async (trx, identity) => {
    const made: VersionRef[] = []
    for (let i = 0; i < count; i += 1)
      made.push({ id: (await madeScenario(trx, identity, `proposal ${i}`)).id, version: 1 })
    return made
  })
}

t.test('another scenario is adopted by whoever saw which one counted, and deletes none', async (t) => {
  const here = await staffedDistrict(await clone())
  const [first, second] = await proposals(here, 2)
  if (first === undefined || second === undefined) throw new Error('not made')
  await here.by('finance', async (trx, identity) => {
    const take = async (scenario: VersionRef, revision: number | undefined) =>
      adopt(trx, identity, { year: YEAR, scenario, revision })
    t.strictSame(await take(first, 1), { kind: 'absent' }, 'nothing has been adopted yet')
    t.match(await take(first, undefined), {
      kind: 'changed',
      row: { year: YEAR, scenario: first, adoptedBy: identity.personId, revision: 1 },
    })
    t.strictSame(await take(second, undefined), { kind: 'stale', revision: 1 })
    t.match(await take(second, 1), { kind: 'changed', row: { scenario: second, revision: 2 } })
    t.strictSame(await take(first, 1), { kind: 'stale', revision: 2 })
    t.match(await findAdoption(trx, YEAR), { scenario: second, revision: 2 })
    t.equal(await findAdoption(trx, '2025-26'), undefined)
    t.match(await findScenario(trx, first.id), { currentVersion: 1, adoptedFor: [] })
    t.match(await findScenario(trx, second.id), { adoptedFor: [{ year: YEAR, version: 1 }] })
  })
})

t.test('of twenty who adopt at the same time one does, and the others are told', async (t) => {
  const here = await staffedDistrict(await clone())
  const all = await proposals(here, 20)
  for (const revision of [undefined, 1]) {
    const outcomes = await Promise.all(
      all.map((scenario) =>
        here.by('finance', async (trx, identity) => adopt(trx, identity, { year: YEAR, scenario, revision })),
      ),
    )
    const [winner, ...others] = outcomes.filter(({ kind }) => kind === 'changed')
    t.strictSame(others, [])
    const now = revision === undefined ? 1 : 2
    t.equal(outcomes.filter((each) => each.kind === 'stale' && each.revision === now).length, 19)
    const counts = await here.by('finance', async (trx) => findAdoption(trx, YEAR))
    t.strictSame(winner, { kind: 'changed', row: counts })
  }
})

t.test('an adoption is seen by whoever sees its scenario, and made by finance', async (t) => {
  const here = await staffedDistrict(await clone())
  const [draft, shown] = await proposals(here, 2)
  if (draft === undefined || shown === undefined) throw new Error('not made')
  const years = ['2025-26', '2026-27', '2027-28']
  await here.by('finance', async (trx, identity) => {
    await releaseScenario(trx, shown)
    for (const year of years)
      await adopt(trx, identity, { year, scenario: year === YEAR ? draft : shown, revision: undefined })
    const pages = await pagesOf(t, (after) => listAdoptions(trx, { after, limit: 2 }))
    t.strictSame(
      pages.map((page) => page.map(({ year }) => year)),
      [['2025-26', '2026-27'], ['2027-28']],
    )
  })
  await here.by('principal', async (trx) => {
    t.match((await listAdoptions(trx, { after: undefined, limit: 9 })).rows, [
      { year: '2025-26', scenario: shown },
      { year: '2027-28' },
    ])
    t.equal(await findAdoption(trx, YEAR), undefined)
  })
  for (const role of ['analyst', 'principal'] as const)
    await t.rejects(
      here.by(role, async (trx, identity) =>
        adopt(trx, identity, { year: '2028-29', scenario: shown, revision: undefined }),
      ),
      { kind: 'forbidden', message: /may not/ },
    )
  for (const role of ['analyst', 'principal'] as const)
    await here.by(role, async (trx, identity) =>
      t.strictSame(
        await adopt(trx, identity, { year: '2025-26', scenario: shown, revision: 1 }),
        { kind: 'absent' },
        `${role} changes nothing`,
      ),
    )
  await here.by('finance', async (trx, identity) => {
    for (const scenario of [
      { ...shown, version: 2 },
      { id: 'x', version: 1 },
    ])
      t.strictSame(await adopt(trx, identity, { year: '2028-29', scenario, revision: undefined }), {
        kind: 'unknown-scenario',
      })
  })
})
