import t from 'tap'
import { readXlsx, type XlsxWanted } from '../../../src/contract/source/read-xlsx.ts'
import { rawRows } from '../../support/raw-rows.ts'
import { type SheetCell, sheetFile, workbookFile } from '../../support/workbook-file.ts'

/** The header and the rows, each with its number; or every problem, `CODE at Fall!B2: found`. */
async function read(bytes: Uint8Array, wanted: Partial<XlsxWanted> = {}): Promise<unknown[]> {
  const outcome = await readXlsx(bytes, { dataset: 'now', ...wanted })
  if (outcome.kind === 'done') {
    const { table } = outcome.value
    const rows = rawRows(table).map(({ line, cells }) => [line, ...cells])
    return [[table.headerLine, ...table.header], ...rows]
  }
  return outcome.problems.map(({ code, at, found }) => {
    if (at.kind !== 'cell') return `${code} at no cell`
    const place = at.sheet === undefined ? '' : ` at ${at.sheet}!${at.letter ?? ''}${at.row ?? ''}`
    return `${code}${place}${found === undefined ? '' : `: ${found}`}`
  })
}

const xml = (text: string): SheetCell => ({ xml: text })
const cell = (value: string, attributes = ''): SheetCell =>
  xml(`<c r="{REF}" ${attributes}><v>${value}</v></c>`)

/** What the only cell of a school comes out as, or the problem with it. */
async function cellOf(of: SheetCell, wanted: { formats?: readonly string[]; countsFrom1904?: boolean } = {}) {
  const rows = [
    ['id', 'x'],
    ['1', of],
  ]
  const [first, second] = await read(workbookFile({ sheets: [{ name: 'Fall', rows }], ...wanted }))
  return Array.isArray(second) ? second[2] : first
}

t.test('a sheet gives the cells that a CSV file of it would have', async (t) => {
  const rows = [
    ['id', 'name', 'students', 'open'],
    ['0042', 'Oak & Elm "North"', 300, true],
    ['7', 'two\nlines', 12.5, false],
  ]
  const expected = [
    [1, 'id', 'name', 'students', 'open'],
    [2, '0042', 'Oak & Elm "North"', '300', 'true'],
    [3, '7', 'two\nlines', '12.5', 'false'],
  ]
  for (const texts of ['shared', 'inline'] as const)
    t.strictSame(await read(workbookFile({ sheets: [{ name: 'Fall', rows }], texts })), expected, texts)
})

t.test('a number has the fifteen digits that a spreadsheet shows, and no exponent', async (t) => {
  const written = {
    '0.30000000000000004': '0.3',
    '0.1': '0.1',
    '12345.670000000001': '12345.67',
    '-12.50': '-12.5',
    '1E3': '1000',
    '1.5E-7': '0.00000015',
    '123456789012345': '123456789012345',
    '1E15': '1000000000000000',
    '0.33333333333333331': '0.333333333333333',
    '-0': '0',
    '007': '7',
    '2.5e0': '2.5',
  }
  for (const [number, text] of Object.entries(written)) t.equal(await cellOf(cell(number)), text, number)
  t.equal(
    await cellOf(cell('1234567890123456')),
    'XLSX_CELL at Fall!B2: 1234567890123456',
    'an account number',
  )
  t.equal(await cellOf(cell('1000000000000000')), '1000000000000000', 'sixteen digits of which none is lost')
})

t.test('a day is written as ISO 8601, whatever it looks like in the sheet', async (t) => {
  const formats = ['mm/dd/yyyy', 'h:mm AM/PM', '[h]:mm', '0.00 "days"', '#,##0_);[Red](#,##0)']
  const day = async (value: string, style: number, countsFrom1904 = false) =>
    cellOf(cell(value, `s="${style}"`), { formats, countsFrom1904 })
  t.equal(await day('45566', 1), '2024-10-01')
  t.equal(await day('44104', 1, true), '2024-10-01', 'counted from 1904')
  t.equal(await day('59', 1), '1900-02-28')
  t.equal(await day('61', 1), '1900-03-01')
  t.equal(await day('45566.354166666664', 1), '2024-10-01T08:30:00')
  t.equal(await day('0.35416666666666669', 2), '08:30:00')
  t.equal(await day('45566', 4), '45566', 'a word in quotes is no day')
  t.equal(await day('1234', 5), '1234', 'nor is a colour')
  t.equal(await day('60', 1), 'XLSX_CELL at Fall!B2: 60', '29 February 1900 was not')
  t.equal(await day('-1', 1), 'XLSX_CELL at Fall!B2: -1')
  t.equal(await day('1.5', 3), 'XLSX_CELL at Fall!B2: 1.5', '36 hours are no time of day')
})

t.test('a formula counts as the value that was saved with it, and without one it is refused', async (t) => {
  t.equal(await cellOf(xml('<c r="{REF}"><f>SUM(A1:A9)</f><v>31</v></c>')), '31')
  t.equal(await cellOf(xml('<c r="{REF}" t="str"><f>A1&amp;B1</f><v>Oak</v></c>')), 'Oak')
  t.equal(await cellOf(xml('<c r="{REF}" t="str"><f>IF(A1,"","x")</f><v></v></c>')), '', 'an empty text')
  t.equal(await cellOf(xml('<c r="{REF}"><f>SUM(A1)</f></c>')), 'XLSX_CELL at Fall!B2: a formula')
  t.equal(await cellOf(xml('<c r="{REF}"><f>SUM(A1)</f><v/></c>')), 'XLSX_CELL at Fall!B2: a formula')
})

t.test('a cell that shows an error is never read as a text', async (t) => {
  t.equal(await cellOf(cell('#N/A', 't="e"')), 'XLSX_CELL at Fall!B2: #N/A')
  t.equal(await cellOf(cell('#REF!', 't="e"')), 'XLSX_CELL at Fall!B2: #REF!')
  const beside = [
    ['id', null, 'x'],
    ['1', cell('#N/A', 't="e"'), 'y'],
  ]
  t.strictSame(
    await read(sheetFile(beside)),
    [
      [1, 'id', '', 'x'],
      [2, '1', '', 'y'],
    ],
    'in a column without a header nobody reads it',
  )
})

t.test('a text is what its runs say, without how they look or are pronounced', async (t) => {
  const runs = '<r><t>Oak </t></r><r><rPr><b/></rPr><t>Street</t></r><rPh><t>oku</t></rPh>'
  t.equal(await cellOf(xml(`<c r="{REF}" t="inlineStr"><is>${runs}</is></c>`)), 'Oak Street')
  t.equal(await cellOf('a\r\nb_x0041_'), 'a\nb_x0041_')
  t.equal(
    await cellOf(xml('<c r="{REF}" t="inlineStr"><is><t>a<![CDATA[<b>]]>&#x20AC;</t></is></c>')),
    'a<b>€',
  )
  t.equal(await cellOf('e\u0301'), 'e\u0301', 'cells are kept to the letter')
  t.equal(await cellOf(xml('<c r="{REF}" t="str"><v>_x0000_</v></c>')), 'XLSX_CELL at Fall!B2')
  t.equal(await cellOf(xml('<c r="{REF}" t="str"><v>_xD800_</v></c>')), 'XLSX_CELL at Fall!B2')
  t.equal(await cellOf(`e${'\u0301\u0323'.repeat(20)}`), 'TEXT_MARKS at Fall!B2')
  t.equal(await cellOf('x'.repeat(32_768)), 'CELLS_LIMIT at Fall!B2')
})

t.test('the header is the first row that is not empty, or the one that is stated', async (t) => {
  const titled = [['Enrollment, fall'], [], ['id', 'students'], ['1', 300], [], ['2', 410], [null, '']]
  t.strictSame(await read(sheetFile(titled), { headerRow: 3 }), [
    [3, 'id', 'students'],
    [4, '1', '300'],
    [6, '2', '410'],
  ])
  t.strictSame(await read(sheetFile(titled)), ['XLSX_TABLE at Fall!B3: students'])
  t.strictSame(await read(sheetFile(titled), { headerRow: 2 }), ['XLSX_TABLE at Fall!2'])
  t.strictSame(await read(sheetFile([[], ['id', 'x'], ['1', 2]])), [
    [2, 'id', 'x'],
    [3, '1', '2'],
  ])
  t.strictSame(await read(sheetFile([['id', 'x']])), ['XLSX_TABLE at Fall!'], 'no schools')
  t.strictSame(await read(sheetFile([])), ['XLSX_TABLE at Fall!'], 'nothing at all')
})

t.test('hidden rows are rows of the table: nobody loses a school because a filter was on', async (t) => {
  const rows = [
    ['id', 'x'],
    ['1', 10],
    ['2', 20],
  ]
  const hidden = sheetFile(rows, { rowAttributes: { 2: 'hidden="1"' } })
  t.strictSame(await read(hidden), [
    [1, 'id', 'x'],
    [2, '1', '10'],
    [3, '2', '20'],
  ])
})

t.test('merged cells are refused where the table is, and not above it', async (t) => {
  const merged = (ref: string) => ({ after: `<mergeCells><mergeCell ref="${ref}"/></mergeCells>` })
  const rows = [['Title'], ['id', 'x'], ['1', 10], ['2']]
  const wanted = { headerRow: 2 }
  t.strictSame(await read(sheetFile(rows, merged('B3:B4')), wanted), ['XLSX_CELL at Fall!B3: B3:B4'])
  t.strictSame((await read(sheetFile(rows, merged('A1:B1')), wanted)).length, 3, 'a title over the table')
  t.strictSame((await read(sheetFile(rows, merged('A9:B9')), wanted)).length, 3, 'a note below it')
  t.strictSame((await read(sheetFile(rows, merged('D3:E4')), wanted)).length, 3, 'and beside it')
})

t.test('of several sheets one is named; hidden ones are none that is meant by itself', async (t) => {
  const sheet = (name: string, value: string, state?: 'hidden') =>
    ({ name, rows: [['id'], [value]], ...(state && { state }) }) as const
  const two = workbookFile({ sheets: [sheet('Fall', 'f'), sheet('Spring', 's')] })
  t.strictSame(await read(two), ['XLSX_SHEET'])
  t.strictSame(await read(two, { sheet: 'Spring' }), [
    [1, 'id'],
    [2, 's'],
  ])
  t.strictSame(await read(two, { sheet: 'Sprnig' }), ['XLSX_SHEET: Sprnig'])
  const outcome = await readXlsx(two, { dataset: 'now', sheet: 'Sprnig' })
  t.match(outcome, { problems: [{ expected: 'one of Fall, Spring', suggestion: 'sheet: "Spring"' }] })
  const hidden = workbookFile({ sheets: [sheet('Fall', 'f', 'hidden'), sheet('Spring', 's')] })
  t.strictSame(await read(hidden), [
    [1, 'id'],
    [2, 's'],
  ])
  t.strictSame(
    await read(hidden, { sheet: 'Fall' }),
    [
      [1, 'id'],
      [2, 'f'],
    ],
    'unless it is named',
  )
})

t.test('every wrong cell is told at once, each at its place', async (t) => {
  const error = cell('#DIV/0!', 't="e"')
  const rows = [
    ['id', 'a', 'b'],
    ['1', error, 1],
    ['2', 1, error],
    [error, 1, 1],
  ]
  t.strictSame(
    await read(sheetFile(rows)),
    ['B2', 'C3', 'A4'].map((place) => `XLSX_CELL at Fall!${place}: #DIV/0!`),
  )
})
