import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { SweepBaseline } from '../contract/report/sweep-result.ts'
import type { Allocation } from '../core/funding/allocate.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { decimal } from '../core/numbers/decimal.ts'
import { type Problem, problem } from '../core/problems/problem.ts'
import type { Baseline } from './balance-scenario.ts'
import type { Files } from './files.ts'
import { type LoadedScenario, type Loading, loadScenario } from './load-scenario.ts'
import { asBaseline, earlierRuns, missingData, runScenario } from './run-scenario.ts'
import type { SweepPlan } from './sweep-plan.ts'

/** A scenario loaded for its variants: any of them can be run, in any order. */
export interface ReadySweep {
  readonly scenario: LoadedScenario
  readonly data: RunData
  readonly plan: SweepPlan
  /** What the scenario is held against, as a self-contained document states it. */
  readonly stated: Baseline | undefined
  /** School rows for every variant. */
  readonly withRows: boolean
}

/** The base of a swept scenario and what it costs. */
export type SweepBase = SweepBaseline & { readonly id: string; readonly name: string }

export type SweepReading =
  | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }
  | {
      readonly kind: 'done'
      readonly ready: ReadySweep
      readonly base: SweepBase | undefined
      /** Warnings met on the way. */
      readonly met: readonly Problem[]
      readonly locate: Loading['locate']
    }

/** As many rows as one document holds. */
const MOST_ROWS = 1_000_000

/** Loads a scenario that varies something, and runs its base, or says what is wrong. */
export async function readSweepScenario(
  path: string,
  files: Files,
  { withRows }: { readonly withRows: boolean },
): Promise<SweepReading> {
  const { scenario, problems: met, locate } = await loadScenario(path, files, earlierRuns(path, files))
  const failed = (...found: readonly Problem[]): SweepReading => {
    return { kind: 'failed', problems: [...met, ...found].map(locate) }
  }
  if (scenario === undefined) return failed()
  const { sweep: plan, data } = scenario
  if (plan === undefined) return failed(nothingVaried())
  if (data === undefined) return failed(missingData())
  const rows = plan.variation.count * data.schools.length
  if (withRows && rows > MOST_ROWS) return failed(tooManyRows(rows))
  const reading = await readBase(scenario, files)
  if (reading.kind === 'failed') return reading
  const { stated, base } = reading
  return { kind: 'done', ready: { scenario, data, plan, stated, withRows }, base, met, locate }
}

type BaseReading =
  | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }
  | { readonly kind: 'done'; readonly stated: Baseline | undefined; readonly base: SweepBase | undefined }

async function readBase({ file, base }: LoadedScenario, files: Files): Promise<BaseReading> {
  if (file.baseline !== undefined) {
    const { id, name, total } = file.baseline
    const known = { id, name, total: decimal(total), schools: undefined }
    return { kind: 'done', stated: file.baseline, base: known }
  }
  if (base === undefined) return { kind: 'done', stated: undefined, base: undefined }
  const { run, problems } = await runScenario(base, files)
  if (run === undefined) return { kind: 'failed', problems }
  const { id, name } = run.result.scenario
  return { kind: 'done', stated: asBaseline(run), base: { id, name, ...totalsOf(run.allocation) } }
}

/** A run as what variants are held against. */
export function totalsOf({ total, schools }: Allocation): SweepBaseline {
  return { total, schools: new Map(schools.map((school) => [school.id, school.total])) }
}

function nothingVaried(): Problem {
  return problem('VARY_MISSING', {
    at: { kind: 'document', pointer: '' },
    message: 'the file varies no parameter, so there is nothing to sweep',
    expected: 'vary: { weight.frl: ["0.10", "0.12"], base: { from: "4400", to: "4600", step: "50" } }',
  })
}

function tooManyRows(rows: number): Problem {
  return problem('VARY_LIMIT', {
    at: { kind: 'document', pointer: '/vary' },
    message: `there would be more than ${MOST_ROWS} rows of schools`,
    found: `${rows}`,
    suggestion: 'vary less, or leave out the rows',
  })
}
