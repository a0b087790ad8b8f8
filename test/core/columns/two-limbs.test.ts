import fc from 'fast-check'
import t from 'tap'
import { addLimbs, type Limbs, multiplyToLimbs, scaleToLimbs } from '../../../src/core/columns/two-limbs.ts'
import type { Slot } from '../../../src/core/columns/workshop.ts'
import { holds } from '../../support/property.ts'
import { wholeNumber } from '../../support/whole-columns.ts'

const MOST = 2n ** 53n - 1n

t.test('94,906,267 squared is 9,007,199,515,875,289, which no float is', async (t) => {
  const out = limbs(1)
  multiplyToLimbs(out, slot([94_906_267n]), slot([94_906_267n]))(0, 1)
  t.equal(94_906_267 ** 2, 9_007_199_515_875_288)
  t.strictSame([...out.upper.values, ...out.lower.values], [9_007_199_515_875_288, 1])
})

t.test('the greatest whole float times itself loses nothing', async (t) => {
  const out = limbs(2)
  scaleToLimbs(out, slot([MOST, -MOST]), Number(MOST))(0, 2)
  t.strictSame(read(out), [MOST * MOST, -MOST * MOST])
})

t.test('what one limb cancels is still in the other', async (t) => {
  const out = limbs(1)
  const big = 2n ** 100n
  addLimbs(out, limbsOf([big + 3n]), limbsOf([-big]))(0, 1)
  t.strictSame(read(out), [3n])
})

t.test('products, multiples and sums of whole floats are those of whole numbers', async (t) => {
  const column = fc.array(wholeNumber(53), { minLength: 50, maxLength: 50 })
  await holds(
    t,
    fc.property(column, column, wholeNumber(53), (a, b, times) => {
      const [product, multiple, sum] = [limbs(50), limbs(50), limbs(50)]
      multiplyToLimbs(product, slot(a), slot(b))(0, 50)
      scaleToLimbs(multiple, slot(a), Number(times))(0, 50)
      // Each below 2^104, so that the sum has to be halved first to be sure of its room.
      const halved = read(multiple).map((each) => each / 4n)
      addLimbs(sum, limbsOf(read(product).map((each) => each / 4n)), limbsOf(halved))(0, 50)
      return [
        isSame(
          product,
          a.map((each, i) => each * (b[i] ?? 0n)),
        ),
        isSame(
          multiple,
          a.map((each) => each * times),
        ),
        isSame(
          sum,
          a.map((each, i) => (each * (b[i] ?? 0n)) / 4n + (halved[i] ?? 0n)),
        ),
      ].every(Boolean)
    }),
    { runs: 2000 },
  )
})

t.test('the upper limb is the nearest float, so that numbers can be told apart by it', async (t) => {
  const near = fc.tuple(wholeNumber(103), wholeNumber(103))
  await holds(
    t,
    fc.property(near, ([a, b]) => {
      const out = limbs(1)
      addLimbs(out, limbsOf([a]), limbsOf([b]))(0, 1)
      return out.upper.values[0] === Number(a + b)
    }),
    { runs: 5000 },
  )
})

t.test('limbs are read and written from the school that a block starts at', async (t) => {
  const column: Slot = { values: Float64Array.of(1, 2, 3), isColumn: true }
  const [multiple, product, sum] = [limbs(3, true), limbs(3, true), limbs(3, true)]
  scaleToLimbs(multiple, column, 10)(1, 2)
  multiplyToLimbs(product, column, column)(1, 2)
  addLimbs(sum, multiple, product)(1, 2)
  t.strictSame(read(multiple), [0n, 20n, 30n])
  t.strictSame(read(product), [0n, 4n, 9n])
  t.strictSame(read(sum), [0n, 24n, 39n])
  const block = limbs(2)
  multiplyToLimbs(block, column, { values: Float64Array.of(5, 7), isColumn: false })(1, 2)
  t.strictSame(read(block), [10n, 21n], 'a block beside a column')
})

function slot(values: readonly bigint[]): Slot {
  return { values: Float64Array.from(values, Number), isColumn: false }
}

function limbs(count: number, isColumn = false): Limbs {
  const empty = (): Slot => ({ values: new Float64Array(count), isColumn })
  return { upper: empty(), lower: empty() }
}

function limbsOf(values: readonly bigint[]): Limbs {
  const upper = slot(values)
  return { upper, lower: slot(values.map((each) => each - BigInt(Number(each)))) }
}

function read({ upper, lower }: Limbs): bigint[] {
  return Array.from(upper.values, (each, i) => BigInt(each) + BigInt(lower.values[i] ?? 0))
}

function isSame(given: Limbs, wanted: readonly bigint[]): boolean {
  return read(given).every((each, i) => each === wanted[i])
}
