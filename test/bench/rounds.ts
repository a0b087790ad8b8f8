import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BenchCase } from './cases.ts'
import { median } from './median.ts'
import type { CaseReport } from './report-case.ts'

/** The reports of each round, by name of the case. */
export type Rounds = readonly ReadonlyMap<string, CaseReport>[]

/** A case without a report: a package is not there, or its process failed, and has said why. */
export interface NoReport {
  readonly name: string
  readonly why: 'not installed' | 'failed'
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** Runs a case in a process of its own. */
export function runCase(
  { name, file, args = [] }: BenchCase,
  more: readonly string[],
): CaseReport | NoReport {
  // What the case says of itself goes before what is said to all.
  const ownArgs = ['--name', name, ...more, ...args]
  const { status, stdout } = spawnSync(process.execPath, [`${here}${file}`, ...ownArgs], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  })
  return status === 0 ? JSON.parse(stdout) : { name, why: 'failed' }
}

export function reportsOf(rounds: Rounds, name: string): CaseReport[] {
  return rounds.map((round) => round.get(name)).filter((report) => report !== undefined)
}

/** The one of some cases that has the lowest median time for an amount; undefined if none of them ran. */
export function fastest(rounds: Rounds, names: readonly string[]): string | undefined {
  const ran = names.filter((name) => reportsOf(rounds, name).length > 0)
  return ran.toSorted((a, b) => medianTime(rounds, a) - medianTime(rounds, b))[0]
}

/** The median over the rounds of one case's time as a multiple of another's in the same round. */
export function ratioOf(rounds: Rounds, name: string, reference: string | undefined): number {
  return median(
    rounds.flatMap((round) => {
      const [report, other] = [round.get(name), round.get(reference ?? '')]
      return report === undefined || other === undefined ? [] : [timeOf(report) / timeOf(other)]
    }),
  )
}

function medianTime(rounds: Rounds, name: string): number {
  return median(reportsOf(rounds, name).map(timeOf))
}

/** For an amount, or for a pass where there are no amounts to count. */
function timeOf({ nsPerAmount, msPerPass }: CaseReport): number {
  return nsPerAmount ?? msPerPass
}
