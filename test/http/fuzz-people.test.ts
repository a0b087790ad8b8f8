import fc from 'fast-check'
import t from 'tap'
import { undescribed } from '../support/described-answers.ts'
import { fuzzedRequests } from '../support/fuzzed-requests.ts'
import { answersAreDescribed, fuzzedPart, STORED } from '../support/fuzzed-service.ts'
import { fails } from '../support/property.ts'
import type { Answer } from '../support/service.ts'
import { plantedPlaces } from '../support/sound-requests.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

t.test('whatever is sent about people and schools is answered as it is described (S22)', async (t) => {
  const people = fuzzedPart(undefined)
  const others = [...fuzzedPart('what is kept'), ...fuzzedPart('what is computed')]
  t.equal(people.length + others.length, STORED.length, 'every operation is in one of three files')
  t.ok(people.length >= 25, `${people.length} operations`)
  await answersAreDescribed(t, await open(t), people)
})

t.test('the control: an answer that is not described is found (S22)', async (t) => {
  const described = STORED.find(({ id }) => id === 'school')
  if (described === undefined) return void t.fail('there is such a route')
  const service = await open(t)
  const places = [await plantedPlaces(service)]
  const { get } = service.as('finance')
  const planted = async (path: string): Promise<Answer> => {
    const answer = await get(path)
    return answer.status === 404 ? { ...answer, status: 410 } : answer
  }
  const property = fc.asyncProperty(fuzzedRequests(described, places), async ({ path }) => {
    return undescribed(described, await planted(path)) === undefined
  })
  await fails(t, property, { runs: 300 })
})
