import t from 'tap'
import { MOST_SCHOOL_SHEETS, runWorkbook } from '../../../src/contract/report/xlsx/run-workbook.ts'
import { committedRuns } from '../../support/committed-runs.ts'
import { recalculated } from '../../support/recalculated.ts'
import { spreadsheet } from '../../support/spreadsheet.ts'

const runs = await committedRuns()
const small = runs.filter(([, run]) => run.result.schools.length <= MOST_SCHOOL_SHEETS)

/** The last bits of a number moved, as another spreadsheet may have them. */
function lastBits(): (value: number) => number {
  let state = 1
  return (value) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return value * (1 + ((state % 9) - 4) * 2 ** -53)
  }
}

t.test('a spreadsheet comes to the cents of the run, for every school of every scenario', async (t) => {
  t.ok(small.length > 60, `${small.length} scenarios`)
  const counts = { live: 0, values: 0 }
  for (const [path, run] of small) {
    const { amounts, differences, live, values } = recalculated(run, { noise: lastBits() })
    t.strictSame(differences, [], path)
    t.ok(amounts > 0, path)
    // Every line is a formula, unless an adjustment over all schools left it.
    const { lines } = run.allocation
    const shown = run.result.schools.length
    const adjusted = lines.filter(({ adjustment }) => adjustment !== undefined).length
    t.strictSame(
      { live, values },
      { live: (lines.length - adjusted) * shown, values: adjusted * shown },
      path,
    )
    counts.live += live
    counts.values += values
  }
  t.comment(`${counts.live} formulas, ${counts.values} values`)
  t.ok(counts.live > 40_000)
})

t.test('a network of Brazil has its own workbook, of 5,595', async (t) => {
  const [path, run] = runs.find(([name]) => name.includes('fundeb')) ?? []
  if (run === undefined) throw new Error('the scenario of Brazil is there')
  for (const { id } of [run.result.schools[0], run.result.schools.at(-1)].filter(
    (each) => each !== undefined,
  ))
    t.strictSame(recalculated(run, { school: id }).differences, [], `${path} ${id}`)
})

t.test('what the first sheet adds up is what the run comes to', async (t) => {
  const few = small.filter(([path]) => !path.includes('demonstration/what-if'))
  for (const [path, run] of few) {
    const { workbook } = runWorkbook(run, { command: 'leeway run' })
    const page = spreadsheet(workbook)
    const summary = workbook.sheets[0]
    const formulas = (summary?.rows ?? []).flatMap((row, r) =>
      row.flatMap((cell, c) => (cell?.kind === 'formula' ? [{ cell, r, c }] : [])),
    )
    const differences = formulas.filter(({ cell, r, c }) => page.at('Summary', c + 1, r + 1) !== cell.result)
    t.ok(formulas.length > 0, path)
    t.strictSame(differences, [], path)
  }
})

t.test('a cent too much in one parameter is found', async (t) => {
  const [, run] = small.find(([path]) => path.includes('demonstration/district')) ?? []
  if (run === undefined) throw new Error('the demonstration is there')
  const { workbook } = runWorkbook(run, { command: 'leeway run' })
  const sheets = workbook.sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows.map((row) =>
      row.map((cell) =>
        cell?.kind === 'number' && cell.number === 5947.5 ? { ...cell, number: 5947.51 } : cell,
      ),
    ),
  }))
  const { total } = run.result
  const [before, after] = [workbook, { ...workbook, sheets }].map((each) => {
    const page = spreadsheet(each)
    const at =
      each.sheets[0]?.rows.findIndex((row) => row[0]?.kind === 'text' && row[0].text === 'Total') ?? 0
    return page.at('Summary', 3, at + 1)
  })
  t.equal(before, Number(total))
  t.not(after, before)
})
