import t from 'tap'
import { adopt } from '../../src/store/adoptions.ts'
import { saveDataset } from '../../src/store/datasets.ts'
import { saveFormula } from '../../src/store/formulas.ts'
import { releaseScenario } from '../../src/store/releases.ts'
import { readScenarioVersion, type Source } from '../../src/store/scenario-versions.ts'
import {
  changeScenario,
  copyScenario,
  createScenario,
  findScenario,
  listScenarios,
  type ScenarioFilters,
  saveScenarioVersion,
} from '../../src/store/scenarios.ts'
import { listVersions, type VersionRef } from '../../src/store/versions.ts'
import type { Identity, Trx } from '../../src/store/with-district.ts'
import { databaseServer } from '../support/database.ts'
import { HASH, madeScenario, pagesOf, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)
const NOWHERE = '00000000-0000-7000-8000-000000000000'

async function dataset(trx: Trx, identity: Identity, name: string): Promise<VersionRef> {
  const columns = { description: '{}', numberColumns: ['pupils'], textColumns: [] }
  const rows = ['0101', '0102'].map((school) => ({ school, numbers: ['1'], texts: [] }))
  const { id, version } = await saveDataset(trx, identity, { name, hash: HASH, ...columns, rows })
  return { id, version }
}

t.test('a version keeps its document to the letter, and everything it is computed from', async (t) => {
  const { by, as } = await staffedDistrict(await clone())
  await by('analyst', async (trx, identity) => {
    const now = await dataset(trx, identity, 'fall')
    const { id, version } = await saveFormula(trx, identity, { name: 'weights', content: '{}', hash: HASH })
    const formula = { id, version }
    const base = await madeScenario(trx, identity, 'adopted')
    const sources: readonly Source[] = [
      { kind: 'scenario', place: 'base', id: base.id, version: 1 },
      { kind: 'dataset', place: 'data/prior', ...(await dataset(trx, identity, 'last fall')) },
    ]
    const content = '{"b":1.50,"a":["é"]}'
    const made = await madeScenario(trx, identity, 'what-if', { content, formula, dataset: now, sources })
    t.match(await readScenarioVersion(trx, { id: made.id, version: 1 }), {
      id: made.id,
      version: 1,
      hash: HASH,
      createdBy: as('analyst').personId,
      content,
      formula,
      dataset: now,
      sources,
    })
    t.match(await readScenarioVersion(trx, { id: base.id, version: 1 }), {
      formula: undefined,
      dataset: undefined,
      sources: [],
    })
    t.equal(await readScenarioVersion(trx, { id: made.id, version: 2 }), undefined)
    t.equal(await readScenarioVersion(trx, { id: 'x', version: 1 }), undefined)
  })
})

t.test('a place names one thing, and what it names is there', async (t) => {
  const { by } = await staffedDistrict(await clone())
  const saved = async (...sources: Source[]) =>
    by('analyst', (trx, identity) => madeScenario(trx, identity, 'what-if', { sources }))
  const base = await by('analyst', (trx, identity) => madeScenario(trx, identity, 'base'))
  const source: Source = { kind: 'scenario', place: 'base', id: base.id, version: 1 }
  await t.rejects(saved(source, { ...source, version: 1 }), { kind: 'taken', message: /already/ })
  // Refused as what may not be seen, before it is found out that it is not there.
  await t.rejects(saved({ ...source, version: 2 }), { kind: 'forbidden', message: /may not/ })
  await t.rejects(saved({ ...source, kind: 'dataset' }), { kind: 'forbidden', message: /may not/ })
  t.match(await saved(source), { currentVersion: 1 }, 'and nothing was left of the others')
})

t.test('a revision that somebody else has changed since is refused, and says which it is now', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('analyst', async (trx, identity) => {
    const { id, revision } = await madeScenario(trx, identity, 'proposal')
    t.equal(revision, 1, 'its first version is part of making it')
    const content = { content: '{}', hash: HASH }
    t.match(await saveScenarioVersion(trx, identity, id, 1, content), {
      kind: 'changed',
      row: { currentVersion: 2, revision: 2 },
    })
    t.strictSame(await saveScenarioVersion(trx, identity, id, 1, content), { kind: 'stale', revision: 2 })
    t.strictSame(await changeScenario(trx, id, 3, { name: 'x' }), { kind: 'stale', revision: 2 })
    for (const nowhere of [NOWHERE, 'x']) {
      t.strictSame(await saveScenarioVersion(trx, identity, nowhere, 1, content), { kind: 'absent' })
      t.strictSame(await changeScenario(trx, nowhere, 1, { name: 'x' }), { kind: 'absent' })
    }
    t.match(await changeScenario(trx, id, 2, { year: '2027-28' }), {
      row: { name: 'proposal', year: '2027-28', revision: 3 },
    })
    t.match((await listVersions(trx, 'scenario', id, { after: undefined, limit: 9 })).rows, [
      { version: 2 },
      { version: 1 },
    ])
  })
})

t.test('a locked scenario takes nothing but being unlocked', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('finance', async (trx, identity) => {
    const { id } = await madeScenario(trx, identity, 'board')
    t.match(await changeScenario(trx, id, 1, { isLocked: true }), { row: { lockedAt: /Z$/, revision: 2 } })
    const locked = { kind: 'locked' }
    t.strictSame(
      await saveScenarioVersion(trx, identity, id, 2, { content: '{}', hash: HASH }),
      locked,
      'no version',
    )
    t.strictSame(await changeScenario(trx, id, 2, { name: 'x' }), locked, 'no other name')
    t.strictSame(await changeScenario(trx, id, 2, { isLocked: true }), locked)
    t.strictSame(await changeScenario(trx, id, 1, { name: 'x' }), { kind: 'stale', revision: 2 })
    t.equal(await releaseScenario(trx, { id, version: 1 }), true, 'to show it changes nothing in it')
    t.match(await changeScenario(trx, id, 3, { isLocked: false, name: 'council' }), {
      row: { lockedAt: undefined, name: 'council', revision: 4 },
    })
    t.match(await saveScenarioVersion(trx, identity, id, 4, { content: '{}', hash: HASH }), {
      row: { currentVersion: 2, releasedVersion: 1 },
    })
  })
})

t.test('a copy is a scenario of one’s own, with the same document and sources', async (t) => {
  const { by, as } = await staffedDistrict(await clone())
  const base = await by('analyst', (trx, identity) => madeScenario(trx, identity, 'base'))
  const sources: readonly Source[] = [{ kind: 'scenario', place: 'base', id: base.id, version: 1 }]
  const made = await by('analyst', async (trx, identity) => {
    const now = await dataset(trx, identity, 'fall')
    return madeScenario(trx, identity, 'what-if', { content: '{"a":1.0}', dataset: now, sources })
  })
  const first = { id: made.id, version: 1 }
  const copy = { name: 'my own', year: '2027-28' }
  await by('principal', async (trx, identity) =>
    t.equal(await copyScenario(trx, identity, first, copy), undefined, 'not of what cannot be seen'),
  )
  await by('finance', async (trx) => releaseScenario(trx, first))
  await by('principal', async (trx, identity) => {
    const copied = await copyScenario(trx, identity, first, copy)
    t.match(copied, {
      ...copy,
      createdBy: as('principal').personId,
      currentVersion: 1,
      releasedVersion: undefined,
      revision: 1,
    })
    const [from, to] = [
      await readScenarioVersion(trx, first),
      await readScenarioVersion(trx, { id: copied?.id ?? '', version: 1 }),
    ]
    t.match(to, {
      content: '{"a":1.0}',
      dataset: from?.dataset,
      sources: from?.sources,
      releasedAt: undefined,
    })
    t.equal(to?.sources.length, 1)
  })
  await by('analyst', async (trx) =>
    t.match(await findScenario(trx, made.id), { name: 'what-if', revision: 2 }, 'the first is as it was'),
  )
})

t.test('scenarios come oldest first, by year, name and state', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('finance', async (trx, identity) => {
    const made = []
    for (const name of ['draft', 'released', 'locked', 'adopted'])
      made.push(await madeScenario(trx, identity, name))
    const [, released, locked, adopted] = made.map(({ id }) => ({ id, version: 1 }))
    if (released === undefined || locked === undefined || adopted === undefined) throw new Error('not made')
    await createScenario(trx, identity, { name: 'draft, next year', year: '2027-28' })
    await releaseScenario(trx, released)
    await changeScenario(trx, locked.id, 1, { isLocked: true })
    for (const year of ['2027-28', '2026-27'])
      await adopt(trx, identity, { year, scenario: adopted, revision: undefined })
    const names = async (filters: ScenarioFilters): Promise<string[]> => {
      const { rows } = await listScenarios(trx, { after: undefined, limit: 9, ...filters })
      return rows.map(({ name }) => name)
    }
    const drafts = ['draft', 'locked', 'draft, next year']
    t.strictSame(await names({ state: 'draft' }), drafts)
    for (const state of ['released', 'locked', 'adopted'] as const)
      t.strictSame(await names({ state }), [state], state)
    t.strictSame(await names({ year: '2027-28' }), ['draft, next year'])
    t.strictSame(await names({ year: '2026-27', state: 'draft', name: 'draft' }), ['draft'])
    const pages = await pagesOf(t, (after) => listScenarios(trx, { after, limit: 2 }))
    t.strictSame(
      pages.map((page) => page.map(({ name }) => name)),
      [['draft', 'released'], ['locked', 'adopted'], ['draft, next year']],
    )
    t.strictSame(await listScenarios(trx, { after: 'x', limit: 2 }), { rows: [], next: undefined })
    const years = ['2026-27', '2027-28'].map((year) => ({ year, version: 1 }))
    t.match(await findScenario(trx, adopted.id), { adoptedFor: years, revision: 1 })
    t.match(await findScenario(trx, pages[2]?.[0]?.id ?? ''), { currentVersion: undefined, adoptedFor: [] })
  })
})

t.test('two people may give their scenarios one name, and one person may not', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('analyst', (trx, identity) => madeScenario(trx, identity, 'what-if'))
  await by('principal', (trx, identity) => madeScenario(trx, identity, 'what-if'))
  await t.rejects(
    by('principal', (trx, identity) => madeScenario(trx, identity, 'what-if')),
    { kind: 'taken', message: /one of that name/ },
  )
})
