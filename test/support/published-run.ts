import { fileURLToPath } from 'node:url'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { scaled, unscaled } from './scaled.ts'
import { type Row, tableRows } from './table-rows.ts'

/** A run of a committed scenario beside the rows of its CSV file. */
export interface PublishedRun {
  readonly result: RunResult
  readonly rows: readonly Row[]
  /** The amount of `line.base`, `figure.x` or `total` at a school, as the result prints it. */
  readonly amount: (school: string, of: string) => string
}

export async function publishedRun(scenario: string, csv: string): Promise<PublishedRun> {
  const path = fileURLToPath(new URL(`../../scenarios/${scenario}`, import.meta.url))
  const { run, problems } = await runScenario(path, diskFiles())
  if (run === undefined)
    throw new Error(problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  const { result } = run
  const schools = new Map(result.schools.map((school) => [school.id, school]))
  const amount = (id: string, of: string): string => {
    const school = schools.get(id)
    const part = [
      ...(school?.lines.map((line) => ({ ...line, of: `line.${line.id}` })) ?? []),
      ...(school?.figures.map((figure) => ({ ...figure, of: `figure.${figure.id}` })) ?? []),
    ].find((each) => each.of === of)
    const text = of === 'total' ? school?.total : part?.amount
    if (text === undefined) throw new Error(`school ${id} has no ${of}`)
    return text
  }
  return { result, rows: tableRows(csv), amount }
}

export interface Tally {
  readonly equal: number
  readonly compared: number
  /** Computed less published, such as `413 -1`. */
  readonly differences: readonly string[]
}

/** Holds an amount against a published column of the CSV file, with the test's own arithmetic. */
export function tally({ rows, amount }: PublishedRun, of: string, column: string): Tally {
  const printed = rows.filter((row) => cell(row, column) !== '')
  const differences = printed.flatMap((row) => {
    const difference = scaled(amount(cell(row, 'id'), of)) - scaled(cell(row, column))
    return difference === 0n ? [] : [`${cell(row, 'id')} ${unscaled(difference)}`]
  })
  return { equal: printed.length - differences.length, compared: printed.length, differences }
}

/** A cell that must be there; a column that is not is a fault of the test. */
export function cell(row: Row, column: string): string {
  const text = row[column]
  if (text === undefined) throw new Error(`there is no column ${column}`)
  return text
}
