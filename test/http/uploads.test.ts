import t, { type Test } from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { threadPool } from '../../src/worker/thread-pool.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const CSV = { 'content-type': 'text/csv' }
const MANY = 2_500

/** A service that reads in a thread, as it does for users. */
async function threaded(t: Test): Promise<StoredService> {
  const computing = threadPool({ threads: 2, milliseconds: 20_000, waitMilliseconds: 20_000, heapMb: 256 })
  t.teardown(async () => computing.close())
  return open(t, { computing })
}

/** A file of so many schools, whose counts are twice their place. */
function counts(schools: number, more = ''): string {
  const rows = Array.from({ length: schools }, (_, i) => `n${i},"School ${i}, North",${i * 2},0.5\n`)
  return `id,name,students,share\n${rows.join('')}${more}`
}

t.test('a large file is kept with all its schools, as it says itself', async (t) => {
  const { as } = await threaded(t)
  const { post, get } = as('analyst')
  const kept = await post('/v1/datasets?name=fall', counts(MANY), CSV)
  t.equal(kept.status, 201)
  const id = String(kept.json()['id'])
  const report = kept.json()['report'] as { newSchools: string[]; added: string[] }
  t.match(report, {
    rows: { before: 0, after: MANY },
    gone: [],
    columns: [{}, {}, { header: 'students', sum: { after: '6247500' } }, { sum: { after: '1250' } }],
  })
  t.equal(report.newSchools.length, MANY)
  t.strictSame(report.added, report.newSchools)
  t.strictSame(report.newSchools, report.newSchools.toSorted(compareCodePoints))
  const rows = await get(`/v1/datasets/${id}/versions/1/rows`, { accept: 'text/csv' })
  const lines = rows.text.split('\r\n')
  t.equal(lines.length, MANY + 2)
  t.equal(
    lines.find((line) => line.startsWith('n2499,')),
    'n2499,"School 2499, North",4998,0.5',
  )
  t.match((await get(`/v1/datasets/${id}/versions/1/rows?limit=3`)).json(), {
    items: [{ school: 'n0' }, { school: 'n1' }, { school: 'n10', cells: { students: '20' } }],
  })
  t.match((await get('/v1/schools/n2499')).json(), { name: 'School 2499, North' })
})

t.test('nothing is kept of a file that is refused, whenever that is found', async (t) => {
  const { as } = await threaded(t)
  const { post, get } = as('finance')
  const twice = await post('/v1/datasets?name=fall', counts(MANY, 'n7,again,1,1\n'), CSV)
  t.match([twice.status, twice.json()], [422, { errors: [{ code: 'ID_DUPLICATE' }] }])
  const other = await post('/v1/datasets?name=fall&expect=sha256:0', counts(MANY), CSV)
  t.equal(other.status, 409)
  t.strictSame((await get('/v1/datasets')).json()['items'], [])
  t.match((await get('/v1/schools?limit=500')).json(), { items: { length: 3 } })
  const checked = await post('/v1/datasets/check?name=fall', counts(MANY), CSV)
  const kept = await post(
    `/v1/datasets?name=fall&expect=${String(checked.json()['hash'])}`,
    counts(MANY),
    CSV,
  )
  t.strictSame(kept.json()['report'] as object, checked.json(), 'and what is kept is what the check said')
})

t.test('two files that bring the same new schools at the same moment are both kept', async (t) => {
  const { as } = await threaded(t)
  const { post, get } = as('finance')
  const answers = await Promise.all(
    ['fall', 'spring', 'summer'].map(async (name) => post(`/v1/datasets?name=${name}`, counts(MANY), CSV)),
  )
  t.strictSame(
    answers.map(({ status }) => status),
    [201, 201, 201],
  )
  const audit = await get('/v1/audit?subject=schools&limit=500')
  const entries = audit.json()['items'] as { user: string | null; key: { school_ids?: string[] } }[]
  const noted = entries.filter(({ user }) => user !== null).flatMap(({ key }) => key.school_ids ?? [])
  t.strictSame(
    noted.toSorted(compareCodePoints),
    Array.from({ length: MANY }, (_, i) => `n${i}`).toSorted(compareCodePoints),
    'each once',
  )
})

t.test('a next version is held against the one before, whatever signs are in its cells', async (t) => {
  const { as } = await threaded(t)
  const { post } = as('finance')
  const odd = '"a\\b ""c"" {d}, NULL\ttab"'
  const file = (level: string, count: string) => `id,level,count\ns1,${level},${count}\ns2,NULL,\ns3,,7\n`
  t.match((await post('/v1/datasets?name=odd', file(odd, '1.50'), CSV)).json(), { version: 1 })
  const same = await post('/v1/datasets?name=odd', file(odd, '1.50'), CSV)
  t.match(same.json(), {
    version: 1,
    isNew: false,
    report: { columns: [{}, { changed: 0 }, { changed: 0 }] },
  })
  const changed = file('"a\\b"', '1.5')
  const checked = await post('/v1/datasets/check?name=odd', changed, CSV)
  const next = await post('/v1/datasets?name=odd', changed, CSV)
  t.strictSame(next.json()['report'], checked.json(), 'as the check before has said')
  t.match(next.json(), {
    version: 2,
    isNew: true,
    report: {
      newSchools: [],
      columns: [{}, { changed: 1 }, { changed: 1, missing: { before: 1, after: 1 }, sum: { after: '8.5' } }],
    },
  })
})

t.test(
  'a large next version says what the check before has said, which has held all of it at once',
  async (t) => {
    const { as } = await threaded(t)
    const { post } = as('finance')
    const schools = 6_000
    t.equal((await post('/v1/datasets?name=fall', counts(schools), CSV)).status, 201)
    // Of each part some counts are others; the last hundred schools are gone, and two have come.
    const next = counts(schools - 100, 'n9998,Oak,1,0.5\na1,Elm,,0.25\n').replaceAll(
      /(,\d*[05]),0\.5/g,
      '$11,0.5',
    )
    const checked = await post('/v1/datasets/check?name=fall', next, CSV)
    const kept = await post('/v1/datasets?name=fall', next, CSV)
    t.strictSame(kept.json()['report'], checked.json())
    t.match(kept.json()['report'], {
      rows: { before: schools, after: schools - 98 },
      newSchools: ['a1', 'n9998'],
      added: ['a1', 'n9998'],
      gone: { length: 100 },
      columns: [{}, {}, { header: 'students', changed: 1180, sum: { before: '35994000' } }, { changed: 0 }],
    })
  },
)
