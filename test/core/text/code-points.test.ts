import fc from 'fast-check'
import t from 'tap'
import { compareCodePoints } from '../../../src/core/text/code-points.ts'
import { fails, holds } from '../../support/property.ts'

t.test('ids stand in the order of their code points', async (t) => {
  const ordered = [
    '',
    '10',
    '9',
    'B',
    'a',
    'ab',
    'b',
    'é',
    '\ud7ff',
    '\ue000',
    '\ufb00',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
  ]
  t.strictSame(ordered.toReversed().sort(compareCodePoints), ordered)
})

t.test('an id is equal to itself alone', async (t) => {
  t.equal(compareCodePoints('0042', '0042'), 0)
  t.not(compareCodePoints('0042', '42'), 0)
})

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
})

t.test('the order is that of the code points, one by one', async (t) => {
  await holds(
    t,
    fc.property(text, text, (a, b) => Math.sign(compareCodePoints(a, b)) === bySpelling(a, b)),
    { runs: 3000 },
  )
})

t.test('the order a machine gives on its own is another', async (t) => {
  await fails(
    t,
    fc.property(text, text, (a, b) => (a < b ? -1 : a > b ? 1 : 0) === bySpelling(a, b)),
    { runs: 3000 },
  )
})

function bySpelling(a: string, b: string): number {
  const [x, y] = [a, b].map((each) => Array.from(each, (character) => character.codePointAt(0) ?? 0))
  for (let i = 0; x !== undefined && y !== undefined && i < Math.max(x.length, y.length); i += 1) {
    const difference = (x[i] ?? -1) - (y[i] ?? -1)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}
