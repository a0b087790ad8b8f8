import { readXlsx } from 'hucre/xlsx'
import t from 'tap'
import type { Role } from '../../src/contract/api/roles.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { newRun } from '../../src/office/compute-run.ts'
import { saveRun } from '../../src/store/runs.ts'
import { asProgram } from '../../src/store/with-district.ts'
import { idOf, made } from '../support/planted-content.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { BASIS, schoolsCsv, wholeFormula } from '../support/whole-formula.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const wish = { accept: XLSX }

// Every school's dollars hang on all schools; the counts of s2 and s3 are told from all other numbers.
const OTHERS_CELLS = /\b(?:2047|1023|3089|1544)\b/

const open = await storedServices(t)
const { as, a } = await open(t)
const finance = as('finance')
await made(
  finance.post('/v1/datasets?name=counts', schoolsCsv([1000, 2047, 3089]), { 'content-type': 'text/csv' }),
)
await made(finance.post('/v1/formulas?name=shares', { leeway: '1', formula: wholeFormula('shares') }))
const scenario = await idOf(
  finance.post('/v1/scenarios?year=2026-27', {
    leeway: '1',
    scenario: { id: 'budget', name: 'Budget' },
    formula: 'formulas/shares',
    data: { file: 'datasets/counts', measures: BASIS },
  }),
)
const run = await idOf(finance.post('/v1/runs', { scenario }))
const OF_S1: readonly Role[] = ['principal', 'supervisor', 'budget-partner']

t.test('a posted scenario is answered as a workbook, the same each time', async (t) => {
  const [first, again] = [
    await finance.post('/v1/compute', smallDistrict(), { ...wish, 'content-type': 'application/yaml' }),
    await finance.post('/v1/compute', smallDistrict(), { ...wish, 'content-type': 'application/yaml' }),
  ]
  t.strictSame([first?.status, first?.headers['content-type']], [200, XLSX])
  t.strictSame(first?.bytes, again?.bytes)
  t.match(first?.headers['leeway-inputs'], /^sha256:/)
  const { sheets } = await readXlsx(first?.bytes ?? Buffer.alloc(0))
  t.strictSame(
    sheets.map(({ name }) => name),
    ['Summary', 'Schools', '1', '2', 'Parameters', 'Reproduce'],
  )
  t.strictSame(sheets.at(-1)?.rows[1]?.slice(0, 2), ['Command', `POST /v1/compute, Accept: ${XLSX}`])
})

t.test('a scenario that is wrong is refused as in every other form', async (t) => {
  const headers = { ...wish, 'content-type': 'application/yaml' }
  const refused = await finance.post('/v1/compute', smallDistrict({ controls: 'control: []' }), headers)
  t.match([refused.status, refused.headers['content-type']], [400, /problem\+json/])
})

t.test('a kept run is a workbook with a sheet for each school', async (t) => {
  const answer = await finance.get(`/v1/runs/${run}/result`, wish)
  t.strictSame([answer.status, answer.headers['content-type']], [200, XLSX])
  const { inputs } = (await finance.get(`/v1/runs/${run}`)).json()
  t.equal(answer.headers['leeway-inputs'], inputs)
  t.match(await textsIn(answer.bytes), OTHERS_CELLS, 'with their counts')
})

t.test('a school of a run is a workbook of its own, without the counts of others', async (t) => {
  await made(finance.post(`/v1/runs/${run}/release`, {}))
  const whole = await finance.get(`/v1/runs/${run}/schools/s1`, wish)
  t.strictSame([whole.status, whole.headers['content-type']], [200, XLSX])
  for (const role of OF_S1) {
    const own = await as(role).get(`/v1/runs/${run}/schools/s1`, wish)
    t.strictSame(own.bytes, whole.bytes, `${role}: the same as finance reads`)
    const texts = await textsIn(own.bytes)
    t.notMatch(texts, OTHERS_CELLS, role)
    t.match(texts, /\b6136\b/, 'all students')
  }
})

t.test(
  'those who see some schools have no workbook of others, nor of all, though their amounts are released',
  async (t) => {
    for (const role of OF_S1) {
      t.equal((await as(role).get(`/v1/runs/${run}/schools/s2`)).status, 200, role)
      t.equal((await as(role).get(`/v1/runs/${run}/schools/s2`, wish)).status, 404, role)
      t.equal((await as(role).get(`/v1/runs/${run}/result`)).status, 200, role)
      t.equal((await as(role).get(`/v1/runs/${run}/result`, wish)).status, 404, role)
    }
    for (const role of ['viewer', 'analyst'] as const)
      t.equal((await as(role).get(`/v1/runs/${run}/result`, wish)).status, 200, role)
  },
)

t.test(
  'there is no workbook of a draft for a principal, nor of a school that the run does not have',
  async (t) => {
    const draft = await idOf(finance.post('/v1/runs', { scenario }))
    t.equal((await as('principal').get(`/v1/runs/${draft}/schools/s1`, wish)).status, 404)
    t.equal((await finance.get(`/v1/runs/${draft}/schools/s9`, wish)).status, 404)
  },
)

t.test(
  'a run of an earlier engine has no workbook and no explanation, for its amounts may be others today',
  async (t) => {
    const content = (await finance.get(`/v1/runs/${run}/result`)).text
    const result = JSON.parse(content) as RunResult
    const { inputs } = result.leeway
    const last = inputs.endsWith('0') ? '1' : '0'
    for (const leeway of [
      { ...result.leeway, engine: '0.0.1' },
      // What it is computed from comes to another hash today.
      { ...result.leeway, inputs: `${inputs.slice(0, -1)}${last}` },
    ]) {
      const earlier = newRun(
        finance.identity,
        { id: scenario, version: 1 },
        { content, result: { ...result, leeway } },
      )
      const kept = await a.by('finance', async (trx) =>
        asProgram(trx, finance.identity, async () => saveRun(trx, finance.identity, earlier)),
      )
      for (const place of ['result', 'schools/s1']) {
        const refused = await finance.get(`/v1/runs/${kept}/${place}`, wish)
        t.match([refused.status, refused.text], [409, /another version of the engine/], place)
      }
      const opened = await finance.get(`/v1/runs/${kept}/schools/s1/explanation`)
      t.match([opened.status, opened.text], [409, /another version of the engine/])
      t.equal((await finance.get(`/v1/runs/${kept}/result`)).status, 200)
    }
  },
)

async function textsIn(bytes: Uint8Array): Promise<string> {
  const { sheets } = await readXlsx(bytes)
  return JSON.stringify(sheets.map(({ name, rows }) => [name, rows]))
}
