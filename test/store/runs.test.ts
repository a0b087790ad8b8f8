import t from 'tap'
import { findRunRow, listRunRows, readRunRows } from '../../src/store/run-rows.ts'
import { findRun, listRuns, type NewRun, type RunFilters, releaseRun, saveRun } from '../../src/store/runs.ts'
import { saveScenarioVersion } from '../../src/store/scenarios.ts'
import type { VersionRef } from '../../src/store/versions.ts'
import { databaseServer } from '../support/database.ts'
import { HASH, madeScenario, pagesOf, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)

const runOf = (scenario: VersionRef, more: Partial<NewRun> = {}): NewRun => ({
  scenario,
  createdBy: undefined,
  engine: '0.1.0',
  inputsHash: HASH,
  lineIds: ['base', 'frl'],
  total: '60.06',
  rows: [
    { school: '0102', amounts: ['30.03', '0.00'], total: '30.03' },
    { school: '0101', amounts: ['10.01', '20.02'], total: '30.03' },
  ],
  content: '{}',
  ...more,
})

t.test('a run says what it is of, and gives its schools in their order, whole or in pages', async (t) => {
  const { by, as } = await staffedDistrict(await clone())
  await by('finance', async (trx, identity) => {
    const { id } = await madeScenario(trx, identity, 'board')
    const scenario = { id, version: 1 }
    const runId = await saveRun(trx, identity, runOf(scenario, { createdBy: as('analyst').personId }))
    t.match(await findRun(trx, runId.toUpperCase()), {
      id: runId,
      scenario,
      engine: '0.1.0',
      inputsHash: HASH,
      lineIds: ['base', 'frl'],
      total: '60.06',
      schools: 2,
      createdBy: as('analyst').personId,
      createdAt: /Z$/,
      releasedAt: undefined,
    })
    const ash = { school: '0101', name: 'Ash', amounts: ['10.01', '20.02'], total: '30.03' }
    const birch = { school: '0102', name: 'Birch', amounts: ['30.03', '0.00'], total: '30.03' }
    t.strictSame(await readRunRows(trx, runId), [ash, birch])
    const pages = await pagesOf(t, (after) => listRunRows(trx, runId, { after, limit: 1 }))
    t.strictSame(pages, [[ash], [birch]])
    t.strictSame(await findRunRow(trx, runId, '0102'), birch)
    t.equal(await findRunRow(trx, runId, '0103'), undefined)
    t.equal(await findRun(trx, 'no id'), undefined)
  })
})

t.test('runs come newest first, of one scenario or all, drafts or released', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('finance', async (trx, identity) => {
    const board = await madeScenario(trx, identity, 'board')
    await saveScenarioVersion(trx, identity, board.id, 1, { content: '{}', hash: HASH })
    const other = await madeScenario(trx, identity, 'other')
    const made: string[] = []
    for (const scenario of [
      { id: board.id, version: 1 },
      { id: board.id, version: 2 },
      { id: other.id, version: 1 },
      { id: board.id, version: 1 },
    ])
      made.push(await saveRun(trx, identity, runOf(scenario)))
    const [first, second, third, fourth] = made
    await releaseRun(trx, second ?? '')
    const ids = async (filters: RunFilters) =>
      (await listRuns(trx, { after: undefined, limit: 9, ...filters })).rows.map(({ id }) => id)
    t.strictSame(await ids({}), [fourth, third, second, first])
    t.strictSame(await ids({ scenarioId: board.id }), [fourth, second, first])
    t.strictSame(await ids({ scenarioId: board.id, isReleased: false }), [fourth, first])
    t.strictSame(await ids({ isReleased: true }), [second])
    t.strictSame(await ids({ scenarioId: 'x' }), [])
    const pages = await pagesOf(t, (after) => listRuns(trx, { after, limit: 3 }))
    t.strictSame(
      pages.map((page) => page.map(({ id }) => id)),
      [[fourth, third, second], [first]],
    )
    t.strictSame(await listRuns(trx, { after: 'x', limit: 3 }), { rows: [], next: undefined })
  })
})

t.test('every run is on one page though others are saved between the pages', async (t) => {
  const { by } = await staffedDistrict(await clone())
  const scenario = await by('analyst', async (trx, identity) => ({
    id: (await madeScenario(trx, identity, 'board')).id,
    version: 1,
  }))
  const save = async () => by('analyst', async (trx, identity) => saveRun(trx, identity, runOf(scenario)))
  const before: string[] = []
  for (let i = 0; i < 5; i += 1) before.unshift(await save())
  const pages = await pagesOf(t, async (after) => {
    const page = await by('analyst', async (trx) => listRuns(trx, { after, limit: 2 }))
    await save()
    return page
  })
  t.strictSame(
    pages.flat().map(({ id }) => id),
    before,
  )
})
