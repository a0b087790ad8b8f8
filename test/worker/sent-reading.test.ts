import t, { type Test } from 'tap'
import type { ReadingJob } from '../../src/app/service/reading-job.ts'
import { readHere } from '../../src/worker/read-here.ts'
import { receivedReading, sentReading } from '../../src/worker/sent-reading.ts'
import { type ThreadLimits, type ThreadPool, threadPool } from '../../src/worker/thread-pool.ts'
import { smallDistrict } from '../support/small-district.ts'

const LIMITS: ThreadLimits = { threads: 1, milliseconds: 20_000, waitMilliseconds: 20_000, heapMb: 512 }
const NOBODY_LEAVES = new AbortController().signal

function poolOf(t: Test, limits: Partial<ThreadLimits> = {}): ThreadPool {
  const pool = threadPool({ ...LIMITS, ...limits })
  t.teardown(async () => pool.close())
  return pool
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

function csvJob(csv: string): Extract<ReadingJob, { task: 'dataset' }> {
  return { task: 'dataset', form: 'csv', bytes: bytesOf(csv), rowLimit: 200_000, stated: {} }
}

/** A table of so many schools, six columns each. */
function largeCsv(schools: number): string {
  const rows = Array.from({ length: schools }, (_, i) => `s${i},School ${i},${i},${i * 7}.50,ES,`)
  return `id,name,students,amount,level,none\n${rows.join('\n')}\n`
}

t.test('a thread reads what this thread reads: a scenario, a formula, a table, a refusal', async (t) => {
  const pool = poolOf(t)
  const jobs = [
    { task: 'scenario', bytes: bytesOf(smallDistrict()), form: 'yaml', rowLimit: 100 },
    { task: 'scenario', bytes: bytesOf('leeway: 1\nbase: file.yaml\n'), form: 'yaml', rowLimit: 100 },
    { task: 'formula', bytes: bytesOf(smallDistrict()), form: 'yaml' },
    csvJob(largeCsv(2500)),
    csvJob('id,a\n1,2\n1,2\n'),
  ] as const
  const kinds: string[] = []
  for (const job of jobs) {
    const here = await readHere(job)
    t.strictSame(await pool.read(job, NOBODY_LEAVES), here)
    kinds.push(here.kind)
  }
  t.strictSame(kinds, ['read', 'refused', 'read', 'read', 'refused'])
})

t.test('reading stands under the same limit of time as computing', async (t) => {
  const pool = poolOf(t, { milliseconds: 1 })
  t.strictSame(await pool.read(csvJob(largeCsv(50_000)), NOBODY_LEAVES), { kind: 'fault', why: 'time' })
})

t.test('a table that takes more memory than a request may ends its thread and nothing else', async (t) => {
  const pool = poolOf(t, { heapMb: 32 })
  t.match(await pool.read(csvJob(largeCsv(100_000)), NOBODY_LEAVES), { kind: 'fault', why: 'memory' })
  t.match(await pool.read(csvJob(largeCsv(1)), NOBODY_LEAVES), { kind: 'read' })
})

t.test('a large table lets the thread that receives it do other things in between', async (t) => {
  const read = await readHere(csvJob(largeCsv(20_000)))
  let turns = 0
  let isDone = false
  const turn = (): void => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  turn()
  const received = await receivedReading(sentReading(read))
  isDone = true
  t.ok(turns >= 20, `${turns} turns of the loop for 20 stretches of a thousand schools`)
  t.strictSame(received, read)
})
