import type { ComparisonResult, RunChange } from '../comparison-schema.ts'
import type { ExplanationResult } from '../explanation-result.ts'
import type { RunResult } from '../run-schema.ts'
import type { SplitResult } from '../split-schema.ts'

/** What a pack is printed from. */
export interface BoardSource {
  readonly result: RunResult
  readonly district: {
    /** Schools of the run and their students, shown or not; null where no students are counted. */
    readonly schools: number
    readonly pupils: string | null
    readonly perPupil: string | null
  }
  /** What the formula says its needs and measures mean, by name. */
  readonly labels: ReadonlyMap<string, string>
  readonly before: BoardBefore | undefined
  /** An ISO date to print; none unless somebody states it. */
  readonly date: string | undefined
  /** The first day of the fiscal year, as an ISO date. */
  readonly yearStart: string
}

/** The run before, and how this one differs from it. */
export interface BoardBefore {
  readonly run: ComparisonResult['baseline']
  readonly controls: RunResult['controls']
  readonly change: RunChange
  readonly split: SplitResult
}

/** A school's amounts, each with its arithmetic: every line and adjustment. */
export type ExplainedSchool = readonly ExplanationResult[]

export type BoardSchool = RunResult['schools'][number]

/** Counts of fewer students than this are not for publication. */
export const FEWEST_PUBLISHED = 10
