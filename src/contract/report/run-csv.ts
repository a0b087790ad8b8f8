import type { RunResult } from './run-schema.ts'

/** A run as a table for spreadsheets: one row a school, one column a line and a figure, plain decimals. */
export function runCsv({ schools, lines, scenario }: RunResult): string {
  const figures = schools[0]?.figures.map(({ id }) => `figure.${id}`) ?? []
  const notice = scenario.demonstration === undefined ? [] : ['notice']
  const header = [
    'id',
    'name',
    'students',
    ...lines.map(({ id }) => `line.${id}`),
    'total',
    'per_student',
    ...figures,
    ...notice,
  ]
  const rows = schools.map((school) => [
    school.id,
    school.name,
    school.pupils,
    ...school.lines.map(({ amount }) => amount),
    school.total,
    school.perPupil ?? '',
    ...school.figures.map(({ amount }) => amount),
    ...notice.map(() => scenario.demonstration ?? ''),
  ])
  return csvText([header, ...rows])
}

/** Rows of cells as the text of a CSV file. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

const NUMBER = /^-?\d+(?:\.\d+)?$/
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/

// A spreadsheet runs a cell that starts like a formula; a number may keep its minus.
function csvCell(text: string): string {
  const safe = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
