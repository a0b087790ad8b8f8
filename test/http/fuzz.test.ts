import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { parse } from 'yaml'
import type { Computing } from '../../src/app/service/posted-job.ts'
import type { OpenapiOperation } from '../../src/contract/api/openapi-types.ts'
import { STORED_ROUTES } from '../../src/contract/api/routes.ts'
import { DESCRIPTION, type Described, OPERATIONS, undescribed } from '../support/described-answers.ts'
import { fails, holds } from '../support/property.ts'
import { mutationsOf, valuesOf } from '../support/schema-values.ts'
import { AUTHORIZED, computingHere, service, type TestService } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'

// What the description says is the whole of what may happen: no other status, no other form, nothing of another shape.
const RUNS = process.env['LEEWAY_LONG'] === '1' ? 5_000 : 300
/** What a district keeps is in fuzz-stored.test.ts, fuzz-computed.test.ts and fuzz-people.test.ts. */
const COMPUTING = OPERATIONS.filter(({ id }) => !Object.hasOwn(STORED_ROUTES, id))

/** The statuses that each operation has answered with. */
type Seen = Map<string, Set<number>>

interface Sent {
  readonly search: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

t.test('whatever is sent to be computed is answered as it is described (S22)', async (t) => {
  const built = await service(t)
  t.equal(COMPUTING.length, 10)
  t.setTimeout(RUNS * 400)
  const seen: Seen = new Map()
  for (const placed of COMPUTING) {
    await holds(
      t,
      fc.asyncProperty(sentTo(placed), async (sent) => answersAsDescribed({ built, placed, seen }, sent)),
      { runs: RUNS, milliseconds: 600_000 },
    )
    const wanted =
      placed.method === 'GET' ? [200] : [200, 400, 406, 415, ...(placed.path === '/v1/check' ? [] : [422])]
    t.strictSame(
      wanted.filter((status) => !seen.get(placed.path)?.has(status)),
      [],
      `${placed.path} has met all kinds of answers`,
    )
  }
})

t.test('the controls: planted faults are found (S22)', async (t) => {
  const compute = COMPUTING.find(({ path }) => path === '/v1/compute') ?? t.fail('there is such a route')
  if (typeof compute === 'boolean') return
  const planted: Readonly<Record<string, Computing['answer']>> = {
    'a 500 where a text is long': async (job, signal) => {
      if (job.bytes.length > 900) throw new Error('planted')
      return computingHere().answer(job, signal)
    },
    'a result that lacks a field': async (job, signal) => {
      const computed = await computingHere().answer(job, signal)
      if (computed.kind !== 'done' || job.answerForm !== 'json') return computed
      const { total: _, ...rest } = JSON.parse(new TextDecoder().decode(computed.bytes))
      return { ...computed, bytes: new TextEncoder().encode(JSON.stringify(rest)) }
    },
    'a problem with a field that is not described': async (job, signal) => {
      const computed = await computingHere().answer(job, signal)
      if (computed.kind !== 'refused') return computed
      const [first, ...rest] = computed.problems
      return {
        ...computed,
        problems: first === undefined ? [] : [{ ...first, code: Reflect.get({}, 'none') }, ...rest],
      }
    },
  }
  for (const [name, answer] of Object.entries(planted)) {
    t.comment(name)
    const built = await service(t, { computing: { ...computingHere(), answer } })
    await fails(
      t,
      fc.asyncProperty(sentTo(compute), async (sent) =>
        answersAsDescribed({ built, placed: compute, seen: new Map() }, sent),
      ),
      { runs: 300 },
    )
  }
})

const SOUND = {
  ...parse(smallDistrict(), { schema: 'failsafe' }),
  controls: [{ of: 'total', amount: '3000.00' }],
  scenario: { id: 'two-schools', name: 'Two schools' },
}

function sentTo({ operation }: Described): fc.Arbitrary<Sent> {
  const { parameters = [], requestBody, responses } = operation
  // One school of the small district has the id 1.
  const sound = parameters.filter(({ required }) => required).map(({ name }) => [name, '1'] as const)
  const odd = fc
    .tuple(
      ...parameters.map(({ name, schema }) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof(
            fc.constantFrom('1', 'base', 'level', 'a.yaml'),
            valuesOf(schema, DESCRIPTION.components.schemas),
          ),
        ),
      ),
    )
    .chain((pairs) => fc.subarray([...pairs, ['x', 'y'] as [string, unknown]], { minLength: 0 }))
    .map((pairs) => searchOf(pairs))
  const search = fc.oneof(fc.constant(searchOf(sound)), odd)
  const types = Object.keys(responses['200']?.content ?? {})
  const accept = fc.constantFrom(...types, ...types, '*/*', 'text/html', 'application/json;q=0.1, text/csv')
  const media = Object.keys(requestBody?.content ?? { 'application/json': {} })
  const type = fc.constantFrom(...media, 'application/json', 'application/json', 'text/plain')
  return fc.record({
    search,
    payload: payloads(operation),
    headers: fc.record({ accept, type }).map((each) => ({
      accept: each.accept,
      ...(requestBody && { 'content-type': each.type }),
    })),
  })
}

function searchOf(pairs: readonly (readonly [string, unknown])[]): string {
  const search = new URLSearchParams()
  for (const [name, value] of pairs) search.append(name, String(value))
  return search.toString()
}

function payloads({ operationId, requestBody }: OpenapiOperation): fc.Arbitrary<string> {
  const schema = requestBody?.content['application/json']?.schema
  if (schema === undefined) return fc.constant('')
  const files = { 'a.yaml': smallDistrict(), 'b.json': JSON.stringify(SOUND) }
  const sound = ['compare', 'split'].includes(operationId)
    ? { files, scenarios: ['a.yaml', 'b.json'] }
    : SOUND
  return fc.oneof(
    fc.constant(JSON.stringify(sound)),
    mutationsOf(sound).map((value) => JSON.stringify(value) ?? ''),
    mutationsOf(sound)
      .chain((value) => mutationsOf(value))
      .map((value) => JSON.stringify(value) ?? ''),
    valuesOf(schema, DESCRIPTION.components.schemas).map((value) => JSON.stringify(value) ?? ''),
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc
      .tuple(fc.constant(JSON.stringify(sound)), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, other]) => {
        const place = at % text.length
        return text.slice(0, place) + other + text.slice(place + 1)
      }),
  )
}

interface Fuzzed {
  readonly built: TestService
  readonly placed: Described
  readonly seen: Seen
}

async function answersAsDescribed({ built: { app }, placed, seen }: Fuzzed, sent: Sent): Promise<boolean> {
  const { path, method } = placed
  const url = sent.search === '' ? path : `${path}?${sent.search}`
  const request = {
    url,
    headers: { ...AUTHORIZED, ...sent.headers },
    ...(method === 'POST' && { payload: sent.payload }),
  }
  const answer = await app.inject({ ...request, method: method === 'POST' ? 'POST' : 'GET' })
  // Between requests of a network the loop turns, and what they left behind is let go of.
  await turn()
  seen.set(path, (seen.get(path) ?? new Set()).add(answer.statusCode))
  const { statusCode: status, headers, payload: text } = answer
  return undescribed(placed, { status, headers, text, json: () => answer.json() }) === undefined
}
