import t from 'tap'
import { problemDocumentSchema } from '../../src/contract/api/wire-problem.ts'
import { AUTHORIZED, JSON_BODY, service } from '../support/service.ts'
import { fromCsv, smallCsv, smallDistrict } from '../support/small-district.ts'

const YAML_BODY = { ...AUTHORIZED, 'content-type': 'application/yaml' }

t.test('a body of another shape is told field by field, all at once', async (t) => {
  const { post } = await service(t)
  const wrong = smallDistrict({
    lines: 'lines:\n  - { id: base, amont: enrollment * base, fund: general, flexibility: fre }',
    scenario: 'scenario: { id: two-schools, colour: red }',
  })
  const answer = await post('/v1/compute', wrong, YAML_BODY)
  t.equal(answer.status, 400)
  t.match(answer.headers['content-type'], 'application/problem+json')
  const { errors = [], ...problem } = problemDocumentSchema.parse(answer.json())
  t.match(problem, { type: '/docs#problem-request', status: 400, more: 0 })
  t.equal(problem.instance, `urn:uuid:${String(answer.headers['leeway-request-id'])}`)
  t.strictSame(
    errors.map(({ code, pointer }) => [code, pointer]),
    [
      ['FIELD_UNKNOWN', '/scenario/colour'],
      ['FIELD_MISSING', '/formula/lines/0/amount'],
      ['FIELD_VALUE', '/formula/lines/0/flexibility'],
      ['FIELD_UNKNOWN', '/formula/lines/0/amont'],
    ],
  )
  t.match(errors[3], { found: 'amont', suggestion: 'did you mean amount?', where: { line: 16 } })
})

t.test('a scenario of the right shape that cannot be computed is another problem', async (t) => {
  const { post } = await service(t)
  const unknown = smallDistrict({
    lines: 'lines:\n  - { id: base, amount: enrolment * base, fund: general, flexibility: free }',
  })
  const answer = await post('/v1/compute', unknown, YAML_BODY)
  t.equal(answer.status, 422)
  t.match(answer.json(), {
    type: '/docs#problem-input',
    errors: [{ code: 'NAME_UNKNOWN', pointer: '/formula/lines/0/amount', suggestion: /enrollment/ }],
  })
})

t.test('a cell of a posted file is told by its file, line and column', async (t) => {
  const { post } = await service(t)
  const files = {
    'district.yaml': smallDistrict({ data: fromCsv }),
    'schools.csv': smallCsv.replace('20,5', 'twenty,5'),
  }
  const answer = await post('/v1/compute', { files, scenario: 'district.yaml' })
  t.equal(answer.status, 422)
  t.match(answer.json().errors, [
    {
      pointer: '/files/schools.csv',
      found: 'twenty',
      where: { file: 'schools.csv', line: 3, header: 'enrollment', school: '2' },
    },
  ])
})

t.test('of many problems two hundred are told, and how many more there are', async (t) => {
  const { post } = await service(t)
  const lines = Array.from(
    { length: 300 },
    (_, i) => `  - { id: l${i}, amount: nothing, fund: general, flexibility: free }`,
  )
  const answer = await post('/v1/compute', smallDistrict({ lines: `lines:\n${lines.join('\n')}` }), YAML_BODY)
  const { errors = [], more = 0 } = answer.json()
  t.strictSame([answer.status, errors.length, more], [422, 200, 100])
  t.ok(answer.bytes.length < 200_000)
})

t.test('a file can name only what came with it, beside it or below', async (t) => {
  const { post } = await service(t)
  const codeOf = async (file: string): Promise<unknown> => {
    const files = {
      'a/district.yaml': smallDistrict({ data: fromCsv.replace('schools.csv', file) }),
      'a/b/schools.csv': smallCsv,
      'schools.csv': smallCsv,
    }
    const { status, text } = await post('/v1/compute', { files, scenario: 'a/district.yaml' })
    return status === 200 ? 'computed' : JSON.parse(text).errors[0].code
  }
  t.equal(await codeOf('b/schools.csv'), 'computed')
  t.equal(await codeOf('./b/../b/schools.csv'), 'computed')
  t.equal(await codeOf('../schools.csv'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('/etc/passwd'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('package.json'), 'FILE_NOT_FOUND')
  const answer = await post(
    '/v1/compute',
    smallDistrict({ data: fromCsv.replace('schools.csv', 'package.json') }),
    YAML_BODY,
  )
  t.match(answer.json().errors, [{ code: 'FILE_NOT_FOUND' }])
})

t.test('parameters of the address are told by name', async (t) => {
  const { post } = await service(t)
  const answer = await post('/v1/explain?scool=1&school=2&school=3', '{}')
  t.equal(answer.status, 400)
  t.strictSame(
    answer.json().errors?.map(({ code, parameter, suggestion }) => [code, parameter, suggestion]),
    [
      ['FIELD_VALUE', 'school', undefined],
      ['FIELD_UNKNOWN', 'scool', 'did you mean school?'],
    ],
  )
  t.match((await post('/v1/explain', '{}')).json().errors, [{ code: 'FIELD_MISSING', parameter: 'school' }])
  const unknown = await post('/v1/explain?school=9', smallDistrict(), YAML_BODY)
  t.match([unknown.status, unknown.json().errors?.[0]?.code], [422, 'SCHOOL_UNKNOWN'])
})

t.test('what is not there, and what is asked for in another way, is a problem too', async (t) => {
  const { app, post } = await service(t)
  t.match((await post('/v1/nothing', '{}')).json(), { status: 404, type: '/docs#problem-not-found' })
  for (const [method, url, allow] of [
    ['GET', '/v1/compute', 'POST'],
    ['DELETE', '/v1/compute?x=1', 'POST'],
    ['POST', '/healthz', 'GET'],
  ] as const) {
    const answer = await app.inject({ method, url, headers: JSON_BODY })
    t.strictSame([answer.statusCode, answer.headers['allow']], [405, allow], `${method} ${url}`)
    t.equal(answer.json().type, '/docs#problem-method')
  }
  const bad = await app.inject({ method: 'GET', url: '/v1/%E0%A4%A' })
  t.match([bad.statusCode, bad.headers['content-type']], [400, /problem\+json/])
})

t.test('a request that is too large is refused, by bytes and by schools', async (t) => {
  const { post } = await service(t, { config: { bodyBytes: 1024 * 1024, rows: 3 } })
  const large = await post('/v1/compute', smallDistrict() + ' '.repeat(1024 * 1024), YAML_BODY)
  t.match([large.status, large.json().type], [413, '/docs#problem-too-large'])
  const rowsOf = (count: number): string =>
    smallDistrict({
      data: `data:\n  measures: { enrollment: { basis: projection }, frl: { basis: projection } }\n  rows:\n${Array.from(
        { length: count },
        (_, i) => `    - { id: "${i}", enrollment: 1, frl: 0, level: ES }`,
      ).join('\n')}`,
    })
  t.equal((await post('/v1/compute', rowsOf(3), YAML_BODY)).status, 200, 'as many as are taken')
  const many = await post('/v1/compute', rowsOf(4), YAML_BODY)
  t.match(
    [many.status, many.json().errors?.[0]],
    [413, { code: 'ROWS_LIMIT', found: '4', expected: 'at most 3' }],
  )
  const table = {
    'a.yaml': smallDistrict({ data: fromCsv }),
    'schools.csv': `${smallCsv}3,1,0,ES\n4,1,0,ES\n`,
  }
  t.equal((await post('/v1/compute', { files: table, scenario: 'a.yaml' })).status, 413, 'of a table too')
})
