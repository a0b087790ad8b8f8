import t from 'tap'
import type { Computed, Computing } from '../../src/app/service/posted-job.ts'
import type { WireProblem } from '../../src/contract/api/wire-problem.ts'
import { jobWorker } from '../support/job-worker.ts'
import { computingHere } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptDistrict } from '../support/swept-district.ts'

const open = await storedServices(t)

interface Problem {
  readonly detail: string
  readonly errors: readonly { readonly code: string; readonly message: string }[]
  readonly more: number
}

interface Batch {
  readonly runs: readonly { readonly part: number; readonly total: string }[]
  readonly refused: readonly {
    readonly part: number
    readonly scenario: { readonly id: string; readonly version: number }
    readonly problem: Problem
  }[]
}

interface Parts {
  readonly items: readonly {
    readonly part: number
    readonly run: string | null
    readonly problem: Problem | null
  }[]
}

t.test('a scenario that cannot be computed is told beside the runs of the others', async (t) => {
  const { as, database } = await open(t)
  const analyst = as('analyst')
  const sound = await keptScenario(analyst, 'Sound', smallDistrict())
  const varied = await keptScenario(analyst, 'Varied', sweptDistrict(2))
  const scenarios = [sound, varied, sound, varied].map((scenario) => ({ scenario }))
  jobWorker(t, database, { places: 2 })
  const { id } = await begun(analyst, { kind: 'batch', scenarios })
  const job = await jobWhen(t, analyst, id)
  t.match(job, { state: 'done', done: 4, of: 4, refused: 2, problem: null })
  const { runs, refused } = (await analyst.get(`/v1/jobs/${id}/result`)).json() as unknown as Batch
  t.match(runs, [
    { part: 1, total: '3000.00' },
    { part: 3, total: '3000.00' },
  ])
  t.match(refused, [
    { part: 2, scenario: { id: varied, version: 1 }, problem: { errors: [{ code: 'VARY_SWEEP' }], more: 0 } },
    { part: 4, scenario: { id: varied, version: 1 } },
  ])
  t.match(refused[0]?.problem.errors[0], {
    where: { file: 'scenarios/Varied@1', pointer: '/vary' },
    suggestion: String,
  })
  t.strictSame([runs.length, refused.length], [2, 2])
  const csv = await analyst.get(`/v1/jobs/${id}/result`, { accept: 'text/csv' })
  const rows = csv.text.trimEnd().split('\r\n')
  const one = /^[^,]+,1,[^,]+,3000\.00,$/
  const none = /^[^,]+,1,,,"?[^,]/
  t.match(rows.slice(1), [one, none, one, none], 'a row each, in the order named')
  const { items } = (await analyst.get(`/v1/jobs/${id}/parts`)).json() as unknown as Parts
  const found = items.map(({ part, run, problem }) => [part, run !== null, problem?.errors[0]?.code])
  t.strictSame(
    found.sort(([a], [b]) => Number(a) - Number(b)),
    [
      [1, true, undefined],
      [2, false, 'VARY_SWEEP'],
      [3, true, undefined],
      [4, false, 'VARY_SWEEP'],
    ],
  )
  t.equal((await analyst.post(`/v1/jobs/${id}/resume`, {})).status, 409, 'nothing of it is missing')
})

/** Computes what comes after the first `tries` answers, which it makes up. */
function failing(first: readonly Computed[]): Computing {
  const left = [...first]
  const here = computingHere()
  return { ...here, answer: async (job, signal) => left.shift() ?? here.answer(job, signal) }
}

t.test('a scenario that takes too long is given up at the second try, and the next one runs', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Slow once', smallDistrict())
  const late: Computed = { kind: 'fault', why: 'time' }
  const { id } = await begun(finance, { kind: 'batch', scenarios: [{ scenario }] })
  const worker = jobWorker(t, database, { computing: failing([late, late]) })
  t.match(await jobWhen(t, finance, id), { state: 'done', refused: 1, problem: null })
  const outcomes = worker.log.filter(({ event }) => event === 'part').map(({ outcome }) => outcome)
  t.strictSame(outcomes, ['given back', 'refused'])
  const { refused } = (await finance.get(`/v1/jobs/${id}/result`)).json() as unknown as Batch
  t.match(refused, [{ problem: { detail: /in the time/, errors: [] } }])
  const csv = await finance.get(`/v1/jobs/${id}/result`, { accept: 'text/csv' })
  t.match(csv.text, /,,.*It had not come to a result in the time/)
  const next = await begun(finance, { kind: 'batch', scenarios: [{ scenario }] })
  t.match(await jobWhen(t, finance, next.id), { state: 'done', refused: 0 })
})

t.test(
  'of what is wrong at other schools a principal reads what kind it is, and the result has ten',
  async (t) => {
    const { as, database } = await open(t)
    const scenario = await keptScenario(as('finance'), 'Released', smallDistrict())
    await as('finance').post(`/v1/scenarios/${scenario}/release`, {})
    const missing = (school: string, i: number): WireProblem => ({
      code: 'VALUE_MISSING',
      severity: 'error',
      message: `${school} has no count ${i}`,
      where: { school },
    })
    const problems = ['s1', ...Array.from({ length: 12 }, () => 's2')].map(missing)
    const refusing = failing([{ kind: 'refused', why: 'input', problems, more: 3 }])
    jobWorker(t, database, { computing: refusing })
    const { id } = await begun(as('principal'), { kind: 'batch', scenarios: [{ scenario }] })
    t.match(await jobWhen(t, as('principal'), id), { state: 'done', refused: 1 })
    const told = async (role: 'principal' | 'finance') =>
      ((await as(role).get(`/v1/jobs/${id}/result`)).json() as unknown as Batch).refused[0]?.problem
    const own = await told('principal')
    t.strictSame([own?.errors[0]?.message, own?.errors.length], ['s1 has no count 0', 2])
    t.notMatch(JSON.stringify(own), /s2/)
    const all = await told('finance')
    t.strictSame([all?.errors.length, all?.more], [10, 6])
    const { items } = (await as('finance').get(`/v1/jobs/${id}/parts`)).json() as unknown as Parts
    t.equal(items[0]?.problem?.errors.length, 13, 'its part has all of them')
  },
)
