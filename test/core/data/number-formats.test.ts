import fc from 'fast-check'
import t from 'tap'
import { NUMBER_FORMATS, type NumberFormat } from '../../../src/core/data/definition.ts'
import { readNumberCell } from '../../../src/core/data/read-cell.ts'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import { holds } from '../../support/property.ts'
import { readSchools } from '../../support/read-schools.ts'

/** Cells as people and spreadsheets write them, with the value that the column's format gives them. */
const readings: Readonly<Record<NumberFormat, Readonly<Record<string, string | undefined>>>> = {
  plain: {
    '1234.50': '1234.5',
    '-12.50': '-12.5',
    '007': '7',
    '0.10': '0.1',
    '-0': '0',
    '1,234': undefined,
    '12%': undefined,
    '+5': undefined,
    '.5': undefined,
    '1e3': undefined,
  },
  grouped: {
    '1,234': '1234',
    '1,234,567.50': '1234567.5',
    '-1,234': '-1234',
    '1234': '1234',
    '12': '12',
    '1,23': undefined,
    '1234,567': undefined,
    ',123': undefined,
    '1,2345': undefined,
    '1.234,5': undefined,
  },
  'us-money': {
    '$1,234.50': '1234.5',
    '($1,234.50)': '-1234.5',
    '-$5': '-5',
    '$-5': '-5',
    '$ 5': '5',
    $1234: '1234',
    '1,234.50': '1234.5',
    '5': '5',
    '€5': undefined,
    '(5)': undefined,
    $: undefined,
    '($5': undefined,
    '-($5)': undefined,
    '$1,23': undefined,
  },
  percent: {
    '12%': '0.12',
    '12.5 %': '0.125',
    '-3%': '-0.03',
    '0%': '0',
    '100%': '1',
    '0.05%': '0.0005',
    '12': undefined,
    '%': undefined,
    '1,2%': undefined,
    '12%%': undefined,
  },
  'decimal-comma': {
    '12,5': '12.5',
    '1.234,50': '1234.5',
    '1.234.567': '1234567',
    '-1.234,5': '-1234.5',
    '1234,5': '1234.5',
    '5': '5',
    '1.234': '1234',
    '1.5': undefined,
    '1,234.5': undefined,
    '1,2,3': undefined,
    ',5': undefined,
  },
}

for (const format of NUMBER_FORMATS) {
  t.test(`a column in the format ${format} is read as its author meant it`, async (t) => {
    for (const [cell, value] of Object.entries(readings[format])) t.equal(valueIn(cell, format), value, cell)
  })
}

t.test('what a wrong cell suggests is a line that makes it right', async (t) => {
  const wrong: Readonly<Record<string, readonly [NumberFormat, string]>> = {
    '1,234': ['grouped', '1234'],
    '1,234,567.50': ['grouped', '1234567.5'],
    '$1,234.50': ['us-money', '1234.5'],
    '($1,234.50)': ['us-money', '-1234.5'],
    '-$5': ['us-money', '-5'],
    '12%': ['percent', '0.12'],
    '12.5 %': ['percent', '0.125'],
    '12,5': ['decimal-comma', '12.5'],
    '1.234,50': ['decimal-comma', '1234.5'],
    '1.234.567': ['decimal-comma', '1234567'],
  }
  for (const [cell, [format, value]] of Object.entries(wrong)) {
    const csv = `id,enrollment,"Extra pay, net"\n1,10,"${cell}"\n`
    const needs = 'enrollment: { unit: pupil }, extra: { unit: money }'
    const mapping = 'extra: { column: "Extra pay, net", may_be_negative: true }'
    const { said, suggestions } = await readSchools({ csv, needs, data: `measures:\n  ${mapping}` })
    t.strictSame(said, ['CELL_FORMAT schools.csv:2 Extra pay, net of 1'], cell)
    t.strictSame(suggestions, [`extra: { column: "Extra pay, net", format: ${format} }`])
    const line = suggestions[0]?.replace(' }', ', may_be_negative: true }')
    const mended = await readSchools({ csv, needs, data: `measures:\n  ${line}` })
    t.strictSame(mended.said, [], cell)
    t.equal(mended.schools[0]?.['extra'], value, cell)
  }
})

t.test('a cell that no format reads is told what is expected', async (t) => {
  for (const cell of ['abc', '1 234', '−5', '12 €', '½', 'n/a', '#REF!', '1.2.3', '--5']) {
    const { said, suggestions } = await readSchools({ csv: `id,enrollment\n1,"${cell}"\n` })
    t.strictSame(said, ['CELL_FORMAT schools.csv:2 enrollment of 1'], cell)
    t.strictSame(suggestions, [undefined], cell)
  }
})

t.test('no format is guessed: a column in the wrong one is refused cell by cell', async (t) => {
  const data = 'measures: { enrollment: { format: decimal-comma } }'
  const { said } = await readSchools({ csv: 'id,enrollment\n1,"1.234,5"\n2,1.5\n3,"1,234.5"\n', data })
  t.strictSame(said, [
    'CELL_FORMAT schools.csv:3 enrollment of 2',
    'CELL_FORMAT schools.csv:4 enrollment of 3',
  ])
})

t.test('hostile numbers are refused in every format', async (t) => {
  const hostile = [
    '1e999999999',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    '١٢',
    '1e-400',
    ' 1',
    '1 ',
    '9'.repeat(900_000),
  ]
  for (const format of NUMBER_FORMATS)
    for (const cell of hostile) t.equal(valueIn(cell, format), undefined, `${format} ${cell.slice(0, 20)}`)
})

t.test('an amount that is written in a format is read as the same amount', async (t) => {
  const written: Readonly<Record<NumberFormat, (whole: string, cents: string, sign: string) => string>> = {
    plain: (whole, cents, sign) => `${sign}${whole}.${cents}`,
    grouped: (whole, cents, sign) => `${sign}${grouped(whole, ',')}.${cents}`,
    'us-money': (whole, cents, sign) =>
      sign === '' ? `$${grouped(whole, ',')}.${cents}` : `($${grouped(whole, ',')}.${cents})`,
    percent: (whole, cents, sign) => `${sign}${whole}${cents}%`,
    'decimal-comma': (whole, cents, sign) => `${sign}${grouped(whole, '.')},${cents}`,
  }
  const property = fc.property(
    fc.bigInt({ min: 0n, max: 10n ** 15n }),
    fc.integer({ min: 0, max: 99 }),
    fc.boolean(),
    fc.constantFrom(...NUMBER_FORMATS),
    (whole, cents, isNegative, format) => {
      const places = String(cents).padStart(2, '0')
      const sign = isNegative ? '-' : ''
      const expected = valueIn(`${sign}${whole}.${places}`, 'plain')
      return (
        expected !== undefined && valueIn(written[format](String(whole), places, sign), format) === expected
      )
    },
  )
  await holds(t, property, { runs: 500 })
})

function valueIn(cell: string, format: NumberFormat): string | undefined {
  const reading = readNumberCell(cell, format)
  return reading.kind === 'number' ? exactText(reading.value) : undefined
}

function grouped(digits: string, separator: string): string {
  return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, separator)
}
