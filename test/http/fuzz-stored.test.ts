import t from 'tap'
import { answersAreDescribed, STORED } from '../support/fuzzed-service.ts'
import { storedServices } from '../support/stored-service.ts'

// As in fuzz.test.ts, on a service that keeps things: about versions that are there, and others. What else is kept is in
// fuzz-people.test.ts.
const open = await storedServices(t)

t.test('whatever is sent about versions and runs is answered as it is described (S22)', async (t) => {
  const versions = STORED.filter(({ path }) => /^\/v1\/(?:datasets|formulas|scenarios|runs)/.test(path))
  t.ok(versions.length >= 30, `${versions.length} operations`)
  await answersAreDescribed(t, await open(t), versions)
})
