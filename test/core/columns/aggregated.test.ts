import fc from 'fast-check'
import t from 'tap'
import {
  counts,
  type Groups,
  groupsBy,
  quantileOf,
  ranks,
  risingGroups,
  spreadOver,
  totals,
} from '../../../src/core/columns/aggregated.ts'
import { constantOperand, type NumberOperand, numberOperand } from '../../../src/core/columns/operand.ts'
import { constantWhole } from '../../../src/core/columns/whole.ts'
import { SETTINGS } from '../../../src/core/columns/workshop.ts'
import { aggregateOver } from '../../../src/core/funding/aggregate.ts'
import { decimal } from '../../../src/core/numbers/decimal.ts'
import type { Rational } from '../../../src/core/numbers/rational.ts'
import { holds } from '../../support/property.ts'
import {
  type AnyWhole,
  anyWhole,
  bigOf,
  fractionsOf,
  narrowOf,
  SEVEN,
  smallWorkshop,
  wideOf,
} from '../../support/whole-columns.ts'

// Three schools in the north, two in the south; 30 pupils in each half.
const pupils = [10n, 12n, 8n, -5n, 35n]
const halves = byCode([4, 4, 4, 9, 9])
const all = groupsBy(undefined, 5)

/** The same numbers in every lane. */
const lanes: Readonly<Record<string, NumberOperand>> = {
  floats: numberOperand(narrowOf(pupils), constantWhole(1n)),
  'floats that wait': numberOperand(narrowOf(pupils, 3n), constantWhole(3n)),
  'floats that wait below zero': numberOperand(
    narrowOf(
      pupils.map((each) => -each),
      -1n,
    ),
    constantWhole(1n),
  ),
  limbs: numberOperand(wideOf(pupils), constantWhole(1n)),
  'any size': numberOperand(bigOf(pupils), constantWhole(1n)),
}

t.test('schools are in one group, or in one for each text', async (t) => {
  t.strictSame(all, { of: new Int32Array(5), sizes: [5] })
  t.strictSame(halves, { of: Int32Array.of(0, 0, 0, 1, 1), sizes: [3, 2] })
  t.strictSame(groupsBy(7, 5), all, 'one text for all is one group')
  t.strictSame(byCode([2, 1, 2]), { of: Int32Array.of(0, 1, 0), sizes: [2, 1] })
})

t.test('totals, least and greatest of all and of each half, in every lane', async (t) => {
  for (const [lane, of] of Object.entries(lanes)) {
    t.strictSame(texts(totals(of, all, SETTINGS)), ['60'], lane)
    t.strictSame(texts(totals(of, halves, SETTINGS)), ['30', '30'], lane)
    const [north, south] = risingGroups(of, halves)
    t.strictSame(
      [0, 1, 2, 3].map((place) => textOf(north?.at(place))),
      ['8', '10', '12', '–'],
      lane,
    )
    t.strictSame(
      [0, 1, 2].map((place) => textOf(south?.at(place))),
      ['-5', '35', '–'],
      lane,
    )
  }
})

t.test('one number for all schools is counted once for each', async (t) => {
  const half = constantOperand(decimal('0.5'))
  t.strictSame(texts(totals(half, halves, SETTINGS)), ['3/2', '1'])
  t.strictSame([...ranks(half, halves, 'highest')], [1, 1, 1, 1, 1])
})

t.test('sums that pass 2^53 on the way lose nothing, and neither do those that come back', async (t) => {
  const most = 2n ** 53n - 1n
  const values = [most, most, most, -most, 1n]
  const of = numberOperand(narrowOf(values), constantWhole(1n))
  t.strictSame(texts(totals(of, all, SETTINGS)), [`${2n * most + 1n}`])
  t.strictSame(texts(totals(of, halves, SETTINGS)), [`${3n * most}`, `${1n - most}`])
})

t.test('schools that tie share a place, and the next is left free', async (t) => {
  const ties = [10n, 12n, 10n, 10n, 12n]
  for (const whole of [narrowOf(ties), narrowOf(ties, 7n), wideOf(ties), bigOf(ties)]) {
    const operand = numberOperand(whole, constantWhole(1n))
    t.strictSame([...ranks(operand, all, 'highest')], [3, 1, 3, 3, 1], whole.kind)
    t.strictSame([...ranks(operand, all, 'lowest')], [1, 4, 1, 1, 4], whole.kind)
    t.strictSame([...ranks(operand, halves, 'highest')], [2, 1, 2, 2, 1], whole.kind)
  }
  const turned = numberOperand(narrowOf(ties, -1n), constantWhole(1n))
  t.strictSame([...ranks(turned, all, 'highest')], [1, 4, 1, 1, 4], 'below zero the order turns')
})

t.test('a quantile lies between its neighbours, and at the ends on them', async (t) => {
  for (const [lane, of] of Object.entries(lanes)) {
    const [rising] = risingGroups(of, all)
    if (rising === undefined) throw new Error('all schools are a group')
    // −5, 8, 10, 12, 35: a tenth of the way is two fifths of the first step.
    const at = ['0', '0.1', '0.5', '0.9', '1'].map((share) => textOf(quantileOf(rising, decimal(share))))
    t.strictSame(at, ['-5', '1/5', '10', '129/5', '35'], lane)
  }
})

t.test('schools are counted where a condition holds, group by group', async (t) => {
  t.strictSame(texts(counts((school) => school % 2 === 0, halves)), ['2', '1'])
})

t.test('what each group has is given to each of its schools', async (t) => {
  const spread = (...each: readonly Rational[]): string[] => {
    const shop = smallWorkshop(5)
    return fractionsOf(spreadOver(each, halves, shop.settings), shop)
  }
  t.strictSame(spread(decimal('1.5'), decimal('0.3')), ['3/2', '3/2', '3/2', '3/10', '3/10'])
  t.strictSame(spread(decimal('2'), decimal('2')), ['2', '2', '2', '2', '2'])
  const huge = 10n ** 30n
  t.strictSame(spread({ n: huge, d: 7n }, { n: 1n, d: huge + 1n }), [
    ...Array(3).fill(`${huge}/7`),
    ...Array(2).fill(`1/${huge + 1n}`),
  ])
  const shop = smallWorkshop(5)
  const one = spreadOver([decimal('0.5')], all, shop.settings)
  t.match(one, { numerator: { kind: 'constant', value: 1n }, denominator: { value: 2n } })
})

t.test('aggregates over any numbers and groups are those of the reference', async (t) => {
  await holds(
    t,
    fc.property(
      anyWhole,
      fc.array(fc.nat({ max: 2 }), { minLength: SEVEN, maxLength: SEVEN }),
      (each, codes) => {
        const groups = byCode(codes)
        const operand = numberOperand(each.whole, constantWhole(100n))
        const reference = referenceOf(each, codes)
        const rising = risingGroups(operand, groups)
        const own = (byGroup: readonly (Rational | undefined)[]): string[] =>
          [...groups.of].map((group) => textOf(byGroup[group]))
        const share = decimal('0.3')
        return [
          [own(totals(operand, groups, SETTINGS)), reference('total')],
          [own(rising.map((group) => group.at(0))), reference('least')],
          [own(rising.map((group) => group.at(group.length - 1))), reference('greatest')],
          [own(rising.map((group) => quantileOf(group, share))), reference('quantile', { at: share })],
          [Array.from(ranks(operand, groups, 'lowest'), String), reference('rank', { first: 'lowest' })],
          [Array.from(ranks(operand, groups, 'highest'), String), reference('rank')],
        ].every(([given, wanted]) => JSON.stringify(given) === JSON.stringify(wanted))
      },
    ),
    { runs: 3000 },
  )
})

type Reference = (
  name: 'total' | 'least' | 'greatest' | 'quantile' | 'rank',
  settings?: Parameters<typeof aggregateOver>[2],
) => string[]

function referenceOf({ numbers }: AnyWhole, codes: readonly number[]): Reference {
  return (name, settings = {}) =>
    codes.map((code, school) => {
      const group = new Map(
        numbers.flatMap((n, i) => (codes[i] === code ? [[i, reducedCents(n)] as const] : [])),
      )
      const result = aggregateOver(name, group, settings)(school)
      return result === 'zero-divisor' ? result : textOf(result)
    })
}

function reducedCents(cents: bigint): Rational {
  const shared = [100n, 50n, 25n, 20n, 10n, 5n, 4n, 2n].find((each) => cents % each === 0n) ?? 1n
  return { n: cents / shared, d: 100n / shared }
}

function byCode(codes: readonly number[]): Groups {
  return groupsBy({ values: Float64Array.from(codes), isColumn: true }, codes.length)
}

function texts(numbers: readonly Rational[]): string[] {
  return numbers.map(textOf)
}

function textOf(number: Rational | undefined): string {
  if (number === undefined) return '–'
  return number.d === 1n ? `${number.n}` : `${number.n}/${number.d}`
}
