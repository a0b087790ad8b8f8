import { CSV_LIMITS } from '../../src/contract/source/csv-delimiter.ts'
import { type EnormousCase, lines } from './enormous-case.ts'
import { fromCsv, smallDistrict } from './small-district.ts'

const HEADER = 'id,enrollment,frl,level\n'

/** The small district with this table for its schools. */
const table = (csv: () => string): EnormousCase['files'] => {
  return () => ({ 'district.yaml': smallDistrict({ data: fromCsv }), 'schools.csv': csv() })
}
const rows = (count: number, row: (index: number) => string): EnormousCase['files'] =>
  table(() => HEADER + lines(count, row))

const most = 199_999

/** Tables whose size is wrong, or that cannot be read to their end. */
export const oversizedTables: readonly EnormousCase[] = [
  {
    claim: 'a million rows',
    files: rows(1_000_000, (i) => `${i},10,4,ES`),
    says: ['ROWS_LIMIT', 'schools.csv:200002'],
  },
  {
    claim: 'a million columns',
    files: table(() => `id,${'a,'.repeat(1_000_000)}b\n1,${'1,'.repeat(1_000_000)}1\n`),
    says: ['CELLS_LIMIT', 'schools.csv:1'],
  },
  {
    claim: 'a million columns in one row',
    files: table(() => `${HEADER}1,${'1,'.repeat(1_000_000)}1\n`),
    says: ['CELLS_LIMIT', 'schools.csv:2'],
  },
  {
    claim: 'four million cells and more',
    files: table(() => `id,${'a,'.repeat(39)}b\n${lines(110_000, (i) => `${i}${',1'.repeat(40)}`)}`),
    says: ['CELLS_LIMIT', 'schools.csv:97561'],
  },
  {
    claim: 'a cell of fifty megabytes',
    files: table(() => `${HEADER}${'a'.repeat(50_000_000)},1,1,ES\n`),
    says: ['CELLS_LIMIT', 'schools.csv:2'],
  },
  {
    claim: 'a quote that is open for fifty megabytes',
    files: table(() => `${HEADER}1,"${'a,b\n'.repeat(12_000_000)}`),
    says: ['CSV_SYNTAX', 'schools.csv:2'],
  },
  {
    claim: 'five million quotes',
    files: table(() => HEADER + '"'.repeat(5_000_000)),
    says: ['CELLS_LIMIT', 'schools.csv:2'],
  },
  {
    claim: 'more than sixty-four megabytes',
    files: table(() => `${HEADER}${'a'.repeat(CSV_LIMITS.bytes)}\n`),
    says: ['FILE_TOO_LARGE', 'district.yaml:17:15'],
  },
  {
    claim: 'a last row that is a cell too long, under 200,000 of fifteen',
    files: table(
      () =>
        `id,enrollment,frl,level${',x'.repeat(11)}\n${lines(most - 1, (i) => `${i},1,1,ES${',1'.repeat(11)}`)}x${',1'.repeat(15)}\n`,
    ),
    says: ['CSV_RAGGED', 'schools.csv:200000'],
  },
  {
    claim: 'a million lines of YAML above the table',
    files: table(() => `---\nsource: >\n${'  x\n'.repeat(1_000_000)}---\n${HEADER}1,1,1,ES\n`),
    says: ['VALUES_LIMIT', 'schools.csv:3:1'],
  },
  {
    claim: 'YAML that does not end for three million lines',
    files: table(() => `---\n${'x: 1\n'.repeat(3_000_000)}${HEADER}`),
    says: ['ROWS_LIMIT', 'schools.csv:200002'],
  },
]

/** Tables in which every row is wrong. */
export const faultyTables: readonly EnormousCase[] = [
  {
    claim: '200,000 rows that are too short',
    files: rows(most, (i) => `${i},1`),
    says: ['CSV_RAGGED', 'schools.csv:2'],
  },
  {
    claim: '400,000 cells in words',
    files: rows(most, (i) => `${i},ten,four,ES`),
    says: ['CELL_FORMAT', 'schools.csv:2 (column enrollment, school 0)'],
  },
  {
    claim: '200,000 schools of one id',
    files: rows(most, () => '1,10,4,ES'),
    says: ['ID_DUPLICATE', 'schools.csv:3 (column id, school 1)'],
  },
  {
    claim: '200,000 schools without an id',
    files: rows(most, () => ',10,4,ES'),
    says: ['ID_MISSING', 'schools.csv:2 (column id)'],
  },
  {
    claim: '200,000 counts below zero',
    files: rows(most, (i) => `s${100_000 + i},-1,-1,ES`),
    says: ['CELL_NEGATIVE', 'schools.csv:2 (column enrollment, school s100000)'],
  },
  {
    claim: '200,000 empty cells',
    files: rows(most, (i) => `s${100_000 + i},,4,ES`),
    says: ['CELL_MISSING', 'schools.csv:2 (column enrollment, school s100000)'],
  },
  {
    claim: '200,000 levels that no school has',
    files: rows(most, (i) => `s${100_000 + i},1,1,XS${i}`),
    says: ['CELL_CHOICE', 'schools.csv:2 (column level, school s100000)'],
  },
  {
    claim: '1,000 levels that are none of 2,000 much like them',
    files: () => levels(),
    says: ['CELL_CHOICE', 'schools.csv:2 (column level, school s1000)'],
  },
  {
    claim: 'a name with 400,000 accents',
    files: table(() => `${HEADER}e${'\u0301\u0323'.repeat(200_000)},1,1,ES\n`),
    says: ['TEXT_MARKS', 'schools.csv:2:1'],
  },
  {
    claim: 'headers that are all the same',
    files: table(() => `id${',frl'.repeat(1999)}\n1${',1'.repeat(1999)}\n`),
    says: ['COLUMN_DUPLICATE', 'schools.csv:1 (column frl)'],
  },
]

function levels(): Readonly<Record<string, string>> {
  const choices = Array.from({ length: 2000 }, (_, i) => `${'ab'.repeat(30)}${i}`).join(', ')
  const needs = `needs:\n  enrollment: { unit: pupil }\n  frl: { unit: pupil }\n  level: { one_of: [${choices}] }`
  return {
    'district.yaml': smallDistrict({ needs, data: fromCsv }),
    'schools.csv': HEADER + lines(1000, (i) => `s${1000 + i},1,1,${'ba'.repeat(30)}${i}`),
  }
}
