import fc from 'fast-check'
import t from 'tap'
import { utf8Of } from '../../src/worker/utf8-of.ts'
import { holds } from '../support/property.ts'

t.test('pieces have the bytes that their texts have, one after another', async (t) => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', '"', 'é', '€', '😀', '\ud800', '\udc00') }))
  const property = fc.property(pieces, (texts) => {
    const each = texts.map((text) => new TextEncoder().encode(text))
    return Buffer.concat(each).equals(utf8Of(texts))
  })
  await holds(t, property, { runs: 500 })
})

t.test('they lie in memory that can be handed over whole', async (t) => {
  const bytes = utf8Of(['a', 'bc'])
  t.strictSame([bytes.byteOffset, bytes.buffer.byteLength, bytes.constructor], [0, 3, Uint8Array])
})
