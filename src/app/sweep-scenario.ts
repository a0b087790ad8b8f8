import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type SweepBaseline, sweepResult, variantResult } from '../contract/report/sweep-result.ts'
import type { SweepResult, SweepVariant } from '../contract/report/sweep-schema.ts'
import { variantValues, withParameters } from '../core/formula/vary.ts'
import { type Allocation, allocate } from '../core/funding/allocate.ts'
import type { Computation } from '../core/funding/compute.ts'
import { needShares } from '../core/funding/need-share.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { tieOut } from '../core/funding/tie-out.ts'
import { decimal } from '../core/numbers/decimal.ts'
import { hasErrors, type Problem, problem } from '../core/problems/problem.ts'
import { escapePointer } from '../core/text/json-pointer.ts'
import { type BalancedScenario, type Baseline, solveScenario } from './balance-scenario.ts'
import type { Files } from './files.ts'
import { type LoadedScenario, loadScenario } from './load-scenario.ts'
import { asBaseline, earlierRuns, missingData, runScenario } from './run-scenario.ts'
import type { SweepPlan } from './sweep-plan.ts'
import { createVariantProblems, type VariantProblems } from './variant-problems.ts'

export interface SweepWish {
  /** School rows for every variant. */
  readonly withRows: boolean
  /** Told after each variant, and answers whether to go on. */
  step(done: number, of: number): Promise<boolean>
}

/** A sweep is whole or there is none; `isStopped` when it was told not to go on. */
export interface SweepOutcome {
  readonly sweep: SweepResult | undefined
  readonly problems: readonly LocatedProblem[]
  readonly isStopped: boolean
}

/** As many rows as one document holds. */
const MOST_ROWS = 1_000_000

/** Loads a scenario once and runs every variant of it, keeping of each only what is reported. */
export async function sweepScenario(path: string, files: Files, wish: SweepWish): Promise<SweepOutcome> {
  const { scenario, problems: met, locate } = await loadScenario(path, files, earlierRuns(path, files))
  const ended = (problems: readonly Problem[], sweep?: SweepResult): SweepOutcome => ({
    sweep,
    problems: problems.map(locate),
    isStopped: false,
  })
  if (scenario === undefined) return ended(met)
  const { sweep: plan, data } = scenario
  if (plan === undefined) return ended([...met, nothingVaried()])
  if (data === undefined) return ended([...met, missingData()])
  const rows = plan.variation.count * data.schools.length
  if (wish.withRows && rows > MOST_ROWS) return ended([...met, tooManyRows(rows)])
  const base = await readBase(scenario, files)
  if (base.kind === 'failed') return { sweep: undefined, problems: base.problems, isStopped: false }
  const found = createVariantProblems(plan.variation)
  const swept = await runVariants({ scenario, data, plan, base, found, wish })
  if (swept === undefined) return { sweep: undefined, problems: [], isStopped: true }
  const noted = found.all()
  const problems = [...met, ...noted.map((each) => each.problem)]
  if (hasErrors(problems) || swept.first === undefined) return ended(problems)
  const { variation, poverty } = plan
  const ofAll = met.map((each) => ({ problem: each, variants: variation.count }))
  const sweep = sweepResult({
    ...swept.first,
    parts: scenario.parts,
    formula: scenario.formula,
    stated: base.stated,
    variation,
    poverty,
    variants: swept.variants,
    warnings: [...ofAll, ...noted],
  })
  return ended(problems, sweep)
}

interface ReadySweep {
  readonly scenario: LoadedScenario
  readonly data: RunData
  readonly plan: SweepPlan
  readonly base: Base
  readonly found: VariantProblems
  readonly wish: SweepWish
}

/** What a variant changes, and what its cost is held against. */
interface Base {
  readonly kind: 'done'
  readonly stated: Baseline | undefined
  readonly against: (SweepBaseline & { readonly id: string; readonly name: string }) | undefined
}

async function readBase(
  { file, base }: LoadedScenario,
  files: Files,
): Promise<Base | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }> {
  if (file.baseline !== undefined) {
    const { id, name, total } = file.baseline
    const against = { id, name, total: decimal(total), schools: undefined }
    return { kind: 'done', stated: file.baseline, against }
  }
  if (base === undefined) return { kind: 'done', stated: undefined, against: undefined }
  const { run, problems } = await runScenario(base, files)
  if (run === undefined) return { kind: 'failed', problems }
  const { id, name } = run.result.scenario
  return { kind: 'done', stated: asBaseline(run), against: { id, name, ...totalsOf(run.allocation) } }
}

function totalsOf({ total, schools }: Allocation): SweepBaseline {
  return { total, schools: new Map(schools.map((school) => [school.id, school.total])) }
}

/** What all variants share, known once the first has run. */
interface FirstVariant {
  readonly against: SweepBaseline & { readonly base: Base['against'] }
  readonly solve: object | undefined
  readonly leftOut: readonly string[]
}

async function runVariants(
  ready: ReadySweep,
): Promise<{ variants: SweepVariant[]; first: FirstVariant | undefined } | undefined> {
  const { scenario, plan, base, found, wish } = ready
  const { variation } = plan
  const variants: SweepVariant[] = []
  let first: FirstVariant | undefined
  for (let variant = 0; variant < variation.count; variant += 1) {
    const values = variantValues(variation, variant)
    const run = runVariant(ready, variant, values)
    if (run !== undefined) {
      const { balanced, allocation } = run
      const shares = plan.poverty && needShares(plan.poverty, { ...run, data: ready.data })
      first ??= {
        against: { ...(base.against ?? totalsOf(allocation)), base: base.against },
        solve: balanced.solve,
        leftOut: shares === undefined ? [] : idsWithout(shares, allocation),
      }
      const result = variantResult({
        variant,
        values,
        allocation,
        baseline: first.against,
        budget: {
          declared: scenario.file.scenario?.budget,
          baseline: base.stated,
          solution: balanced.solution,
        },
        tieOuts: tieOut(allocation, scenario.controls),
        needShares: shares,
        withRows: wish.withRows,
      })
      variants.push(result)
    }
    if (!(await wish.step(variant + 1, variation.count))) return undefined
    if (found.isHopeless()) break
  }
  return { variants, first }
}

interface VariantRun {
  readonly balanced: BalancedScenario
  readonly allocation: Allocation
  readonly computation: Computation
}

function runVariant(
  { scenario, data, plan, base, found }: ReadySweep,
  variant: number,
  values: readonly string[],
): VariantRun | undefined {
  const { parameters } = plan.variation
  const set = parameters.map(({ name }, i) => ({ name, value: values[i] ?? '' }))
  const formula = withParameters(scenario.formula, scenario.parts.formula, set)
  const balanced = solveScenario({ ...scenario, formula }, data, base.stated)
  if (balanced.kind === 'failed') {
    found.note(balanced.problems, variant)
    return undefined
  }
  const { solution } = balanced.value
  const both = parameters.find(({ name }) => name === solution?.parameter)
  const allocated = allocate(balanced.value.formula, data)
  const problems = allocated.kind === 'failed' ? allocated.problems : allocated.warnings
  found.note([...balanced.warnings, ...problems, ...(both ? [solvedAnyway(both.name)] : [])], variant)
  return allocated.kind === 'failed' ? undefined : { balanced: balanced.value, ...allocated.value }
}

function idsWithout(shares: ReadonlyMap<string, unknown>, { schools }: Allocation): string[] {
  return schools.filter(({ id }) => !shares.has(id)).map(({ id }) => id)
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

// Whatever the value, it would be put aside for the one that is solved for.
function solvedAnyway(name: string): Problem {
  return problem('VARY_PARAMETER', {
    at: { kind: 'document', pointer: `/vary/${escapePointer(name)}`, isKey: true },
    message: `${name} is solved for in every variant`,
    found: name,
    suggestion: 'vary another parameter, or do not solve for this one',
  })
}
