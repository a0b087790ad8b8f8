import type { Run } from '../../src/app/run-scenario.ts'
import { type RunWorkbook, runWorkbook } from '../../src/contract/report/xlsx/run-workbook.ts'
import { sheetPlan } from '../../src/contract/report/xlsx/sheet-plan.ts'
import { decimalText } from '../../src/core/numbers/decimal.ts'
import { spreadsheet } from './spreadsheet.ts'

export interface Recalculated extends RunWorkbook {
  readonly amounts: number
  /** Amounts that a spreadsheet gives otherwise than the engine: `0101 base: 1.01, not 1.00`. */
  readonly differences: readonly string[]
}

/** Makes the workbook of a run, works it out again, and holds every amount of every school against the run. */
export function recalculated(
  run: Run,
  { noise, school }: { noise?: (value: number) => number; school?: string } = {},
): Recalculated {
  const made = runWorkbook(run, { command: 'leeway run', school })
  const { lines, schools, shown } = run.allocation
  const plan = sheetPlan(run.scenario.formula, lines)
  const page = spreadsheet(made.workbook, noise)
  const names = made.workbook.sheets.slice(2, -2).map(({ name }) => name)
  const meant = schools.filter(({ id }) => shown.has(id) && (school ?? id) === id)
  const differences: string[] = []
  let amounts = 0
  const hold = (what: string, found: unknown, expected: string | undefined): void => {
    amounts += 1
    // Digits that a double has: two amounts of as many are the same number.
    if (String(found) !== expected && Number(found) !== Number(expected))
      differences.push(`${what}: ${String(found)}, not ${expected}`)
  }
  for (const [i, each] of meant.entries()) {
    for (const { id, amount } of each.lines)
      hold(`${each.id} ${id}`, page.at(names[i] ?? '', 3, plan.rowOf(`line ${id}`)), decimalText(amount))
    hold(`${each.id} total`, page.at(names[i] ?? '', 3, plan.rowOf('total')), decimalText(each.total))
    for (const [place, { id, amount }] of each.figures.entries())
      hold(
        `${each.id} figure ${id}`,
        page.at(names[i] ?? '', 3, plan.rowOf(`figure ${place}`)),
        decimalText(amount),
      )
  }
  return { ...made, amounts, differences }
}
