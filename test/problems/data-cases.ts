import { CSV_LIMITS } from '../../src/contract/source/csv-delimiter.ts'
import { fromCsv } from '../support/small-district.ts'
import { type ProblemCase, wrong, wrongCsv } from './problem-case.ts'

/** The two schools' CSV with these rows under its header. */
const rows = (...lines: readonly string[]) => ({
  data: fromCsv,
  csv: `id,enrollment,frl,level\n${lines.join('\n')}\n`,
})

const bases = 'measures: { enrollment: { basis: projection }, frl: { basis: projection } }'

/** What can be wrong with a table of schools. */
export const tableCases: readonly ProblemCase[] = [
  wrongCsv('a quoted cell that does not end', rows('1,10,4,ES', '2,20,"5,HS', '3,30,6,HS'), [
    'CSV_SYNTAX',
    'schools.csv:3',
    'a cell with quotes in it is written "like ""this"""',
  ]),
  wrongCsv(
    'cells that commas and semicolons separate alike',
    { data: fromCsv, csv: 'id,enrollment;frl\n1,10;4\n2,20;5\n' },
    ['CSV_DELIMITER', 'schools.csv:1', 'state it: data: { file: …, delimiter: "," }'],
  ),
  wrongCsv('a table without schools', rows(), ['CSV_EMPTY', 'schools.csv']),
  wrongCsv(
    'a row with a cell too many, and one with a cell too few',
    rows('1,10,4,ES', '2,1,020,5,HS', '3,30'),
    ['CSV_RAGGED', 'schools.csv:3', 'quote cells that contain the separator'],
    ['CSV_RAGGED', 'schools.csv:4'],
  ),
  wrongCsv('more rows than are read', { data: fromCsv, csv: 'id\n'.repeat(CSV_LIMITS.rows + 2) }, [
    'ROWS_LIMIT',
    `schools.csv:${CSV_LIMITS.rows + 2}`,
  ]),
  wrongCsv('a cell as long as a book', rows(`1,10,4,${'ES'.repeat(20_000)}`), [
    'CELLS_LIMIT',
    'schools.csv:2',
  ]),
  wrongCsv('a column under another name', { data: fromCsv, csv: 'id,enrolment,frl,level\n1,10,4,ES\n' }, [
    'COLUMN_MISSING',
    'schools.csv:1 enrollment',
    'enrollment: { column: "enrolment" }',
  ]),
  wrongCsv('a column that is nowhere', { data: fromCsv, csv: '\nid,enrollment,level\n1,10,ES\n' }, [
    'COLUMN_MISSING',
    'schools.csv:2 frl',
    'say which column it is: frl: { column: "…" }',
  ]),
  wrongCsv('two columns of one name', { data: fromCsv, csv: 'id,enrollment,frl,frl,level\n1,10,4,4,ES\n' }, [
    'COLUMN_DUPLICATE',
    'schools.csv:1 frl',
    'rename one of the two',
  ]),
  wrongCsv('a school without an id', rows('1,10,4,ES', ',20,5,HS'), ['ID_MISSING', 'schools.csv:3 id']),
  wrongCsv('a school that stands twice', rows('1,10,4,ES', '2,20,5,HS', '1,30,6,HS'), [
    'ID_DUPLICATE',
    'schools.csv:4 id of 1',
  ]),
  wrongCsv('ids that a spreadsheet took for numbers', rows('1234,1,1,ES', '42,1,1,ES', '5678,1,1,ES'), [
    'ID_LOST_ZEROS',
    'schools.csv:3 id',
    'id: { column: "id", digits: 4 } pads them; id: { column: "id", digits: as-is } keeps them',
  ]),
]

/** What can be wrong with what a table says. */
export const cellCases: readonly ProblemCase[] = [
  wrongCsv('a count in words', rows('1,ten,4,ES'), ['CELL_FORMAT', 'schools.csv:2 enrollment of 1']),
  wrongCsv('a count with a thousands separator', rows('1,"1,000",4,ES'), [
    'CELL_FORMAT',
    'schools.csv:2 enrollment of 1',
    'enrollment: { column: "enrollment", format: grouped }',
  ]),
  wrongCsv('a level that no school has', rows('1,10,4,ES', '2,20,5,HX'), [
    'CELL_CHOICE',
    'schools.csv:3 level of 2',
    'did you mean "HS"?',
  ]),
  wrongCsv('fewer than no pupils', rows('1,10,-4,ES'), [
    'CELL_NEGATIVE',
    'schools.csv:2 frl of 1',
    'if it can be taken back, map it with may_be_negative: true',
  ]),
  wrongCsv('more pupils in poverty than pupils', rows('1,10,4,ES', '2,20,25,HS'), [
    'NEED_ABOVE_PUPILS',
    'schools.csv:3 frl of 2',
    'if a pupil can count more than once, map it with may_exceed_pupils: true',
  ]),
  wrongCsv(
    'grades that do not add up',
    {
      data: 'data: { file: schools.csv, measures: { enrollment: { basis: projection, parts: [k, g1] }, frl: { basis: projection } } }',
      csv: 'id,enrollment,frl,level,k,g1\n1,10,4,ES,5,5\n2,20,5,HS,9,10\n',
    },
    ['PARTS_DIFFER', 'schools.csv:3 enrollment of 2'],
  ),
  wrong(
    'pupils in posts',
    {
      data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection, unit: ▸fte } }
  rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }]`,
    },
    ['UNIT_DIFFERS', '▸'],
  ),
  wrongCsv('counts on no stated basis', { data: 'data: schools.csv' }, [
    'BASIS_NOT_STATED',
    'schools.csv',
    'under data.measures: enrollment: { basis: projection, as_of: 2025-02-01 }',
  ]),
  wrong(
    'a wrong cell of a row in place',
    {
      data: `data:
  ${bases}
  rows:
    - { id: "1", enrollment: 10, frl: 4, level: ES }
    - { id: "2", enrollment: 20, frl: ▸few, level: HS }`,
    },
    ['CELL_FORMAT', '▸ frl of 2'],
  ),
]
