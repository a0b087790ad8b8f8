import t from 'tap'
import { factsOn, notesOn, packOf, printedRows, tableIn } from '../../support/board-pack.ts'
import { adopted, whatIfFiles } from '../../support/weight-what-ifs.ts'
import { whatIf } from '../../support/what-if.ts'

// A weight from 0.12 to 0.20 for the same money: A +16,981.20, B -58,542.60, C +41,556.20, all -5.20.
const pack = async () => packOf(whatIfFiles, { file: 'weight.yaml', against: 'adopted.yaml' })

t.test('the page opens with the total, and what it is more or less than before', async (t) => {
  const { summary } = await pack()
  t.equal(summary.heading, 'District summary')
  t.equal(summary.subheading, 'Weight 0.20, 2025-26 · Against Adopted formula, 2025-26')
  t.strictSame(factsOn(summary), {
    Total: '$7,957,795',
    Schools: '3',
    Students: '1,380',
    'Dollars per student': '$5,767',
    Before: '$7,957,800',
    Change: '-$5 (0%)',
  })
})

t.test('the causes come in order of their dollars and add up to the change printed', async (t) => {
  const { summary } = await pack()
  // -289,455.36 and +289,450.16.
  t.strictSame(printedRows(tableIn(summary, 'What caused the change')), [
    ['base (solved for)', '4,500', '4,324.7', '0', '3', '-$289,455'],
    ['weight.low_income', '0.12', '0.2', '3', '0', '+$289,450'],
    ['Total', '', '', '', '', '-$5'],
  ])
})

t.test(
  'the most affected schools come first, each with its causes, and the others close the sum',
  async (t) => {
    const { summary } = await pack()
    t.strictSame(printedRows(tableIn(summary, 'Most affected schools, and why')), [
      [
        'Birch (B)',
        '$3,060,000',
        '$3,001,457',
        '-$58,543',
        'base (solved for) -$111,491; weight.low_income +$52,948',
      ],
      [
        'Cedar (C)',
        '$2,977,200',
        '$3,018,756',
        '+$41,556',
        'weight.low_income +$151,785; base (solved for) -$110,229',
      ],
      [
        'Ash (A)',
        '$1,920,600',
        '$1,937,581',
        '+$16,981',
        'weight.low_income +$84,717; base (solved for) -$67,736',
      ],
      ['Rounding', '$0', '$1', '+$1', ''],
      ['All schools', '$7,957,800', '$7,957,795', '-$5', ''],
    ])
  },
)

t.test('of twelve changed schools ten are named, and the other two are in one row', async (t) => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `    - { id: S${`${i}`.padStart(2, '0')}, students: ${i + 1} }`,
  )
  const district = `leeway: 1
scenario: { id: twelve, name: Twelve }
formula:
  id: twelve
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs: { students: { unit: pupil } }
  pupils: students
  funds: [general]
  parameters: { base: { value: "100", unit: money/pupil, source: budget book } }
  lines: [{ id: base, amount: students * base, fund: general, flexibility: free }]
data:
  rows:
${rows.join('\n')}
`
  const files = {
    'adopted.yaml': district,
    'more.yaml': whatIf('more', ['{ set: base, to: "110" }']),
  }
  const { summary } = await packOf(files, { file: 'more.yaml', against: 'adopted.yaml' })
  const printed = printedRows(tableIn(summary, 'Most affected schools, and why'))
  t.equal(printed.length, 12, 'ten schools, the others, the total')
  t.strictSame(printed[0], ['S11 (S11)', '$1,200', '$1,320', '+$120', 'base +$120'])
  // The two smallest have 1 and 2 students.
  t.strictSame(printed.slice(-2), [
    ['All other schools', '$300', '$330', '+$30', ''],
    ['All schools', '$7,800', '$8,580', '+$780', ''],
  ])
})

t.test('funds, and how much may be moved with what that means', async (t) => {
  const { summary } = await pack()
  t.strictSame(printedRows(tableIn(summary, 'Funds')), [
    ['general', '$7,957,795'],
    ['Total', '$7,957,795'],
  ])
  // Three foundations of 225,000 stay within their purpose.
  const freedom = tableIn(summary, 'How much may be moved')
  t.strictSame(
    printedRows(freedom).map((cells) => cells.slice(0, 3)),
    [
      ['Free', '$7,282,795', '91.5%'],
      ['Within its purpose', '$675,000', '8.5%'],
      ['Locked', '$0', '0.0%'],
      ['Total', '$7,957,795', '100.0%'],
    ],
  )
  t.match(freedom.note, 'nominally free')
})

t.test('it says what it declares, what ties out and what is assumed', async (t) => {
  const files = {
    ...whatIfFiles,
    'held.yaml': `${whatIf('held', [])}controls: [{ of: total, amount: "7957800.00" }]\n`,
  }
  const { summary } = await packOf(files, { file: 'held.yaml', against: 'adopted.yaml' })
  t.strictSame(notesOn(summary).slice(-4), [
    'New money: costs the same as Adopted formula.',
    '1 of 1 control totals tie out.',
    '4 of 4 parameters are assumed: base 4,500; foundation 225,000; weight.el 0.4; weight.low_income 0.12.',
    'Counts of fewer than 10 students stand in this pack as they are: not for publication as it is.',
  ])
  t.equal(summary.blocks[0]?.kind, 'facts', 'nothing is amiss')
})

t.test('what does not tie out is the first thing on the page, to the cent', async (t) => {
  const files = {
    ...whatIfFiles,
    'off.yaml': `${whatIf('off', ['{ set: foundation, to: "225001" }'], 'cut')}controls: [{ of: total, amount: "7957803.01" }]\n`,
  }
  const { summary, sheets } = await packOf(files, { file: 'off.yaml' })
  t.strictSame(summary.blocks[0], {
    kind: 'alert',
    lines: [
      'DOES NOT TIE OUT: total comes to $7,957,803.00, its control total is $7,957,803.01, a difference of -$0.01.',
      'BUDGET NOT MET. Declared: Cut. It costs $3.00 more than Adopted formula.',
    ],
  })
  t.equal(sheets[0]?.pages[0].blocks[0]?.kind, 'alert', 'a sheet that is printed alone says so, too')
})

t.test('without a run before there is no change to tell of', async (t) => {
  const { summary } = await packOf({ 'adopted.yaml': adopted }, { file: 'adopted.yaml' })
  t.strictSame(Object.keys(factsOn(summary)), ['Total', 'Schools', 'Students', 'Dollars per student'])
  t.strictSame(
    summary.blocks.flatMap((block) => (block.kind === 'table' ? [block.title] : [])),
    ['Funds', 'How much may be moved'],
  )
})

t.test('schools that came or went, and those that are not shown, are told', async (t) => {
  const files = {
    ...whatIfFiles,
    'closed.yaml': whatIf('closed', ['{ drop_schools: [B] }', '{ restrict: level == "ES" }'], 'cut'),
  }
  const { summary } = await packOf(files, { file: 'closed.yaml', against: 'adopted.yaml' })
  t.ok(notesOn(summary).includes('Closed schools: Birch (B).'))
})

t.test('numbers and dates are those of the locale that is asked for', async (t) => {
  const { summary } = await packOf(whatIfFiles, { file: 'adopted.yaml', locale: 'de-DE' })
  t.equal(factsOn(summary)['Total'], '7.957.800\u00a0$')
})
