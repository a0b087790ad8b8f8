import { floatLoop, floatPass, SIZES, sizeName } from './cases.ts'
import { median } from './median.ts'
import type { CaseReport } from './report-case.ts'
import { fastest, type Rounds, ratioOf, reportsOf } from './rounds.ts'

/** What the engine has to reach, and how it is read from a run of the benchmarks. */
export interface Goal {
  readonly words: string
  /** Names of the cases it is measured by. */
  readonly cases: readonly string[]
  readonly limit: number
  /** `most` is reached at the limit or under it, `below` under it only, `least` at the limit or over it. */
  readonly side: 'most' | 'below' | 'least'
  readonly unit: '×' | 's' | ''
  /** NaN if a case has not run. */
  readonly measure: (rounds: Rounds) => number
}

export interface GoalOutcome {
  readonly words: string
  readonly measured: number | undefined
  readonly limit: number
  readonly unit: Goal['unit']
  readonly isReached: boolean | undefined
  /** Cases that are not there, or did not run. */
  readonly missing: readonly string[]
}

export const goals: readonly Goal[] = [
  timesOf('simple lines at most 2 × the float loop', {
    of: 'kernel-simple',
    to: floatLoop,
    side: 'most',
    limit: 2,
  }),
  timesOf('at least 300 × faster than decimal.js', {
    of: 'decimal-js',
    to: ['kernel-simple'],
    side: 'least',
    limit: 300,
  }),
  timesOf('at least 3 × faster than DuckDB, which makes a table', {
    of: 'duckdb-simple',
    to: ['kernel-simple'],
    side: 'least',
    limit: 3,
  }),
  timesOf('at least 3 × faster than DuckDB, which keeps only sums', {
    of: 'duckdb-simple-sums',
    to: ['kernel-simple'],
    side: 'least',
    limit: 3,
  }),
  timesOf('wide lines at most 9 × the float loop', {
    of: 'kernel-wide',
    to: floatLoop,
    side: 'most',
    limit: 9,
  }),
  timesOf('wide lines faster than BigInt', {
    of: 'kernel-wide',
    to: ['bigint-wide'],
    side: 'below',
    limit: 1,
  }),
  timesOf('the realistic formula under 60 × one pass of the float loop', {
    of: 'kernel-realistic',
    to: floatPass,
    side: 'below',
    limit: 60,
  }),
  {
    words: 'peak memory under 3 × input and output columns',
    cases: ['kernel-memory', 'empty-process'],
    limit: 3,
    side: 'below',
    unit: '×',
    measure: (rounds) =>
      overRounds(rounds, ['kernel-memory', 'empty-process'], ([kernel, empty]) =>
        kernel === undefined || empty === undefined ? Number.NaN : memoryRatio(kernel, empty),
      ),
  },
  {
    words: 'time from 1,000 to 1,000,000 schools: exponent at most 1.1',
    cases: SIZES.map((schools) => sizeName('kernel-simple', schools)),
    limit: 1.1,
    side: 'most',
    unit: '',
    measure: (rounds) => exponentOf('kernel-simple', rounds),
  },
  {
    words: 'cold leeway run of the demonstration under 1 s, by the clock',
    cases: ['cold-run'],
    limit: 1,
    side: 'below',
    unit: 's',
    measure: (rounds) => median(reportsOf(rounds, 'cold-run').map((run) => run.wallMsPerPass / 1_000)),
  },
]

export function outcomeOf(goal: Goal, rounds: Rounds): GoalOutcome {
  const { words, limit, unit, side } = goal
  const missing = goal.cases.filter((name) => reportsOf(rounds, name).length === 0)
  if (missing.length > 0) {
    return { words, limit, unit, measured: undefined, isReached: undefined, missing }
  }
  const measured = goal.measure(rounds)
  const isReached =
    side === 'least' ? measured >= limit : side === 'most' ? measured <= limit : measured < limit
  return { words, limit, unit, measured, isReached, missing }
}

/** The time of one case as a multiple of another's, which is the fastest of some. */
function timesOf(
  words: string,
  { of, to, side, limit }: { of: string; to: readonly string[]; side: Goal['side']; limit: number },
): Goal {
  const measure = (rounds: Rounds): number => ratioOf(rounds, of, fastest(rounds, to))
  return { words, cases: [of, ...to], limit, side, unit: '×', measure }
}

/** The power of the number of schools that a case's time grows with: the slope of a line through the logarithms. */
export function exponentOf(name: string, rounds: Rounds): number {
  const names = SIZES.map((schools) => sizeName(name, schools))
  return overRounds(rounds, names, (reports) => {
    const points = reports.map(({ schools, msPerPass }) => ({ x: Math.log(schools), y: Math.log(msPerPass) }))
    const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length
    const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length
    const rise = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0)
    return rise / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  })
}

/** What a process needs on top of an empty one, as a multiple of its columns. */
export function memoryRatio(report: CaseReport, empty: CaseReport): number {
  return ((report.peakRssKb - empty.peakRssKb) * 1_024) / report.columnBytes
}

/** The median over the rounds of a figure drawn from one report of each case named. */
function overRounds(
  rounds: Rounds,
  names: readonly string[],
  figure: (reports: readonly CaseReport[]) => number,
): number {
  return median(
    rounds.flatMap((round) => {
      const reports = names.map((name) => round.get(name)).filter((report) => report !== undefined)
      return reports.length === names.length ? [figure(reports)] : []
    }),
  )
}
