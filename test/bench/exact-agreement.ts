import type { CaseReport } from './report-case.ts'
import type { Rounds } from './rounds.ts'

/** Sentences on exact cases over the same data that do not give the same cents; none, if all is well. */
export function disagreements(rounds: Rounds): string[] {
  const exact = rounds.flatMap((round) => [...round.values()]).filter(({ isExact }) => isExact)
  return [...Map.groupBy(exact, ({ data }) => data)].flatMap(([data, reports]) => [
    ...differing(reports, (report) => report.checksum).map((words) => `${data}: ${words}`),
    ...differing(reports, (report) => report.checksumOfFirst).map(
      (words) => `${data}, first of them: ${words}`,
    ),
  ])
}

function differing(
  reports: readonly CaseReport[],
  centsOf: (report: CaseReport) => string | undefined,
): string[] {
  const byCents = Map.groupBy(
    reports.filter((report) => centsOf(report) !== undefined),
    centsOf,
  )
  if (byCents.size < 2) return []
  const givers = [...byCents].map(
    ([cents, givers]) => `${cents} cents by ${[...new Set(givers.map(({ name }) => name))].join(', ')}`,
  )
  return [givers.join('; ')]
}
