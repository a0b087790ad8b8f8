import t from 'tap'
import { adopt } from '../../src/store/adoptions.ts'
import { readDatasetRows, saveDataset } from '../../src/store/datasets.ts'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { saveFormula } from '../../src/store/formulas.ts'
import { readRunRows } from '../../src/store/run-rows.ts'
import { readRunResult, releaseRun, saveRun } from '../../src/store/runs.ts'
import { createScenario, saveScenarioVersion } from '../../src/store/scenarios.ts'
import { addSchools } from '../../src/store/schools.ts'
import { StoreFault } from '../../src/store/store-fault.ts'
import { type Identity, type Trx, withDistrict } from '../../src/store/with-district.ts'
import { databaseServer, type TestDatabase } from '../support/database.ts'

const clone = await databaseServer(t)
const HASH = '0'.repeat(64)

async function lake(): Promise<TestDatabase & { readonly identity: Identity }> {
  const database = await clone()
  const identity = systemOf(await createDistrict(database.pool, { code: 'lake', name: 'Lake County' }))
  await withDistrict(database.pool, identity, async (trx) => {
    await addSchools(trx, identity, [
      { id: '0101', name: 'Ash' },
      { id: '0102', name: 'Birch' },
    ])
  })
  return { ...database, identity }
}

/** A dataset of two schools with these numbers. */
async function stored(trx: Trx, identity: Identity, numbers: readonly (string | null)[], text = 'x') {
  return saveDataset(trx, identity, {
    name: 'fall count',
    description: '{"columns":[]}',
    numberColumns: numbers.map((_, i) => `n${i}`),
    textColumns: ['t'],
    hash: HASH,
    rows: [
      { school: '0102', numbers, texts: [text] },
      { school: '0101', numbers: numbers.map(() => null), texts: [null] },
    ],
  })
}

t.test('a number comes back as it was written, digit for digit', async (t) => {
  const { pool, identity } = await lake()
  const numbers = ['123456789012345678.123456789012345678', '-0.005', '0.10', '9007199254740993', '0', null]
  const version = await withDistrict(pool, identity, async (trx) => stored(trx, identity, numbers))
  t.strictSame(await withDistrict(pool, identity, async (trx) => readDatasetRows(trx, version)), [
    { school: '0101', numbers: numbers.map(() => null), texts: [null] },
    { school: '0102', numbers, texts: ['x'] },
  ])
})

t.test('a text comes back as it was written, whatever signs it has', async (t) => {
  const { pool, identity } = await lake()
  const text = '\\N, "quoted", {braces}, a\ttab, a\nline, a\r\nline, back\\slash, NULL, é, 学校, \\.'
  for (const each of [text, '', 'NULL', '\\.']) {
    const version = await withDistrict(pool, identity, async (trx) => stored(trx, identity, ['1'], each))
    const [, row] = await withDistrict(pool, identity, async (trx) => readDatasetRows(trx, version))
    t.strictSame(row?.texts, [each])
  }
})

t.test('what cannot be kept exactly is refused, and nothing of it is stored', async (t) => {
  const { pool, identity } = await lake()
  const refused: readonly [string, StoreFault['kind']][] = [
    ['NaN', 'against-rule'],
    ['Infinity', 'bad-value'],
    ['0.0000000000000000001', 'against-rule'],
    ['1000000000000000000000000', 'bad-value'],
    ['1e999999', 'bad-value'],
    ['12,5', 'bad-value'],
    ['', 'bad-value'],
  ]
  for (const [number, kind] of refused) {
    const fault = await faultOf(
      withDistrict(pool, identity, async (trx) => stored(trx, identity, ['1', number])),
    )
    t.equal(fault.kind, kind, number)
    t.notMatch(fault.message, number === '' ? 'never' : number, 'the value is not in the words')
  }
  const left = await withDistrict(pool, identity, async (trx) =>
    trx.selectFrom('datasets').selectAll().execute(),
  )
  t.strictSame(left, [])
})

t.test('a school that the district does not have is refused, and so is a text with a NUL', async (t) => {
  const { pool, identity } = await lake()
  const bad = async (school: string, text: string): Promise<StoreFault> =>
    faultOf(
      withDistrict(pool, identity, async (trx) =>
        saveDataset(trx, identity, {
          name: 'd',
          description: '{}',
          numberColumns: [],
          textColumns: ['t'],
          hash: HASH,
          rows: [{ school, numbers: [], texts: [text] }],
        }),
      ),
    )
  t.equal((await bad('0999', 'x')).kind, 'reference')
  t.equal((await bad('0101', 'a\0b')).kind, 'bad-value')
  t.equal(
    (
      await faultOf(
        withDistrict(pool, { ...identity, districtId: 'x' }, async (trx) =>
          trx.selectFrom('schools').selectAll().execute(),
        ),
      )
    ).kind,
    'bad-value',
  )
})

t.test('a new version leaves the old one as it was, and the name points at the new one', async (t) => {
  const { pool, identity } = await lake()
  const first = await withDistrict(pool, identity, async (trx) => stored(trx, identity, ['1']))
  const all = await Promise.all(
    ['2', '3', '4'].map((n) => withDistrict(pool, identity, async (trx) => stored(trx, identity, [n]))),
  )
  t.strictSame(
    all.map(({ version }) => version).toSorted((a, b) => a - b),
    [2, 3, 4],
    'each has a number of its own',
  )
  const [, row] = await withDistrict(pool, identity, async (trx) => readDatasetRows(trx, first))
  t.strictSame(row?.numbers, ['1'])
  const named = await withDistrict(pool, identity, async (trx) =>
    trx.selectFrom('datasets').selectAll().execute(),
  )
  t.match(named, [{ current_version: 4, revision: 4 }])
})

t.test('a run keeps its cents and its bytes, and adopting another scenario deletes none', async (t) => {
  const { pool, identity } = await lake()
  const content = '{"b":12345678901234567.89,"a":"1.10"}'
  await withDistrict(pool, identity, async (trx) => {
    const dataset = await stored(trx, identity, ['1'])
    const formula = await saveFormula(trx, identity, { name: 'weights', content: '{}', hash: HASH })
    const versions = []
    for (const name of ['adopted', 'proposal']) {
      const id = await createScenario(trx, identity, { name, year: '2026-27' })
      const content = { content: '{}', hash: HASH, formula, dataset }
      t.match(await saveScenarioVersion(trx, identity, id, 1, content), { row: { revision: 1 } })
      const revision = versions.length === 0 ? undefined : 1
      t.match(await adopt(trx, identity, { year: '2026-27', scenario: { id, version: 1 }, revision }), {
        kind: 'changed',
      })
      versions.push({ id, version: 1 })
    }
    const [scenario] = versions
    if (scenario === undefined) throw new Error('no scenario was made')
    const runId = await saveRun(trx, identity, {
      scenario,
      createdBy: undefined,
      engine: '0.1.0',
      inputsHash: HASH,
      lineIds: ['base', 'frl'],
      content,
      total: '123456789012345678.11',
      rows: [{ school: '0101', amounts: ['123456789012345678.10', '0.01'], total: '123456789012345678.11' }],
    })
    const amounts = ['123456789012345678.10', '0.01']
    t.strictSame(await readRunRows(trx, runId), [
      { school: '0101', name: 'Ash', amounts, total: '123456789012345678.11' },
    ])
    t.equal(await readRunResult(trx, runId), content)
    t.equal(await releaseRun(trx, runId), true)
    t.equal(await releaseRun(trx, runId), false, 'a run is released once')
    t.match(await trx.selectFrom('adoptions').selectAll().execute(), [
      { scenario_id: versions[1]?.id, revision: 2 },
    ])
    t.equal((await trx.selectFrom('scenario_versions').selectAll().execute()).length, 2)
  })
})

t.test('a hundred thousand amounts are stored in a few seconds', async (t) => {
  const { pool, identity } = await lake()
  const schools = Array.from({ length: 5000 }, (_, i) => ({ id: `s${i}`, name: `School ${i}` }))
  const started = performance.now()
  await withDistrict(pool, identity, async (trx) => {
    await addSchools(trx, identity, schools)
    await saveDataset(trx, identity, {
      name: 'large',
      description: '{}',
      textColumns: [],
      hash: HASH,
      numberColumns: Array.from({ length: 20 }, (_, i) => `n${i}`),
      rows: schools.map(({ id }, i) => ({ school: id, numbers: Array(20).fill(`${i}.25`), texts: [] })),
    })
    t.match(
      await trx
        .selectFrom('dataset_rows')
        .select(({ fn }) => fn.countAll().as('n'))
        .execute(),
      [{ n: '5000' }],
    )
  })
  t.ok(performance.now() - started < 5_000, `${Math.round(performance.now() - started)} ms`)
})

async function faultOf(work: Promise<unknown>): Promise<StoreFault> {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof StoreFault) return thrown
    throw thrown
  }
  throw new Error('it was not refused')
}
