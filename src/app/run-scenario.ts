import { canonicalDocument } from '../contract/canonical/canonical-document.ts'
import type { BudgetOutcome } from '../contract/report/budget-result.ts'
import { runResult } from '../contract/report/run-result.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type Allocation, allocate } from '../core/funding/allocate.ts'
import { comparePublished } from '../core/funding/compare-published.ts'
import type { Computation } from '../core/funding/compute.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { tieOut } from '../core/funding/tie-out.ts'
import { hasErrors, type Problem, problem } from '../core/problems/problem.ts'
import { type Baseline, solveScenario } from './balance-scenario.ts'
import type { RunEarlier } from './earlier-run.ts'
import type { Files } from './files.ts'
import { type LoadedScenario, type Loading, loadScenario } from './load-scenario.ts'

/** A run that came to a result, with what is needed to explain it. */
export interface Run {
  readonly scenario: LoadedScenario
  readonly allocation: Allocation
  readonly computation: Computation
  readonly data: RunData
  /** The self-contained document that the hash of the inputs is taken of. */
  readonly document: object
  /** What the scenario is held against, if it changes another. */
  readonly baseline: Baseline | undefined
  readonly result: RunResult
}

/** A run is whole or there is none; problems say why, and warnings come with either. */
export interface RunOutcome {
  readonly run: Run | undefined
  readonly problems: readonly LocatedProblem[]
}

/** Loads a scenario file and runs it, after the scenarios it is based on. */
export async function runScenario(path: string, files: Files): Promise<RunOutcome> {
  return runLoading(await loadScenario(path, files, earlierRuns(path, files)), files)
}

/** Runs earlier scenarios for a load; one that leads back to itself does not come to a result. */
export function earlierRuns(path: string, files: Files, above: readonly string[] = []): RunEarlier {
  const chain = [...above, path]
  return async (earlier) => {
    if (chain.includes(earlier)) return undefined
    const { run } = await runLoading(
      await loadScenario(earlier, files, earlierRuns(earlier, files, chain)),
      files,
    )
    return run
  }
}

/** Runs what a load came to; without data, that is the problem. */
export async function runLoading(
  { scenario, problems: met, locate }: Loading,
  files: Files,
): Promise<RunOutcome> {
  if (scenario === undefined) return { run: undefined, problems: met.map(locate) }
  if (scenario.data === undefined) {
    const at = { kind: 'document', pointer: '/data' } as const
    const expected = 'data: schools.csv'
    const missing = problem('DATA_MISSING', { at, message: 'the file has no data to run on', expected })
    return { run: undefined, problems: [...met, missing].map(locate) }
  }
  const baseline = await baselineOf(scenario, files)
  if (baseline.kind === 'failed') return { run: undefined, problems: baseline.problems }
  const { run, problems } = runLoaded(scenario, scenario.data, { warnings: met, baseline: baseline.value })
  return { run, problems: problems.map(locate) }
}

type BaselineReading =
  | { readonly kind: 'done'; readonly value: Baseline | undefined }
  | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }

/** What the base costs: as a bundle states it, or as a run of the base gives it. */
async function baselineOf({ file, base }: LoadedScenario, files: Files): Promise<BaselineReading> {
  if (file.baseline !== undefined || base === undefined) return { kind: 'done', value: file.baseline }
  const { run, problems } = await runScenario(base, files)
  if (run === undefined) return { kind: 'failed', problems }
  // A base that keeps to the budget of its own base stands for that budget.
  if (run.result.budget?.declared === 'neutral' && run.baseline !== undefined)
    return { kind: 'done', value: run.baseline }
  const { scenario, total, funds } = run.result
  const { id, name } = scenario
  return {
    kind: 'done',
    value: { id, name, total, funds: Object.fromEntries(funds.map((fund) => [fund.id, fund.total])) },
  }
}

/** Runs what has been loaded; `warnings` are those met on the way there. */
function runLoaded(
  scenario: LoadedScenario,
  data: RunData,
  { warnings, baseline }: { warnings: readonly Problem[]; baseline: Baseline | undefined },
): { run: Run | undefined; problems: readonly Problem[] } {
  const balanced = solveScenario(scenario, data, baseline)
  if (balanced.kind === 'failed') return { run: undefined, problems: [...warnings, ...balanced.problems] }
  const { formula, solution, solve } = balanced.value
  const allocated = allocate(formula, data)
  if (allocated.kind === 'failed') return { run: undefined, problems: [...warnings, ...allocated.problems] }
  const { allocation, computation } = allocated.value
  const now = data.datasets.get('now')
  const problems = [...warnings, ...balanced.warnings, ...allocated.warnings]
  if (hasErrors(problems) || now === undefined) return { run: undefined, problems }
  const document = canonicalDocument({ ...scenario.parts, solve, baseline })
  const budget: BudgetOutcome = { baseline, solution, declared: scenario.file.scenario?.budget }
  const result = runResult({
    file: scenario.file,
    document,
    allocation,
    data,
    budget,
    published: comparePublished(allocation, now),
    tieOuts: tieOut(allocation, scenario.controls),
    warnings: problems,
  })
  return {
    run: { scenario: { ...scenario, formula }, allocation, computation, data, document, baseline, result },
    problems,
  }
}
