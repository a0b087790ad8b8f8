// Runs the realistic formula in Leeway and by hand in floats, and prints how many amounts differ and by how much at
// most. It is what makes the hand-written formula a baseline: it computes the same thing.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { caseArguments } from '../report-case.ts'
import { floatFormula, formulaColumns, NOT_VARIED } from './float-formula.ts'
import { realisticDistrict } from './realistic-district.ts'
import { realisticFiles } from './realistic-scenario.ts'

const schools = caseArguments().schools ?? 165
const rows = engineRows()
const mine = formulaColumns(schools)
floatFormula(realisticDistrict(schools), mine, NOT_VARIED)

const columnNames = Object.keys(rows[0]).filter((name) => name.startsWith('line.'))
const columns = [...mine.lines, ...mine.holdHarmless, ...mine.gainCap, ...mine.pool]
const named = columns.map((column, i) => [columnNames[i], column] as const)
console.log(
  JSON.stringify({
    schools: rows.length,
    lines: compared(named.slice(0, mine.lines.length)),
    adjustments: compared(named.slice(mine.lines.length)),
    totals: compared([['total', mine.totals]]),
  }),
)

function compared(columns: readonly (readonly [string, Float64Array])[]): object {
  const offBy = columns.flatMap(([name, column]) =>
    rows.map((row, school) => Math.abs(Math.round(Number(row[name]) * 100) - column[school])),
  )
  return {
    amounts: offBy.length,
    differing: offBy.filter((cents) => cents !== 0).length,
    mostCents: offBy.reduce((most, cents) => Math.max(most, cents), 0),
  }
}

/** The engine's result as one record for each school; amounts as dollars. */
function engineRows(): Record<string, string>[] {
  const folder = mkdtempSync(join(tmpdir(), 'leeway-bench-'))
  try {
    for (const [name, text] of Object.entries(realisticFiles(schools)))
      writeFileSync(join(folder, name), text)
    const program = fileURLToPath(new URL('../../../src/cli/leeway.mjs', import.meta.url))
    const csv = execFileSync(
      process.execPath,
      [program, 'run', '--format', 'csv', join(folder, 'realistic.yaml')],
      { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const [head, ...lines] = csv.trimEnd().split('\n')
    const names = head.split(',')
    return lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell] as const)),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
