import t from 'tap'
import { readDatasetRows, saveDataset } from '../../src/store/datasets.ts'
import { saveFormula } from '../../src/store/formulas.ts'
import { findName, listNames } from '../../src/store/names.ts'
import { releaseScenario } from '../../src/store/releases.ts'
import { resolveDataset, resolveScenario } from '../../src/store/resolved-names.ts'
import { findRunRow, readRunRows } from '../../src/store/run-rows.ts'
import { findRun, listRuns, readRunResult, releaseRun, saveRun } from '../../src/store/runs.ts'
import { readScenarioVersion } from '../../src/store/scenario-versions.ts'
import { findScenario, listScenarios, type Scenario, saveScenarioVersion } from '../../src/store/scenarios.ts'
import { listVersions, type VersionRef } from '../../src/store/versions.ts'
import type { Identity, Trx } from '../../src/store/with-district.ts'
import { databaseServer } from '../support/database.ts'
import { HASH, madeScenario, type StaffedDistrict, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)
const ALL = { after: undefined, limit: 99 }

async function dataset(trx: Trx, identity: Identity, name: string): Promise<VersionRef> {
  const rows = ['0101', '0102'].map((school) => ({ school, numbers: ['1'], texts: [] }))
  const columns = { description: '{}', numberColumns: ['pupils'], textColumns: [] }
  const { id, version } = await saveDataset(trx, identity, { name, hash: HASH, ...columns, rows })
  return { id, version }
}

interface Drafts {
  readonly whatIf: VersionRef
  readonly runId: string
}

/**
 * A run of a what-if on a base, which takes up an earlier scenario, each with a dataset of its own; and beside them a
 * draft of everything that none of them names.
 */
async function drafts({ by }: StaffedDistrict): Promise<Drafts> {
  return by('analyst', async (trx, identity) => {
    const weights = await saveFormula(trx, identity, { name: 'weights', content: '{}', hash: HASH })
    const formula = { id: weights.id, version: weights.version }
    const earlier = await madeScenario(trx, identity, 'last year', {
      formula,
      dataset: await dataset(trx, identity, 'last fall'),
    })
    const base = await madeScenario(trx, identity, 'base', {
      formula,
      dataset: await dataset(trx, identity, 'fall'),
      sources: [{ kind: 'scenario', place: 'data/prior', id: earlier.id, version: 1 }],
    })
    const made = await madeScenario(trx, identity, 'what-if', {
      sources: [
        { kind: 'scenario', place: 'base', id: base.id, version: 1 },
        { kind: 'dataset', place: 'data/spring', ...(await dataset(trx, identity, 'spring')) },
      ],
    })
    const whatIf = { id: made.id, version: 1 }
    const runId = await draftRun(trx, identity, whatIf)
    await madeScenario(trx, identity, 'apart', {
      formula: await saveFormula(trx, identity, { name: 'other weights', content: '{}', hash: HASH }),
      dataset: await dataset(trx, identity, 'other count'),
    })
    await dataset(trx, identity, 'fall')
    const again = { content: '{}', hash: HASH }
    await saveScenarioVersion(trx, identity, base.id, 1, again)
    return { whatIf, runId }
  })
}

async function draftRun(trx: Trx, identity: Identity, scenario: VersionRef): Promise<string> {
  return saveRun(trx, identity, {
    scenario,
    createdBy: identity.personId,
    engine: '0.1.0',
    inputsHash: HASH,
    lineIds: ['base'],
    total: '30.03',
    rows: [
      { school: '0101', amounts: ['10.01'], total: '10.01' },
      { school: '0102', amounts: ['20.02'], total: '20.02' },
    ],
    content: '{"total":"30.03"}',
  })
}

/** What somebody can see of the district, by name. */
async function seen(trx: Trx) {
  const names = async (kind: 'dataset' | 'formula') =>
    (await listNames(trx, kind, ALL)).rows.map(({ name, currentVersion }) => `${name} ${currentVersion}`)
  const scenarios = (await listScenarios(trx, ALL)).rows
  return {
    datasets: await names('dataset'),
    formulas: await names('formula'),
    scenarios: scenarios.map(({ name, currentVersion }: Scenario) => `${name} ${currentVersion}`),
    runs: (await listRuns(trx, ALL)).rows.length,
  }
}

const NOTHING = { datasets: [], formulas: [], scenarios: [], runs: 0 }
/** What the run is computed from, and of that only the versions it is computed from. */
const RELEASED = {
  datasets: ['fall 1', 'last fall 1', 'spring 1'],
  formulas: ['weights 1'],
  scenarios: ['last year 1', 'base 1', 'what-if 1'],
  runs: 1,
}

t.test('before its release nobody sees a draft who does not work on drafts', async (t) => {
  const here = await staffedDistrict(await clone())
  const { whatIf, runId } = await drafts(here)
  for (const role of ['principal', 'viewer'] as const)
    await here.by(role, async (trx) => {
      t.strictSame(await seen(trx), NOTHING, role)
      t.equal(await findRun(trx, runId), undefined)
      t.equal(await findScenario(trx, whatIf.id), undefined)
      t.equal(await readScenarioVersion(trx, whatIf), undefined)
      t.strictSame(await readRunRows(trx, runId), [])
      t.equal(await readRunResult(trx, runId), undefined)
      t.strictSame(await resolveScenario(trx, { nameOrId: 'what-if' }), { kind: 'absent' })
      t.equal(await releaseScenario(trx, whatIf), false, 'nor can they release it')
    })
  await here.by('budget-partner', async (trx) => {
    t.match(await findRun(trx, runId), { total: '30.03' })
    t.match(await readRunRows(trx, runId), [{ school: '0101' }], 'of a draft their own school alone')
    t.equal(await readRunResult(trx, runId), undefined)
  })
})

t.test('a run is released with all that it is computed from, and with nothing else', async (t) => {
  const here = await staffedDistrict(await clone())
  const { runId, whatIf } = await drafts(here)
  t.equal(await here.by('finance', async (trx) => releaseRun(trx, runId)), true)
  t.equal(await here.by('finance', async (trx) => releaseRun(trx, runId)), false, 'and once only')
  for (const role of ['principal', 'viewer'] as const)
    await here.by(role, async (trx) => {
      t.strictSame(await seen(trx), RELEASED, role)
      t.match(await findRun(trx, runId), { releasedAt: /Z$/, schools: 2, scenario: whatIf })
      t.match(await readRunRows(trx, runId), [{ school: '0101' }, { school: '0102', amounts: ['20.02'] }])
      t.match(await findRunRow(trx, runId, '0102'), { total: '20.02' })
      t.equal(await readRunResult(trx, runId), '{"total":"30.03"}')
      const fall = await resolveDataset(trx, { nameOrId: 'fall' })
      t.match(fall, { kind: 'found', version: 1 }, 'version 2 is a draft')
      if (fall.kind !== 'found') return
      t.equal((await readDatasetRows(trx, fall)).length, role === 'principal' ? 1 : 2)
      t.match(await findName(trx, 'dataset', fall.id), { currentVersion: 1, releasedVersion: 1 })
      t.equal((await listVersions(trx, 'dataset', fall.id, ALL)).rows.length, 1)
    })
})

t.test('a scenario is released without a run in the same way', async (t) => {
  const here = await staffedDistrict(await clone())
  const { whatIf } = await drafts(here)
  t.equal(await here.by('finance', async (trx) => releaseScenario(trx, { ...whatIf, version: 2 })), false)
  t.equal(await here.by('finance', async (trx) => releaseScenario(trx, whatIf)), true)
  t.equal(await here.by('finance', async (trx) => releaseScenario(trx, whatIf)), false)
  await here.by('principal', async (trx) => t.strictSame(await seen(trx), { ...RELEASED, runs: 0 }))
  await here.by('finance', async (trx) => t.match(await findScenario(trx, whatIf.id), { revision: 2 }))
})

t.test('without its sources a release leaves out what the what-if stands on', async (t) => {
  const here = await staffedDistrict(await clone())
  const { whatIf } = await here.by('analyst', async (trx, identity) => {
    await madeScenario(trx, identity, 'base')
    const made = await madeScenario(trx, identity, 'what-if')
    return { whatIf: { id: made.id, version: 1 } }
  })
  await here.by('finance', async (trx) => releaseScenario(trx, whatIf))
  await here.by('principal', async (trx) => t.strictSame((await seen(trx)).scenarios, ['what-if 1']))
})

t.test('principals see their own what-ifs, and of the run of one their own school', async (t) => {
  const here = await staffedDistrict(await clone())
  const { runId } = await drafts(here)
  await here.by('finance', async (trx) => releaseRun(trx, runId))
  const own = await here.by('principal', async (trx, identity) => {
    const released = await resolveScenario(trx, { nameOrId: 'what-if' })
    if (released.kind !== 'found') throw new Error('the released one is not seen')
    const sources = [{ kind: 'scenario', place: 'base', id: released.id, version: 1 }] as const
    return madeScenario(trx, identity, 'more pupils', { sources })
  })
  const principal = here.as('principal')
  const ownRun = await here.by('system', async (trx) =>
    draftRun(trx, { ...here.system, personId: principal.personId }, { id: own.id, version: 1 }),
  )
  await here.by('principal', async (trx) => {
    t.strictSame((await seen(trx)).scenarios, [...RELEASED.scenarios, 'more pupils 1'])
    t.match(await findRun(trx, ownRun), { createdBy: principal.personId, releasedAt: undefined })
    t.match(await readRunRows(trx, ownRun), [{ school: '0101', total: '10.01' }])
    t.equal(await findRunRow(trx, ownRun, '0102'), undefined)
    t.equal(await readRunResult(trx, ownRun), undefined)
  })
  await t.rejects(
    here.by('principal', async (trx) => releaseRun(trx, ownRun)),
    { kind: 'forbidden', message: /may not/ },
  )
  await here.by('viewer', async (trx) => t.equal(await findRun(trx, ownRun), undefined))
})

t.test('an id that somebody came by does not let them compute from a draft', async (t) => {
  const here = await staffedDistrict(await clone())
  const { whatIf } = await drafts(here)
  const { formula, dataset: now } = await here.by('analyst', async (trx, identity) => ({
    formula: await saveFormula(trx, identity, { name: 'secret', content: '{}', hash: HASH }),
    dataset: await dataset(trx, identity, 'secret'),
  }))
  const source = { place: 'base', version: 1 }
  for (const content of [
    { formula },
    { dataset: now },
    { sources: [{ ...source, kind: 'scenario', id: whatIf.id }] },
    { sources: [{ ...source, kind: 'dataset', id: now.id }] },
  ] as const)
    await t.rejects(
      here.by('principal', (trx, identity) => madeScenario(trx, identity, 'mine', content)),
      { kind: 'forbidden', message: /may not/ },
    )
})
