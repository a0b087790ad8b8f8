import { type CaseGroup, groups } from './cases.ts'
import { exponentOf, type GoalOutcome, memoryRatio } from './goals.ts'
import { median } from './median.ts'
import type { CaseReport } from './report-case.ts'
import { fastest, type NoReport, type Rounds, ratioOf, reportsOf } from './rounds.ts'

export interface Bench {
  readonly machine: {
    readonly node: string
    readonly processor: string | undefined
    readonly processors: number
  }
  readonly rounds: Rounds
  /** Why there is no report, by case. */
  readonly left: ReadonlyMap<string, NoReport['why']>
  readonly outcomes: readonly GoalOutcome[]
}

/** All that was measured, to be read by people: medians over the rounds. */
export function benchTable(bench: Bench): string {
  const { machine, rounds, left, outcomes } = bench
  const parts = groups.map((group) => groupText(group, bench)).filter((text) => text !== '')
  const head = `Node ${machine.node.slice(1)}, ${machine.processors} × ${machine.processor ?? 'unknown'}; medians of ${rounds.length} rounds`
  const hint = [...left.values()].includes('not installed')
    ? ['Not installed: npm ci --prefix test/bench brings DuckDB and decimal.js\n']
    : []
  return [`${head}\nTimes are processor time.\n`, ...parts, ...hint, goalsText(outcomes)].join('\n')
}

function groupText({ title, cases, reference = [] }: CaseGroup, { rounds, left }: Bench): string {
  const by = fastest(rounds, reference)
  const rows = cases.flatMap(({ name }) => {
    const reports = reportsOf(rounds, name)
    const why = left.get(name)
    if (why !== undefined) return [[name, why]]
    const [first] = reports
    if (first === undefined) return []
    const empty = reportsOf(rounds, 'empty-process')[0]
    const over = (figure: (report: CaseReport) => number): number => median(reports.map(figure))
    return [
      [
        name,
        first.amounts === 0 ? '' : over(({ nsPerAmount = Number.NaN }) => nsPerAmount).toFixed(2),
        by === undefined ? '' : ratioOf(rounds, name, by).toFixed(2),
        over(({ msPerPass }) => msPerPass).toFixed(3),
        over(({ wallMsPerPass }) => wallMsPerPass).toFixed(3),
        over(({ peakRssKb }) => peakRssKb / 1_024).toFixed(0),
        empty === undefined || first.columnBytes < 1e6
          ? ''
          : over((report) => memoryRatio(report, empty)).toFixed(2),
        noteOn(first),
      ],
    ]
  })
  if (rows.length === 0) return ''
  const times = by === undefined ? '' : `× ${by}`
  const heads = ['', 'ns/amount', times, 'ms/pass', 'by clock', 'peak MB', '× columns', '']
  return `${title}\n${aligned([heads, ...rows])}${exponentText(cases[0]?.name, rounds)}`
}

function noteOn({ isExact, deviation, schools }: CaseReport): string {
  if (deviation === undefined) return isExact || schools === 0 ? '' : 'inexact'
  const { amounts, cents } = deviation
  return `inexact: ${amounts} amounts off, ${cents} cents in all`
}

/** The exponent of a case's time, in a group that is one case over several sizes. */
function exponentText(first: string | undefined, rounds: Rounds): string {
  const name = first?.split('@')[0] ?? ''
  const exponent = name === first ? Number.NaN : exponentOf(name, rounds)
  return Number.isNaN(exponent) ? '' : `  exponent of ${name}: ${exponent.toFixed(3)}\n`
}

function goalsText(outcomes: readonly GoalOutcome[]): string {
  const rows = outcomes.map(({ words, measured, isReached, unit, missing }) => {
    if (measured === undefined) return [words, '', `not measured: no ${missing.join(', ')}`]
    const figure = unit === '×' ? `${measured.toFixed(2)} ×` : `${measured.toFixed(2)} ${unit}`.trimEnd()
    return [words, figure, isReached === true ? 'reached' : 'NOT REACHED']
  })
  return `To reach\n${aligned(rows, 1)}`
}

/** Rows with their columns aligned: the first and the last to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[], figuresFrom = 1): string {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => (row[i] ?? '').length)),
  )
  return rows
    .map((row) => {
      const cells = row.map((cell, i) =>
        i < figuresFrom || i === columns - 1 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
      )
      return `  ${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}
