import t from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'
import { placeText } from './problem-case.ts'

const formula = `leeway: 1
formula:
  id: simple
  nots: a misspelt note
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs:
    enrollment: { unit: pupil }
    frl: { unit: pupils }
    small-school: { kind: boolean }
  funds: [general]
  pupils: enrollment
  parameters:
    base: { value: "100", unit: money/pupil }
    rate: { value: "1,5", unit: money/pupil, assumed: x }
    late: { values: [{ from: 2026-07-01, value: "1", assumed: x }] }
  measures:
    total: enrollment
    share: frl / enrollment
    a: b
    b: a
  lines:
    - { id: base, amount: enrolment * base, fund: general, flexibility: free }
    - { id: base, amount: enrollment +, fund: genral, flexibility: free, round: many }
    - { id: c, amount: base + enrollment, fund: general, flexibility: free }
    - { id: d, amount: enrollment, fund: general, flexibility: free }
  published:
    - { of: line.e, column: printed, source: x }
data: { file: schools.csv, encoding: windows-1252 }
`

const csv = 'id,enrollment\n1,ten\n1,20,30\n'

t.test('every fault of a file is said at once', async (t) => {
  const { summary, problems } = await checkScenario(
    'district.yaml',
    memoryFiles({ 'district.yaml': formula, 'schools.csv': csv }),
  )
  t.equal(summary, undefined)
  t.strictSame(
    problems.map(({ code, where }) => `${code} ${placeText(where)}`),
    [
      'FIELD_UNKNOWN district.yaml:4:3',
      'CSV_RAGGED schools.csv:3',
      'NAME_FORM district.yaml:10:5',
      'NAME_RESERVED district.yaml:18:5',
      'NAME_CLASH district.yaml:24:13',
      'EXPRESSION_SYNTAX district.yaml:24:39',
      'UNIT_UNKNOWN district.yaml:9:18',
      'PROVENANCE district.yaml:14:5',
      'NUMBER_FORMAT district.yaml:15:20',
      'PARAMETER_NOT_IN_FORCE district.yaml:16:5',
      'CYCLE district.yaml:20:8',
      'RATIO_NOT_ROUNDED district.yaml:19:12',
      'NAME_UNKNOWN district.yaml:23:27',
      'ROUNDING district.yaml:24:81',
      'FUND_UNKNOWN district.yaml:24:47',
      'LINE_NOT_MONEY district.yaml:26:24',
      'PUBLISHED_UNKNOWN district.yaml:28:13',
    ],
  )
})

t.test('every cell that cannot be read is said at once, with its school', async (t) => {
  const rows = ['1,ten,4,ES', '2,"1,000",x,HS', '3,-5,,MS', '3,5,$1,ES', ',5,5,ES']
  const { problems } = await checkScenario(
    'district.yaml',
    memoryFiles({
      'district.yaml': smallDistrict({ data: 'data: schools.csv' }),
      'schools.csv': `id,enrollment,frl,level\n${rows.join('\n')}\n`,
    }),
  )
  t.strictSame(
    problems.map(({ code, where }) => `${code} ${placeText(where)}`),
    [
      'ID_DUPLICATE schools.csv:5 id of 3',
      'ID_MISSING schools.csv:6 id',
      'CELL_FORMAT schools.csv:2 enrollment of 1',
      'CELL_FORMAT schools.csv:3 enrollment of 2',
      'CELL_FORMAT schools.csv:3 frl of 2',
      'CELL_FORMAT schools.csv:5 frl of 3',
      'CELL_CHOICE schools.csv:4 level of 3',
      'CELL_NEGATIVE schools.csv:4 enrollment of 3',
      'BASIS_NOT_STATED schools.csv',
    ],
  )
})

t.test('a fault is said once, and not again by all that use it', async (t) => {
  const district = (rate: string): string => `leeway: 1
formula:
  id: simple
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs: { enrollment: { unit: pupil } }
  funds: [general]
  pupils: enrollment
  parameters: { rate: ${rate} }
  measures: { double: 2 * rate, four: 2 * double }
  lines:
    - { id: a, amount: rate * enrollment, fund: general, flexibility: free }
    - { id: b, amount: double * enrollment + line.a, fund: general, flexibility: free }
    - { id: c, amount: four * enrollment, when: double > rate, fund: general, flexibility: free }
`
  const codesOf = async (rate: string) => {
    const files = memoryFiles({ 'district.yaml': district(rate) })
    return (await checkScenario('district.yaml', files)).problems.map(({ code }) => code)
  }
  t.strictSame(await codesOf('{ value: "1", unit: money/pupil, assumed: x }'), [])
  t.strictSame(await codesOf('{ value: one, unit: money/pupil, assumed: x }'), ['NUMBER_FORMAT'])
  t.strictSame(await codesOf('{ value: "1", unit: money/pupl, assumed: x }'), ['UNIT_UNKNOWN'])
})
