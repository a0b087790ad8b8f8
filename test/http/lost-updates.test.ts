import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { from } from '../support/sender.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)
const CLIENTS = 20
const CHANGES = 10

t.test('of two hundred changes that many make to one school at once, none is lost (R8)', async (t) => {
  const { as } = await open(t)
  const path = '/v1/schools/s1'
  let stale = 0
  const change = async (client: number): Promise<void> => {
    for (let done = 0; done < CHANGES; ) {
      const { name, revision } = (await as('analyst').get(path)).json()
      const next = name === 'Ash' ? 1 : Number(name) + 1
      const { status } = await as('analyst').patch(path, { name: `${next}` }, from(Number(revision)))
      if (status === 200) done += 1
      else if (status !== 412) throw new Error(`a change was answered with ${status}`)
      else {
        stale += 1
        // Otherwise nearly all of them would be stale for long.
        await setTimeout(client * 5)
      }
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => change(client)))
  t.strictSame((await as('viewer').get(path)).json(), { id: 's1', name: '200', revision: 201 })
  t.ok(stale > 0, 'they were in each other’s way')
  t.comment(`${stale} were stale`)
})

t.test(
  'a change says which state it starts from, and is refused when that is not the last one (R8)',
  async (t) => {
    const { as, a } = await open(t)
    const paths: readonly (readonly [string, 'PATCH' | 'PUT' | 'DELETE', unknown])[] = [
      ['/v1/district', 'PATCH', { name: 'Lake' }],
      ['/v1/schools/s1', 'PATCH', { name: 'Ash Street' }],
      [`/v1/users/${as('viewer').personId}`, 'PATCH', { name: 'Kim' }],
      [`/v1/portfolios/${a.portfolioId}`, 'PUT', { name: 'East', schools: [] }],
      [`/v1/portfolios/${a.portfolioId}`, 'DELETE', undefined],
    ]
    for (const [path, method, body] of paths) {
      const before = (await as('finance').get(path)).text
      const statusWith = async (headers: Readonly<Record<string, string>>): Promise<number> =>
        (await as('finance').send(method, path, body, headers)).status
      const about = `${method} ${path}`
      t.equal(await statusWith({}), 428, about)
      for (const tag of ['"2"', 'W/"1"', '1', '*', '"0"', '"1", "2"', '""'])
        t.equal(await statusWith({ 'if-match': tag }), 412, `${about} ${tag}`)
      t.equal((await as('finance').get(path)).text, before, 'nothing has changed')
    }
  },
)

t.test('what is held already is not sent again', async (t) => {
  const { as } = await open(t)
  const held = { 'if-none-match': '"1"' }
  t.match(await as('viewer').get('/v1/schools/s1', held), { status: 304, text: '' })
  await as('finance').patch('/v1/schools/s1', { name: 'Ash Street' }, from(1))
  t.match(await as('viewer').get('/v1/schools/s1', held), { status: 200, headers: { etag: '"2"' } })
})
