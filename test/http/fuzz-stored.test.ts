import t from 'tap'
import { answersAreDescribed, fuzzedPart } from '../support/fuzzed-service.ts'
import { storedServices } from '../support/stored-service.ts'

// As in fuzz.test.ts, on a service that keeps things: about versions that are there, and others. What else there is has
// fuzz-computed.test.ts and fuzz-people.test.ts.
const open = await storedServices(t)

t.test('whatever is sent about what is kept is answered as it is described (S22)', async (t) => {
  const kept = fuzzedPart('what is kept')
  t.ok(kept.length >= 28, `${kept.length} operations`)
  await answersAreDescribed(t, await open(t), kept)
})
