import t from 'tap'
import { readDatasetRows, readDatasetVersion, saveDataset } from '../../src/store/datasets.ts'
import { keepPieces } from '../../src/store/job-imports.ts'
import { createJob, holdJob, stopJob } from '../../src/store/jobs.ts'
import { addToUpload, beginUpload, dropForgotten, dropUpload } from '../../src/store/uploads.ts'
import type { VersionRef } from '../../src/store/versions.ts'
import { clientOf, type Identity, type Trx } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)

t.test('rows that no version shows yet are for those who see every draft', async (t) => {
  const { inside, as } = await lakeDistrict(await clone())
  const uploadId = await inside(async (trx, who) => filled(trx, who, ['0101', '0102']))
  const seen = async (trx: Trx) => (await trx.selectFrom('dataset_rows').select('school_id').execute()).length
  const roles = { principal: ['0101'], viewer: [], 'budget-partner': ['0101'], finance: [], analyst: [] }
  const counts: Record<string, number> = {}
  for (const [role, schools] of Object.entries(roles) as [keyof typeof roles, string[]][])
    counts[role] = await as({ role, schools }, seen)
  t.strictSame(counts, { principal: 0, viewer: 0, 'budget-partner': 0, finance: 2, analyst: 2 })
  const ref = await inside(async (trx, who) => published(trx, who, uploadId))
  t.equal(await as({ role: 'budget-partner', schools: ['0101'] }, seen), 1, 'who sees drafts, their school')
  t.equal(await as({ role: 'principal', schools: ['0101'] }, seen), 0, 'it is a draft')
  await inside(async (trx, { districtId }) => {
    await clientOf(trx).query('update dataset_versions set released_at = now() where district_id = $1', [
      districtId,
    ])
    t.match(await readDatasetVersion(trx, ref), { uploadId })
  })
  t.equal(await as({ role: 'principal', schools: ['0101'] }, seen), 1)
})

t.test('rows come from several transactions, and a version shows all of them', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const uploadId = await inside(beginUpload)
  await Promise.all(
    ['0103', '0101', '0102'].map(async (school) =>
      inside(async (trx, who) => addToUpload(trx, who, uploadId, [rowOf(school)])),
    ),
  )
  const ref = await inside(async (trx, who) => published(trx, who, uploadId))
  const rows = await inside(async (trx) => readDatasetRows(trx, ref))
  t.strictSame(
    rows.map(({ school, numbers }) => [school, ...numbers]),
    [
      ['0101', '101.50'],
      ['0102', '102.50'],
      ['0103', '103.50'],
    ],
  )
})

t.test('no version shows a row of a school that is not there', async (t) => {
  const { inside, as } = await lakeDistrict(await clone())
  for (const role of ['finance', 'analyst'] as const)
    await t.rejects(
      as({ role }, async (trx, who) => published(trx, who, await filled(trx, who, ['0101', '0999']))),
      { kind: 'reference', message: /./ },
    )
  t.strictSame(await inside(counted), { dataset_versions: 0, dataset_rows: 0, uploads: 0 })
})

t.test('what a version shows takes no rows, loses none, and is not declared under way again', async (t) => {
  const { inside, as } = await lakeDistrict(await clone())
  const uploadId = await inside(async (trx, who) => filled(trx, who, ['0101']))
  await inside(async (trx, who) => published(trx, who, uploadId))
  await inside(async (trx) => clientOf(trx).query('update dataset_versions set released_at = now()'))
  await inside(async (trx) => dropUpload(trx, uploadId))
  const attempt = async (text: string, values: readonly unknown[]) =>
    as({ role: 'finance' }, async (trx) => (await clientOf(trx).query(text, [...values])).rowCount)
  t.equal(await attempt('delete from dataset_rows where upload_id = $1', [uploadId]), 0)
  await t.rejects(attempt('update dataset_rows set texts = $1', [[]]), {
    kind: 'forbidden',
    message: /may not/,
  })
  const { districtId } = (await inside(async (_, who) => who)) as Identity
  await t.rejects(
    attempt('insert into uploads (district_id, upload_id) values ($1, $2)', [districtId, uploadId]),
    { kind: 'forbidden', message: /may not/ },
  )
  await t.rejects(
    attempt(
      "insert into dataset_rows (district_id, upload_id, school_id, numbers, texts) values ($1, $2, '0102', '{1}', '{}')",
      [districtId, uploadId],
    ),
    { kind: 'forbidden', message: /may not/ },
  )
  await t.rejects(
    inside(async (trx, who) => addToUpload(trx, who, uploadId, [rowOf('0102')])),
    { kind: 'reference', message: /not under way/ },
  )
  t.strictSame(await inside(counted), { dataset_versions: 1, dataset_rows: 1, uploads: 0 })
})

t.test('an upload that came to nothing is taken away, unless somebody is still at it', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const uploadId = await inside(async (trx, who) => filled(trx, who, ['0101']))
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const late = inside(async (trx, who) => {
    await addToUpload(trx, who, uploadId, [rowOf('0102')])
    begun.resolve()
    await ended.promise
  })
  await begun.promise
  await inside(async (trx) => dropUpload(trx, uploadId))
  t.strictSame(await inside(counted), { dataset_versions: 0, dataset_rows: 1, uploads: 1 })
  ended.resolve()
  await late
  await inside(async (trx) => dropUpload(trx, uploadId))
  t.strictSame(await inside(counted), { dataset_versions: 0, dataset_rows: 0, uploads: 0 })
})

t.test(
  'what nobody goes on with is taken away after a while, and what may be resumed much later',
  async (t) => {
    const { inside, administrator } = await lakeDistrict(await clone())
    const ids = await inside(async (trx, who) => {
      const job = { kind: 'import', withRows: false, units: 1, chunkUnits: 1, scenarios: [] } as const
      const jobs = await Promise.all([0, 1].map(async () => createJob(trx, who, job)))
      const uploads = [await filled(trx, who, ['0101']), await filled(trx, who, ['0102'])]
      for (const { id } of jobs) {
        await stopJob(trx, must(await holdJob(trx, id)))
        await keepPieces(trx, who, { jobId: id, chunk: 0 }, [Buffer.from('x')])
        uploads.push(await beginUpload(trx, who, id))
      }
      return { uploads, jobs: jobs.map(({ id }) => id) }
    })
    const aged = async (text: string, id: string | undefined) =>
      asAdministrator(administrator, async (client) => client.query(text, [id]))
    await aged(
      `update leeway.uploads set begun_at = now() - interval '61 min' where upload_id = $1`,
      ids.uploads[0],
    )
    await aged(
      `update leeway.uploads set begun_at = now() - interval '59 min' where upload_id = $1`,
      ids.uploads[1],
    )
    await aged(
      `update leeway.jobs set ended_at = now() - interval '169 hours' where job_id = $1`,
      ids.jobs[0],
    )
    await aged(
      `update leeway.jobs set ended_at = now() - interval '167 hours' where job_id = $1`,
      ids.jobs[1],
    )
    await inside(dropForgotten)
    const left = await inside(async (trx) => trx.selectFrom('uploads').select('upload_id').execute())
    t.same(new Set(left.map((row) => row.upload_id)), new Set([ids.uploads[1], ids.uploads[3]]))
    t.equal((await inside(counted))['dataset_rows'], 1)
    const pieces = await inside(async (trx) => trx.selectFrom('job_pieces').select('job_id').execute())
    t.same(pieces, [{ job_id: ids.jobs[1] }])
  },
)

t.test('the same content again is no version, and its rows are gone', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const keep = async () =>
    inside(async (trx, who) => published(trx, who, await filled(trx, who, ['0101', '0102'])))
  const first = await keep()
  t.strictSame(await keep(), { ...first, isNew: false })
  t.strictSame(await inside(counted), { dataset_versions: 1, dataset_rows: 2, uploads: 0 })
})

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('it is there')
  return value
}

async function filled(trx: Trx, who: Identity, schools: readonly string[]): Promise<string> {
  const uploadId = await beginUpload(trx, who)
  await addToUpload(trx, who, uploadId, schools.map(rowOf))
  return uploadId
}

function rowOf(school: string): string {
  return `${school}\t{${Number(school)}.50}\t{}\n`
}

async function published(trx: Trx, who: Identity, uploadId: string): Promise<VersionRef> {
  return saveDataset(trx, who, {
    name: 'fall',
    description: '{}',
    numberColumns: ['n'],
    textColumns: [],
    hash: '0'.repeat(64),
    rows: { uploadId },
    sameContent: 'taken-as-newest',
  })
}

async function counted(trx: Trx): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of ['dataset_versions', 'dataset_rows', 'uploads'] as const)
    counts[table] = (await trx.selectFrom(table).select('district_id').execute()).length
  return counts
}
