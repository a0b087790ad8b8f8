import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { splitResult } from '../contract/report/split-result.ts'
import type { SplitResult } from '../contract/report/split-schema.ts'
import type { SplitSide } from '../core/funding/split/scope.ts'
import { type SplitChange, splitChange } from '../core/funding/split-change.ts'
import { problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { type Run, runScenario } from './run-scenario.ts'

export interface SplitWish {
  /** Told after each mixed run, and answers whether to go on. */
  step(done: number, of: number): Promise<boolean>
}

export interface SplitOutcome {
  readonly split: SplitResult | undefined
  /** The two runs, whose own totals may fail to tie out. */
  readonly runs: readonly RunResult[]
  readonly problems: readonly LocatedProblem[]
  readonly isStopped: boolean
}

/** Runs two scenarios and splits the change from the first to the second by cause. */
export async function splitScenarios(
  [fromPath, toPath]: readonly [string, string],
  files: Files,
  wish: SplitWish,
): Promise<SplitOutcome> {
  const [from, to] = [await runScenario(fromPath, files), await runScenario(toPath, files)]
  const problems = [...from.problems, ...to.problems.filter((each) => !isIn(from.problems, each))]
  const none = { split: undefined, runs: [], isStopped: false }
  if (from.run === undefined || to.run === undefined) return { ...none, problems }
  const [a, b] = [from.run, to.run]
  if (a.result.scenario.currency !== b.result.scenario.currency)
    return { ...none, problems: [...problems, otherCurrency(a.result, b.result, toPath)] }
  const change = await splitInSteps({ before: sideOf(a), after: sideOf(b) }, wish)
  if (change === undefined) return { ...none, problems: [], isStopped: true }
  const isHidden = ({ allocation: { schools, shown } }: Run, id: string): boolean =>
    !shown.has(id) && schools.some((school) => school.id === id)
  const split = splitResult({
    from: a.result,
    to: b.result,
    change,
    isShown: (id) => !isHidden(a, id) && !isHidden(b, id),
  })
  return { split, runs: [a.result, b.result], problems, isStopped: false }
}

async function splitInSteps(
  sides: { readonly before: SplitSide; readonly after: SplitSide },
  wish: SplitWish,
): Promise<SplitChange | undefined> {
  const splitting = splitChange(sides)
  for (let next = splitting.next(); ; next = splitting.next()) {
    if (next.done) return next.value
    if (!(await wish.step(next.value.done, next.value.of))) return undefined
  }
}

function sideOf({ scenario, result }: Run): SplitSide {
  const { formula, parts } = scenario
  return {
    definition: parts.formula,
    formula,
    datasets: parts.datasets,
    solved: result.budget?.solved?.parameter,
  }
}

/** What both files say, as two what-ifs do that share a base, is said once. */
function isIn(problems: readonly LocatedProblem[], one: LocatedProblem): boolean {
  const text = JSON.stringify(one)
  return problems.some((each) => JSON.stringify(each) === text)
}

function otherCurrency(from: RunResult, to: RunResult, file: string): LocatedProblem {
  const { at: _, ...rest } = problem('SPLIT_CURRENCY', {
    at: { kind: 'file', file },
    message: 'the two runs are in different currencies, and have no difference',
    found: to.scenario.currency,
    expected: from.scenario.currency,
  })
  return { ...rest, where: { file } }
}
