import { spawnSync } from 'node:child_process'
import t from 'tap'
import { z } from 'zod'
import { filesBodySchema } from '../../src/contract/api/posted-body.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { MALFORMED_JSON } from '../support/malformed-json.ts'
import { ownWork } from '../support/own-work.ts'
import { AUTHORIZED, service } from '../support/service.ts'
import { fromCsv, smallCsv, smallDistrict } from '../support/small-district.ts'

const YAML_BODY = { ...AUTHORIZED, 'content-type': 'application/yaml' }
const ADDRESSES = Object.values(ROUTES).flatMap((route) =>
  route.kind === 'computing' ? [route.path + ('school' in route.query.shape ? '?school=1' : '')] : [],
)
const OWNED = ['district_id', 'school_id', 'id', 'version', 'role', 'created_by', 'status']

t.test('a field that nobody asked for is refused, wherever it stands (S4)', async (t) => {
  const { post } = await service(t)
  const files = { files: { 'a.yaml': smallDistrict() }, scenario: 'a.yaml', scenarios: ['a.yaml', 'a.yaml'] }
  for (const address of ADDRESSES) {
    for (const key of OWNED) {
      const { scenario, scenarios, ...rest } = files
      const body = /compare|split/.test(address) ? { ...rest, scenarios } : { ...rest, scenario }
      t.equal((await post(address, body)).status, 200, address)
      const answer = await post(address, { ...body, [key]: '1' })
      t.match(
        [answer.status, answer.json().errors?.[0]],
        [400, { code: 'FIELD_UNKNOWN', found: key }],
        address,
      )
    }
  }
  for (const key of OWNED) {
    const document = await post('/v1/compute', `${smallDistrict()}${key}: 1\n`, YAML_BODY)
    t.match([document.status, document.json().errors?.[0]?.pointer], [400, `/${key}`])
  }
  const lax = z.object(filesBodySchema.shape)
  t.ok(
    lax.safeParse({ files: {}, scenario: 'a', role: 'finance' }).success,
    'the control: a lax schema takes it',
  )
})

t.test('what is not JSON is refused on every route, at once (S6)', async (t) => {
  const { post } = await service(t)
  t.ok(MALFORMED_JSON.length >= 60, `${MALFORMED_JSON.length} bodies`)
  for (const address of ADDRESSES) {
    for (const [name, body] of MALFORMED_JSON) {
      const worked = ownWork()
      const { status, bytes } = await post(address, body)
      if (status !== 400 || worked() > 1_000 || bytes.length > 200_000)
        t.fail(`${address} ${name}: ${status} after ${worked()} ms, ${bytes.length} bytes`)
    }
    t.pass(address)
  }
  const [, deep = ''] = MALFORMED_JSON.find(([name]) => name === 'deep lists') ?? []
  t.throws(
    () => JSON.stringify(JSON.parse(String(deep))),
    RangeError,
    'the control: an echo of it would break',
  )
})

/** Texts that are no number, or more of one than is read. */
const NO_NUMBERS = [
  '1e999999999',
  '1e100000000',
  '-1e10000000',
  '9'.repeat(900_000),
  `0.${'0'.repeat(900_000)}1`,
  `0x${'f'.repeat(1_000)}`,
  '0b11',
  '1_000',
  'NaN',
  'Infinity',
  '-Infinity',
  '١٢',
  '1e-400',
  '12345678901234567890.12',
  '1.5.2',
  '--1',
  '1 000',
]

t.test('a number that is none is refused in every place, at once, and takes no memory (S7)', async (t) => {
  const { post } = await service(t)
  const places: Readonly<Record<string, (number: string) => { body: unknown; yaml?: true }>> = {
    parameter: (number) => ({
      body: smallDistrict({
        parameters: `parameters:\n  base: { value: "${number}", unit: money/pupil, assumed: test }`,
      }),
      yaml: true,
    }),
    cell: (number) => ({
      body: smallDistrict().replace('enrollment: 10', `enrollment: "${number}"`),
      yaml: true,
    }),
    control: (number) => ({
      body: smallDistrict({ controls: `controls:\n  - { of: total, amount: "${number}" }` }),
      yaml: true,
    }),
    expression: (number) => ({
      body: smallDistrict({
        lines: `lines:\n  - { id: base, amount: "enrollment * ${number}", fund: general, flexibility: free }`,
      }),
      yaml: true,
    }),
    rounding: (number) => ({
      body: smallDistrict({
        lines: `lines:\n  - { id: base, amount: enrollment * base, round: "${number}", fund: general, flexibility: free }`,
      }),
      yaml: true,
    }),
    table: (number) => ({
      body: {
        files: {
          'a.yaml': smallDistrict({ data: fromCsv }),
          'schools.csv': smallCsv.replace('20,5', `${number},5`),
        },
        scenario: 'a.yaml',
      },
    }),
    'JSON number': (number) => ({
      body: `{ "leeway": 1, "solve": { "parameter": "base", "to": ${number} } }`,
    }),
  }
  await post('/v1/compute', smallDistrict(), YAML_BODY)
  const before = process.memoryUsage().rss
  for (const [place, write] of Object.entries(places)) {
    for (const number of NO_NUMBERS) {
      const { body, yaml } = write(number)
      const worked = ownWork()
      const answer = yaml ? await post('/v1/compute', body, YAML_BODY) : await post('/v1/compute', body)
      const name = `${place} ${number.slice(0, 24)}`
      if (![400, 422].includes(answer.status) || worked() > 500)
        t.fail(`${name}: ${answer.status} after ${worked()} ms ${answer.text.slice(0, 200)}`)
    }
    t.pass(place)
  }
  const grown = (process.memoryUsage().rss - before) / 1024 / 1024
  t.ok(grown < 200, `${grown.toFixed(0)} MB more for ${NO_NUMBERS.length * 7} requests of up to a megabyte`)
})

t.test('the control: what reads numbers without looking at them first dies of one (S7)', async (t) => {
  const program = "import Decimal from 'decimal.js'; new Decimal('1e100000000').toFixed(2)"
  const limits = ['--max-old-space-size=64', '--input-type=module']
  const { status, signal } = spawnSync(process.execPath, [...limits, '-e', program], { stdio: 'ignore' })
  t.ok(status !== 0 || signal !== null)
})

t.test('no name reaches into the objects of the language (S11)', async (t) => {
  const { post, app } = await service(t)
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']
  for (const name of names) {
    const bodies = [
      `{ "${name}": { "polluted": 1 } }`,
      `{ "leeway": 1, "scenario": { "${name}": { "polluted": 1 } } }`,
      `{ "leeway": 1, "formula": { "parameters": { "${name}": { "${name}": { "polluted": "1" } } } } }`,
      `{ "files": { "${name}": "leeway: 1" }, "scenario": "${name}" }`,
      `{ "files": { "${name}": { "polluted": "1" } }, "scenario": "${name}" }`,
      JSON.stringify({
        files: {
          'a.yaml': smallDistrict({ data: fromCsv }),
          'schools.csv': `${smallCsv.replace('frl', name)}`,
        },
        scenario: 'a.yaml',
      }),
    ]
    for (const body of bodies)
      t.ok([400, 422].includes((await post('/v1/compute', body)).status), body.slice(0, 80))
    t.equal((await post('/v1/compute', `${name}:\n  polluted: 1\n`, YAML_BODY)).status, 400)
    t.equal((await post(`/v1/explain?${name}=1&school=1`, '{}')).status, 400)
    t.equal((await post(`/v1/explain?school=${name}`, smallDistrict(), YAML_BODY)).status, 422)
    t.equal((await app.inject({ url: `/${name}` })).statusCode, 404)
  }
  t.equal(Reflect.get({}, 'polluted'), undefined)
  t.strictSame(Object.keys(Object.prototype), [])
  mergedCarelessly({}, JSON.parse('{ "__proto__": { "polluted": 1 } }'))
  t.equal(Reflect.get({}, 'polluted'), 1, 'the control: a careless merge is found')
  Reflect.deleteProperty(Object.prototype, 'polluted')
})

function mergedCarelessly(into: Record<string, unknown>, from: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(from)) {
    const inside = into[key]
    if (typeof value === 'object' && value !== null && typeof inside === 'object' && inside !== null)
      mergedCarelessly(inside as Record<string, unknown>, value as Record<string, unknown>)
    else into[key] = value
  }
}
