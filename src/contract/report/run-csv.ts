import type { RunResult } from './run-schema.ts'

/**
 * A run as a table for spreadsheets: one row a school, one column a line and a figure, plain decimals. Students have
 * columns where the formula counts them.
 */
export function runCsv({ schools, lines, scenario }: RunResult): string {
  const figures = schools[0]?.figures.map(({ id }) => `figure.${id}`) ?? []
  const notice = scenario.demonstration === undefined ? [] : ['notice']
  const counts = schools.length === 0 || schools.some(({ pupils }) => pupils !== null)
  const header = [
    'id',
    'name',
    ...(counts ? ['students'] : []),
    ...lines.map(({ id }) => `line.${id}`),
    'total',
    ...(counts ? ['per_student'] : []),
    ...figures,
    ...notice,
  ]
  const rows = schools.map((school) => [
    school.id,
    school.name,
    ...(counts ? [school.pupils ?? ''] : []),
    ...school.lines.map(({ amount }) => amount),
    school.total,
    ...(counts ? [school.perPupil ?? ''] : []),
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
