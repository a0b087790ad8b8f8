import { readFileSync } from 'node:fs'
import t from 'tap'
import type { StoredRoute } from '../../src/contract/api/route.ts'
import { STORED_ROUTES } from '../../src/contract/api/routes.ts'
import { threadPool } from '../../src/worker/thread-pool.ts'
import { corpus, filesOf } from '../support/corpus-folder.ts'
import { MALFORMED_JSON } from '../support/malformed-json.ts'
import { ownWork } from '../support/own-work.ts'
import { from } from '../support/sender.ts'
import type { Answer } from '../support/service.ts'
import { smallCsv } from '../support/small-district.ts'
import {
  type Places,
  plantedPlaces,
  type SoundRequest,
  STORED_IDS,
  soundRequest,
} from '../support/sound-requests.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'

// As in hostile-bodies.test.ts, sent to every route that takes something to keep.
const open = await storedServices(t)
const TAKING = STORED_IDS.filter((id) => 'takes' in STORED_ROUTES[id])
const AS_JSON = { fields: 'application/json', document: 'application/json', table: 'text/csv' } as const

/** Nothing at all is no field at all, which some routes take. */
const EMPTY: readonly string[] = ['nothing', 'an empty map']

async function sentWith(
  { as }: StoredService,
  { operation, method, path }: SoundRequest,
  body: string | Buffer,
): Promise<Answer> {
  const { takes }: StoredRoute = STORED_ROUTES[operation]
  const kind = takes?.kind ?? 'fields'
  const type = kind === 'patch' ? 'application/json-patch+json' : AS_JSON[kind]
  return as('finance').send(method, path, body, { ...from(1), 'content-type': type })
}

t.test('what is not JSON is refused wherever something is kept, at once (S6)', async (t) => {
  const service = await open(t)
  const places = await plantedPlaces(service)
  t.ok(TAKING.length >= 23, `${TAKING.length} routes`)
  for (const operation of TAKING) {
    const request = soundRequest(operation, places)
    const { takes }: StoredRoute = STORED_ROUTES[operation]
    const isTable = takes?.kind === 'table'
    const takesNothing = takes?.kind === 'fields' && takes.schema.safeParse({}).success
    for (const [name, body] of MALFORMED_JSON) {
      const worked = ownWork()
      const { status, bytes } = await sentWith(service, request, body)
      const mayPass = isTable || (takesNothing && EMPTY.includes(name))
      const isRefused = (status >= 400 && status < 500) || (mayPass && status < 300)
      if (!isRefused || worked() > 1_000 || bytes.length > 200_000)
        t.fail(`${operation} ${name}: ${status} after ${worked()} ms, ${bytes.length} bytes`)
    }
    t.pass(operation)
  }
})

/** Texts that are no whole number, or more of one than is read. */
const NO_NUMBERS = [
  '1e999999999',
  '-1',
  '0',
  '9'.repeat(1_000),
  `0x${'f'.repeat(100)}`,
  '1_000',
  'NaN',
  'Infinity',
  '١٢',
  '1e2',
  '1.0',
  ' 1',
  '',
]

t.test(
  'a number that is none is refused in every place of an address, a header and a body (S7)',
  async (t) => {
    const service = await open(t)
    const { scenario, dataset, run, formula } = await plantedPlaces(service)
    const { get, post, put, patch } = service.as('finance')
    for (const number of NO_NUMBERS) {
      const written = encodeURIComponent(number)
      const tag = { 'if-match': `"${number}"` }
      const worked = ownWork()
      const answers: Readonly<Record<string, Answer>> = {
        limit: await get(`/v1/runs?limit=${written}`),
        from: await get(`/v1/scenarios/${scenario}/diff?from=${written}`),
        to: await get(`/v1/scenarios/${scenario}/diff?from=1&to=${written}`),
        'version of a scenario': await get(`/v1/scenarios/${scenario}/versions/${written}`),
        'version of a dataset': await get(`/v1/datasets/${dataset}/versions/${written}/rows`),
        'version of a formula': await get(`/v1/formulas/${formula}/versions/${written}`),
        school: await get(`/v1/runs/${run}/schools/${written}`),
        'version to run': await post('/v1/runs', { scenario, version: number }),
        'version to copy': await post(`/v1/scenarios/${scenario}/copy`, { name: 'Copy', version: number }),
        'version to adopt': await put('/v1/adoptions/2031', { scenario, version: number }),
        days: await post('/v1/keys', { name: 'key', scopes: ['read'], days: number }),
        'bare days': await post('/v1/keys', `{ "name": "key", "scopes": ["read"], "days": -${number} }`),
        tag: await patch('/v1/district', { name: 'Lake' }, number === ' 1' ? from(9) : tag),
      }
      for (const [place, { status, text }] of Object.entries(answers))
        t.ok(
          [400, 404, 412, 422].includes(status),
          `${place} ${number.slice(0, 12)}: ${status} ${text.slice(0, 200)}`,
        )
      t.ok(worked() < 2_000, `${worked()} ms`)
    }
  },
)

/** Cells that a reader of numbers might make another number of. */
const CELLS = [
  '1e400',
  '-0',
  '007',
  '1,234',
  '0x1F',
  'NaN',
  'Infinity',
  '1_000',
  '١٢',
  '9'.repeat(60),
  '.5',
  '1.',
]

t.test('a cell that is no plain number is kept to the letter (S7)', async (t) => {
  const { as } = await open(t)
  const csv = `id,count\n${CELLS.map((cell, i) => `${i},"${cell}"`).join('\n')}\n`
  const kept = await as('finance').post('/v1/datasets?name=odd', csv, { 'content-type': 'text/csv' })
  t.equal(kept.status, 201, kept.text)
  const { items } = (await as('finance').get(`${String(kept.headers['location'])}/rows`)).json()
  const cells = items as readonly { readonly cells: { readonly id: string; readonly count: string } }[]
  const byId = new Map(cells.map(({ cells: { id, count } }) => [id, count]))
  t.strictSame(
    CELLS.map((_, i) => byId.get(`${i}`)),
    CELLS,
  )
})

t.test('no name reaches into the objects of the language, whatever is kept under it (S11)', async (t) => {
  const service = await open(t)
  const places: Places = await plantedPlaces(service)
  const { get, post } = service.as('finance')
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__']) {
    for (const operation of TAKING) {
      const request = soundRequest(operation, places)
      for (const body of [
        `{ "${name}": { "polluted": 1 } }`,
        `[{ "op": "add", "path": "/${name}/polluted", "value": 1 }]`,
      ]) {
        const { status } = await sentWith(service, request, body)
        const mayPass = request.type === 'text/csv' || operation === 'changeScenario'
        t.ok((status >= 400 && status < 500) || (mayPass && status < 300), `${operation} ${body}: ${status}`)
      }
    }
    t.equal((await get(`/v1/runs?${name}=1`)).status, 400)
    t.ok([200, 404].includes((await get(`/v1/schools/${name}`)).status))
    t.equal((await get(`/v1/users/${name}`)).status, 404)
    const made = await post('/v1/portfolios', { name, schools: ['1'] })
    t.match(made.json(), { name })
    const table = smallCsv.replace('frl', name)
    const kept = await post(`/v1/datasets?name=${name}`, table, { 'content-type': 'text/csv' })
    if (kept.status === 201) {
      const rows = await get(`${String(kept.headers['location'])}/rows`)
      t.match(rows.text, `"${name}": "4"`, 'a column is a column')
    } else t.match(kept.json(), { status: 422, errors: [{ found: name }] })
  }
  t.equal(Reflect.get({}, 'polluted'), undefined)
  t.strictSame(Object.keys(Object.prototype), [])
})

t.test(
  'every bad table of the corpus is read or refused with its place, and never breaks anything (S8)',
  async (t) => {
    const { as } = await open(t)
    const seen = new Map<number, number>()
    const folders = ['csv', 'encodings', 'numbers', 'names', 'units']
    const files = folders.flatMap((folder) => filesOf(folder).map((file) => `${folder}/${file}`))
    t.ok(files.length > 20, `${files.length} files`)
    for (const file of files) {
      const worked = ownWork()
      const answer = await as('finance').post('/v1/datasets/check?name=bad', readFileSync(corpus + file), {
        'content-type': 'text/csv',
      })
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
      t.ok([200, 400, 422].includes(answer.status) && worked() < 2_000, `${file}: ${answer.status}`)
      if (answer.status !== 200)
        t.match(answer.json().errors?.[0], { code: /^[A-Z][A-Z0-9_]+$/, where: {} }, file)
    }
    t.ok((seen.get(422) ?? 0) + (seen.get(400) ?? 0) > 10, JSON.stringify([...seen]))
  },
)

t.test('a patch of a few lines never becomes more than there is memory', async (t) => {
  const service = await open(t)
  const { scenario } = await plantedPlaces(service)
  const patch = async (changes: unknown): Promise<Answer> =>
    service.as('finance').patch(`/v1/scenarios/${scenario}`, changes, {
      ...from(1),
      'content-type': 'application/json-patch+json',
    })
  const doubling = Array.from({ length: 500 }, (_, i) => ({
    op: 'copy',
    from: '/scenario',
    path: `/scenario/c${i}`,
  }))
  const long = Array.from({ length: 2_000 }, (_, i) => ({ id: `${i}` }))
  const worked = ownWork()
  t.match((await patch(doubling)).json(), {
    status: 422,
    errors: [{ code: 'PATCH', message: /characters are copied/ }],
  })
  t.match((await patch([{ op: 'test', path: '/scenario', value: long }])).json(), { status: 422 })
  t.ok(worked() < 2_000, `${worked()} ms`)
  for (const path of ['scenario', ' ', '/a~', '/a~2'])
    t.match((await patch([{ op: 'remove', path }])).json(), { status: 400, errors: [{ pointer: '/0/path' }] })
})

t.test('while large tables are read, others are answered (S8)', async (t) => {
  const computing = threadPool({ threads: 1, milliseconds: 20_000, waitMilliseconds: 20_000, heapMb: 512 })
  t.teardown(() => computing.close())
  const { as } = await open(t, { computing })
  const finance = as('finance')
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},${i}.50,"a, b",${i % 7}`)
  const csv = `id,amount,note,level\n${rows.join('\n')}\n`
  t.equal((await finance.get('/v1/district')).status, 200)
  let isReading = true
  const read = finance
    .post('/v1/datasets/check?name=large', csv, { 'content-type': 'text/csv' })
    .then((answer) => {
      isReading = false
      return answer
    })
  const waits: number[] = []
  while (isReading) {
    const start = performance.now()
    await finance.get('/v1/district')
    waits.push(performance.now() - start)
  }
  t.match((await read).json(), { rows: { before: 0, after: 60_000 } })
  const [p99 = 0] = waits.toSorted((a, b) => b - a).slice(Math.floor(waits.length / 100))
  t.ok(waits.length > 20 && p99 < 250, `${waits.length} answers, p99 ${p99.toFixed(0)} ms`)
})
