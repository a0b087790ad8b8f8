import t, { type Test } from 'tap'
import { parse } from 'yaml'
import type { ReadingJob } from '../../src/app/service/reading-job.ts'
import { arrivingTable } from '../../src/office/arriving-table.ts'
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

t.test('a body that takes more memory than a request may ends its thread and nothing else', async (t) => {
  const pool = poolOf(t, { heapMb: 32 })
  t.match(await pool.read(scenarioJob(60_000), NOBODY_LEAVES), { kind: 'fault', why: 'memory' })
  t.match(await pool.read(csvJob(largeCsv(1)), NOBODY_LEAVES), { kind: 'read' })
})

t.test('a large table lets the thread that receives it do other things in between', async (t) => {
  const read = await readHere(scenarioJob(20_000))
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

/** A scenario that brings so many schools. */
function scenarioJob(schools: number): Extract<ReadingJob, { task: 'scenario' }> {
  const rows = Array.from(
    { length: schools },
    (_, i) => `{ id: s${i}, enrollment: "${i}", frl: "1", level: ES }`,
  )
  const data = `data: { measures: { enrollment: { basis: projection }, frl: { basis: projection } }, rows: [${rows.join(', ')}] }`
  const body = JSON.stringify(parse(smallDistrict({ data })))
  return { task: 'scenario', bytes: bytesOf(body), form: 'json', rowLimit: 200_000 }
}

t.test('a table that is waited for comes while the thread reads: schools, and then rows', async (t) => {
  const pool = poolOf(t)
  const arriving = arrivingTable()
  const reading = pool.read({ ...csvJob(largeCsv(20_500)), sendTo: arriving.sentTo }, NOBODY_LEAVES)
  const first = await Promise.race([arriving.begun.then(() => 'a piece'), reading.then(() => 'the answer')])
  t.equal(first, 'a piece')
  const schools = await allOf(arriving.schools)
  const taken = Promise.all([allOf(arriving.rows), allOf(arriving.rows)])
  const read = await reading
  arriving.end()
  const here = await readHere(csvJob(largeCsv(20_500)))
  if (here.kind !== 'read' || read.kind !== 'read') throw new Error('the table can be read')
  t.equal(here.value.rows.length, 21)
  t.strictSame(schools, here.value.schools)
  const byPlace = (await taken)
    .flat()
    .toSorted((a, b) => placeIn(here.value.rows, a) - placeIn(here.value.rows, b))
  t.strictSame(byPlace, here.value.rows, 'two who take rows get all of them, each once')
  t.strictSame(read, { ...here, value: { ...here.value, schools: [], rows: [] } })
})

t.test('of a table that is refused nothing comes', async (t) => {
  const pool = poolOf(t)
  const arriving = arrivingTable()
  const job = { ...csvJob(`${largeCsv(2500)}s7,School 7,1,1,ES,\n`), sendTo: arriving.sentTo }
  t.match(await pool.read(job, NOBODY_LEAVES), { kind: 'refused', problems: [{ code: 'ID_DUPLICATE' }] })
  arriving.end()
  t.strictSame([await allOf(arriving.schools), await allOf(arriving.rows)], [[], []])
})

function placeIn(pieces: readonly Uint8Array[], piece: Uint8Array): number {
  return pieces.findIndex((each) => Buffer.compare(each, piece) === 0)
}

async function allOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}
