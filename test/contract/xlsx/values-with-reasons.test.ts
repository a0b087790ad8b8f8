import t from 'tap'
import { schoolPage, textOf } from '../../support/school-page.ts'

const lines = (amount: string): string =>
  `lines:\n  - { id: base, amount: ${JSON.stringify(amount)}, fund: general, flexibility: free }`

t.test('what an adjustment over all schools leaves is a value that says so', async (t) => {
  const { cell, value, row } = await schoolPage({
    figures: 'adjustments:\n  - { id: viable, kind: minimum, least: "1500" }',
  })
  t.strictSame(cell('viable.general.free'), { kind: 'number', number: 500, style: 'money' })
  t.match(textOf(row('viable.general.free')[6]), /^value: set by the adjustment viable over all schools/)
  t.equal(value('Total'), 1500)
})

t.test('a number of more than 15 digits is a text, and what is made of it a value', async (t) => {
  const parameters = 'parameters:\n  base: { value: "12345678901234567.89", unit: money/pupil, assumed: x }'
  const { cell, row, sheets } = await schoolPage({ parameters })
  // 10 × 12,345,678,901,234,567.89
  t.strictSame(cell('base'), { kind: 'text', text: '123456789012345678.9', style: 'money' })
  t.match(textOf(row('base')[6]), /^value: .*more than 15 digits/)
  t.strictSame(cell('Total'), { kind: 'text', text: '123456789012345678.9', style: 'total' })
  const warnings = sheets.at(-1)?.rows.map((each) => textOf(each[1])) ?? []
  t.ok(warnings.some((words) => words?.startsWith('the parameter base is a text')))
  t.ok(warnings.some((words) => words?.startsWith('1 C')))
})

t.test(
  'an amount that doubles cannot hold to the cent is a value, though its factors are short',
  async (t) => {
    // 10 × 987,654,321.98765 × 123,456,789.012345 has more digits than a double keeps apart.
    const parameters = `parameters:
  base: { value: "987654321.98765", unit: money/pupil, assumed: x }
  rate: { value: "123456789.012345", assumed: x }`
    const { row } = await schoolPage({ parameters, lines: lines('enrollment * base * rate') })
    t.match(textOf(row('base')[6]), /^value: /)
  },
)

t.test('a share so near half a cent that a spreadsheet may take it for one is a value', async (t) => {
  // 1.005 less a part in 10 to the 16th: it rounds down here, and up in a spreadsheet.
  const parameters = `parameters:
  base: { value: "1.005", unit: money/pupil, assumed: x }
  less: { value: "0.0000000000000001", unit: money/pupil, assumed: x }`
  const { row, value } = await schoolPage({ parameters, lines: lines('enrollment * (base - less) / 10') })
  t.match(textOf(row('base')[6]), /^value: a spreadsheet cannot tell/)
  t.equal(value('base'), 1)
})

t.test('a comparison so close that a spreadsheet takes both sides for equal is a value', async (t) => {
  const parameters =
    'parameters:\n  base: { value: "100", unit: money/pupil, assumed: x }\n  third: { value: "0.333333333333333", unit: pupil, assumed: x }'
  const { row, value } = await schoolPage({
    parameters,
    measures: 'measures:\n  more: frl / 12 > third * 1',
    lines: lines('if(more, 2, 1) * enrollment * base'),
  })
  t.match(textOf(row('more')[6]), /^value: a spreadsheet cannot tell/)
  // The value stands in for the comparison, and the line stays a formula.
  t.equal(textOf(row('base')[6]), 'formula')
  t.equal(value('base'), 2000)
})
