import fc from 'fast-check'
import t from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { changeDistrict, readDistrict } from '../../src/store/districts.ts'
import { addSchools, changeSchool, findSchool, listSchools } from '../../src/store/schools.ts'
import type { Trx } from '../../src/store/with-district.ts'
import { databaseServer } from '../support/database.ts'
import { inPages } from '../support/in-pages.ts'
import { lakeDistrict } from '../support/lake-district.ts'
import { holds } from '../support/property.ts'

const clone = await databaseServer(t)

t.test('a school that the district has already keeps its name, and the others are added', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const offered = ['0103', '0104', '01-é', '0104'].map((id) => ({ id, name: `new ${id}` }))
  t.strictSame(await inside(async (trx, identity) => addSchools(trx, identity, offered)), ['01-é', '0104'])
  t.match(await inside(async (trx) => findSchool(trx, '0103')), { name: 'Cedar' })
  t.match(await inside(async (trx) => findSchool(trx, '0104')), { name: 'new 0104', revision: 1 })
  t.equal(await inside(async (trx) => findSchool(trx, '0105')), undefined)
})

t.test('an id or a name that cannot be kept adds none of the schools', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  for (const odd of [
    { id: '', name: 'x' },
    { id: ' 0104', name: 'x' },
    { id: '0104', name: 'a\nb' },
    { id: 'x'.repeat(101), name: 'x' },
  ])
    await t.rejects(
      inside(async (trx, identity) => addSchools(trx, identity, [{ id: '0105', name: 'Fir' }, odd])),
      { kind: 'against-rule', message: /against a rule of the schema/ },
    )
  t.equal(await inside(async (trx) => findSchool(trx, '0105')), undefined)
})

t.test('a school is renamed by who read it last', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const rename = async (revision: number, name: string) =>
    inside(async (trx) => changeSchool(trx, '0101', revision, { name }))
  t.strictSame(await rename(1, 'Aspen'), {
    kind: 'changed',
    row: { id: '0101', name: 'Aspen', revision: 2 },
  })
  t.strictSame(await rename(1, 'Acacia'), { kind: 'stale', revision: 2 })
  t.match(await inside(async (trx) => findSchool(trx, '0101')), { name: 'Aspen' })
  t.strictSame(await inside(async (trx) => changeSchool(trx, '9', 1, { name: 'x' })), { kind: 'absent' })
})

t.test('of two who rename a school at the same moment, one does, and the other is told', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const rename = async (trx: Trx, name: string) => changeSchool(trx, '0101', 1, { name })
  const [renamed, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = inside(async (trx) => {
    const { kind } = await rename(trx, 'Aspen')
    renamed.resolve()
    await seen.promise
    return kind
  })
  await renamed.promise
  // The second waits for the first, which is still open: without that it would see the first revision.
  setTimeout(seen.resolve, 100)
  t.strictSame(await inside(async (trx) => rename(trx, 'Acacia')), { kind: 'stale', revision: 2 })
  t.equal(await first, 'changed')
  t.match(await inside(async (trx) => findSchool(trx, '0101')), { name: 'Aspen' })
})

t.test('everybody sees the schools of the district, and finance and analysts name them', async (t) => {
  const { as } = await lakeDistrict(await clone())
  const all = ['0101', '0102', '0103']
  for (const role of ['finance', 'analyst', 'viewer', 'budget-partner', 'principal', 'supervisor'] as const) {
    const { rows } = await as({ role, schools: ['0101'] }, async (trx) =>
      listSchools(trx, { after: undefined, limit: 9 }),
    )
    t.strictSame(
      rows.map(({ id }) => id),
      all,
      role,
    )
    const mayWrite = role === 'finance' || role === 'analyst'
    const { kind } = await as({ role }, async (trx) => changeSchool(trx, '0101', 1, { name: 'Ash' }))
    t.equal(kind, mayWrite ? (role === 'finance' ? 'changed' : 'stale') : 'absent', role)
    const adding = as({ role }, async (trx, identity) =>
      addSchools(trx, identity, [{ id: role, name: role }]),
    )
    if (mayWrite) t.strictSame(await adding, [role])
    else await t.rejects(adding, { kind: 'forbidden', message: /may not/ }, role)
    if (mayWrite) all.push(role)
    all.sort(compareCodePoints)
  }
})

t.test('finance renames the district, its code stays, and a stale change is told', async (t) => {
  const { as, identity } = await lakeDistrict(await clone())
  const rename = async (role: 'finance' | 'analyst', revision: number) =>
    as({ role }, async (trx) => changeDistrict(trx, identity, revision, { name: 'Lakeside' }))
  t.strictSame(await rename('finance', 1), {
    kind: 'changed',
    row: { code: 'lake', name: 'Lakeside', revision: 2 },
  })
  t.strictSame(await rename('finance', 1), { kind: 'stale', revision: 2 })
  t.strictSame(await rename('analyst', 2), { kind: 'absent' })
  t.strictSame(await as({ role: 'viewer' }, async (trx) => readDistrict(trx, identity)), {
    code: 'lake',
    name: 'Lakeside',
    revision: 2,
  })
})

const idText = fc
  .array(fc.constantFrom('0', '1', 'a', 'B', 'é', 'Ω', '-', '😀', '￼'), { minLength: 1, maxLength: 4 })
  .map((signs) => signs.join(''))

t.test('pages hold every school once, in the order of code points, while others are added', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const add = async (ids: readonly string[]) =>
    inside(async (trx, identity) =>
      addSchools(
        trx,
        identity,
        ids.map((id) => ({ id, name: id })),
      ),
    )
  const known = new Set(['0101', '0102', '0103'])
  const stretches = fc.record({
    before: fc.array(idText, { maxLength: 12 }),
    during: fc.array(idText, { minLength: 1, maxLength: 6 }),
    limit: fc.integer({ min: 1, max: 7 }),
  })
  const property = fc.asyncProperty(stretches, async ({ before, during, limit }) => {
    for (const id of await add(before)) known.add(id)
    const there = [...known]
    const listed = await inPages(
      (wish) => inside(async (trx) => listSchools(trx, wish)),
      limit,
      async (page) => {
        const id = during[page - 1]
        if (id !== undefined) for (const each of await add([id])) known.add(each)
      },
    )
    const ids = listed.map(({ id }) => id)
    const isInOrder = ids.every((id, i) => i === 0 || compareCodePoints(ids[i - 1] ?? '', id) < 0)
    return isInOrder && there.every((id) => ids.includes(id))
  })
  await holds(t, property, { runs: 15 })
})
