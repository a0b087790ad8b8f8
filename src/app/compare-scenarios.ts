import {
  type ComparedRun,
  comparisonResult,
  type FootingWarning,
} from '../contract/report/comparison-result.ts'
import type { ComparisonResult } from '../contract/report/comparison-schema.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type FootingDifference, footingDifferences } from '../core/data/comparability.ts'
import { compareRuns } from '../core/funding/compare-runs.ts'
import type { FinishedValues } from '../core/funding/need-order.ts'
import { type Problem, problem } from '../core/problems/problem.ts'
import { nearest } from '../core/text/nearest.ts'
import { type Grouping, readGroupings } from './comparison-groups.ts'
import type { Files } from './files.ts'
import { type Run, runScenario } from './run-scenario.ts'

export interface ComparisonWish {
  /** Id or path of the run that the others are held against; the first unless stated. */
  readonly baseline: string | undefined
  /** Names of texts, or `quartile:` and the name of a number. */
  readonly by: readonly string[]
}

/** A comparison is whole or there is none. */
export interface ComparisonOutcome {
  readonly comparison: ComparisonResult | undefined
  /** What each of the runs gives, the baseline first. */
  readonly results: readonly RunResult[]
  readonly problems: readonly LocatedProblem[]
}

/** A run with the path of its file. */
interface PlacedRun {
  readonly path: string
  readonly run: Run
}

/** Runs two or more scenarios and holds each against one of them. */
export async function compareScenarios(
  paths: readonly string[],
  files: Files,
  wish: ComparisonWish,
): Promise<ComparisonOutcome> {
  const runs: PlacedRun[] = []
  const met: LocatedProblem[] = []
  for (const path of paths) {
    const { run, problems } = await runScenario(path, files)
    if (run !== undefined) runs.push({ path, run })
    met.push(...problems)
  }
  const failed = (problems: readonly LocatedProblem[]): ComparisonOutcome => ({
    comparison: undefined,
    results: [],
    problems: eachOnce([...met, ...problems]),
  })
  if (runs.length < paths.length) return failed([])
  const baseline = baselineOf(runs, wish.baseline)
  if ('severity' in baseline) return failed([placed(baseline)])
  const others = runs.filter((each) => each !== baseline)
  const groupings = readGroupings(wish.by, asValued(baseline))
  const problems = [
    ...otherCurrencies(baseline, others).map((each) => placed(each)),
    ...groupings.problems.map((each) => placed(each, baseline.path)),
  ]
  if (problems.length > 0) return failed(problems)
  const compared = others.map((each) => comparedRun(baseline, each, groupings.value))
  const differences = compared.flatMap((each, i) =>
    each.differences.map((found) => placed(found.problem, others[i]?.path)),
  )
  return {
    comparison: comparisonResult(referenceOf(baseline), compared, hiddenIn(runs)),
    results: [baseline, ...others].map(({ run }) => run.result),
    problems: eachOnce([...met, ...differences]),
  }
}

function comparedRun(baseline: PlacedRun, other: PlacedRun, groupings: readonly Grouping[]): ComparedRun {
  const comparison = compareRuns(baseline.run.allocation, other.run.allocation)
  const differences = footingDifferences(baseline.run.data.datasets, other.run.data.datasets)
  return {
    ...referenceOf(other),
    comparison,
    groups: groupings.map(({ by, order, changes }) => ({
      by,
      order,
      groups: changes(comparison, asValued(other)),
    })),
    differences: differences.map((each) => footingWarning(each, baseline, other)),
  }
}

function referenceOf({ run }: PlacedRun): { readonly result: RunResult; readonly schools: number } {
  return { result: run.result, schools: run.allocation.schools.length }
}

/** The schools that one of the runs does not show. */
function hiddenIn(runs: readonly PlacedRun[]): ReadonlySet<string> {
  const ids = runs.flatMap(({ run: { allocation } }) =>
    allocation.schools.map(({ id }) => id).filter((id) => !allocation.shown.has(id)),
  )
  return new Set(ids)
}

function asValued({ run: { scenario, data, computation, allocation } }: PlacedRun): FinishedValues {
  return { formula: scenario.formula, data, computation, allocation }
}

function baselineOf(runs: readonly PlacedRun[], wanted: string | undefined): PlacedRun | Problem {
  const [first] = runs
  if (first === undefined) throw new Error('a comparison has at least one run')
  if (wanted === undefined) return first
  const byPath = runs.find(({ path }) => path === wanted)
  const byId = runs.filter(({ run }) => run.result.scenario.id === wanted)
  const [found] = byPath === undefined ? byId : [byPath]
  if (found !== undefined && (byPath !== undefined || byId.length === 1)) return found
  const ids = runs.map(({ run }) => run.result.scenario.id)
  const meant = nearest(wanted, [...ids, ...runs.map(({ path }) => path)])
  const suggestion = meant === undefined ? undefined : `did you mean ${meant}?`
  return problem('COMPARE_BASELINE', {
    at: { kind: 'file', file: first.path },
    message:
      byId.length > 1
        ? `${byId.length} runs have the id "${wanted}"`
        : `none of the runs, and none of their files, is called "${wanted}"`,
    found: wanted,
    expected: `one of ${ids.join(', ')}`,
    suggestion: byId.length > 1 ? 'name its file' : suggestion,
  })
}

function otherCurrencies(baseline: PlacedRun, others: readonly PlacedRun[]): Problem[] {
  const { currency } = baseline.run.result.scenario
  return others
    .filter(({ run }) => run.result.scenario.currency !== currency)
    .map(({ path, run }) =>
      problem('COMPARE_CURRENCY', {
        at: { kind: 'file', file: path },
        message: 'runs in different currencies cannot be compared',
        found: run.result.scenario.currency,
        expected: currency,
      }),
    )
}

const FOOTING_WORDS = {
  vintage: 'of another vintage',
  basis: 'on another basis',
  as_of: 'as of another day',
  includes: 'with other students',
  instrument: 'with another instrument',
} as const

function footingWarning(
  difference: FootingDifference,
  baseline: PlacedRun,
  other: PlacedRun,
): FootingWarning {
  const { dataset, footing, before, after, measures } = difference
  const [own, its] = [baseline, other].map(({ run }) => run.result.scenario.name)
  const what = measures.length === 0 ? `the dataset ${dataset}` : measures.join(', ')
  const [first] = measures
  return {
    difference,
    problem: problem('COMPARE_FOOTING', {
      at: { kind: 'cell', dataset, ...(first !== undefined && { measure: first }) },
      message: `${its ?? ''} reads ${what} ${FOOTING_WORDS[footing]} than ${own ?? ''}: a part of the change may be one of counting`,
      found: after ?? 'not stated',
      expected: before ?? 'not stated',
    }),
  }
}

function placed({ at, ...rest }: Problem, file?: string): LocatedProblem {
  if (at.kind !== 'cell') return { ...rest, where: at.kind === 'file' ? { file: at.file } : {} }
  const { dataset, measure } = at
  return {
    ...rest,
    where: { ...(file !== undefined && { file }), dataset, ...(measure !== undefined && { measure }) },
  }
}

/** Runs that share a base share its problems. */
function eachOnce(problems: readonly LocatedProblem[]): LocatedProblem[] {
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()]
}
