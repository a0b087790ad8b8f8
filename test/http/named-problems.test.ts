import t from 'tap'
import type { WireProblem } from '../../src/contract/api/wire-problem.ts'
import { namedProblems } from '../../src/office/named-problems.ts'
import { jobWorker } from '../support/job-worker.ts'
import type { Answer } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'
import { type Member, storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptDistrict } from '../support/swept-district.ts'

const open = await storedServices(t)

const measures = '{ enrollment: { basis: projection }, frl: { basis: projection } }'
const named = (file: string): string => `data: { file: "${file}", measures: ${measures} }`
const perLunch = 'lines:\n  - { id: base, amount: frl * base, fund: general, flexibility: free }'

async function upload(member: Member, csv: string): Promise<void> {
  const { status, text } = await member.post('/v1/datasets?name=Fall%20counts', csv, {
    'content-type': 'text/csv',
  })
  if (status !== 201) throw new Error(text)
}

async function keep(member: Member, name: string, text: string): Promise<Answer> {
  return member.post(`/v1/scenarios?name=${encodeURIComponent(name)}`, text, {
    'content-type': 'application/yaml',
  })
}

const errorsOf = (answer: Answer) => (answer.json() as { errors?: WireProblem[] }).errors ?? []

t.test('a problem of a kept dataset names it as a scenario does, and the school, but no line', async (t) => {
  const { as } = await open(t)
  await upload(as('finance'), 'id,enrollment,frl,level\ns2,20,5,HS\ns1,10,,ES\n')
  const answer = await keep(
    as('finance'),
    'Lunch',
    smallDistrict({ data: named('datasets/Fall counts'), lines: perLunch }),
  )
  t.equal(answer.status, 422)
  const [found, ...others] = errorsOf(answer)
  t.strictSame([found?.code, found?.pointer, others], ['CELL_MISSING', undefined, []])
  t.strictSame(found?.where, {
    file: 'datasets/Fall counts@1',
    dataset: 'now',
    header: 'frl',
    measure: 'frl',
    school: 's1',
  })
})

t.test('a problem of what is posted is at its place in the body', async (t) => {
  const { as } = await open(t)
  await keptScenario(as('finance'), 'Base', smallDistrict())
  const whatIf = {
    leeway: 1,
    scenario: { id: 'w', budget: 'neutral' },
    base: 'scenarios/Base',
    changes: [{ set: 'bse', to: '650', assumed: 'a typing error' }],
  }
  const answer = await as('finance').post('/v1/scenarios?name=What%20if', whatIf)
  const [found] = errorsOf(answer)
  t.match(found, { code: 'CHANGE_TARGET', pointer: '/changes/0/set' })
  t.strictSame(found?.where, { file: 'body.json', pointer: '/changes/0/set' })
})

t.test(
  'a count that a what-if takes below zero is told where it is changed, to the principal too',
  async (t) => {
    const { as } = await open(t)
    await upload(as('finance'), 'id,enrollment,frl,level\ns1,10,1,ES\ns2,20,5,HS\n')
    const base = await keptScenario(
      as('finance'),
      'Base',
      smallDistrict({ data: named('datasets/Fall counts') }),
    )
    t.equal((await as('finance').post(`/v1/scenarios/${base}/release`, {})).status, 200)
    const whatIf = {
      leeway: 1,
      scenario: { id: 'w', budget: 'cut' },
      base: 'scenarios/Base',
      changes: [{ change_counts: 'enrollment', add: { s1: '-11' } }],
    }
    for (const role of ['finance', 'principal'] as const) {
      const answer = await as(role).post(`/v1/scenarios?name=By%20${role}`, whatIf)
      const found = errorsOf(answer).find(({ code }) => code === 'CELL_NEGATIVE')
      const pointer = '/changes/0/add/s1'
      t.match(found, { found: '-1', message: 'enrollment is negative at school s1', pointer }, role)
      const cell = { dataset: 'now', measure: 'enrollment', school: 's1' }
      t.strictSame(found?.where, { file: 'body.json', pointer, ...cell })
    }
  },
)

t.test('what the base of a what-if is short of is told of the base by its name and version', async (t) => {
  const { as } = await open(t)
  const finance = as('finance')
  const changes = (value: string) => [
    { set: 'base', to: value, assumed: 'once' },
    { set: 'base', to: value, assumed: 'and again' },
  ]
  await keptScenario(finance, 'Budget', smallDistrict())
  const twice = {
    leeway: 1,
    scenario: { id: 'twice', budget: 'new-money' },
    base: 'scenarios/Budget',
    changes: changes('101'),
  }
  const kept = await finance.post('/v1/scenarios?name=Twice', twice)
  t.equal(kept.status, 201, kept.text)
  const above = {
    ...twice,
    scenario: { id: 'above', budget: 'new-money' },
    base: 'scenarios/Twice',
    changes: [],
  }
  const warnings = async (name: string) => {
    const answer = await finance.post(`/v1/scenarios?name=${name}`, above)
    return (answer.json() as { warnings?: WireProblem[] }).warnings?.map(({ where }) => where)
  }
  t.strictSame(await warnings('Above'), [{ file: 'scenarios/Twice@1', pointer: '/base/changes/1' }])
  // Two people have one of that name: which is meant is said by its id.
  await as('analyst').post('/v1/scenarios?name=Twice', { ...twice, changes: changes('102') })
  const id = (kept.json() as unknown as { scenario: { id: string } }).scenario.id
  t.strictSame(await warnings('Over'), [{ file: `scenarios/${id}@1 (Twice)`, pointer: '/base/changes/1' }])
})

t.test('a run, and a part of a job, tell of their scenario by its name', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Varied', sweptDistrict(2))
  const run = await finance.post('/v1/runs', { scenario })
  t.match(errorsOf(run), [{ code: 'VARY_SWEEP', where: { file: 'scenarios/Varied@1', pointer: '/vary' } }])
  jobWorker(t, database)
  const { id } = await begun(finance, { kind: 'batch', scenarios: [{ scenario }] })
  await jobWhen(t, finance, id)
  const parts = (await finance.get(`/v1/jobs/${id}/parts`)).json() as unknown as {
    items: { problem: { errors: WireProblem[] } }[]
  }
  t.strictSame(parts.items[0]?.problem.errors, errorsOf(run))
})

t.test('what somebody may not see has its id and no name', async (t) => {
  const { a } = await open(t)
  const id = '01a20387-94df-71e7-9cae-cb5b2449ae9a'
  const problem: WireProblem = {
    code: 'CELL_MISSING',
    severity: 'error',
    message: `dataset-${id}@3.csv has an empty cell`,
    where: { file: `dataset-${id}@3.csv`, line: 2, school: 's1' },
  }
  const seen = await a.by('finance', async (trx) => namedProblems(trx, [problem]))
  const file = `datasets/${id}@3`
  t.strictSame(seen, [{ ...problem, message: `${file} has an empty cell`, where: { file, school: 's1' } }])
  const other = { ...problem, message: 'another', where: { file: 'body.yaml', line: 2 } }
  t.strictSame(
    await a.by('finance', async (trx) => namedProblems(trx, [other])),
    [other],
    'it is no kept one',
  )
})
