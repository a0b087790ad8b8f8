import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { checkReportSchema } from '../../src/contract/api/check-schema.ts'
import { explanationSchema } from '../../src/contract/api/explanation-schema.ts'
import { outcomeOf } from '../../src/contract/api/outcome-schema.ts'
import { comparisonSchema } from '../../src/contract/report/comparison-schema.ts'
import { runResultSchema } from '../../src/contract/report/run-schema.ts'
import { splitResultSchema } from '../../src/contract/report/split-schema.ts'
import { AUTHORIZED, JSON_BODY, service } from '../support/service.ts'
import { fromCsv, smallCsv, smallDistrict } from '../support/small-district.ts'

// 10 and 20 pupils at $100; then at $110.
const adopted = smallDistrict()
const raised = smallDistrict({
  parameters: 'parameters:\n  base: { value: "110", unit: money/pupil, assumed: for the test }',
})
const both = { files: { 'a.yaml': adopted, 'b.yaml': raised }, scenarios: ['a.yaml', 'b.yaml'] }
const YAML_BODY = { ...AUTHORIZED, 'content-type': 'application/yaml' }
const OUTCOME = 'application/vnd.leeway.outcome+json'

t.test('a scenario in YAML, one with its CSV file, and one among JSON cost the same $3,000', async (t) => {
  const { post } = await service(t)
  const answers = [
    await post('/v1/compute', adopted, YAML_BODY),
    await post('/v1/compute', adopted, { ...AUTHORIZED, 'content-type': 'text/yaml; charset=utf-8' }),
    await post('/v1/compute', {
      files: { 'district.yaml': smallDistrict({ data: fromCsv }), 'schools.csv': smallCsv },
      scenario: 'district.yaml',
    }),
    await post('/v1/compute', {
      files: {
        'district.yaml': smallDistrict({ data: fromCsv }),
        'schools.csv': { base64: Buffer.from(smallCsv).toString('base64') },
      },
      scenario: 'district.yaml',
    }),
    await post('/v1/compute', `{ "files": { "a.json": ${asJson(110)} }, "scenario": "a.json" }`),
    await post('/v1/compute', asJson(110)),
    await post('/v1/compute', `files:\n  a.yaml: ${asJson(110)}\nscenario: a.yaml\n`, YAML_BODY),
  ]
  t.strictSame(
    answers.map(({ status, text }) => [status, JSON.parse(text).total]),
    [...Array(4).fill([200, '3000.00']), ...Array(3).fill([200, '3300.00'])],
  )
  for (const { text } of answers) runResultSchema.parse(JSON.parse(text))
})

t.test('a comparison, a split and an explanation are what their schemas say', async (t) => {
  const { post } = await service(t)
  const compared = comparisonSchema.parse((await post('/v1/compare?by=level', both)).json())
  t.match(compared.comparisons[0], { total: { before: '3000.00', after: '3300.00', change: '300.00' } })
  t.strictSame(
    compared.comparisons[0]?.groups[0]?.groups.map(({ group }) => group),
    ['ES', 'HS'],
  )
  const turned = comparisonSchema.parse((await post('/v1/compare?baseline=b.yaml', both)).json())
  t.match(turned.comparisons[0], { total: { change: '-300.00' } })
  const split = splitResultSchema.parse((await post('/v1/split', both)).json())
  t.match(split.causes, [{ id: 'base', amount: '300.00' }])
  const explained = explanationSchema.parse(
    (await post('/v1/explain?school=2&line=base', adopted, YAML_BODY)).json(),
  )
  t.match(explained, { school: { total: '2000.00' }, amounts: [{ id: 'base', substituted: '20 * 100' }] })
})

t.test('a check says what a scenario does, or all that is wrong with it', async (t) => {
  const { post } = await service(t)
  const fine = checkReportSchema.parse((await post('/v1/check', adopted, YAML_BODY)).json())
  t.match(fine, { summary: { schools: 2, lines: 1 }, problems: [], more: 0 })
  const wrong = smallDistrict({
    lines: 'lines:\n  - { id: base, amount: enrolment * base + nothing, fund: generall, flexibility: free }',
  })
  const answer = await post('/v1/check', { files: { 'a.yaml': wrong }, scenario: 'a.yaml' })
  const report = checkReportSchema.parse(answer.json())
  t.strictSame([answer.status, report.summary], [200, null])
  t.strictSame(report.problems.map(({ found }) => found).sort(byText), ['enrolment', 'generall', 'nothing'])
  t.match(report.problems[0], { pointer: '/files/a.yaml', where: { file: 'a.yaml', line: 16 } })
})

t.test('an outcome has the warnings with their places, and the runs that do not tie out', async (t) => {
  const { post } = await service(t)
  const untied = smallDistrict({
    data: 'data:\n  rows:\n    - { id: "1", enrollment: 10, frl: 4, level: ES }',
    controls: 'controls:\n  - { of: total, amount: "999.00" }',
  })
  const answer = await post('/v1/compute', untied, { ...YAML_BODY, accept: OUTCOME })
  const outcome = outcomeOf(runResultSchema).parse(answer.json())
  t.match(answer.headers['content-type'], OUTCOME)
  t.match(outcome.runs, [{ controls: [{ of: 'total', difference: '1.00', holds: false }] }])
  t.match(outcome.problems[0], {
    severity: 'warning',
    pointer: '/data',
    where: { file: 'body.yaml' },
  })
})

t.test('the answer has the form that is accepted best', async (t) => {
  const { post } = await service(t)
  const typeOf = async (accept: string, path = '/v1/compute'): Promise<unknown> => {
    const { status, headers } = await post(path, adopted, { ...YAML_BODY, accept })
    return status === 200 ? headers['content-type'] : status
  }
  t.equal(await typeOf('*/*'), 'application/json')
  t.equal(await typeOf('text/*'), 'text/csv; charset=utf-8')
  t.equal(await typeOf('application/json;q=0.2, text/csv;q=0.9'), 'text/csv; charset=utf-8')
  t.equal(await typeOf('text/csv;q=0, */*;q=0.1'), 'application/json')
  t.equal(await typeOf('image/png'), 406)
  t.equal(await typeOf('application/json;q=0'), 406)
  t.equal(await typeOf('text/csv', '/v1/check'), 406)
})

t.test('an answer is packed where that is accepted', async (t) => {
  const { post } = await service(t)
  const plain = await post('/v1/compute', adopted, YAML_BODY)
  const packed = await post('/v1/compute', adopted, { ...YAML_BODY, 'accept-encoding': 'gzip' })
  t.equal(packed.headers['content-encoding'], 'gzip')
  t.equal(gunzipSync(packed.bytes).toString(), plain.text)
  t.equal(packed.headers['leeway-inputs'], plain.headers['leeway-inputs'])
  t.match(plain.headers, { 'cache-control': 'no-store', 'leeway-request-id': /^[0-9a-f-]{36}$/ })
})

/** The small district in JSON, with numbers as a person writes them. */
function asJson(rate: number): string {
  return JSON.stringify({
    leeway: 1,
    formula: {
      id: 'simple',
      currency: 'USD',
      year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
      needs: { enrollment: { unit: 'pupil' } },
      funds: ['general'],
      pupils: 'enrollment',
      parameters: { base: { value: rate, unit: 'money/pupil', assumed: 'for the test' } },
      lines: [{ id: 'base', amount: 'enrollment * base', fund: 'general', flexibility: 'free' }],
    },
    data: {
      rows: [
        { id: '1', enrollment: 10 },
        { id: '2', enrollment: 20 },
      ],
    },
  })
}

function byText(a: string | undefined = '', b: string | undefined = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}

t.test('the header of a body says JSON, and the body may not be packed', async (t) => {
  const { post } = await service(t)
  for (const headers of [
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    { 'content-type': '' },
  ]) {
    const answer = await post('/v1/compute', adopted, { ...AUTHORIZED, ...headers })
    t.equal(answer.status, 415, JSON.stringify(headers))
    t.equal(answer.json().type, '/docs#problem-media-type')
  }
  t.equal((await post('/v1/compute', adopted, JSON_BODY)).status, 400, 'YAML that is called JSON')
})
