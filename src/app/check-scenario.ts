import { identity } from '../contract/report/run-result.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { Provenance } from '../core/formula/checked.ts'
import type { RowWords } from '../core/formula/row-words.ts'
import type { Files } from './files.ts'
import { type LoadedScenario, loadScenario } from './load-scenario.ts'
import { earlierRuns, runLoading } from './run-scenario.ts'

/** What a file does, in numbers, when nothing is wrong with it. */
export interface ScenarioSummary {
  readonly id: string
  readonly name: string
  /** What a row is called where it is not a school. */
  readonly rows?: RowWords | undefined
  readonly year: string
  readonly currency: string
  readonly lines: number
  readonly funds: readonly string[]
  readonly parameters: Readonly<Record<Provenance['kind'], number>>
  readonly measures: number
  readonly figures: number
  readonly published: number
  readonly controls: number
  /** Missing in a formula on its own. */
  readonly schools?: number
  /** How many variants a sweep has; missing where nothing is varied. */
  readonly variants?: number
  readonly demonstration: boolean
}

export interface CheckOutcome {
  readonly summary: ScenarioSummary | undefined
  /** What a run gives; control totals that fail in it are no problem of the file, but nobody may miss them. */
  readonly result: RunResult | undefined
  readonly problems: readonly LocatedProblem[]
}

/** Finds every problem that a run would meet, and sums up a file that has none. */
export async function checkScenario(path: string, files: Files): Promise<CheckOutcome> {
  const loading = await loadScenario(path, files, earlierRuns(path, files))
  const { scenario } = loading
  if (scenario === undefined || scenario.data === undefined) {
    const problems = loading.problems.map(loading.locate)
    return { summary: scenario && summaryOf(scenario), result: undefined, problems }
  }
  // What is varied has been checked on the way; the file's own values stand for a run.
  const { run, problems } = await runLoading(
    { ...loading, scenario: { ...scenario, sweep: undefined } },
    files,
  )
  return { summary: run && summaryOf(scenario), result: run?.result, problems }
}

function summaryOf({ file, formula, data, controls, sweep }: LoadedScenario): ScenarioSummary {
  const kinds = [...formula.parameters.values()].map(({ provenance }) => provenance.kind)
  const countOf = (kind: Provenance['kind']): number => kinds.filter((each) => each === kind).length
  return {
    ...identity(file, formula),
    year: formula.year.label,
    currency: formula.currency,
    lines: formula.lines.length,
    funds: formula.funds.map(({ id }) => id),
    parameters: { source: countOf('source'), derived: countOf('derived'), assumed: countOf('assumed') },
    measures: formula.measures.size,
    figures: formula.figures.length,
    published: formula.published.length,
    controls: controls.length,
    ...(data !== undefined && { schools: data.schools.length }),
    ...(sweep !== undefined && { variants: sweep.variation.count }),
    demonstration: file.scenario?.demonstration === 'true',
  }
}
