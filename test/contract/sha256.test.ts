import fc from 'fast-check'
import t from 'tap'
import { sha256Hex } from '../../src/contract/canonical/sha256.ts'
import { sha256Hex as sha256OfNode } from '../../src/contract/canonical/sha256-node.ts'
import { holds } from '../support/property.ts'

t.test('both ways to a hash give the published one', async (t) => {
  // FIPS 180-4, example of one block.
  const published = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  t.equal(sha256Hex('abc'), published)
  t.equal(sha256OfNode('abc'), published)
})

t.test('they agree on any text, halves of signs too', async (t) => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\ud800', '\udc00'), maxLength: 200 })
  const property = fc.property(text, (each) => sha256Hex(each) === sha256OfNode(each))
  await holds(t, property, { runs: 500 })
})
