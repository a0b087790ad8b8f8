import fc from 'fast-check'
import t from 'tap'
import {
  decimal,
  decimalText,
  exactText,
  fixedText,
  isPlain,
  readDecimal,
  readTotal,
} from '../../../src/core/numbers/decimal.ts'
import { decimalExpected } from '../../../src/core/numbers/decimal-advice.ts'
import { equal, fraction, multiply } from '../../../src/core/numbers/rational.ts'
import { holds } from '../../support/property.ts'

t.test('a plain decimal is read to its last digit', async (t) => {
  const read = {
    '0': '0',
    '-0': '0',
    '-0.00': '0',
    '007': '7',
    '1.50': '1.5',
    '-1234.50': '-1234.5',
    '0.000000000000000001': '0.000000000000000001',
    '999999999999999999.999999999999999999': '999999999999999999.999999999999999999',
    '-999999999999999999.999999999999999999': '-999999999999999999.999999999999999999',
  }
  for (const [written, value] of Object.entries(read)) t.equal(exactText(decimal(written)), value, written)
})

t.test('every count has its own value, however often and however long it is written', async (t) => {
  const wrong = Array.from({ length: 10_100 }, (_, count) => count).filter((count) =>
    [`${count}`, `0${count}`, `${count}`.padStart(4, '0'), `${count}.0`].some((text) => {
      const { n, d } = decimal(text)
      return n !== BigInt(count) || d !== 1n
    }),
  )
  t.strictSame(wrong, [])
})

t.test('a total may have more digits before the point than a number that somebody writes', async (t) => {
  const longest = `-${'9'.repeat(1220)}.${'9'.repeat(18)}`
  const reading = readTotal(longest)
  t.equal(reading.kind === 'decimal' && exactText(reading.value), longest)
  t.equal(exactText(decimal('1000000000000000000.50')), '1000000000000000000.5')
  for (const [text, why] of [
    ['1'.repeat(1221), 'too-long'],
    [`0.${'1'.repeat(19)}`, 'too-long'],
    ['1e30', 'exponent'],
    ['', 'empty'],
  ] as const)
    t.strictSame(readTotal(text), { kind: 'refused', why })
  t.ok(isPlain(decimal('999999999999999999.999999999999999999')))
  t.notOk(isPlain(decimal('1000000000000000000')))
  t.notOk(isPlain(fraction(1n, 3n)))
})

t.test('anything else is refused with the reason', async (t) => {
  const refused = {
    empty: [''],
    spaces: [' 1', '1 ', '1\n', '\t1', '\u00a01', ' '],
    exponent: ['1e5', '1E5', '-1.5e-3', '1e+2', '1e999999999'],
    grouped: ['1,234', '-1,234,567.50'],
    currency: ['$1', '$1,234.50', '-$5', '€5', '($5.00)'],
    percent: ['12%', '12.5 %'],
    comma: ['1,5', '1.234,50'],
    'bare-point': ['.5', '-.5', '5.'],
    'too-long': ['1234567890123456789', '0.1234567890123456789', '12345678901234567890.12', '1'.repeat(1e6)],
    'not-a-number': [
      'NaN',
      'Infinity',
      '-Infinity',
      '0x1F',
      '0b1',
      '1_000',
      '١٢٣',
      '１２',
      '+1',
      '--1',
      '−1',
      '1.2.3',
      '1/3',
      'n/a',
      '-',
      '.',
      '½',
      '1\u200b',
      '1e',
    ],
  }
  for (const [why, texts] of Object.entries(refused))
    for (const text of texts)
      t.strictSame(readDecimal(text), { kind: 'refused', why }, JSON.stringify(text.slice(0, 30)))
})

t.test('eighteen digits on either side are read, and not one more', async (t) => {
  const most = '9'.repeat(18)
  t.equal(readDecimal(`${most}.${most}`).kind, 'decimal')
  t.strictSame(readDecimal(`9${most}`), { kind: 'refused', why: 'too-long' })
  t.strictSame(readDecimal(`0.${most}9`), { kind: 'refused', why: 'too-long' })
  t.strictSame(readDecimal(`0${'0'.repeat(18)}`), { kind: 'refused', why: 'too-long' }, 'zeros count too')
})

t.test('a text made to exhaust the program is refused at once', async (t) => {
  const million = 1e6
  const texts = [
    '1e999999999',
    '-1e-999999999',
    '9'.repeat(million),
    `0.${'9'.repeat(million)}`,
    `${'9'.repeat(million)}e${'9'.repeat(million)}`,
    '1,234'.repeat(million / 5),
    '$'.repeat(million),
    '-'.repeat(million),
    '1_'.repeat(million / 2),
    `${' '.repeat(million)}1`,
    '0x1F',
    '١'.repeat(million),
  ]
  const started = performance.now()
  for (let round = 0; round < 100; round += 1)
    for (const text of texts) if (readDecimal(text).kind === 'decimal') t.fail(text.slice(0, 30))
  const each = (performance.now() - started) / 100 / texts.length
  t.ok(each < 2, `${each} ms for one`)
})

t.test('products keep their cents: decimal.js on its own rounds at twenty digits', async (t) => {
  t.equal(exactText(multiply(decimal('123456789012345678.12'), decimal('3'))), '370370367037037034.36')
  t.equal(
    exactText(multiply(decimal('999999999999999999.99'), decimal('999999999999999999.99'))),
    '999999999999999999980000000000000000.0001',
  )
})

t.test('a ratio has no last digit, and is written as the quotient it is', async (t) => {
  const third = fraction(1n, 3n)
  t.equal(decimalText(third), undefined)
  t.throws(() => fixedText(third), /has no last digit/)
  t.equal(exactText(third), '1/3')
  t.equal(exactText(fraction(-2n, 37n)), '-2/37')
  t.equal(exactText(fraction(1n, 80n)), '0.0125')
})

t.test('money shows two places, and more when it has more', async (t) => {
  t.equal(fixedText(decimal('5')), '5.00')
  t.equal(fixedText(decimal('-0.5')), '-0.50')
  t.equal(fixedText(decimal('-0.005')), '-0.005')
  t.equal(fixedText(decimal('1234.50'), 0), '1234.5')
  t.equal(fixedText(decimal('1234'), 0), '1234')
})

t.test('money is written to the cent on both sides of where floats end', async (t) => {
  const edge = 2n ** 53n
  for (const cents of [0n, 1n, 5n, 50n, 99n, 100n, 12_345n, edge - 1n, edge, edge + 1n, edge * 100n + 1n]) {
    const digits = cents.toString().padStart(3, '0')
    const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`
    t.equal(fixedText(fraction(cents, 100n)), text)
    t.equal(fixedText(fraction(-cents, 100n)), cents === 0n ? text : `-${text}`)
  }
})

t.test('a text of our own that is no decimal is a fault of ours', async (t) => {
  t.throws(() => decimal('1e3'), /not a plain decimal \(exponent\)/)
})

t.test('a refusal says what to write instead, where that is known', async (t) => {
  t.match(decimalExpected('percent').suggestion, /0\.12 for 12%/)
  t.match(decimalExpected('grouped').suggestion, /remove the thousands separators/)
  t.strictSame(decimalExpected('not-a-number'), {
    expected: 'digits with at most one point, such as -1234.50, at most 18 on either side',
  })
})

t.test('what is written down reads back as the same number', async (t) => {
  const places = fc.integer({ min: 0, max: 18 })
  const units = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n })
  await holds(
    t,
    fc.property(units, places, (n, scale) => {
      const value = fraction(n, 10n ** BigInt(scale))
      const texts = [exactText(value), fixedText(value), fixedText(value, 18), decimalText(value) ?? '']
      return texts.every((text) => equal(decimal(text), value)) && /\.\d{2,}$/.test(fixedText(value))
    }),
    { runs: 2000 },
  )
})
