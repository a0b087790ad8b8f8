import t from 'tap'
import { formulaOf, schoolPage, textOf } from '../../support/school-page.ts'

const anyText = 'needs:\n  enrollment: { unit: pupil }\n  frl: { unit: pupil }\n  level: { kind: text }'

const line = (amount: string, rest = ''): string =>
  `lines:\n  - { id: base, amount: ${JSON.stringify(amount)}, fund: general, flexibility: free${rest} }`

t.test('a line is the arithmetic of its counts and parameters', async (t) => {
  const { cell, value, row } = await schoolPage({})
  t.equal(formulaOf(cell('base')), "ROUND($C$7*'Parameters'!$B$3,2)")
  t.equal(value('base'), 1000)
  t.equal(value('enrollment'), 10)
  t.strictSame(row('base').map(textOf), [
    'base',
    'base',
    undefined,
    'general',
    'free',
    'enrollment * base',
    'formula',
  ])
})

t.test('a changed count changes the line, the total and the amount per student', async (t) => {
  const { sheets, sheet } = await schoolPage({})
  const { spreadsheet } = await import('../../support/spreadsheet.ts')
  const rows = sheet.rows.map((each) =>
    each.map((cell) => (cell?.kind === 'number' && cell.number === 10 ? { ...cell, number: 12 } : cell)),
  )
  const page = spreadsheet({
    title: '',
    sheets: sheets.map((each) => (each === sheet ? { ...each, rows } : each)),
  })
  const at = (label: string): number => rows.findIndex((each) => textOf(each[0]) === label) + 1
  t.equal(page.at(sheet.name, 3, at('Total')), 1200)
  t.equal(page.at(sheet.name, 3, at('Per student')), 100)
})

t.test('half a cent goes up, though no double is half a cent', async (t) => {
  // 10 × 0.1005 = 1.005, which in doubles is 1.0050000000000001 or 1.00499999999999989.
  const parameters = 'parameters:\n  base: { value: "0.1005", unit: money/pupil, assumed: x }'
  const { cell, value } = await schoolPage({ parameters })
  t.equal(formulaOf(cell('base')), "ROUND(ROUND($C$7*'Parameters'!$B$3,6),2)")
  t.equal(value('base'), 1.01)
})

t.test('conditions, choices and texts are those of the formula, capitals and all', async (t) => {
  const measures = 'measures:\n  small: enrollment < 300 and not (level == "es")'
  const { cell, value } = await schoolPage({
    measures,
    needs: anyText,
    lines: line('if(one_of(level, "ES", "K8"), 3, 4) * enrollment * base', ', when: small'),
  })
  t.equal(formulaOf(cell('small')), 'AND($C$7<300,NOT(EXACT($C$8,"es")))')
  t.equal(
    formulaOf(cell('base')),
    `IF($C$11,ROUND(IF(OR(EXACT($C$8,"ES"),EXACT($C$8,"K8")),3,4)*$C$7*'Parameters'!$B$3,2),0)`,
  )
  t.equal(value('base'), 3000)
})

t.test('a taper is a straight line between its points, wherever the school lies', async (t) => {
  // From 300 at 0 pupils to 0 at 40: 10 pupils have 225, 20 have 150.
  const parameters =
    'parameters:\n  small: { kind: taper, unit: pupil -> money, value: [[0, 300], [40, 0]], assumed: x }'
  const { value, cell, page, sheets } = await schoolPage({ parameters, lines: line('small(enrollment)') })
  t.equal(value('base'), 225)
  t.match(formulaOf(cell('small(enrollment)')), /^INDEX\(.*\)\+\(MIN\(MAX\(\$C\$7,/)
  const names = sheets.map(({ name }) => name)
  t.strictSame(names, ['Summary', 'Schools', '1', '2', 'Parameters', 'Reproduce'])
  t.equal(page.at('Schools', 4, 4), 150)
})

t.test('bands begin at their bound, and tables are read by text', async (t) => {
  const parameters = `parameters:
  steps: { kind: band, unit: pupil -> 1, value: [[0, 1], [10, 2], [30, 3]], assumed: x }
  rate: { kind: table, unit: text -> money/pupil, value: { ES: "7", HS: "9" }, assumed: x }`
  const { value, cell } = await schoolPage({
    parameters,
    lines: line('steps(enrollment) * rate(level) * enrollment'),
  })
  t.equal(value('base'), 140)
  t.equal(
    formulaOf(cell('base')),
    "ROUND(INDEX('Parameters'!$B$4:$B$6,MATCH(MAX($C$7,'Parameters'!$A$4),'Parameters'!$A$4:$A$6,1))" +
      "*INDEX('Parameters'!$B$8:$B$9,MATCH($C$8,'Parameters'!$A$8:$A$9,0))*$C$7,2)",
  )
})

t.test('keys that differ in capitals alone, and keys of two levels, are told apart', async (t) => {
  const parameters = `parameters:
  rate: { kind: table, unit: text -> money/pupil, value: { es: "1", ES: "7", HS: "9" }, assumed: x }
  zone: { kind: table, unit: text -> 1, value: { ES: { ES: "2", HS: "3" }, HS: { HS: "4", ES: "5" } }, assumed: x }`
  const { value, cell } = await schoolPage({
    parameters,
    needs: anyText,
    lines: line('rate(level) * zone(level, level) * enrollment'),
  })
  t.equal(value('base'), 140)
  t.match(formulaOf(cell('base')), /SUMPRODUCT\(EXACT\(.*\*EXACT\(/)
})

t.test('a branch that is not taken may lack its numbers', async (t) => {
  const { value, cell } = await schoolPage({
    needs: 'needs:\n  enrollment: { unit: pupil }\n  extra: { unit: money }',
    lines: line('if(given(extra) and extra > 5, extra, enrollment * base)'),
    data: 'data: { measures: { enrollment: { basis: projection } }, rows: [{ id: "1", enrollment: 10, extra: "" }] }',
  })
  t.equal(value('given(extra)'), false)
  t.equal(textOf(cell('extra')), '–')
  t.equal(value('base'), 1000)
})

t.test("what stands over all schools is a value, and the school's part of it a formula", async (t) => {
  const { value, cell, row } = await schoolPage({
    lines: line('round(enrollment / total(enrollment), 4) * 900 * base * frl'),
  })
  t.equal(value('total(enrollment)'), 30)
  t.equal(cell('total(enrollment)')?.kind, 'number')
  t.equal(textOf(row('total(enrollment)')[5]), 'computed by Leeway')
  // 10 / 30 = 0.3333; × 900 × 100 × 4 = 119,988.
  t.equal(value('base'), 119_988)
})

t.test('every rounding mode comes out as in the formula', async (t) => {
  const modes = ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling'] as const
  for (const amount of ['2.5', '-2.5', '3.5', '2.4', '-2.4', '2', '0.05']) {
    const lines = `lines:\n${modes
      .map(
        (mode) =>
          `  - { id: ${mode}, amount: enrollment * base, fund: general, flexibility: free, round: { places: 0, mode: ${mode} } }`,
      )
      .join('\n')}`
    const parameters = `parameters:\n  base: { value: "${amount}", unit: money/pupil, assumed: x }`
    const data =
      'data: { measures: { enrollment: { basis: projection } }, rows: [{ id: "1", enrollment: 1 }] }'
    const needs = 'needs: { enrollment: { unit: pupil } }'
    const { value } = await schoolPage({ parameters, lines, data, needs })
    const expected = {
      '2.5': [3, 2, 2, 3, 2, 2, 3],
      '-2.5': [-3, -2, -2, -3, -2, -3, -2],
      '3.5': [4, 4, 3, 4, 3, 3, 4],
      '2.4': [2, 2, 2, 3, 2, 2, 3],
      '-2.4': [-2, -2, -2, -3, -2, -3, -2],
      '2': [2, 2, 2, 2, 2, 2, 2],
      '0.05': [0, 0, 0, 1, 0, 0, 1],
    }[amount]
    t.strictSame(
      modes.map((mode) => Number(value(mode)) + 0),
      expected,
      amount,
    )
  }
})
