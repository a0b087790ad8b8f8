import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Computed, PostedJob } from '../../src/app/service/posted-job.ts'
import { computedBytes } from '../../src/worker/computed-bytes.ts'
import { type ThreadLimits, type ThreadPool, threadPool } from '../../src/worker/thread-pool.ts'
import { smallDistrict } from '../support/small-district.ts'

const LIMITS: ThreadLimits = { threads: 1, milliseconds: 10_000, waitMilliseconds: 10_000, heapMb: 64 }
const NOBODY_LEAVES = new AbortController().signal

/** A thread that does what the first word of a job says. */
const OBEDIENT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ bytes }) => {
      const word = new TextDecoder().decode(bytes)
      if (word === 'hang') for (;;);
      if (word === 'fill') { const all = []; for (;;) all.push(new Array(100000).fill({})) }
      if (word === 'throw') throw new Error('secret')
      if (word === 'exit') process.exit(1)
      parentPort.postMessage({ kind: 'done', bytes, inputs: [] })
    })
    parentPort.postMessage('ready')
  `)}`,
)

function jobOf(text: string): PostedJob {
  const bytes = new TextEncoder().encode(text)
  return { operation: 'compute', bytes, form: 'yaml', query: {}, answerForm: 'json', rowLimit: 1_000 }
}

function poolOf(t: Test, limits: Partial<ThreadLimits>, entry?: URL): ThreadPool {
  const pool = threadPool({ ...LIMITS, ...limits }, entry)
  t.teardown(async () => pool.close())
  return pool
}

t.test('a thread gives the bytes that this thread gives', async (t) => {
  const pool = poolOf(t, { threads: 2 })
  const job = jobOf(smallDistrict())
  const [here, ...there] = await Promise.all([
    computedBytes(job),
    ...Array.from({ length: 4 }, async () => pool.answer(job, NOBODY_LEAVES)),
  ])
  for (const each of there) t.strictSame(each, here)
  t.match(here, { kind: 'done', inputs: [/^sha256:/] })
  t.ok(pool.isReady)
})

t.test('a job that does not end is ended, and the next one has a new thread', async (t) => {
  const pool = poolOf(t, { milliseconds: 400 }, OBEDIENT)
  const [hung, next] = await Promise.all(
    ['hang', 'go'].map(async (word) => pool.answer(jobOf(word), NOBODY_LEAVES)),
  )
  t.strictSame(hung, { kind: 'fault', why: 'time' })
  t.match(next, { kind: 'done' })
  t.equal(pool.load.replaced, 1)
})

t.test('a job that takes all memory ends its thread and nothing else', async (t) => {
  const pool = poolOf(t, {}, OBEDIENT)
  t.match(await pool.answer(jobOf('fill'), NOBODY_LEAVES), { kind: 'fault', why: 'memory' })
  t.match(await pool.answer(jobOf('go'), NOBODY_LEAVES), { kind: 'done' })
})

t.test('a thread that breaks or ends is replaced, and does not say why', async (t) => {
  const pool = poolOf(t, {}, OBEDIENT)
  for (const word of ['throw', 'exit']) {
    const broken = await pool.answer(jobOf(word), NOBODY_LEAVES)
    t.match(broken, { kind: 'fault', why: 'broken' }, word)
    t.notMatch(JSON.stringify(broken), 'secret')
    t.match(await pool.answer(jobOf('go'), NOBODY_LEAVES), { kind: 'done' }, word)
  }
  t.equal(pool.load.replaced, 2)
})

t.test('a job waits for a thread so long, and not at all when nobody waits for it', async (t) => {
  const pool = poolOf(t, { milliseconds: 1_500, waitMilliseconds: 600 }, OBEDIENT)
  t.match(await pool.answer(jobOf('go'), NOBODY_LEAVES), { kind: 'done' })
  const hung = pool.answer(jobOf('hang'), NOBODY_LEAVES)
  const leaving = new AbortController()
  const left = pool.answer(jobOf('go'), leaving.signal)
  const late = pool.answer(jobOf('go'), NOBODY_LEAVES)
  t.match(pool.load, { waiting: 2, running: 1 })
  leaving.abort()
  t.strictSame(await left, { kind: 'fault', why: 'busy' } satisfies Computed)
  t.strictSame(await late, { kind: 'fault', why: 'busy' })
  t.match(pool.load, { waiting: 0, running: 1 })
  t.match(await hung, { why: 'time' })
})

t.test('threads that never come up are not started without end', async (t) => {
  const pool = poolOf(t, { waitMilliseconds: 300 }, new URL('data:text/javascript,throw new Error()'))
  t.match(await pool.answer(jobOf('go'), NOBODY_LEAVES), { kind: 'fault', why: 'busy' })
  await setTimeout(100)
  t.notOk(pool.isReady)
  t.ok(pool.load.replaced <= 2, `${pool.load.replaced}`)
})

t.test('a document that would take for ever in a service is refused as too much', async (t) => {
  const pool = poolOf(t, { milliseconds: 1 })
  const rows = Array.from({ length: 900 }, (_, i) => `    - { id: "${i}", enrollment: 1, frl: 0, level: ES }`)
  const job = jobOf(smallDistrict({ data: `data:\n  rows:\n${rows.join('\n')}` }))
  t.strictSame(await pool.answer(job, NOBODY_LEAVES), { kind: 'fault', why: 'time' })
})
