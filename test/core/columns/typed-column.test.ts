import t from 'tap'
import { numbersColumn, typedColumn } from '../../../src/core/columns/typed-column.ts'
import { BOOLEAN, decimalOf, TEXT } from '../../../src/core/formula/types.ts'
import { PURE } from '../../../src/core/formula/units.ts'
import { decimal } from '../../../src/core/numbers/decimal.ts'

const numbers = (...texts: readonly string[]) => numbersColumn(texts.map(decimal))

t.test('1.5 and 0.25 are 6 and 1 quarters', async (t) => {
  t.match(numbers('1.5', '0.25', '-2'), {
    numerators: Float64Array.of(6, 1, -8),
    denominator: 4n,
    range: { low: -8n, high: 6n },
  })
})

t.test('the greatest whole number of a float is one, and the next is none', async (t) => {
  t.type(numbers('9007199254740991', '0').numerators, Float64Array)
  t.type(numbers('-9007199254740991', '0').numerators, Float64Array)
  for (const next of ['9007199254740992', '9007199254740993', '-9007199254740992'])
    t.strictSame(numbers(next, '0').numerators, [BigInt(next), 0n], next)
  t.type(numbers('90071992547409.91', '1').numerators, Float64Array)
  t.strictSame(numbers('90071992547409.92', '0.01').numerators, [2n ** 53n, 1n])
})

t.test('an empty cell is marked, and counts as nothing in the range', async (t) => {
  t.match(typedColumn([decimal('5'), undefined], decimalOf(PURE)), {
    numerators: Float64Array.of(5, 0),
    range: { low: 0n, high: 5n },
    missing: Uint8Array.of(0, 1),
  })
  t.equal(typedColumn([decimal('5'), decimal('6')], decimalOf(PURE)).missing, undefined)
})

t.test('texts are numbered as they come, and the empty cell as no text', async (t) => {
  t.match(typedColumn(['MS', 'ES', undefined, 'MS'], TEXT), {
    codes: Float64Array.of(0, 1, 2, 0),
    texts: ['MS', 'ES', ''],
    missing: Uint8Array.of(0, 0, 1, 0),
  })
})

t.test('yes, no and an empty cell', async (t) => {
  t.match(typedColumn([true, false, undefined], BOOLEAN), {
    bits: Uint8Array.of(1, 0, 0),
    missing: Uint8Array.of(0, 0, 1),
  })
})

t.test('no schools have no numbers', async (t) => {
  t.strictSame(numbers().range, { low: 0n, high: 0n })
})
