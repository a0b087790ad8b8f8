import t from 'tap'
import {
  listDatasetRows,
  type NewDataset,
  readDatasetRows,
  readDatasetVersion,
  saveDataset,
} from '../../src/store/datasets.ts'
import { readFormulaVersion, saveFormula } from '../../src/store/formulas.ts'
import { changeName, findName, listNames } from '../../src/store/names.ts'
import { resolveDataset, resolveFormula, resolveScenario } from '../../src/store/resolved-names.ts'
import { listVersions } from '../../src/store/versions.ts'
import { databaseServer } from '../support/database.ts'
import { HASH, madeScenario, pagesOf, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)
const OTHER = '1'.repeat(64)
const NOWHERE = '00000000-0000-7000-8000-000000000000'

const count = (name: string, more: Partial<NewDataset> = {}): NewDataset => ({
  name,
  description: '{"id":"School"}',
  numberColumns: ['pupils'],
  textColumns: ['level'],
  hash: HASH,
  rows: [
    { school: '0102', numbers: ['250'], texts: ['high'] },
    { school: '0101', numbers: ['100.50'], texts: [null] },
  ],
  ...more,
})

t.test('a version is read as it was saved, and its rows by school, whole or in pages', async (t) => {
  const { by, as } = await staffedDistrict(await clone())
  await by('finance', async (trx, identity) => {
    const { id, version, isNew } = await saveDataset(trx, identity, count('fall'))
    t.equal(isNew, true)
    t.match(await readDatasetVersion(trx, { id: id.toUpperCase(), version }), {
      id,
      version: 1,
      description: '{"id":"School"}',
      numberColumns: ['pupils'],
      textColumns: ['level'],
      hash: HASH,
      createdBy: as('finance').personId,
      createdAt: /^\d{4}-\d\d-\d\dT.*Z$/,
      releasedAt: undefined,
    })
    const ash = { school: '0101', numbers: ['100.50'], texts: [null] }
    const birch = { school: '0102', numbers: ['250'], texts: ['high'] }
    t.strictSame(await readDatasetRows(trx, { id, version }), [ash, birch])
    const pages = await pagesOf(t, (after) => listDatasetRows(trx, { id, version }, { after, limit: 1 }))
    t.strictSame(pages, [[ash], [birch]])
    t.strictSame(await readDatasetRows(trx, { id, version: 2 }), [])
    t.equal(await readDatasetVersion(trx, { id: NOWHERE, version: 1 }), undefined)
    t.equal(await readDatasetVersion(trx, { id: 'no id', version: 1 }), undefined)
  })
})

t.test('the same content is a version again, unless whoever saves it says otherwise', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('analyst', async (trx, identity) => {
    const again = { sameContent: 'taken-as-newest' } as const
    const first = await saveDataset(trx, identity, count('fall', again))
    t.match(first, { version: 1, isNew: true })
    t.strictSame(await saveDataset(trx, identity, count('fall', again)), { ...first, isNew: false })
    t.match(await findName(trx, 'dataset', first.id), { currentVersion: 1, revision: 1 })
    t.match(await saveDataset(trx, identity, count('fall')), { version: 2, isNew: true })
    t.match(await saveDataset(trx, identity, count('fall', { ...again, hash: OTHER })), { version: 3 })
    // Only the newest counts: what it replaced was changed on purpose.
    t.match(await saveDataset(trx, identity, count('fall', again)), { version: 4, isNew: true })
    const formula = { name: 'weights', content: '{"a":"1.50"}', hash: HASH, ...again }
    const { id } = await saveFormula(trx, identity, formula)
    t.strictSame(await saveFormula(trx, identity, formula), { id, version: 1, isNew: false })
    t.match(await readFormulaVersion(trx, { id, version: 1 }), { content: '{"a":"1.50"}', version: 1 })
    t.equal(await readFormulaVersion(trx, { id, version: 2 }), undefined)
  })
})

t.test('names come in the order of their letters, each once, a page at a time', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('analyst', async (trx, identity) => {
    for (const name of ['b', 'é', 'Z', 'a', '学校'])
      await saveFormula(trx, identity, { name, content: '{}', hash: HASH })
    const pages = await pagesOf(t, (after) => listNames(trx, 'formula', { after, limit: 2 }))
    t.strictSame(
      pages.map((page) => page.map(({ name }) => name)),
      [['Z', 'a'], ['b', 'é'], ['学校']],
    )
    t.strictSame((await listNames(trx, 'dataset', { after: undefined, limit: 2 })).rows, [])
  })
})

t.test('versions come newest first, and a cursor that is none leads past their end', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('analyst', async (trx, identity) => {
    let id = ''
    for (let i = 0; i < 5; i += 1)
      ({ id } = await saveFormula(trx, identity, { name: 'weights', content: '{}', hash: HASH }))
    const pages = await pagesOf(t, (after) => listVersions(trx, 'formula', id, { after, limit: 2 }))
    t.strictSame(
      pages.map((page) => page.map(({ version }) => version)),
      [[5, 4], [3, 2], [1]],
    )
    for (const after of ['x', '-1', '9999999999', '1; drop'])
      t.strictSame(await listVersions(trx, 'formula', id, { after, limit: 2 }), { rows: [], next: undefined })
  })
})

t.test('a name is changed by whoever saw it last, and keeps its versions', async (t) => {
  const { by } = await staffedDistrict(await clone())
  const { id, other } = await by('analyst', async (trx, identity) => {
    const { id } = await saveDataset(trx, identity, count('fall'))
    return { id, other: (await saveDataset(trx, identity, count('spring'))).id }
  })
  await by('analyst', async (trx) => {
    t.match(await changeName(trx, 'dataset', id, 1, { name: 'October' }), {
      kind: 'changed',
      row: { name: 'October', currentVersion: 1, revision: 2 },
    })
    t.strictSame(await changeName(trx, 'dataset', id, 1, { name: 'x' }), { kind: 'stale', revision: 2 })
    t.strictSame(await changeName(trx, 'dataset', NOWHERE, 1, { name: 'x' }), { kind: 'absent' })
    t.match(await findName(trx, 'dataset', id), { name: 'October' })
  })
  await t.rejects(
    by('analyst', async (trx) => changeName(trx, 'dataset', other, 1, { name: 'October' })),
    { kind: 'taken', message: /one of that name/ },
  )
  await by('viewer', async (trx) =>
    t.strictSame(await changeName(trx, 'dataset', id, 2, { name: 'mine' }), { kind: 'absent' }),
  )
})

t.test('a name or an id stands for its newest version, or for the one that is said', async (t) => {
  const { by } = await staffedDistrict(await clone())
  await by('analyst', async (trx, identity) => {
    const { id } = await saveDataset(trx, identity, count('École/1@2'))
    await saveDataset(trx, identity, count('École/1@2'))
    const newest = { kind: 'found', id, version: 2 }
    for (const nameOrId of ['École/1@2', 'École/1@2'.normalize('NFD'), id, id.toUpperCase()])
      t.strictSame(await resolveDataset(trx, { nameOrId }), newest, nameOrId)
    t.match(await resolveDataset(trx, { nameOrId: id, version: 1 }), { version: 1 })
    for (const version of [3, 0, -1, 1.5, 2 ** 40, Number.NaN])
      t.strictSame(await resolveDataset(trx, { nameOrId: id, version }), { kind: 'absent' }, String(version))
    for (const nameOrId of ['', 'école/1@2', NOWHERE, 'a\0b', '\ud800', `${id} `, `{${id}}`])
      t.strictSame(await resolveDataset(trx, { nameOrId }), { kind: 'absent' }, JSON.stringify(nameOrId))
    t.strictSame(await resolveFormula(trx, { nameOrId: id }), { kind: 'absent' }, 'of another kind')
    // Somebody called another dataset after the id of this one.
    await saveDataset(trx, identity, count(id))
    t.strictSame(await resolveDataset(trx, { nameOrId: id }), newest)
  })
})

t.test('of scenarios with one name a person means their own, and of two others neither', async (t) => {
  const { by } = await staffedDistrict(await clone())
  const analysts = await by('analyst', (trx, identity) => madeScenario(trx, identity, 'what-if'))
  const wanted = { nameOrId: 'what-if' }
  await by('finance', async (trx) =>
    t.strictSame(await resolveScenario(trx, wanted), { kind: 'found', id: analysts.id, version: 1 }),
  )
  const partners = await by('budget-partner', (trx, identity) => madeScenario(trx, identity, 'what-if'))
  for (const [role, own] of [
    ['analyst', analysts],
    ['budget-partner', partners],
  ] as const)
    await by(role, async (trx) =>
      t.strictSame(await resolveScenario(trx, wanted), { kind: 'found', id: own.id, version: 1 }, role),
    )
  await by('finance', async (trx) => {
    t.strictSame(await resolveScenario(trx, wanted), {
      kind: 'ambiguous',
      ids: [analysts.id, partners.id],
    })
    t.match(await resolveScenario(trx, { nameOrId: partners.id }), { kind: 'found', id: partners.id })
  })
  // A principal sees neither draft, and so knows of no such name.
  await by('principal', async (trx) => t.strictSame(await resolveScenario(trx, wanted), { kind: 'absent' }))
})
