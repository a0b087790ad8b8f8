import { runResult } from '../contract/report/run-result.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type Allocation, allocate } from '../core/funding/allocate.ts'
import { comparePublished } from '../core/funding/compare-published.ts'
import type { Computation } from '../core/funding/compute.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { tieOut } from '../core/funding/tie-out.ts'
import { hasErrors, type Problem, problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { type LoadedScenario, type Loading, loadScenario } from './load-scenario.ts'

/** A run that came to a result, with what is needed to explain it. */
export interface Run {
  readonly scenario: LoadedScenario
  readonly allocation: Allocation
  readonly computation: Computation
  readonly data: RunData
  readonly result: RunResult
}

/** A run is whole or there is none; problems say why, and warnings come with either. */
export interface RunOutcome {
  readonly run: Run | undefined
  readonly problems: readonly LocatedProblem[]
}

/** Loads a scenario file and runs it. */
export async function runScenario(path: string, files: Files): Promise<RunOutcome> {
  return runLoading(await loadScenario(path, files))
}

/** Runs what a load came to; without data, that is the problem. */
export function runLoading({ scenario, problems: met, locate }: Loading): RunOutcome {
  if (scenario === undefined) return { run: undefined, problems: met.map(locate) }
  if (scenario.data === undefined) {
    const at = { kind: 'document', pointer: '/data' } as const
    const missing = problem('DATA_MISSING', {
      at,
      message: 'the file has no data to run on',
      expected: 'data: schools.csv',
    })
    return { run: undefined, problems: [...met, missing].map(locate) }
  }
  const { run, problems } = runLoaded(scenario, scenario.data, met)
  return { run, problems: problems.map(locate) }
}

/** Runs what has been loaded; `warnings` are those met on the way there. */
function runLoaded(
  scenario: LoadedScenario,
  data: RunData,
  warnings: readonly Problem[],
): { run: Run | undefined; problems: readonly Problem[] } {
  const allocated = allocate(scenario.formula, data)
  if (allocated.kind === 'failed') return { run: undefined, problems: [...warnings, ...allocated.problems] }
  const { allocation, computation } = allocated.value
  const now = data.datasets.get('now')
  const problems = [...warnings, ...allocated.warnings]
  if (hasErrors(problems) || now === undefined) return { run: undefined, problems }
  const result = runResult({
    file: scenario.file,
    document: scenario.document,
    allocation,
    data,
    published: comparePublished(allocation, now),
    tieOuts: tieOut(allocation, scenario.controls),
    warnings: problems,
  })
  return { run: { scenario, allocation, computation, data, result }, problems }
}
