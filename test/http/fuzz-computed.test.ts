import t from 'tap'
import { answersAreDescribed, fuzzedPart } from '../support/fuzzed-service.ts'
import { storedServices } from '../support/stored-service.ts'

const open = await storedServices(t)

t.test('whatever is sent about runs and long work is answered as it is described (S22)', async (t) => {
  const computed = fuzzedPart('what is computed')
  t.ok(computed.length >= 20, `${computed.length} operations`)
  await answersAreDescribed(t, await open(t), computed)
})
