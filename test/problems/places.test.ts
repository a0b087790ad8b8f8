import t from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'
import { type ProblemCase, provoke, wrong, wrongCsv } from './problem-case.ts'

/** The line `base` with its amount written like this, under the key `amount:`. */
const amount = (written: string): { lines: string } => ({
  lines: `lines:\n  - id: base\n    fund: general\n    flexibility: free\n    amount: ${written}`,
})

const misspelt = 'did you mean enrollment?'

const cases: readonly ProblemCase[] = [
  wrong('an unquoted expression', amount('base * ▸enrolment'), ['NAME_UNKNOWN', '▸', misspelt]),
  wrong('an unquoted expression over two lines', amount('base *\n      ▸enrolment'), [
    'NAME_UNKNOWN',
    '▸',
    misspelt,
  ]),
  wrong('a double-quoted expression', amount('"base  * ▸enrolment"'), ['NAME_UNKNOWN', '▸', misspelt]),
  wrong('a single-quoted expression', amount("'base * ▸enrolment'"), ['NAME_UNKNOWN', '▸', misspelt]),
  wrong('a folded block', amount('>-\n      base *\n      ▸enrolment\n      + base * frl'), [
    'NAME_UNKNOWN',
    '▸',
    misspelt,
  ]),
  wrong('a folded block with a remark', amount('> # by head\n\n      base\n        * ▸enrolment'), [
    'NAME_UNKNOWN',
    '▸',
    misspelt,
  ]),
  wrong('a literal block', amount('|\n      base\n      * ▸enrolment\n'), ['NAME_UNKNOWN', '▸', misspelt]),
  wrong(
    'two expressions in flow style on one line',
    {
      lines:
        'lines: [{ id: a, amount: base * frl, fund: general, flexibility: free }, { id: b, amount: base * ▸enrolment, fund: general, flexibility: free }]',
    },
    ['NAME_UNKNOWN', '▸', misspelt],
  ),
  // An escape is one character that stands for another, so that places behind it cannot be counted.
  wrong('an expression with an escape in it, at its start', amount('▸"base\\u0020* enrolment"'), [
    'NAME_UNKNOWN',
    '▸',
    misspelt,
  ]),
  {
    claim: 'a formula in a file of its own',
    files: {
      'district.yaml': smallDistrict({ formula: 'formula: formulas/simple.yaml' }),
      'formulas/simple.yaml': smallDistrict({ scenario: '', data: '', ...amount('base * ▸enrolment') }),
    },
    says: [['NAME_UNKNOWN', '▸', misspelt]],
  },
  {
    claim: 'a formula file that has no formula',
    files: {
      'district.yaml': smallDistrict({ formula: 'formula: simple.yaml' }),
      'simple.yaml': 'leeway: 1\nscenario: { id: x }\n',
    },
    says: [['FORMULA_MISSING', 'simple.yaml:1:1']],
  },
  {
    claim: 'a formula file without its lines',
    files: {
      'district.yaml': smallDistrict({ formula: 'formula: simple.yaml' }),
      'simple.yaml': smallDistrict({ scenario: '', data: '', lines: '' }).replace(
        'id: simple',
        '▸id: simple',
      ),
    },
    says: [['FIELD_MISSING', '▸']],
  },
  wrongCsv(
    'data of one year above which its CSV has YAML',
    {
      lines: 'lines: [{ id: a, amount: prior.frl * base, fund: general, flexibility: free }]',
      data: '▸data: { file: schools.csv }',
      csv: '---\nmeasures: { enrollment: { basis: census }, frl: { basis: census } }\n---\nid,enrollment,frl,level\n1,2,1,ES\n',
    },
    ['DATASET_UNKNOWN', '▸', 'data: { now: …, prior: prior.csv }'],
  ),
  wrongCsv(
    'the YAML above a table',
    { data: 'data: schools.csv', csv: '---\nmeasures:\n  frl: { ▸bsis: census }\n---\nid,frl\n1,2\n' },
    ['FIELD_UNKNOWN', '▸', 'did you mean basis?'],
  ),
  wrongCsv(
    'a table below its YAML',
    {
      data: 'data: schools.csv',
      csv: '---\nmeasures: { enrollment: { basis: census }, frl: { basis: census } }\n---\nid,enrollment,frl,level\n1,2,x,ES\n',
    },
    ['CELL_FORMAT', 'schools.csv:5 frl of 1'],
  ),
  wrong(
    'a cell of a row in block style',
    {
      data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  rows:
    - id: "1"
      enrollment: 10
      frl: ▸four
      level: ES`,
    },
    ['CELL_FORMAT', '▸ frl of 1'],
  ),
  wrong(
    'a column that no row has, at the first row',
    {
      data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  rows:
    - ▸{ id: "1", enrollment: 10, level: ES }`,
    },
    ['COLUMN_MISSING', '▸ frl', 'say which column it is: frl: { column: "…" }'],
  ),
  wrong('a value that is not there, where its key ends', { scenario: 'scenario: { id▸, name: x }' }, [
    'FIELD_VALUE',
    '▸',
  ]),
]

t.test('a problem is found in every style that a file can be written in', async (t) => {
  for (const each of cases) {
    const { expected, said } = await provoke(each)
    t.strictSame(said, expected, each.claim)
    const withCrLf = Object.entries(each.files).map(([name, text]) => [
      name,
      String(text).replaceAll('\n', '\r\n'),
    ])
    const onWindows = await provoke({ ...each, files: Object.fromEntries(withCrLf) })
    t.strictSame(onWindows.said, expected, `${each.claim}, with the line ends of Windows`)
  }
})

t.test('a problem is found in JSON', async (t) => {
  const formula = {
    id: 'simple',
    currency: 'USD',
    year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    needs: { enrollment: { unit: 'pupil' } },
    funds: ['general'],
    pupils: 'enrollment',
    lines: [{ id: 'base', amount: '10 * ▸enrolment', fund: 'general', flexibility: 'free' }],
  }
  const text = JSON.stringify({ leeway: '1', formula }, undefined, 2)
  const { expected, said } = await provoke({
    claim: 'JSON',
    files: { 'district.yaml': text },
    says: [['NAME_UNKNOWN', '▸', misspelt]],
  })
  t.strictSame(said, expected)
  const line = text.split('\n').findIndex((each) => each.includes('▸'))
  t.match(said[0], `district.yaml:${line + 1}:`)
})

t.test('the words that are wrong can be underlined in their line', async (t) => {
  const text = smallDistrict(amount('>-\n      base *\n      enrolment * (frl + frl)')).replaceAll(
    '\n',
    '\r\n',
  )
  const { problems } = await checkScenario('district.yaml', memoryFiles({ 'district.yaml': text }))
  t.strictSame(
    problems.map(({ where }) => where.excerpt),
    [{ text: '        enrolment * (frl + frl)', from: 8, to: 17 }],
  )
})

t.test('a place is a JSON pointer too', async (t) => {
  const text = smallDistrict({ data: 'data: { rows: [{ id: "1", enrollment: x, frl: 1, level: ES }] }' })
  const { problems } = await checkScenario('district.yaml', memoryFiles({ 'district.yaml': text }))
  t.strictSame(
    problems.map(({ where }) => where.pointer),
    ['/data/rows/0/enrollment', '/data'],
  )
})
