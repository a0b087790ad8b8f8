import t from 'tap'
import { parse, stringify } from 'yaml'
import type { Run } from '../../src/app/run-scenario.ts'
import { committedRuns } from '../support/committed-runs.ts'
import { firstDifference } from '../support/first-difference.ts'
import { richCsv, richDistrict } from '../support/rich-district.ts'
import { type FileTexts, runFiles } from '../support/scenario-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const first = await runFiles([['district.yaml', richDistrict]])

/** A file with one thing put otherwise. */
function put(from: string, to: string, text = richDistrict): string {
  if (text.split(from).length !== 2) throw new Error(`"${from}" stands once in the district`)
  return text.replace(from, to)
}

const inPlace = /^ {2}rows:\n(?: {4}.*\n)+/m

/** Ways of saying the same. */
const same: Readonly<Record<string, FileTexts>> = {
  'a remark more': [['district.yaml', put('leeway: 1\n', '# ours\nleeway: 1 # the first\n')]],
  'a zero at the end of a weight': [['district.yaml', put('"0.12"', '"0.120"')]],
  'a zero less at the end of a cell': [['district.yaml', put('-12.50', '-12.5')]],
  'a zero at the end of a literal': [['district.yaml', put('share > 0.10', 'share > 0.1')]],
  'spaces in an expression': [
    ['district.yaml', put('frl * base * weight.frl', 'frl*base *(weight.frl)'.replace(/[()]/g, ''))],
  ],
  'parentheses that change nothing': [
    ['district.yaml', put('not charter and share > 0.10', '(not charter) and (share > 0.10)')],
  ],
  'the schools in another order': [['district.yaml', richDistrict.replace(inPlace, reversedRows)]],
  'the default rounding': [
    [
      'district.yaml',
      put(
        'fund: general, flexibility: free }\n    - id: frl',
        'fund: general, flexibility: free, round: 2 }\n    - id: frl',
      ),
    ],
  ],
  'the default rounding by its name': [
    ['district.yaml', put('round: { step: 0.05, mode: up }', 'round: { mode: up, step: "0.050" }')],
  ],
  'that a line recurs': [['district.yaml', put('- { id: base,', '- { recurs: recurring, id: base,')]],
  'that a fund is free': [
    ['district.yaml', put('    - general\n', '    - { id: general, label: general, restricted: false }\n')],
  ],
  'a label that is the id': [['district.yaml', put('    - id: frl\n', '    - id: frl\n      label: frl\n')]],
  'that schools are schools': [
    ['district.yaml', put('  units: [', '  rows: { one: school, many: schools }\n  units: [')],
  ],
  'units in another order': [['district.yaml', put('[classroom, day]', '[day, classroom]')]],
  'a unit written otherwise': [['district.yaml', put('unit: money/pupil', 'unit: 1 / pupil * money')]],
  'the rows in a CSV file': [
    ['district.yaml', richDistrict.replace(inPlace, '  file: schools.csv\n')],
    ['schools.csv', richCsv],
  ],
  'a CSV file as Germany writes it': [
    [
      'district.yaml',
      put(
        'extra: { may_be_negative: true }',
        'extra: { format: decimal-comma, may_be_negative: true }',
      ).replace(inPlace, '  file: schools.csv\n'),
    ],
    ['schools.csv', richCsv.replaceAll(',', ';').replace('-12.50', '-12,50').replace('0.10', '0,10')],
  ],
  'a CSV file with its columns in another order': [
    ['district.yaml', richDistrict.replace(inPlace, '  file: schools.csv\n')],
    ['schools.csv', richCsv.replaceAll(/^(.*?),(.*?),(.*)$/gm, '$3,$1,$2')],
  ],
  'a CSV file under its own YAML': [
    [
      'district.yaml',
      put(/ {2}id: school_id\n[\s\S]*?rows:/.exec(richDistrict)?.[0] ?? '', '  rows:').replace(
        inPlace,
        '  file: schools.csv\n',
      ),
    ],
    ['schools.csv', `---\n${dataHeader()}---\n${richCsv}`],
  ],
  'columns under other names': [
    [
      'district.yaml',
      put('id: school_id', 'id: number')
        .replaceAll('school_id:', 'number:')
        .replace('extra: { may', 'extra: { column: more, may')
        .replaceAll('extra: -12.50', 'more: -12.50')
        .replaceAll('extra: 0.10', 'more: 0.10'),
    ],
  ],
  'the formula in a file of its own': [
    ['district.yaml', richDistrict.replace(/^formula:\n(?: {2}.*\n)+/m, 'formula: wsf.yaml\n')],
    ['wsf.yaml', `leeway: 1\n${/^formula:\n(?: {2}.*\n)+/m.exec(richDistrict)?.[0] ?? ''}`],
  ],
  'an accent in two characters': [['district.yaml', richDistrict.normalize('NFD')]],
  'every key in the opposite order': [['district.yaml', stringify(keysReversed(plain()))]],
  JSON: [['district.json', JSON.stringify(plain())]],
  'the line ends of Windows': [['district.yaml', richDistrict.replaceAll('\n', '\r\n')]],
}

t.test('what says the same has the same hash and the same result, to the byte', async (t) => {
  for (const [what, files] of Object.entries(same)) {
    const run = await runFiles(files)
    t.equal(run.result.leeway.inputs, first.result.leeway.inputs, what)
    t.equal(difference(run, first), '', what)
  }
})

/** Changes that somebody may want to find again. */
const other: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'a weight': ['"0.12"', '"0.13"'],
  'the source of a weight': ['budget book p. 13', 'budget book p. 14'],
  'a cell': ['grade_1: 20', 'grade_1: 21'],
  'an empty cell': ['frl: ""', 'frl: 0'],
  'a published amount': ['135015.00', '135015.01'],
  'the name of a school': ['school: Oak', 'school: Elm'],
  'the id of a school': ['"0042"', '"42"'],
  'the label of a line': ['label: Base', 'label: Basis'],
  'the label of a fund': ['Title I,', 'Title 1,'],
  'a note': ['for the tests', 'for a test'],
  'what a count means': ['meaning: students', 'meaning: pupils'],
  'the basis of a count': ['basis: projection', 'basis: census'],
  'the day of a count': ['as_of: 2025-02-01', 'as_of: 2025-02-02'],
  'the vintage of the data': ['vintage: Spring', 'vintage: Fall'],
  'a point of a taper': ['[100, 0]', '[101, 0]'],
  'an entry of a table': ['HS: "2"', 'HS: "3"'],
  'a value of another year': ['value: "1", source: a', 'value: "3", source: a'],
  'a condition': ['share > 0.10', 'share >= 0.10'],
  'a rounding': ['mode: up', 'mode: down'],
  'the freedom of a line': ['flexibility: locked', 'flexibility: purpose'],
  'what an empty cell counts as': ['missing: "0"', 'missing: "1"'],
  'what a row is called': ['  units: [', '  rows: { one: district, many: districts }\n  units: ['],
  'who counts the students': ['  pupils: enrollment\n', ''],
  'a pool': ['"300000.00"', '"300001.00"'],
  'a control': ['"225000"', '"225001"'],
  'a tolerance': ['"1.0"', '"1.1"'],
  'the order of lines': ['- { id: small,', '- { id: smaller,'],
  'the year': ['end: 2026-06-30', 'end: 2026-06-29'],
}

t.test('a change that says something else has another hash', async (t) => {
  const hashes = new Map([[first.result.leeway.inputs, 'the district']])
  for (const [what, [from, to]] of Object.entries(other)) {
    const { inputs } = (await runFiles([['district.yaml', put(from, to)]])).result.leeway
    t.equal(hashes.get(inputs), undefined, what)
    hashes.set(inputs, what)
  }
})

t.test('the inputs of a run, written down and run again, give the same bytes', async (t) => {
  t.equal(difference(await runFiles([['inputs.json', JSON.stringify(first.document)]]), first), '')
  // With the keys turned round nothing can rest on the order in which they happen to be written down.
  const runs = (await committedRuns()).filter(([, { data }]) => data.schools.length < 1000)
  t.ok(runs.length > 10, 'most scenarios have fewer than 1,000 schools, and are quick')
  for (const [name, run] of runs) {
    const turned = JSON.stringify(keysReversed(JSON.parse(JSON.stringify(run.document))))
    t.equal(difference(await runFiles([['inputs.json', turned]]), run), '', name)
  }
})

t.test('inputs of every kind can be written down and run again', async (t) => {
  const inputs: Readonly<Record<string, string>> = {
    'a column that is all empty': smallDistrict({
      needs: 'needs: { enrollment: { unit: pupil }, frl: { unit: pupil, missing: "0" } }',
      data: 'data: { rows: [{ id: "1", enrollment: 10, frl: "" }] }',
    }),
    'needs called id and name': smallDistrict({
      needs: 'needs: { enrollment: { unit: pupil }, id: { unit: pupil }, name: { kind: text } }',
      data: 'data: { id: number, name: school, rows: [{ number: "1", school: Oak, enrollment: 10, id: 3, name: x }] }',
    }),
    'an id and a name that look like numbers': smallDistrict({
      data: 'data: { name: school, rows: [{ id: "007", school: "1e3", enrollment: 10, frl: 1, level: ES }] }',
    }),
    'a text with all that is special': smallDistrict({
      needs: 'needs: { enrollment: { unit: pupil }, kind: { kind: text } }',
      data: `data: { rows: [{ id: 'a"b', enrollment: 10, kind: ${JSON.stringify('\\ " \' \t \n # : é 😀')} }] }`,
    }),
  }
  for (const [what, text] of Object.entries(inputs)) {
    const run = await runFiles([['district.yaml', text]])
    t.equal(difference(await runFiles([['inputs.json', JSON.stringify(run.document)]]), run), '', what)
  }
})

t.test('a what-if can be written down and run again without its base', async (t) => {
  const data = `data:
  measures: { enrollment: { basis: census }, frl: { basis: census } }
  merged: { "3": ["4", "5"] }
  rows:
${['1', '2', '4', '5'].map((id) => `    - { id: "${id}", enrollment: 10, frl: 20, level: ES }\n`).join('')}`
  const changes: Readonly<Record<string, string>> = {
    'a parameter set twice': '[{ set: base, to: "1" }, { set: base, to: "120.50" }]',
    'a school with a warning taken out': '[{ drop_schools: ["1"] }]',
    'a count with a warning put right': '[{ change_counts: frl, set: { "1": "5" } }]',
    'a merged school taken out': '[{ drop_schools: ["3"] }]',
    'some schools shown': '[{ restrict: frl > 5 }]',
    'a line more': '[{ add_line: { id: more, amount: frl*base, fund: general, flexibility: free } }]',
  }
  for (const [what, change] of Object.entries(changes)) {
    const whatIf = `leeway: 1\nscenario: { id: what-if, budget: new-money }\nbase: base.yaml\nchanges: ${change}\n`
    const run = await runFiles([
      ['what-if.yaml', whatIf],
      ['base.yaml', smallDistrict({ data })],
    ])
    const again = await runFiles([['inputs.json', JSON.stringify(run.document)]])
    t.equal(difference(again, run), '', what)
  }
})

t.test('a warning about the data is part of the result, however the data were written', async (t) => {
  const district = (data: string): string =>
    richDistrict.replace(/^data:\n(?: {2}.*\n)+/m, data).replace(/^controls:\n(?: {2}.*\n)+/m, '')
  const rows = [
    '9001,30,10,20,31,-5.50',
    '42,20,9,10,1,0',
    '7,20,9,11,1,-1',
    '9002,20,9,11,1,0',
    '9003,1,0,1,0,0',
    '9004,1,0,1,0,0',
    '9005,1,0,1,0,0',
    '9006,1,0,1,0,0',
    '9007,1,0,1,0,0',
    '1,1,0,1,0,0',
    '2,1,0,1,0,0',
    '3,1,0,1,0,0',
    '4,1,0,1,0,0',
    '9008,1,0,1,0,0',
    '9009,1,0,1,0,0',
    '9010,1,0,1,0,0',
  ]
  const table = (lines: readonly string[]): string =>
    [
      'id,enrollment,grade_k,grade_1,frl,extra,level,charter,printed base',
      ...lines.map((line) => `${line},ES,false,`),
    ].join('\n')
  const data =
    'data: { file: schools.csv, measures: { enrollment: { parts: [grade_k, grade_1] } }, quality: { lost_zeros: warning, negative: warning } }\n'
  const run = await runFiles([
    ['district.yaml', district(data)],
    ['schools.csv', table(rows)],
  ])
  const codes = run.result.warnings.map(({ code }) => code)
  t.strictSame(
    [...new Set(codes)],
    ['BASIS_NOT_STATED', 'CELL_NEGATIVE', 'ID_LOST_ZEROS', 'NEED_ABOVE_PUPILS', 'PARTS_DIFFER'],
  )
  const turned = await runFiles([
    ['district.yaml', district(data)],
    ['schools.csv', table(rows.toReversed())],
  ])
  t.equal(difference(turned, run), '', 'in another order')
  const again = await runFiles([['inputs.json', JSON.stringify(run.document)]])
  t.equal(difference(again, run), '', 'from the inputs')
  // The ids stand under another header, and a count under the one that ids have in the inputs.
  const mapping =
    'id: "School, no.", measures: { enrollment: { column: Roll, parts: [grade_k, grade_1] }, grade_k: { column: K }, frl: { column: id } }'
  const renamed = await runFiles([
    ['district.yaml', district(data.replace(/measures: \{.*?\} \}/, mapping))],
    [
      'schools.csv',
      table(rows).replace('id,enrollment,grade_k,grade_1,frl', '"School, no.",Roll,K,grade_1,id'),
    ],
  ])
  t.equal(difference(renamed, run), '', 'under other headers')
  const inputs = await runFiles([['inputs.json', JSON.stringify(renamed.document)]])
  t.equal(difference(inputs, run), '', 'from the inputs of those')
})

function difference(a: Run, b: Run): string {
  return firstDifference(JSON.stringify(a.result), JSON.stringify(b.result))
}

function reversedRows(block: string): string {
  const [header = '', ...rows] = block.trimEnd().split('\n')
  return `${[header, ...rows.toReversed()].join('\n')}\n`
}

function dataHeader(): string {
  const [, header = ''] = /^data:\n([\s\S]*?) {2}rows:/m.exec(richDistrict) ?? []
  return header.replaceAll(/^ {2}/gm, '')
}

function plain(): unknown {
  return parse(richDistrict, { schema: 'failsafe' })
}

function keysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysReversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, keysReversed(each)] as const)
  return Object.fromEntries(entries.toReversed())
}
