import type { CheckedFormula, ParameterValue, TableEntries } from '../../core/formula/checked.ts'
import { typeText } from '../../core/formula/types.ts'
import { unitText } from '../../core/formula/units.ts'
import { type Allocation, fundTotals } from '../../core/funding/allocate.ts'
import type { PublishedComparison } from '../../core/funding/compare-published.ts'
import type { RunData } from '../../core/funding/run-data.ts'
import type { Solution } from '../../core/funding/solve.ts'
import type { TieOut } from '../../core/funding/tie-out.ts'
import { decimal, decimalText, exactText, fixedText } from '../../core/numbers/decimal.ts'
import { type Rational, subtract, sum } from '../../core/numbers/rational.ts'
import { type Rounding, roundToPlaces } from '../../core/numbers/rounding.ts'
import type { Problem } from '../../core/problems/problem.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import { documentHash } from '../canonical/canonical-json.ts'
import type { Budget, ScenarioFile } from '../schema/scenario-schema.ts'
import { DEMONSTRATION_NOTICE, ENGINE_VERSION } from './engine.ts'
import type { RunResult } from './run-schema.ts'

/** What a what-if was meant to cost, and what was solved for to get there. */
export interface BudgetOutcome {
  readonly declared: Budget | undefined
  readonly baseline: { readonly id: string; readonly name: string; readonly total: string } | undefined
  readonly solution: (Solution & { readonly parameter: string }) | undefined
}

export interface FinishedRun {
  readonly file: ScenarioFile
  readonly document: object
  readonly allocation: Allocation
  readonly data: RunData
  readonly budget: BudgetOutcome
  readonly published: readonly PublishedComparison[]
  readonly tieOuts: readonly TieOut[]
  readonly warnings: readonly Problem[]
}

/** Writes a finished run down as the wire has it. */
export function runResult({
  file,
  document,
  allocation,
  data,
  budget,
  published,
  tieOuts,
  warnings,
}: FinishedRun): RunResult {
  const { formula } = allocation
  const funds = fundResults(allocation)
  const residuals = fundTotals(allocation).flatMap(({ residual }) =>
    residual === undefined ? [] : [residual],
  )
  const demonstration = file.scenario?.demonstration === 'true' ? { demonstration: DEMONSTRATION_NOTICE } : {}
  return {
    leeway: { engine: ENGINE_VERSION, inputs: documentHash(document) },
    scenario: {
      ...identity(file, formula),
      year: formula.year.label,
      currency: formula.currency,
      ...demonstration,
    },
    budget: budgetResult(budget, allocation),
    controls: tieOuts.map(controlResult),
    total: fixedText(allocation.total),
    residual: fixedText(sum(residuals)),
    funds,
    lines: lineResults(allocation),
    adjustments: adjustmentResults(allocation),
    schools: schoolResults(allocation, published),
    published: published.map(publishedResult),
    parameters: parameterResults(formula),
    datasets: datasetResults(data),
    transitions: transitionResults(data),
    warnings: warnings
      .map(warningResult)
      .sort((a, b) => compareCodePoints(JSON.stringify(a), JSON.stringify(b))),
  }
}

/** A scenario's id and name; a formula that is run on its own lends its own. */
export function identity(file: ScenarioFile, formula: CheckedFormula): { id: string; name: string } {
  const id = file.scenario?.id ?? formula.id
  return { id, name: file.scenario?.name ?? (file.scenario === undefined ? formula.name : id) }
}

/** `to 2 places, half_up` or `to steps of 0.05, up`. */
export function roundingText(rounding: Rounding): string {
  const to =
    rounding.kind === 'step'
      ? `steps of ${exactText(rounding.step)}`
      : `${rounding.places} place${rounding.places === 1 ? '' : 's'}`
  return `to ${to}, ${rounding.mode}`
}

/** `line.base`, `figure.summary` or `total`. */
function targetText({ of }: PublishedComparison['published']): string {
  return of.kind === 'total' ? 'total' : `${of.kind}.${of.id}`
}

function fundResults(allocation: Allocation): RunResult['funds'] {
  const totals = new Map(fundTotals(allocation).map((each) => [each.id, each]))
  return allocation.formula.funds.map(({ id, label, restricted }) => {
    const { total, pool, residual } = totals.get(id) ?? {
      total: sum([]),
      pool: undefined,
      residual: undefined,
    }
    return { id, label, restricted, total: fixedText(total), pool: orNull(pool), residual: orNull(residual) }
  })
}

/** What the scenario costs beside its base; nothing for a scenario that stands alone and solves for nothing. */
function budgetResult(
  { declared, baseline, solution }: BudgetOutcome,
  { total }: Allocation,
): RunResult['budget'] {
  if (baseline === undefined && solution === undefined) return null
  const change = baseline && subtract(total, decimal(baseline.total))
  return {
    declared: declared ?? null,
    base:
      baseline === undefined
        ? null
        : { id: baseline.id, name: baseline.name, total: fixedText(decimal(baseline.total)) },
    change: orNull(change),
    holds: change === undefined || declared === undefined || COSTS[declared](change),
    solved:
      solution === undefined
        ? null
        : {
            parameter: solution.parameter,
            value: exactText(solution.value),
            residual: fixedText(solution.residual),
            next: { value: exactText(solution.next.value), total: fixedText(solution.next.total) },
          },
  }
}

const COSTS: Readonly<Record<Budget, (change: Rational) => boolean>> = {
  neutral: ({ n }) => n <= 0n,
  'new-money': ({ n }) => n >= 0n,
  cut: ({ n }) => n <= 0n,
}

function lineResults({ lines, schools }: Allocation): RunResult['lines'] {
  return lines.map(({ id, label, fund, flexibility, recurs, ends, rounding, adjustment }, i) => ({
    id,
    label,
    fund,
    flexibility,
    recurs,
    ...(ends !== undefined && { ends }),
    ...(rounding !== undefined && { rounding: roundingText(rounding) }),
    ...(adjustment !== undefined && { adjustment }),
    total: fixedText(sum(schools.flatMap((school) => school.lines[i]?.amount ?? []))),
  }))
}

function adjustmentResults({ applied, schools }: Allocation): RunResult['adjustments'] {
  const idOf = (index: number): string => schools[index]?.id ?? ''
  return applied.map(({ adjustment, changes, levels, exempt, left, bound }) => ({
    id: adjustment.id,
    label: adjustment.label,
    kind: adjustment.kind,
    total: fixedText(sum(changes)),
    schools: changes.filter((change) => change.n !== 0n).length,
    levels: (levels ?? []).map(({ pool, level }) => ({
      pool,
      level: decimalText(roundToPlaces(level, 10)) ?? '',
    })),
    exempt: (exempt ?? []).map(idOf),
    bound:
      bound === undefined ? [] : changes.flatMap((change, index) => (change.n === 0n ? [] : [idOf(index)])),
    left: orNull(left),
  }))
}

function schoolResults(
  allocation: Allocation,
  published: readonly PublishedComparison[],
): RunResult['schools'] {
  const { formula, schools } = allocation
  const printed = new Map(published.map((each) => [targetText(each.published), each.amounts]))
  const against = (
    target: string,
    school: string,
    amount: Rational,
  ): { published?: string; difference?: string } => {
    const other = printed.get(target)?.get(school)
    if (other === undefined) return {}
    return { published: fixedText(other), difference: fixedText(subtract(amount, other)) }
  }
  const shown = schools.filter(({ id }) => allocation.shown.has(id))
  return shown.map((school) => ({
    id: school.id,
    name: school.name,
    pupils: exactText(school.pupils),
    total: fixedText(school.total),
    perPupil: orNull(school.perPupil),
    lines: school.lines.flatMap(({ amount }, i) => {
      const line = allocation.lines[i]
      if (line === undefined) return []
      const { id, label, fund, flexibility } = line
      return [
        {
          id,
          label,
          fund,
          flexibility,
          amount: fixedText(amount),
          ...against(`line.${id}`, school.id, amount),
        },
      ]
    }),
    figures: school.figures.map(({ id, amount }, i) => {
      const label = formula.figures[i]?.label ?? id
      return { id, label, amount: fixedText(amount), ...against(`figure.${id}`, school.id, amount) }
    }),
  }))
}

function publishedResult(comparison: PublishedComparison): RunResult['published'][number] {
  const { published, amounts, equal, greatestDifference, differences } = comparison
  return {
    of: targetText(published),
    source: published.source,
    ...(published.note !== undefined && { note: published.note }),
    compared: amounts.size,
    equal,
    greatestDifference: fixedText(greatestDifference),
    differences: differences.map((each) => ({
      school: each.school,
      computed: fixedText(each.computed),
      published: fixedText(each.published),
      difference: fixedText(each.difference),
    })),
  }
}

function controlResult({ control, computed, difference, holds }: TieOut): RunResult['controls'][number] {
  return {
    of: control.of,
    control: fixedText(control.amount),
    tolerance: fixedText(control.tolerance),
    computed: fixedText(computed),
    difference: fixedText(difference),
    holds,
  }
}

function parameterResults(formula: CheckedFormula): RunResult['parameters'] {
  return [...formula.parameters.values()]
    .map(({ name, unit, takes, value, from, provenance }) => ({
      name,
      unit: takes === undefined ? unitText(unit) : `${unitText(takes)} -> ${unitText(unit)}`,
      value: valueResult(value),
      ...(from !== undefined && { from }),
      provenance,
    }))
    .sort((a, b) => compareCodePoints(a.name, b.name))
}

function valueResult(value: ParameterValue): unknown {
  if (value.kind === 'number') return exactText(value.value)
  if (value.kind === 'table') return entriesResult(value.entries)
  return value.points.map((point) => point.map(exactText))
}

function entriesResult(entries: TableEntries): unknown {
  const sorted = [...entries].sort(([a], [b]) => compareCodePoints(a, b))
  return Object.fromEntries(
    sorted.map(([key, entry]) => [key, 'n' in entry ? exactText(entry) : entriesResult(entry)]),
  )
}

function datasetResults({ datasets }: RunData): RunResult['datasets'] {
  const ordered = [...datasets.values()].sort((a, b) => compareCodePoints(a.name, b.name))
  return ordered.map(({ name, vintage, source, schools, columns }) => ({
    name,
    ...(vintage !== undefined && { vintage }),
    ...(source !== undefined && { source }),
    schools: schools.length,
    measures: [...columns.values()]
      .map(({ name: measure, type, mapping }) => ({
        name: measure,
        unit: typeText(type),
        ...(mapping.basis !== undefined && { basis: mapping.basis }),
        ...(mapping.as_of !== undefined && { asOf: mapping.as_of }),
        ...(mapping.includes !== undefined && { includes: mapping.includes }),
        ...(mapping.instrument !== undefined && { instrument: mapping.instrument }),
        ...(mapping.meaning !== undefined && { meaning: mapping.meaning }),
      }))
      .sort((a, b) => compareCodePoints(a.name, b.name)),
  }))
}

/** Which schools came, went and merged between each other dataset and this one. */
function transitionResults({ datasets, schools }: RunData): RunResult['transitions'] {
  const now = new Set(schools.map(({ id }) => id))
  const others = [...datasets.values()].filter(({ name }) => name !== 'now')
  return others
    .sort((a, b) => compareCodePoints(a.name, b.name))
    .map((dataset) => {
      const then = new Set(dataset.schools.map(({ id }) => id))
      return {
        dataset: dataset.name,
        new: [...now].filter((id) => !then.has(id)),
        closed: [...then].filter((id) => !now.has(id)),
        merged: [...(dataset.merged ?? [])].map(([school, from]) => ({ school, from: [...from] })),
      }
    })
}

/** A warning without lines and files: the same inputs in another file give the same bytes. */
function warningResult({
  code,
  message,
  at,
  found,
  expected,
  suggestion,
}: Problem): RunResult['warnings'][number] {
  const place = at.kind === 'cell' ? { dataset: at.dataset, measure: at.measure, school: at.school } : {}
  return {
    code,
    message,
    ...(at.kind === 'document' && { pointer: at.pointer }),
    ...defined(place),
    ...defined({ found, expected, suggestion }),
  }
}

function defined(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function orNull(amount: Rational | undefined): string | null {
  return amount === undefined ? null : fixedText(amount)
}
