import type { SchoolSheet } from '../contract/report/board/board-page.ts'
import type { BoardBefore, BoardSource, ExplainedSchool } from '../contract/report/board/board-source.ts'
import { schoolSheet } from '../contract/report/board/school-sheet.ts'
import type { Wording } from '../contract/report/board/wording.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { rate } from '../core/funding/compare-runs.ts'
import { exactText, fixedText } from '../core/numbers/decimal.ts'
import { sum, zero } from '../core/numbers/rational.ts'
import { compareScenarios } from './compare-scenarios.ts'
import { explainSchoolOf } from './explain-school.ts'
import type { Files } from './files.ts'
import { type Run, runScenario } from './run-scenario.ts'
import { type SplitWish, splitScenarios } from './split-scenarios.ts'

export interface BoardWish extends SplitWish {
  /** The scenario of the run before. */
  readonly against: string | undefined
  /** An ISO date to print. */
  readonly date: string | undefined
}

/** What a board pack is printed from, whole or not at all. */
export interface BoardOutcome {
  readonly source: BoardSource | undefined
  /** The run, which explains each school's amounts. */
  readonly run: Run | undefined
  readonly problems: readonly LocatedProblem[]
  readonly isStopped: boolean
}

/** Runs a scenario, holds it against the run before and splits the change by cause. */
export async function boardPack(path: string, files: Files, wish: BoardWish): Promise<BoardOutcome> {
  const { run, problems } = await runScenario(path, files)
  const none = { source: undefined, run: undefined, isStopped: false }
  if (run === undefined) return { ...none, problems }
  if (wish.against === undefined)
    return { source: boardSource(run, undefined, wish.date), run, problems, isStopped: false }
  const compared = await compareScenarios([wish.against, path], files, {
    baseline: wish.against,
    by: [],
  })
  const [change] = compared.comparison?.comparisons ?? []
  const [earlier] = compared.results
  if (compared.comparison === undefined || change === undefined || earlier === undefined)
    return { ...none, problems: compared.problems }
  const { split, isStopped, problems: met } = await splitScenarios([wish.against, path], files, wish)
  if (split === undefined) return { ...none, problems: met, isStopped }
  const before = { run: compared.comparison.baseline, controls: earlier.controls, change, split }
  return { source: boardSource(run, before, wish.date), run, problems: compared.problems, isStopped: false }
}

/** A run, with the one before it if there is one, as a pack is printed from it. */
export function boardSource(
  run: Run,
  before: BoardBefore | undefined,
  date: string | undefined,
): BoardSource {
  const { allocation, result } = run
  const { schools, formula, total } = allocation
  const pupils =
    formula.pupils === undefined ? undefined : sum(schools.map((school) => school.pupils ?? zero))
  const perPupil = rate(total, pupils)
  return {
    result,
    district: {
      schools: schools.length,
      pupils: pupils === undefined ? null : exactText(pupils),
      perPupil: perPupil === undefined ? null : fixedText(perPupil),
    },
    labels: labelsOf(run),
    before,
    date,
    yearStart: formula.year.start,
  }
}

/** Ids of schools that the run does not show, as problems. */
export function unknownSchools(run: Run, ids: readonly string[]): LocatedProblem[] {
  const known = new Set(run.result.schools.map(({ id }) => id))
  return ids
    .filter((id) => !known.has(id))
    .flatMap((id) => explainSchoolOf({ run, problems: [] }, { schoolId: id }).problems)
}

/** Two pages of each school, one school after another; each is made when it is asked for, and kept by nobody. */
export function* schoolSheets(
  run: Run,
  source: BoardSource,
  { wording, isAsked }: { readonly wording: Wording; readonly isAsked: (school: string) => boolean },
): Generator<SchoolSheet> {
  for (const school of run.result.schools) {
    if (isAsked(school.id)) yield schoolSheet(source, school, explainedSchool(run, school.id), wording)
  }
}

function explainedSchool(run: Run, school: string): ExplainedSchool {
  const { explanation } = explainSchoolOf({ run, problems: [] }, { schoolId: school })
  if (explanation === undefined) throw new Error('a sheet is of a school that the run shows')
  return explanation.amounts
}

function labelsOf({ scenario }: Run): Map<string, string> {
  const { needs } = scenario.parts.formula
  const said = Object.entries(needs ?? {}).map(([name, { meaning }]) => [name, meaning] as const)
  const measures = [...scenario.formula.measures.values()].map(({ name, label }) => [name, label] as const)
  return new Map(
    [...said, ...measures].flatMap(([name, label]) => (label === undefined ? [] : [[name, label] as const])),
  )
}
