import t, { type Test } from 'tap'
import { from } from '../support/sender.ts'
import { storedServices } from '../support/stored-service.ts'
import { twoContents } from '../support/two-contents.ts'

const open = await storedServices(t)
const { as, mine, theirs, hashes } = await twoContents(await open(t))

t.test('what another district has is free in this one, and says nothing of it', async (t) => {
  const before = (await hashes()).b
  const finance = as('finance')
  const { school, year } = theirs
  const csv = { 'content-type': 'text/csv' }
  const upload = `/v1/datasets?name=${encodeURIComponent(theirs.name)}`
  t.match((await finance.post(upload, 'id,students\ns1,5\n', csv)).json(), {
    version: 1,
    isNew: true,
    report: { rows: { before: 0, after: 1 }, added: ['s1'] },
  })
  const schools = [{ id: school, name: 'Oak' }]
  t.match((await finance.post('/v1/schools', { schools })).json(), { added: [school] })
  const person = { email: 'two@hillmark.org', name: 'Two', role: 'viewer' }
  t.match((await finance.post('/v1/users', person)).json(), { revision: 1 })
  t.match(await finance.post('/v1/portfolios', { name: `${theirs.mark} South`, schools: [] }), {
    status: 201,
  })
  const adopting = { scenario: mine.released.scenario }
  t.match(await finance.put(`/v1/adoptions/${encodeURIComponent(year)}`, adopting), { status: 200 })
  t.match(
    await finance.post(`/v1/scenarios/${mine.draft.whatIf}/rename`, { name: theirs.name, year }, from(1)),
    { status: 200 },
  )
  const once = { 'idempotency-key': theirs.idempotencyKey }
  const run = await finance.post('/v1/runs', { scenario: mine.draft.whatIf }, once)
  t.match(
    run.json(),
    { scenario: { id: mine.draft.whatIf } },
    'a key for doing it once is one of this district',
  )
  t.equal(run.headers['idempotency-replayed'], undefined)
  t.strictSame((await hashes()).b, before)
})

const MOST_TRIES = 5
const TIMES = 200

t.test('to say that an id is of another district takes as long as that it is nowhere (S5)', async (t) => {
  const { released, other } = theirs
  const asks: Readonly<Record<string, (id: string) => Promise<{ readonly status: number }>>> = {
    [released.run]: async (id) => as('finance').get(`/v1/runs/${id}`),
    [released.scenario]: async (id) => as('principal').post('/v1/runs', { scenario: id }),
    [other.user]: async (id) => as('finance').post('/v1/keys', { ...KEY, user: id }),
  }
  for (const [foreign, ask] of Object.entries(asks)) {
    const differences: number[] = []
    do differences.push(await differenceOf(t, ask, foreign))
    while (Math.min(...differences) >= 2 && differences.length < MOST_TRIES)
    t.ok(Math.min(...differences) < 2, `${differences.join(', ')} ms`)
  }
})

const KEY = { name: 'mine', scopes: ['read'], days: '9' } as const

/** Milliseconds between the medians of both, asked in turns, so that a slow moment is one for both. */
async function differenceOf(
  t: Test,
  ask: (id: string) => Promise<{ readonly status: number }>,
  foreign: string,
): Promise<number> {
  const absent = foreign.slice(0, -1) + (foreign.endsWith('0') ? '1' : '0')
  const times: [number[], number[]] = [[], []]
  const statuses = new Set<number>()
  for (let i = 0; i < TIMES; i += 1)
    for (const [which, id] of [foreign, absent].entries()) {
      const start = performance.now()
      statuses.add((await ask(id)).status)
      times[which]?.push(performance.now() - start)
    }
  t.equal(statuses.size, 1)
  t.match([...statuses][0], /404|422/)
  const [one = 0, two = 0] = times.map((each) => each.toSorted((a, b) => a - b)[TIMES / 2])
  return Math.abs(one - two)
}

t.test('the control: a look-up that takes longer where there is something is found', async (t) => {
  const slow = async (id: string) => {
    await new Promise((resolve) => setTimeout(resolve, id === theirs.released.run ? 6 : 1))
    return { status: 404 }
  }
  t.ok((await differenceOf(t, slow, theirs.released.run)) >= 2)
})
