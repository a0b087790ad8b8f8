import t from 'tap'
import { lookedUp } from '../../../src/core/columns/looked-up.ts'
import { quotientOf } from '../../../src/core/columns/number-arithmetic.ts'
import {
  constantOperand,
  type NumberOperand,
  numberOperand,
  type TextOperand,
} from '../../../src/core/columns/operand.ts'
import { constantWhole } from '../../../src/core/columns/whole.ts'
import type { Workshop } from '../../../src/core/columns/workshop.ts'
import type { ParameterValue, TableEntries } from '../../../src/core/formula/checked.ts'
import { decimal } from '../../../src/core/numbers/decimal.ts'
import { fractionsOf, narrowOf, smallWorkshop } from '../../support/whole-columns.ts'

const TEXTS = ['ES', 'MS', 'HS', 'K8', 'north', 'south', 'open']
const code = (text: string): number => TEXTS.indexOf(text)

function found(value: ParameterValue, shop: Workshop, ...keys: readonly (NumberOperand | TextOperand)[]) {
  return fractionsOf(lookedUp(value, keys, { shop, sources: { code } }), shop)
}

function pupils(...counts: readonly bigint[]): NumberOperand {
  return numberOperand(narrowOf(counts), constantWhole(1n))
}

function texts(...each: readonly string[]): TextOperand {
  const codes = { values: Float64Array.from(each, code), isColumn: true }
  return { kind: 'text', codes, failed: false }
}

/** The same, with a cell that is empty at the schools marked with 1. */
function lacking(bits: readonly number[], key: TextOperand): TextOperand {
  return { ...key, failed: { values: Uint8Array.from(bits), isColumn: true } }
}

function pointsOf(kind: 'taper' | 'band', ...points: readonly (readonly [string, string])[]): ParameterValue {
  return { kind, points: points.map(([x, y]) => [decimal(x), decimal(y)] as const) }
}

const small = pointsOf('taper', ['100', '600'], ['200', '300'], ['400', '0'])

t.test(
  'a taper is flat at its ends and straight between: 600 at 100 pupils, 300 at 200, none from 400',
  async (t) => {
    const counts = pupils(0n, 100n, 101n, 150n, 200n, 201n, 300n, 400n, 5000n)
    t.strictSame(found(small, smallWorkshop(9), counts), [
      '600',
      '600',
      '597',
      '450',
      '300',
      '597/2',
      '150',
      '0',
      '0',
    ])
  },
)

t.test('a taper with a slope that has no last digit gives thirds', async (t) => {
  const thirds = pointsOf('taper', ['0', '0'], ['3', '1'])
  t.strictSame(found(thirds, smallWorkshop(4), pupils(-1n, 1n, 2n, 7n)), ['0', '1/3', '2/3', '1'])
})

t.test('a taper takes a ratio, and has failed where its key has', async (t) => {
  const shop = smallWorkshop(3)
  const ratio = quotientOf(pupils(300n, 401n, 1n), pupils(2n, 2n, 0n), shop)
  t.strictSame(found(small, shop, ratio), ['450', '1197/4', '–'])
})

t.test('a taper of one point is that number', async (t) => {
  t.strictSame(found(pointsOf('taper', ['5', '7']), smallWorkshop(2), pupils(1n, 9n)), ['7', '7'])
})

t.test('a band begins at its bound, and the first holds below it too', async (t) => {
  const band = pointsOf('band', ['100', '1'], ['200', '2.5'], ['400', '-3'])
  const counts = pupils(0n, 99n, 100n, 199n, 200n, 399n, 400n, 999n)
  t.strictSame(found(band, smallWorkshop(8), counts), ['1', '1', '1', '1', '5/2', '5/2', '-3', '-3'])
})

t.test('a number needs no key', async (t) => {
  t.strictSame(found({ kind: 'number', value: decimal('2.5') }, smallWorkshop(2)), ['5/2', '5/2'])
})

const byLevel: ParameterValue = {
  kind: 'table',
  keys: 1,
  entries: new Map([
    ['ES', decimal('500')],
    ['MS', decimal('0.25')],
  ]),
}

t.test('a table gives what stands at the text, and nothing where it has no such entry', async (t) => {
  t.strictSame(found(byLevel, smallWorkshop(4), texts('MS', 'HS', 'ES', 'K8')), ['1/4', '–', '500', '–'])
})

t.test('the schools of a later block do not fail for those of an earlier one', async (t) => {
  const five = (text: string): string[] => Array(5).fill(text)
  const levels = texts(...five('HS'), ...five('ES'), ...five('HS'))
  const given = [...five('–'), ...five('500'), ...five('–')]
  t.strictSame(found(byLevel, smallWorkshop(15), levels), given)
  const empty = lacking(
    Array.from({ length: 15 }, (_, school) => (school === 6 ? 1 : 0)),
    levels,
  )
  t.strictSame(found(byLevel, smallWorkshop(15), empty), given.with(6, '–'), 'nor where a key can be empty')
})

t.test('one text for all schools is looked up for all schools', async (t) => {
  const all = (text: string): TextOperand => ({ kind: 'text', codes: code(text), failed: false })
  t.strictSame(found(byLevel, smallWorkshop(2), all('ES')), ['500', '500'])
  t.strictSame(found(byLevel, smallWorkshop(2), all('HS')), ['–', '–'])
})

t.test('two and three keys open one table after another', async (t) => {
  const regions = (north: string, south: string): TableEntries =>
    new Map([
      ['north', decimal(north)],
      ['south', decimal(south)],
    ])
  const two = new Map([
    ['ES', regions('1', '2')],
    ['MS', regions('3', '4')],
  ])
  const level = texts('ES', 'MS', 'MS', 'HS')
  const region = texts('south', 'north', 'K8', 'north')
  t.strictSame(found({ kind: 'table', keys: 2, entries: two }, smallWorkshop(4), level, region), [
    '2',
    '3',
    '–',
    '–',
  ])
  const three = new Map([['open', two]])
  const open = texts('open', 'open', 'open', 'open')
  const both = lacking([0, 1, 0, 0], region)
  t.strictSame(found({ kind: 'table', keys: 3, entries: three }, smallWorkshop(4), open, level, both), [
    '2',
    '–',
    '–',
    '–',
  ])
})

t.test('entries too large for a float are looked up all the same', async (t) => {
  const entries = new Map([
    ['ES', decimal('999999999999999999.5')],
    ['MS', decimal('-0.000000000000000001')],
  ])
  t.strictSame(found({ kind: 'table', keys: 1, entries }, smallWorkshop(3), texts('ES', 'MS', 'HS')), [
    '1999999999999999999/2',
    '-1/1000000000000000000',
    '–',
  ])
})

t.test('a taper of one number for all schools is worked out once', async (t) => {
  const shop = smallWorkshop(2)
  const each = lookedUp(small, [constantOperand(decimal('150'))], { shop, sources: { code } })
  t.equal(shop.steps.length, 0)
  t.strictSame(fractionsOf(each, shop), ['450', '450'])
})
