import t, { type Test } from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { type ProblemCase, provoke, wrong } from '../problems/problem-case.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const parameters = (more: string): { parameters: string } => ({
  parameters: `parameters:\n  base: { value: "100", unit: money/pupil, assumed: x }\n  ${more}`,
})
const line = (fields: string): { lines: string } => ({ lines: `lines:\n  - { ${fields} }` })
const rest = 'id: base, amount: enrollment * base, fund: general, flexibility: free'
const row = 'rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }]'
const bases = 'measures: { enrollment: { basis: census }, frl: { basis: census } }'

/** A misspelt field, and the one that was meant. */
function misspelt(where: string, blocks: Parameters<typeof wrong>[1], meant: string): ProblemCase {
  return wrong(where, blocks, ['FIELD_UNKNOWN', '▸', `did you mean ${meant}?`])
}

t.test('a misspelt field is named, with the one that was meant, wherever it stands', async (t) => {
  await tell(t, [
    misspelt('in the file', { controls: '▸contrls: []' }, 'controls'),
    misspelt('in the scenario', { scenario: 'scenario: { id: a, ▸demostration: true }' }, 'demonstration'),
    misspelt(
      'in the year',
      { head: 'id: a\ncurrency: USD\nyear: { label: a, start: 2025-07-01, end: 2026-06-30, ▸lable: b }' },
      'label',
    ),
    misspelt(
      'in a need',
      {
        needs:
          'needs: { enrollment: { unit: pupil }, frl: { unit: pupil, ▸mising: "0" }, level: { kind: text } }',
      },
      'missing',
    ),
    misspelt('in a fund', { funds: 'funds: [general, { id: title1, ▸restrcted: true }]' }, 'restricted'),
    misspelt('in a line', line(`${rest}, ▸lablel: a`), 'label'),
    misspelt('in a rounding', line(`${rest}, round: { ▸place: 0 }`), 'places'),
    misspelt('in a figure', { figures: 'figures: [{ id: a, amount: line.base, ▸nots: b }]' }, 'note'),
    misspelt('in a measure', { measures: 'measures: { a: { value: frl, ▸knd: decimal } }' }, 'kind'),
    misspelt(
      'in a pool',
      { pools: 'pools: [{ fund: general, amount: "1", assumed: a, ▸sources: b }]' },
      'source',
    ),
    misspelt(
      'in a published amount',
      {
        published: 'published: [{ of: total, column: printed, source: a, ▸noted: b }]',
        data: `data: { ${bases}, rows: [{ id: "1", enrollment: 10, frl: 4, level: ES, printed: "" }] }`,
      },
      'note',
    ),
    misspelt(
      'in a control',
      { controls: 'controls: [{ of: total, amount: "3000", ▸tolerence: "1" }]' },
      'tolerance',
    ),
    misspelt('in a dataset', { data: `data: { ${row}, ${bases}, ▸vintge: a }` }, 'vintage'),
    misspelt(
      'in what a column means',
      {
        data: `data: { ${row}, measures: { enrollment: { basis: census, ▸include: a }, frl: { basis: census } } }`,
      },
      'includes',
    ),
    misspelt(
      'in the checks of quality',
      { data: `data: { ${row}, ${bases}, quality: { ▸negatve: off } }` },
      'negative',
    ),
  ])
})

t.test('a field that is missing is named at what it is missing from', async (t) => {
  await tell(t, [
    wrong(
      'a line without its amount',
      { lines: 'lines:\n  - ▸{ id: base, fund: general, flexibility: free }' },
      ['FIELD_MISSING', '▸'],
    ),
    wrong(
      'a formula without lines',
      {
        formula:
          '▸formula: { id: a, currency: USD, year: { label: a, start: 2025-07-01, end: 2026-06-30 }, needs: {}, funds: [a], pupils: b }',
      },
      ['FIELD_MISSING', '▸'],
    ),
    wrong(
      'a year without its end',
      { head: 'id: a\ncurrency: USD\n▸year: { label: a, start: 2025-07-01 }' },
      ['FIELD_MISSING', '▸'],
    ),
    wrong('a parameter without its value', parameters('▸rate: { unit: money, assumed: x }'), [
      'FIELD_MISSING',
      '▸',
    ]),
    wrong(
      'a parameter with a misspelt value',
      parameters('▸rate: { vlaue: "1", assumed: x }'),
      ['FIELD_UNKNOWN', 'district.yaml:15:13', 'did you mean value?'],
      ['FIELD_MISSING', '▸'],
    ),
    wrong('a control of nothing', { controls: 'controls: [▸{ amount: "1" }]' }, ['FIELD_MISSING', '▸']),
  ])
})

t.test('a value of another kind is refused where it stands', async (t) => {
  await tell(t, [
    wrong('a text for fields', { scenario: 'scenario: ▸two' }, ['FIELD_VALUE', '▸']),
    wrong('fields for a text', { scenario: 'scenario: { ▸id: { a: b } }' }, ['FIELD_VALUE', '▸']),
    wrong('fields for a list', { controls: '▸controls: { of: total, amount: "1" }' }, ['FIELD_VALUE', '▸']),
    wrong('a list for fields', { needs: '▸needs: [enrollment, frl]' }, ['FIELD_VALUE', '▸']),
    wrong('an empty text', { scenario: 'scenario: { id: ▸"" }' }, ['FIELD_VALUE', '▸']),
    wrong('no funds', { funds: '▸funds: []' }, ['FIELD_VALUE', '▸']),
    wrong('yes where true or false is meant', { scenario: 'scenario: { id: a, demonstration: ▸yes }' }, [
      'FIELD_VALUE',
      '▸',
    ]),
    wrong('a unit with a capital', { units: 'units: [▸Classroom]' }, ['FIELD_VALUE', '▸']),
    wrong('a cell with fields', { data: 'data: { rows: [{ ▸id: { a: b } }] }' }, ['FIELD_VALUE', '▸']),
  ])
})

t.test('a date is one that the calendar has', async (t) => {
  const year = (start: string): { head: string } => ({
    head: `id: a\ncurrency: USD\nyear: { label: a, start: ▸${start}, end: 2026-06-30 }`,
  })
  const no = [
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '2025-1-1',
    '1900-02-29',
    '07/01/2025',
    'July 1',
  ]
  await tell(
    t,
    no.map((day) => wrong(day, year(day), ['FIELD_VALUE', '▸'])),
  )
  await tell(
    t,
    ['2024-02-29', '2000-02-29', '2025-12-31'].map((day) => wrong(day, year(day))),
  )
})

t.test('of several shapes the one that was meant is held against the value', async (t) => {
  await tell(t, [
    wrong('a parameter with a typo', parameters('rate: { value: "1", assumed: x, ▸lable: y }'), [
      'FIELD_UNKNOWN',
      '▸',
      'did you mean label?',
    ]),
    wrong(
      'a table with a typo',
      parameters('rate: { kind: table, unit: text -> money, value: { ES: "1" }, assumed: x, ▸lable: y }'),
      ['FIELD_UNKNOWN', '▸', 'did you mean label?'],
    ),
    wrong(
      'a kind of parameter that there is not',
      parameters('rate: { kind: ▸tapr, unit: pupil -> money, value: [[0, 1]], assumed: x }'),
      ['FIELD_VALUE', '▸'],
    ),
    wrong(
      'a group with one fault inside',
      parameters('weight: { frl: { value: "1", assumed: x, ▸lable: y } }'),
      ['FIELD_UNKNOWN', '▸', 'did you mean label?'],
    ),
    wrong(
      'a group of two with one fault each',
      parameters(
        'weight: { a: { value: "1", assumed: x, ▸lable: y }, b: { value: "1", assumed: x, noted: y } }',
      ),
      ['FIELD_UNKNOWN', '▸', 'did you mean label?'],
      ['FIELD_UNKNOWN', 'district.yaml:15:85', 'did you mean note?'],
    ),
    wrong('a rounding to a list', line(`${rest}, ▸round: [1]`), ['FIELD_VALUE', '▸']),
    wrong('a dataset with a typo', { data: `data: { ${row}, ${bases}, ▸nam: school }` }, [
      'FIELD_UNKNOWN',
      '▸',
      'did you mean name?',
    ]),
    wrong('a dataset by name with a typo', { data: `data: { now: { ${row}, ${bases}, ▸vintge: a } }` }, [
      'FIELD_UNKNOWN',
      '▸',
      'did you mean vintage?',
    ]),
    wrong(
      'a group in a group in a group with a typo at its end',
      parameters('a: { b: { c: { d: { value: "1", assumed: x, ▸lable: y } } } }'),
      ['FIELD_UNKNOWN', '▸', 'did you mean label?'],
    ),
    wrong(
      'a group with two typos inside',
      parameters('weight: { frl: { value: "1", assumed: x, ▸lable: y, noted: z } }'),
      ['FIELD_UNKNOWN', '▸', 'did you mean label?'],
      ['FIELD_UNKNOWN', 'district.yaml:15:56', 'did you mean note?'],
    ),
    ...['value', 'values'].map((name) =>
      wrong(
        `a member of a group that is called ${name}`,
        parameters(`weight: { frl: { value: "1", assumed: x }, ▸${name}: { value: "1", assumed: x } }`),
        ['FIELD_VALUE', '▸'],
      ),
    ),
    wrong('a parameter that is called value', parameters('▸value: { value: "1", assumed: x }'), [
      'FIELD_VALUE',
      '▸',
    ]),
    wrong('a text in a group', parameters('weight: { frl: ▸twelve }'), ['FIELD_VALUE', '▸']),
    wrong(
      'a dataset by name with two typos',
      { data: `data: { now: { ${row}, ${bases}, ▸vintge: a, sorce: b } }` },
      ['FIELD_UNKNOWN', '▸', 'did you mean vintage?'],
      ['FIELD_UNKNOWN', 'district.yaml:17:152', 'did you mean source?'],
    ),
    wrong(
      'a check of quality with a typo in its setting',
      { data: `data: { ${row}, ${bases}, quality: { negative: ▸of } }` },
      ['FIELD_VALUE', '▸'],
    ),
    wrong('rows in words', { data: 'data: { rows: ▸many }' }, ['FIELD_VALUE', '▸']),
    wrong(
      'a line without its freedom',
      { lines: 'lines:\n  - ▸{ id: base, amount: enrollment * base, fund: general }' },
      ['FIELD_MISSING', '▸'],
    ),
    wrong('a dataset as a list', { data: '▸data: [schools.csv]' }, ['FIELD_VALUE', '▸']),
    wrong(
      'an id with digits in words',
      { data: `data: { ${row}, ${bases}, id: { column: id, digits: ▸four } }` },
      ['FIELD_VALUE', '▸'],
    ),
    wrong(
      'a fund with a typo among its values',
      { funds: 'funds: [general, { id: title1, restricted: ▸yes }]' },
      ['FIELD_VALUE', '▸'],
    ),
  ])
})

t.test('an unknown field says which fields there are', async (t) => {
  const { problems } = await checkScenario(
    'a.yaml',
    memoryFiles({ 'a.yaml': smallDistrict({ scenario: 'scenario: { id: a, q: b }' }) }),
  )
  t.strictSame(
    problems.map(({ found, expected, suggestion }) => ({ found, expected, suggestion })),
    [{ found: 'q', expected: 'id, name, note, demonstration, budget', suggestion: undefined }],
  )
})

t.test('a list or a map has an end', async (t) => {
  const measures = (count: number) =>
    `measures: { ${Array.from({ length: count }, (_, i) => `m${i}: frl`).join(', ')} }`
  await tell(t, [wrong('2,000 measures', { measures: measures(2000) })])
  const last = 'm2000: frl'
  const tooMany = measures(2001).replace(last, `▸${last}`)
  await tell(t, [wrong('2,001 measures', { measures: tooMany }, ['VALUES_LIMIT', '▸'])])
})

async function tell(t: Test, cases: readonly ProblemCase[]): Promise<void> {
  for (const each of cases) {
    const { expected, said } = await provoke(each)
    t.strictSame(said, expected, each.claim)
  }
}
