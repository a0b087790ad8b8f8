import t from 'tap'
import { both, chosenMask, either, type Mask, opposite } from '../../../src/core/columns/masks.ts'
import { chosenText, codeAt, sameText } from '../../../src/core/columns/texts.ts'
import type { MaskSlot } from '../../../src/core/columns/workshop.ts'
import { bitsOf, smallWorkshop } from '../../support/whole-columns.ts'

const a = maskOf(0, 0, 1, 1)
const b = maskOf(0, 1, 0, 1)

t.test('and, or and not hold school by school', async (t) => {
  t.strictSame(
    told((shop) => both(a, b, shop)),
    'no no no yes',
  )
  t.strictSame(
    told((shop) => either(a, b, shop)),
    'no yes yes yes',
  )
  t.strictSame(
    told((shop) => opposite(a, shop)),
    'yes yes no no',
  )
  t.strictSame(
    told((shop) => chosenMask(a, b, opposite(b, shop), shop)),
    'yes no no yes',
  )
})

t.test('what is known of all schools is not worked out', async (t) => {
  const shop = smallWorkshop(4)
  t.strictSame(
    [both(true, b, shop), both(a, true, shop), either(false, b, shop), either(a, false, shop)],
    [b, a, b, a],
  )
  t.strictSame([both(false, b, shop), both(a, false, shop)], [false, false])
  t.strictSame([either(true, b, shop), either(a, true, shop)], [true, true])
  t.strictSame([opposite(true, shop), opposite(false, shop)], [false, true])
  t.strictSame([chosenMask(true, a, b, shop), chosenMask(false, a, b, shop)], [a, b])
  t.equal(either(a, a, shop), a)
  t.equal(shop.steps.length, 0)
})

t.test('a choice between what is known is the condition, or its opposite', async (t) => {
  t.strictSame(
    told((shop) => chosenMask(a, true, false, shop)),
    'no no yes yes',
  )
  t.strictSame(
    told((shop) => chosenMask(a, false, true, shop)),
    'yes yes no no',
  )
  t.strictSame(
    told((shop) => chosenMask(a, b, true, shop)),
    'yes yes no yes',
  )
})

const levels = {
  kind: 'text',
  codes: { values: Float64Array.of(0, 1, 2, 1), isColumn: true },
  failed: false,
} as const
const second = { kind: 'text', codes: 1, failed: false } as const

t.test('texts are the same where their codes are', async (t) => {
  t.strictSame(
    told((shop) => sameText([levels, second], shop)),
    'no yes no yes',
  )
  t.strictSame(
    told((shop) => sameText([levels, levels], shop)),
    'yes yes yes yes',
  )
  t.equal(sameText([second, { ...second, codes: 1 }], smallWorkshop(4)), true)
  t.equal(sameText([second, { ...second, codes: 2 }], smallWorkshop(4)), false)
})

t.test('a condition takes the one text or the other', async (t) => {
  const shop = smallWorkshop(4)
  const codes = chosenText(a, [second, levels], shop)
  const same = sameText([{ kind: 'text', codes, failed: false }, levels], shop)
  // Elsewhere it is the second text: the third school's own is another, the fourth's the same.
  t.strictSame(bitsOf(same, shop), [true, true, false, true])
  t.equal(chosenText(true, [second, levels], shop), 1)
  t.equal(chosenText(false, [second, levels], shop), levels.codes)
})

t.test('a code is that of the school in a column, and that of its place in a block', async (t) => {
  t.equal(codeAt({ values: Float64Array.of(5, 6, 7), isColumn: true }, 1, 1), 7)
  t.equal(codeAt({ values: Float64Array.of(5, 6, 7), isColumn: false }, 1, 1), 6)
  t.equal(codeAt(3, 1, 1), 3)
})

function maskOf(...bits: readonly number[]): MaskSlot {
  return { values: Uint8Array.from(bits), isColumn: true }
}

function told(make: (shop: ReturnType<typeof smallWorkshop>) => Mask): string {
  const shop = smallWorkshop(4)
  return bitsOf(make(shop), shop)
    .map((bit) => (bit ? 'yes' : 'no'))
    .join(' ')
}
