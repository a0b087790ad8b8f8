import t from 'tap'
import { from } from '../support/sender.ts'
import { storedServices } from '../support/stored-service.ts'
import { sheetFile } from '../support/workbook-file.ts'

const open = await storedServices(t)
const CSV = { 'content-type': 'text/csv' }
const XLSX = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }

const SIS = {
  delimiter: ';',
  sheet: 'Export',
  id: { column: 'School No', digits: '4' },
  name: 'School',
  measures: { students: { column: 'Enrolled', basis: 'count-day', unit: 'pupil', format: 'grouped' } },
}
const EXPORT = 'School No;School;Enrolled\n101;Oak;"1,600"\n'

t.test('a mapping is kept, changed from what it was, and forgotten', async (t) => {
  const { as } = await open(t)
  const { get, put, delete: remove } = as('analyst')
  const first = await put('/v1/mappings/SIS', SIS)
  t.match(
    [first.status, first.headers['etag'], first.json()],
    [200, '"1"', { name: 'SIS', content: SIS, revision: 1 }],
  )
  const again = await put('/v1/mappings/SIS', { name: 'Building' })
  t.equal(again.status, 428, 'what is there is not overwritten unseen')
  const stale = await put('/v1/mappings/SIS', { name: 'Building' }, from(7))
  t.equal(stale.status, 412)
  const changed = await put('/v1/mappings/SIS', { name: 'Building' }, from(1))
  t.match(changed.json(), { content: { name: 'Building' }, revision: 2 })
  t.match((await get('/v1/mappings')).json(), { items: [{ name: 'SIS', revision: 2 }], next: null })
  t.equal((await remove('/v1/mappings/SIS')).status, 428)
  t.equal((await remove('/v1/mappings/SIS', from(1))).status, 412)
  t.equal((await remove('/v1/mappings/SIS', from(2))).status, 204)
  t.equal((await get('/v1/mappings/SIS')).status, 404)
})

t.test('what a mapping may say is what a file may say of itself', async (t) => {
  const { as } = await open(t)
  const refused = await as('finance').put('/v1/mappings/SIS', {
    measures: { students: { basis: 'guess' } },
    file: 'counts.csv',
  })
  t.equal(refused.status, 400)
  t.match(refused.json(), {
    errors: [
      { code: 'FIELD_VALUE', pointer: '/measures/students/basis' },
      { code: 'FIELD_UNKNOWN', pointer: '/file' },
    ],
  })
  for (const role of ['principal', 'budget-partner', 'supervisor', 'viewer'] as const)
    t.equal((await as(role).get('/v1/mappings')).status, 403, role)
})

t.test('an upload that names a mapping is read by it, as CSV and as XLSX', async (t) => {
  const { as } = await open(t)
  const { post, put } = as('finance')
  await put('/v1/mappings/SIS', SIS)
  const kept = await post('/v1/datasets?name=fall&mapping=SIS', EXPORT, CSV)
  t.match(
    [kept.status, kept.json()],
    [201, { report: { newSchools: ['0101'], mapping: { measures: SIS.measures } } }],
  )
  const rows = [
    ['School No', 'School', 'Enrolled'],
    [101, 'Oak', 1600],
  ]
  const same = await post(
    '/v1/datasets?name=spring&mapping=SIS',
    Buffer.from(sheetFile(rows, { name: 'Export' })),
    XLSX,
  )
  t.match([same.status, same.json()], [201, { report: { rows: { after: 1 }, newSchools: [] } }])
  const nowhere = await post('/v1/datasets/check?name=fall&mapping=SISS', EXPORT, CSV)
  t.match(
    [nowhere.status, nowhere.json()],
    [422, { errors: [{ code: 'NOT_THERE', parameter: 'mapping', found: 'SISS' }] }],
  )
})

t.test('the address goes before the file, and the file before what is remembered', async (t) => {
  const { as } = await open(t)
  const { post, put } = as('finance')
  await put('/v1/mappings/SIS', { ...SIS, vintage: 'remembered', source: 'remembered' })
  const own = `---\nvintage: its own\nsource: its own\nmeasures:\n  students: { basis: census }\n---\n${EXPORT}`
  const address = '/v1/datasets/check?name=fall&mapping=SIS&vintage=stated'
  const checked = await post(address, own, CSV)
  t.match(checked.json(), {
    mapping: {
      vintage: 'stated',
      source: 'its own',
      id: SIS.id,
      measures: { students: { column: 'Enrolled', basis: 'census', format: 'grouped' } },
    },
  })
  const without = '101;Oak\n'
  const missing = await post(address, `School No;School\n${without}`, CSV)
  t.match(
    missing.json(),
    { errors: [{ code: 'COLUMN_MISSING', where: { header: 'Enrolled' } }] },
    'a column that it names is needed',
  )
})

t.test(
  'the next file of a dataset is taken as the one before, but for what was true of that one alone',
  async (t) => {
    const { as } = await open(t)
    const { post } = as('finance')
    const own = `---
id: { column: School No, digits: 4 }
name: School
vintage: October
source: count of October
measures:
  students: { column: Enrolled, basis: count-day, as_of: 2024-10-01, unit: pupil, format: decimal-comma }
  meals: { column: Meals, basis: count-day, unit: pupil }
---
`
    const first = await post(
      '/v1/datasets?name=counts',
      `${own}School No;School;Enrolled;Meals\n101;Oak;300,5;9\n`,
      CSV,
    )
    t.equal(first.status, 201, first.text)
    const next = await post(
      '/v1/datasets/check?name=counts',
      'School No;School;Enrolled\n101;Oak;310,5\n',
      CSV,
    )
    t.strictSame(next.json()['mapping'], {
      id: { column: 'School No', digits: '4' },
      name: 'School',
      measures: {
        students: { column: 'Enrolled', basis: 'count-day', unit: 'pupil', format: 'decimal-comma' },
      },
      quality: {},
    })
    t.match(next.json(), { newSchools: [], rows: { before: 1, after: 1 } }, 'the id has its zero')
    const rows = [
      ['School No', 'School', 'Enrolled'],
      [101, 'Oak', 1.234],
    ]
    const sheet = await post('/v1/datasets/check?name=counts', Buffer.from(sheetFile(rows)), XLSX)
    t.strictSame(
      (sheet.json()['mapping'] as { measures: object }).measures,
      { students: { column: 'Enrolled', basis: 'count-day', unit: 'pupil' } },
      'a number of a sheet is written in no format',
    )
    const other = await post('/v1/datasets/check?name=other', 'id,x\n101,1\n', CSV)
    t.strictSame(other.json()['mapping'], { measures: {}, quality: {} }, 'another name starts anew')
  },
)
