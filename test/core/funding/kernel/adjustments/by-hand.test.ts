import t from 'tap'
import { exactText } from '../../../../../src/core/numbers/decimal.ts'
import type { Rational } from '../../../../../src/core/numbers/rational.ts'
import { type AdjustedWay, onColumns, prepared } from '../../../../support/adjusted-both-ways.ts'
import { type AdjustedCase, adjustedText } from '../../../../support/adjusted-case.ts'

const floor = { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0' }
const pool = { id: 'pool', kind: 'scale_to_pool', fund: 'general', total: '600' }

t.test('a floor, and a pool that keeps it: the others pay for what A keeps', async (t) => {
  const rows = [
    { id: 'A', a: '135', last: '140' },
    { id: 'B', a: '270', last: '200' },
    { id: 'C', a: '216', last: '216' },
  ]
  // A is lifted by 5. Of 600, A and C keep 140 and 216: 244 are left for the 270 of B.
  const { ledger, applied } = await done({
    rows,
    adjustments: [floor, { ...pool, over: ['a'], keep: ['floor'] }],
  })
  t.strictSame(texts(ledger.changes('floor').get('a')), ['5', '0', '0'])
  t.strictSame(texts(ledger.changes('pool').get('a')), ['0', '-26', '0'])
  t.strictSame(
    [0, 1, 2].map((school) => exactText(ledger.subtotal(school))),
    ['140', '244', '216'],
  )
  t.strictSame(applied[1]?.levels, [{ pool: '', level: { n: 122n, d: 135n } }])
  t.strictSame(texts(applied[0]?.bound?.limits), ['140', '200', '216'])
})

t.test('a pool that is not told to keep a floor says at which schools it breaks it', async (t) => {
  const rows = [
    { id: 'A', a: '100', last: '100' },
    { id: 'B', a: '100', last: '20' },
  ]
  const { problems } = await done({ rows, adjustments: [floor, { ...pool, total: '150' }] })
  t.match(problems, [{ code: 'ADJUSTMENT_BROKEN', message: 'pool breaks floor at 1 school', found: 'A' }])
  t.equal(problems.length, 1)
})

t.test('what is taken back is spread by what lines have, the odd cent by their ids', async (t) => {
  const lines = ['z', 'b', 'a'].map((id) => ({ id, amount: 'a', fund: 'general', flexibility: 'free' }))
  const grant = {
    id: 'grant',
    kind: 'distribute',
    fund: 'levy',
    flexibility: 'free',
    total: '-0.05',
    share: '1',
  }
  const cut = { id: 'cut', kind: 'phase_in', over: ['z', 'b', 'a'], share: '0.99' }
  const { ledger, applied } = await done({ rows: [{ id: 'A', a: '0.55' }], lines, adjustments: [grant, cut] })
  // 99 % of 1.65 is 1.63: two cents are taken, from the lines a and b.
  t.strictSame(texts(ledger.changes('grant').get('grant')), ['-0.05'])
  t.strictSame(
    ['z', 'b', 'a'].map((id) => texts(ledger.changes('cut').get(id))),
    [['0'], ['-0.01'], ['-0.01']],
  )
  t.strictSame(applied[0]?.levels, [{ pool: '', level: { n: -1n, d: 20n } }])
  t.equal(exactText(ledger.subtotal(0)), '1.58')
})

t.test('a school without last year is exempt, and one the adjustment leaves out needs no cell', async (t) => {
  const rows = [
    { id: 'A', a: '90', last: '100' },
    { id: 'B', a: '50', last: '0' },
    { id: 'C', a: '50' },
    { id: 'D', a: '50', region: 'south' },
  ]
  const { applied } = await done({
    rows,
    adjustments: [{ ...floor, new_schools: 'exempt', when: 'region == "north"' }],
  })
  t.strictSame(applied[0]?.exempt, [1, 2])
  t.strictSame(applied[0]?.bound?.limits, [{ n: 100n, d: 1n }, undefined, undefined, undefined])
})

t.test('amounts are made when they are asked for, and once', async (t) => {
  const { ledger, applied } = await done({ rows: [{ id: 'A', a: '90', last: '100' }], adjustments: [floor] })
  t.equal(ledger.changes('floor'), ledger.changes('floor'))
  t.equal(applied[0]?.changes, applied[0]?.changes)
})

t.test('what the reference has to word, or to settle, is left to it', async (t) => {
  const rows = [
    { id: 'A', a: '100', b: '50', last: '90' },
    { id: 'B', a: '20' },
  ]
  const left = async (adjustments: AdjustedCase['adjustments'], more: object = {}): Promise<boolean> =>
    onColumns(await prepared(adjustedText({ rows, adjustments, ...more }))) === undefined
  t.equal(await left([floor]), true, 'last year is missing at B')
  t.equal(await left([{ ...floor, when: 'given(last)' }]), false, 'and is not needed there')
  t.equal(await left([{ ...pool, least: '400' }]), true, 'the pool cannot be met')
  t.equal(await left([{ ...pool, total: '600.001' }]), true, 'parts of a cent')
  t.equal(
    await left([{ id: 'm', kind: 'minimum', least: 'a / 3', round: '3' }]),
    true,
    'rounded to parts of a cent',
  )
  const kept = [
    { ...floor, when: 'given(last)' },
    { ...pool, keep: ['floor'] },
  ]
  t.equal(await left(kept), true, 'a kept floor on one of two lines that are scaled')
  const great = { rows: [{ id: 'A', a: '9000000000000' }] }
  t.equal(await left([{ ...pool, total: '1' }], great), true, 'nine million millions')
  t.equal(
    await left([{ ...pool, total: '1' }], { rows: [{ id: 'A', a: '900000000000' }] }),
    false,
    'a tenth of it',
  )
})

async function done(parts: AdjustedCase): Promise<AdjustedWay> {
  const found = onColumns(await prepared(adjustedText(parts)))
  if (found === undefined) throw new Error('these adjustments can be done on columns')
  return found
}

function texts(amounts: readonly (Rational | undefined)[] | undefined): string[] {
  return (amounts ?? []).map((amount) => (amount === undefined ? '-' : exactText(amount)))
}
