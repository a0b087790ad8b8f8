import { smallDistrict } from '../support/small-district.ts'
import {
  type SheetCell,
  type SheetContent,
  sheetFile,
  workbookFile,
  workbookParts,
} from '../support/workbook-file.ts'
import { zipFile } from '../support/zip-file.ts'
import type { ProblemCase } from './problem-case.ts'

const HEADER = ['id', 'enrollment', 'frl', 'level']
const OAK = ['1', 10, 4, 'ES']
const ELM = ['2', 20, 5, 'HS']
const RESAVED = 'open it in a spreadsheet, and save it again as .xlsx'

const cell = (type: string, value: string): SheetCell => ({
  xml: `<c r="{REF}" t="${type}"><v>${value}</v></c>`,
})

/** The two schools with their data in this workbook, and what is stated of it beside its name. */
function wrongWorkbook(
  claim: string,
  { bytes, stated = '' }: { readonly bytes: Uint8Array; readonly stated?: string },
  ...says: ProblemCase['says']
): ProblemCase {
  const measures = 'measures: { enrollment: { basis: projection }, frl: { basis: projection } }'
  const data = `data: { file: schools.xlsx, ${stated}${measures} }`
  return { claim, files: { 'district.yaml': smallDistrict({ data }), 'schools.xlsx': bytes }, says }
}

const sheets = (...names: readonly string[]): Uint8Array =>
  workbookFile({ sheets: names.map((name): SheetContent => ({ name, rows: [HEADER, OAK, ELM] })) })

const described = (...rows: readonly (readonly string[])[]): Uint8Array =>
  workbookFile({
    sheets: [
      { name: 'Fall', rows: [HEADER, OAK, ELM] },
      { name: 'Leeway', rows: [['field', 'value'], ...rows] },
    ],
  })

/** What can be wrong with a workbook of schools, and with the sheet in it. */
export const workbookCases: readonly ProblemCase[] = [
  wrongWorkbook('a table of text that is called .xlsx', { bytes: Buffer.from('id,enrollment\n1,10\n') }, [
    'XLSX_SYNTAX',
    'schools.xlsx',
    'save it again as .xlsx; a table of text is named .csv',
  ]),
  wrongWorkbook(
    'a workbook without its sheet',
    {
      bytes: zipFile(
        workbookParts({ sheets: [{ name: 'Fall', rows: [] }] }).filter(
          ({ name }) => !name.includes('sheet1'),
        ),
      ),
    },
    ['XLSX_SYNTAX', 'schools.xlsx', RESAVED],
  ),
  wrongWorkbook('a workbook with a path out of it', { bytes: zipFile([{ name: '../x', content: '' }]) }, [
    'XLSX_PACKED',
    'schools.xlsx',
    `${RESAVED} without a password`,
  ]),
  wrongWorkbook('two sheets, and neither named', { bytes: sheets('Fall', 'Spring') }, [
    'XLSX_SHEET',
    'schools.xlsx',
    'state it: sheet: "Fall"',
  ]),
  wrongWorkbook('a sheet that is not there', { bytes: sheets('Fall'), stated: 'sheet: Fal, ' }, [
    'XLSX_SHEET',
    'schools.xlsx',
    'sheet: "Fall"',
  ]),
  wrongWorkbook('a title above the header', { bytes: sheetFile([['Enrollment'], HEADER, OAK, ELM]) }, [
    'XLSX_TABLE',
    'schools.xlsx Fall!B2',
    'if row 2 is the header, say so: header_row: 2',
  ]),
  wrongWorkbook('a note beside the schools', { bytes: sheetFile([HEADER, OAK, [...ELM, 'new'], OAK]) }, [
    'XLSX_TABLE',
    'schools.xlsx Fall!E3',
    'give the column a header, or empty the cell',
  ]),
  wrongWorkbook('a header in an empty row', { bytes: sheetFile([HEADER, OAK]), stated: 'header_row: 9, ' }, [
    'XLSX_TABLE',
    'schools.xlsx Fall!9',
  ]),
  wrongWorkbook(
    'an error and a formula without its value',
    {
      bytes: sheetFile([
        HEADER,
        ['1', cell('e', '#N/A'), 4, 'ES'],
        ['2', 20, { xml: '<c r="{REF}"><f>B3/4</f></c>' }, 'HS'],
      ]),
    },
    ['XLSX_CELL', 'schools.xlsx Fall!B2 enrollment', 'mend its formula, or empty the cell'],
    [
      'XLSX_CELL',
      'schools.xlsx Fall!C3 frl',
      'open the file in a spreadsheet, let it compute, and save it again',
    ],
  ),
  wrongWorkbook('a count in words', { bytes: sheetFile([HEADER, ['1', 'ten', 4, 'ES'], ELM]) }, [
    'CELL_FORMAT',
    'schools.xlsx Fall!B2 enrollment of 1',
  ]),
  wrongWorkbook(
    'a school without an id, below a title',
    { bytes: sheetFile([['Counts'], [], HEADER, OAK, [null, 20, 5, 'HS']]), stated: 'header_row: 3, ' },
    ['ID_MISSING', 'schools.xlsx Fall!A5 id'],
  ),
  {
    claim: 'a number of a sheet that is said to be written with a comma',
    files: {
      'district.yaml': smallDistrict({
        data: 'data: { file: schools.xlsx, measures: { enrollment: { basis: projection, format: decimal-comma }, frl: { basis: projection } } }',
      }),
      'schools.xlsx': sheetFile([HEADER, ['1', 1.234, 4, 'ES'], ELM]),
    },
    says: [['CELL_FORMAT', 'schools.xlsx Fall!B2 enrollment', 'leave out format: decimal-comma']],
  },
  wrongWorkbook('what only a CSV file has', { bytes: sheets('Fall'), stated: 'delimiter: ",", ' }, [
    'FIELD_VALUE',
    'district.yaml:17:40',
    'leave out delimiter',
  ]),
  wrongWorkbook(
    'a workbook that says twice what it is',
    { bytes: described(['vintage', 'fall'], ['vintage', 'spring']) },
    ['DUPLICATE_KEY', 'schools.xlsx Leeway!A3'],
  ),
  wrongWorkbook(
    'a basis that is none',
    { bytes: described(['name', 'level'], ['measures.frl.basis', 'guess']) },
    ['FIELD_VALUE', 'schools.xlsx Leeway!B3'],
  ),
  wrongWorkbook(
    'a field of a workbook that nobody knows',
    { bytes: described(['measures.frl.bases', 'census']) },
    ['FIELD_UNKNOWN', 'schools.xlsx Leeway!A2', 'did you mean basis?'],
  ),
]
