import { canonicalDocument } from '../contract/canonical/canonical-document.ts'
import type { BudgetOutcome } from '../contract/report/budget-result.ts'
import { runResult } from '../contract/report/run-result.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type Allocation, allocate } from '../core/funding/allocate.ts'
import { comparePublished } from '../core/funding/compare-published.ts'
import type { Computation } from '../core/funding/computation.ts'
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

/** The scenarios that wait for one to run, and the earlier ones that have run for them. */
interface RunsSoFar {
  readonly above: readonly string[]
  readonly known: Map<string, Run | undefined>
}

const noRuns = (): RunsSoFar => ({ above: [], known: new Map() })

/** An earlier year of an earlier year goes back no further than this. */
const MOST_EARLIER = 16

/** Loads a scenario file and runs it, after the scenarios it is based on. */
export async function runScenario(
  path: string,
  files: Files,
  runs: RunsSoFar = noRuns(),
): Promise<RunOutcome> {
  const loading = await loadScenario(path, files, earlierRuns(path, files, runs))
  return runLoading(loading, files, { ...runs, above: [...runs.above, path] })
}

/** Runs earlier scenarios for a load; one that leads back to itself does not come to a result. */
export function earlierRuns(path: string, files: Files, runs: RunsSoFar = noRuns()): RunEarlier {
  const above = [...runs.above, path]
  const runOnce = async (earlier: string): Promise<Run | undefined> => {
    if (above.includes(earlier) || above.length >= MOST_EARLIER) return undefined
    if (!runs.known.has(earlier)) {
      const { run } = await runScenario(earlier, files, { ...runs, above })
      runs.known.set(earlier, run)
    }
    return runs.known.get(earlier)
  }
  // One after another, so that two that name the same one run it once, and two that name each other do not wait.
  let before: Promise<unknown> = Promise.resolve()
  return (earlier) => {
    const run = before.then(async () => runOnce(earlier))
    before = run.catch(() => undefined)
    return run
  }
}

/** Runs what a load came to; without data, that is the problem. */
export async function runLoading(
  { scenario, problems: met, locate }: Loading,
  files: Files,
  runs: RunsSoFar = noRuns(),
): Promise<RunOutcome> {
  if (scenario === undefined) return { run: undefined, problems: met.map(locate) }
  if (scenario.sweep !== undefined) return { run: undefined, problems: [...met, onlySwept()].map(locate) }
  if (scenario.data === undefined) return { run: undefined, problems: [...met, missingData()].map(locate) }
  const baseline = await baselineOf(scenario, files, runs)
  if (baseline.kind === 'failed') return { run: undefined, problems: baseline.problems }
  const { run, problems } = runLoaded(scenario, scenario.data, { warnings: met, baseline: baseline.value })
  return { run, problems: problems.map(locate) }
}

type BaselineReading =
  | { readonly kind: 'done'; readonly value: Baseline | undefined }
  | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }

/** What the base costs: as a bundle states it, or as a run of the base gives it. */
async function baselineOf(
  { file, base }: LoadedScenario,
  files: Files,
  runs: RunsSoFar,
): Promise<BaselineReading> {
  if (file.baseline !== undefined || base === undefined) return { kind: 'done', value: file.baseline }
  const { run, problems } = await runScenario(base, files, runs)
  if (run === undefined) return { kind: 'failed', problems }
  return { kind: 'done', value: asBaseline(run) }
}

/** A run as what a scenario that changes it is held against. */
export function asBaseline({ result, baseline }: Run): Baseline {
  const { budget } = result
  // A base that keeps to the budget of its own base stands for that budget, with what it leaves of it.
  if (budget?.declared === 'neutral' && baseline !== undefined) {
    const left = budget.holds && budget.change?.startsWith('-') ? budget.change.slice(1) : undefined
    return { ...baseline, left }
  }
  const { scenario, total, funds } = result
  const { id, name } = scenario
  return { id, name, total, funds: Object.fromEntries(funds.map((fund) => [fund.id, fund.total])) }
}

export function missingData(): Problem {
  return problem('DATA_MISSING', {
    at: { kind: 'document', pointer: '/data' },
    message: 'the file has no data to run on',
    expected: 'data: schools.csv',
  })
}

function onlySwept(): Problem {
  return problem('VARY_SWEEP', {
    at: { kind: 'document', pointer: '/vary', isKey: true },
    message: 'the file varies parameters, so that there is no one result',
    suggestion: 'leeway sweep, or leave out vary',
  })
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
