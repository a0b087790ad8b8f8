import t, { type Test } from 'tap'
import type { BoardJob } from '../../src/app/service/report-job.ts'
import { reportHere } from '../../src/worker/report-here.ts'
import { type ThreadPool, threadPool } from '../../src/worker/thread-pool.ts'
import { smallDistrict } from '../support/small-district.ts'
import { sweptSchools } from '../support/swept-district.ts'

const NOBODY_LEAVES = new AbortController().signal

function poolOf(t: Test, milliseconds: number): ThreadPool {
  const pool = threadPool({ threads: 1, milliseconds, waitMilliseconds: 20_000, heapMb: 256 })
  t.teardown(async () => pool.close())
  return pool
}

/** The two schools, and the district's page; the scenario is a file of its own, as it is when it was kept. */
function packOf(text: string, more: Partial<BoardJob> = {}): BoardJob {
  const body = JSON.stringify({ files: { 'district.yaml': text }, scenario: 'district.yaml' })
  return {
    report: 'board',
    bytes: new TextEncoder().encode(body),
    form: 'pdf',
    paper: 'letter',
    locale: 'en-US',
    documents: [
      { hasSummary: true, schools: [] },
      { hasSummary: false, schools: ['2'] },
    ],
    rowLimit: 100_000,
    ...more,
  }
}

t.test('a thread prints what this thread prints, again and again', async (t) => {
  const pool = poolOf(t, 20_000)
  const here = await reportHere(packOf(smallDistrict()))
  if (here.kind !== 'reported') throw new Error(here.kind)
  t.match(here.inputs, [/^sha256:/])
  t.equal(here.documents.length, 2)
  for (const key of [undefined, 'one', 'one']) {
    const wish = key === undefined ? {} : { key }
    const there = await pool.report(packOf(smallDistrict(), wish), NOBODY_LEAVES)
    if (there.kind !== 'reported') throw new Error(there.kind)
    t.ok(there.documents.every((each, i) => Buffer.from(here.documents[i] ?? '').equals(each)))
    t.strictSame(there.inputs, here.inputs)
  }
})

t.test('another run is another pack, whatever the thread has printed before', async (t) => {
  const pool = poolOf(t, 20_000)
  const one = await pool.report(packOf(smallDistrict(), { key: 'one' }), NOBODY_LEAVES)
  const parameters = 'parameters:\n  base: { value: "101", unit: money/pupil, assumed: for the test }'
  const two = await pool.report(packOf(smallDistrict({ parameters }), { key: 'two' }), NOBODY_LEAVES)
  if (one.kind !== 'reported' || two.kind !== 'reported') throw new Error('nothing was printed')
  t.notSame(one.inputs, two.inputs)
  t.notOk(Buffer.from(one.documents[1] ?? '').equals(two.documents[1] ?? new Uint8Array(0)))
})

t.test('a pack that takes too long is ended, and the next one has a new thread', async (t) => {
  const pool = poolOf(t, 700)
  const large = sweptSchools(3000, 1).replace(/vary: .*\n/, '')
  const documents = [{ hasSummary: true, schools: 'all' } as const]
  const ended = await pool.report(packOf(large, { documents }), NOBODY_LEAVES)
  t.strictSame(ended, { kind: 'fault', why: 'time' })
  t.equal(pool.load.replaced <= 1, true)
})

t.test('what cannot be printed is told with its problems', async (t) => {
  const refused = await reportHere(packOf(smallDistrict({ controls: 'control: []' })))
  t.match(refused, { kind: 'refused', why: 'input', problems: [{ code: 'FIELD_UNKNOWN' }] })
  const many = await reportHere(packOf(smallDistrict(), { rowLimit: 1 }))
  t.match(many, { kind: 'refused', why: 'too-large', problems: [{ code: 'ROWS_LIMIT', found: /^\d+$/ }] })
})
