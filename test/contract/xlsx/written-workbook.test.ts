import { type Cell, readXlsx } from 'hucre/xlsx'
import t from 'tap'
import { runWorkbook } from '../../../src/contract/report/xlsx/run-workbook.ts'
import { sheetNames } from '../../../src/contract/report/xlsx/sheet-names.ts'
import { textCell, type WorkbookCell } from '../../../src/contract/report/xlsx/workbook.ts'
import { writeWorkbook } from '../../../src/contract/report/xlsx/write-workbook.ts'
import { runFiles } from '../../support/scenario-files.ts'
import { smallDistrict } from '../../support/small-district.ts'

const FORMULA_LIKE = ['=1+1', '+1', '-1+1', '@SUM(A1)', "=HYPERLINK('x')", '-12.50', '007', '\t=1', '＝1']

t.test('a text stays a text, whatever it looks like', async (t) => {
  const texts = [...FORMULA_LIKE, '#REF!', '#N/A', '_x0041_', ' two  spaces ', 'é😀', '<b>&amp;</b>', '"']
  const cells = await readBack(texts.map((text) => textCell(text)))
  t.strictSame(
    cells.map((cell) => cell?.value),
    texts,
  )
  for (const cell of cells) t.notOk(cell?.formula, String(cell?.value))
})

t.test('a text that looks like a formula stays one when somebody opens and closes its cell', async (t) => {
  for (const cell of await readBack(FORMULA_LIKE.map((text) => textCell(text))))
    t.equal(cell?.style?.numFmt, '@', String(cell?.value))
})

t.test('an amount is a number with its cents, its sign too', async (t) => {
  const amounts = [-12.5, 0.1, 1234567890123.45, 0]
  const cells = await readBack(amounts.map((number) => ({ kind: 'number', number, style: 'money' })))
  t.strictSame(
    cells.map((cell) => cell?.value),
    amounts,
  )
  t.equal(cells[0]?.style?.numFmt, '#,##0.00##########')
})

t.test('a formula has its text and what it comes to', async (t) => {
  const [cell] = await readBack([{ kind: 'formula', formula: 'IF(1<2,"a","b")', result: 'a' }])
  t.equal(cell?.formula, 'IF(1<2,"a","b")')
  t.equal(cell?.value, 'a')
})

t.test('a school whose name is a formula has a sheet, and no formula', async (t) => {
  const data = `data: ${JSON.stringify({
    name: 'school',
    measures: { enrollment: { basis: 'projection' } },
    rows: [{ id: '=1+1', school: "=cmd|' /C calc'!A0", enrollment: '10', frl: '4', level: 'ES' }],
  })}`
  const run = await runFiles([['district.yaml', smallDistrict({ data })]])
  const { sheets } = await readXlsx(await writeWorkbook(runWorkbook(run, { command: '=1' }).workbook))
  const formulas = sheets.flatMap(({ cells }) =>
    [...(cells ?? [])].flatMap(([, { formula }]) => formula ?? []),
  )
  t.ok(formulas.length > 0)
  t.strictSame(
    formulas.filter((formula) => /cmd/.test(formula.replaceAll(/'(?:[^']|'')*'!/g, ''))),
    [],
  )
  t.equal(sheets[2]?.rows[1]?.[1], '=1+1')
})

t.test('the same run gives the same bytes, and no day unless one is given', async (t) => {
  const run = await runFiles([['district.yaml', smallDistrict()]])
  const bytes = async (date?: string): Promise<string> =>
    Buffer.from(await writeWorkbook(runWorkbook(run, { command: 'x' }).workbook, { date })).toString('hex')
  const [first, again, dated] = [await bytes(), await bytes(), await bytes('2025-07-01')]
  t.equal(first, again)
  t.not(first, dated)
})

t.test('every school has a sheet name that spreadsheets take, each once', async (t) => {
  const school = (id: string, name: string): { id: string; name: string } => ({ id, name })
  const names = sheetNames([
    school('1', 'Oak'),
    school('2', 'History [old]: a/b\\c?*'),
    school("'", "'"),
    school('Summary', 'Summary'),
    school('a', 'A school with a name of more than thirty-one letters'),
    school('A', 'A school with a name of more than thirty-one words'),
    school('é', '😀'.repeat(20)),
  ])
  t.strictSame(names.slice(0, 4), ['1 Oak', '2 History old a b c', 'School', 'Summary ~2'])
  t.strictSame(names.slice(4, 6), ['a A school with a name of more', 'A A school with a name of mo ~2'])
  for (const name of names) t.ok(name.length <= 31 && name.isWellFormed() && !/[[\]:*?/\\]/.test(name), name)
  t.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length)
})

/** The first row of a sheet with these cells, written and read. */
async function readBack(row: readonly WorkbookCell[]): Promise<Partial<Cell>[]> {
  const bytes = await writeWorkbook({ title: 'x', sheets: [{ name: 'A', rows: [row], widths: [] }] })
  const { sheets } = await readXlsx(bytes, { readStyles: true })
  return row.map((_, column): Partial<Cell> => {
    const value = sheets[0]?.rows[0]?.[column] ?? null
    return { value, ...sheets[0]?.cells?.get(`0,${column}`) }
  })
}
