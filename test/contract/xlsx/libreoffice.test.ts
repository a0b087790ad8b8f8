import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Run } from '../../../src/app/run-scenario.ts'
import { MOST_SCHOOL_SHEETS, runWorkbook } from '../../../src/contract/report/xlsx/run-workbook.ts'
import type { Workbook } from '../../../src/contract/report/xlsx/workbook.ts'
import { writeWorkbook } from '../../../src/contract/report/xlsx/write-workbook.ts'
import { committedRuns } from '../../support/committed-runs.ts'
import { hasOffice, inOffice, type OfficeValues } from '../../support/office.ts'
import { anyScenario } from '../../support/random-scenario.ts'
import { inYaml, runFiles } from '../../support/scenario-files.ts'

t.setTimeout(1_200_000)

// The long form only: it opens every workbook in LibreOffice.
if (process.env['LEEWAY_LONG'] === '1') {
  const skip = hasOffice() ? false : 'LibreOffice is not on this machine'

  t.test('LibreOffice comes to the same cents, in every scenario', { skip }, async (t) => {
    const runs = (await committedRuns()).filter(([, run]) => run.result.schools.length <= MOST_SCHOOL_SHEETS)
    await compared(t, runs)
  })

  t.test('LibreOffice comes to the same cents, whatever the formula', { skip }, async (t) => {
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
    t.comment(`SEED=${seed}`)
    const cases = fc.sample(anyScenario, { numRuns: 60, seed })
    const runs = cases.map(async (each, i) => [`case ${i}`, await runFiles(inYaml(each))] as const)
    await compared(t, await Promise.all(runs))
  })
}

t.test('the control: a formula that comes to something else is found', async (t) => {
  const [first] = await committedRuns()
  if (first === undefined) return t.fail('there are scenarios')
  const { workbook } = runWorkbook(first[1], { command: 'leeway run' })
  const right = held(workbook, resultsOf(workbook))
  t.ok(right.formulas > 10)
  t.strictSame(right.differences, [])
  return t.equal(held(workbook, resultsOf(withoutResults(workbook))).differences.length, right.formulas)
})

/** What a reader would find that comes to the results as they are written. */
function resultsOf({ sheets }: Workbook): OfficeValues {
  return new Map(
    sheets.map(({ name, rows }) => [
      name,
      rows.map((row) => row.map((cell) => (cell?.kind === 'formula' ? cell.result : undefined))),
    ]),
  )
}

async function compared(t: Test, runs: readonly (readonly [string, Run])[]): Promise<void> {
  const books = runs.map(([path, run]) => ({
    name: `${path.replaceAll(/\W/g, '-')}.xlsx`,
    workbook: runWorkbook(run, { command: 'leeway run' }).workbook,
  }))
  const files = await Promise.all(
    books.map(async ({ name, workbook }) => [name, await writeWorkbook(withoutResults(workbook))] as const),
  )
  const values = await inOffice(new Map(files), t.testdir({}))
  let cells = 0
  for (const { name, workbook } of books) {
    const { formulas, differences } = held(workbook, values.get(name) ?? new Map())
    t.strictSame(differences, [], name)
    cells += formulas
  }
  t.comment(`${cells} formulas in ${books.length} workbooks`)
  t.ok(cells > books.length)
}

/** With wrong results, so that a reader that believes them is found out. */
function withoutResults(workbook: Workbook): Workbook {
  const sheets = workbook.sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows.map((row) =>
      row.map((cell) =>
        cell?.kind === 'formula' ? { ...cell, result: typeof cell.result === 'number' ? -1 : '?' } : cell,
      ),
    ),
  }))
  return { ...workbook, sheets }
}

function held(workbook: Workbook, values: OfficeValues): { formulas: number; differences: string[] } {
  const differences: string[] = []
  let formulas = 0
  for (const { name, rows } of workbook.sheets)
    for (const [r, row] of rows.entries())
      for (const [c, cell] of row.entries()) {
        if (cell?.kind !== 'formula') continue
        formulas += 1
        const found = values.get(name)?.[r]?.[c]
        if (!isSame(found, cell.result))
          differences.push(`${name} ${r + 1} ${c + 1}: ${String(found)}, not ${cell.result}`)
      }
  return { formulas, differences }
}

/** Values in between have no last digit, and differ in their last bits. */
function isSame(found: unknown, expected: number | string | boolean): boolean {
  if (typeof found !== 'number' || typeof expected !== 'number') return found === expected
  return Math.abs(found - expected) <= 1e-13 * Math.abs(expected)
}
