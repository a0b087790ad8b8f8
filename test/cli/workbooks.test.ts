import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { EXIT } from '../../src/cli/exit-codes.ts'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'
import { sheetFile } from '../support/workbook-file.ts'

const data =
  'data: { file: counts.xlsx, sheet: Fall, header_row: 2, measures: { enrollment: { basis: projection }, frl: { basis: projection } } }'
const HEADER = ['id', 'enrollment', 'frl', 'level']
const OAK = ['1', 10, 4, 'ES']

t.test(
  'a fault in a workbook is printed with its sheet and cell, as a spreadsheet writes them',
  async (t) => {
    const folder = t.testdir({ 'budget.yaml': smallDistrict({ data }) })
    const broken = sheetFile([
      ['Fall counts'],
      HEADER,
      OAK,
      ['2', 'twenty', { xml: '<c r="{REF}" t="e"><v>#N/A</v></c>' }, 'HS'],
    ])
    writeFileSync(`${folder}/counts.xlsx`, broken)
    const wrong = await inProcess(['check', `${folder}/budget.yaml`])
    t.equal(wrong.code, EXIT.input)
    t.match(
      wrong.err,
      'counts.xlsx Fall!C4 (column frl): error: the cell shows an error, and no value [XLSX_CELL]\n  found: #N/A\n',
    )
    writeFileSync(
      `${folder}/counts.xlsx`,
      sheetFile([['Fall counts'], HEADER, OAK, ['2', 'twenty', 5, 'HS']]),
    )
    const words = await inProcess(['check', `${folder}/budget.yaml`])
    t.match(words.err, 'counts.xlsx Fall!B4 (column enrollment, school 2): error:')
    writeFileSync(`${folder}/counts.xlsx`, sheetFile([['Fall counts'], HEADER, OAK, ['2', 20, 5, 'HS']]))
    const fine = await inProcess(['run', '--format', 'csv', `${folder}/budget.yaml`])
    t.strictSame([fine.code, fine.out.split('\n')[2]], [EXIT.fine, '2,2,20,2000.00,2000.00,100.00\r'])
  },
)

t.test('a template is printed, or written in the form that its name has', async (t) => {
  const folder = t.testdir({ 'budget.yaml': smallDistrict({ data: '' }) })
  const printed = await inProcess(['template', `${folder}/budget.yaml`])
  t.match([printed.code, printed.out], [EXIT.fine, /\nid,name,enrollment,frl,level\r\n/])
  const csv = await inProcess(['template', '--out', `${folder}/counts.csv`, `${folder}/budget.yaml`])
  t.strictSame(
    [csv.code, csv.out, readFileSync(`${folder}/counts.csv`, 'utf8')],
    [EXIT.fine, '', printed.out],
  )
  const xlsx = await inProcess(['template', '--out', `${folder}/counts.xlsx`, `${folder}/budget.yaml`])
  t.strictSame(
    [xlsx.code, readFileSync(`${folder}/counts.xlsx`).subarray(0, 2).toString()],
    [EXIT.fine, 'PK'],
  )
  const other = await inProcess(['template', '--out', `${folder}/counts.txt`, `${folder}/budget.yaml`])
  t.strictSame([other.code, existsSync(`${folder}/counts.txt`)], [EXIT.usage, false])
  const over = await inProcess(['template', '--out', `${folder}/budget.yaml`, `${folder}/budget.yaml`])
  t.equal(over.code, EXIT.usage, 'and never over the formula')
})
