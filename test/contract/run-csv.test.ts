import t from 'tap'
import { runCsv } from '../../src/contract/report/run-csv.ts'
import { readCsv } from '../../src/contract/source/read-csv.ts'
import { rawRows } from '../support/raw-rows.ts'
import { runFiles } from '../support/scenario-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const extra = {
  needs: 'needs: { enrollment: { unit: pupil }, extra: { unit: money } }',
  lines:
    'lines:\n  - { id: base, amount: enrollment * base, fund: general, flexibility: free }\n  - { id: extra, amount: extra, fund: general, flexibility: free }',
  figures: 'figures: [{ id: summary, amount: line.base + line.extra, round: 0 }]',
}

t.test('a run is a table with a row for each school and plain numbers', async (t) => {
  const table = await tableOf('Oak', '1')
  t.strictSame(table.header, [
    'id',
    'name',
    'students',
    'line.base',
    'line.extra',
    'total',
    'per_student',
    'figure.summary',
  ])
  t.strictSame(table.cells, ['1', 'Oak', '10', '1000.00', '-12.50', '987.50', '98.75', '988.00'])
})

t.test('a spreadsheet runs no name as a formula', async (t) => {
  for (const name of [
    '=cmd|calc',
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\tx',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '-',
    '=',
    '-1.2.3',
    '+5',
  ]) {
    const { cells } = await tableOf(name, '1')
    t.equal(cells[1], `'${name}`, JSON.stringify(name))
  }
})

t.test('a spreadsheet runs no id as a formula', async (t) => {
  t.equal((await tableOf('Oak', '=HYPERLINK("x")')).cells[0], `'=HYPERLINK("x")`)
})

t.test('a name that starts like a number stays as it is', async (t) => {
  for (const name of ['-12.50', '-5', '007', '3rd Street', '1e3', "'quoted'", ' =1'])
    t.equal((await tableOf(name, '1')).cells[1], name, name)
})

t.test('commas, quotes and line breaks in a name take no other cell with them', async (t) => {
  for (const name of ['Oak, North', '"The" School', 'Oak\nNorth', ',', '"', '""', 'é😀', '=a,"b"'])
    t.equal((await tableOf(name, '1')).cells[1], name.replace(/^=/, "'="), JSON.stringify(name))
})

t.test('a school without pupils has no amount for each', async (t) => {
  const data = 'data: { rows: [{ id: "1", enrollment: 0, extra: 5 }] }'
  const { result } = await runFiles([['district.yaml', smallDistrict({ ...extra, data })]])
  t.match(runCsv(result), '\r\n1,1,0,0.00,5.00,5.00,,5.00\r\n')
})

t.test('a demonstration says so in every row', async (t) => {
  const scenario = 'scenario: { id: two-schools, demonstration: true }'
  const { result } = await runFiles([['district.yaml', smallDistrict({ scenario })]])
  const [header, ...rows] = runCsv(result).trimEnd().split('\r\n')
  t.match(header, /,notice$/)
  t.equal(rows.length, 2)
  for (const row of rows) t.match(row, /,"?Demonstration, not a real district's budget"?$/)
})

/** The CSV of a district with one school of this name and id, read back as a spreadsheet would. */
async function tableOf(
  name: string,
  id: string,
): Promise<{ header: readonly string[]; cells: readonly string[] }> {
  const row = { id, school: name, enrollment: '10', extra: '-12.50' }
  const data = `data: ${JSON.stringify({ name: 'school', measures: { extra: { may_be_negative: 'true' } }, rows: [row] })}`
  const { result } = await runFiles([['district.yaml', smallDistrict({ ...extra, data })]])
  const table = readCsv({ body: runCsv(result), linesAbove: 0 }, { dataset: 'now', delimiter: ',' })
  if (table.kind === 'failed') throw new Error('what we write can be read')
  return { header: table.value.header, cells: rawRows(table.value)[0]?.cells ?? [] }
}
