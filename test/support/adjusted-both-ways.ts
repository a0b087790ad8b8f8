import { loadScenario } from '../../src/app/load-scenario.ts'
import type { CheckedFormula } from '../../src/core/formula/checked.ts'
import type { AppliedAdjustment } from '../../src/core/funding/adjustments/apply-adjustments.ts'
import type { LedgerReading } from '../../src/core/funding/adjustments/ledger.ts'
import type { AdjustedRun } from '../../src/core/funding/computation.ts'
import { computeByReference } from '../../src/core/funding/compute-by-reference.ts'
import { applyOnColumns } from '../../src/core/funding/kernel/adjustments/apply-on-columns.ts'
import { computeColumns } from '../../src/core/funding/kernel/compute-columns.ts'
import { type RunData, runData } from '../../src/core/funding/run-data.ts'
import type { Rational } from '../../src/core/numbers/rational.ts'
import { hasErrors, type Problem } from '../../src/core/problems/problem.ts'
import { memoryFiles } from './memory-files.ts'

/** A formula that was checked, with the schools to run it on. */
export interface Prepared {
  readonly formula: CheckedFormula
  readonly data: RunData
}

/** A scenario file up to where it could be run; throws what prevents it. */
export async function prepared(text: string): Promise<Prepared> {
  const noEarlier = async () => undefined
  const { scenario, problems } = await loadScenario(
    'case.yaml',
    memoryFiles({ 'case.yaml': text }),
    noEarlier,
  )
  if (scenario?.data === undefined) throw new Error(problems.map(({ message }) => message).join('; '))
  return { formula: scenario.formula, data: scenario.data }
}

/** The same formula for some of the schools. */
export function amongSchools({ formula, data }: Prepared, isAmong: (school: number) => boolean): Prepared {
  const datasets = [...data.datasets].map(([name, { schools, columns, ...dataset }]) => {
    const kept = [...columns].map(([id, column]) => {
      return [id, { ...column, values: column.values.filter((_, i) => isAmong(i)) }] as const
    })
    const among = { ...dataset, schools: schools.filter((_, i) => isAmong(i)), columns: new Map(kept) }
    return [name, among] as const
  })
  return { formula, data: runData(new Map(datasets)) }
}

/** What one way of applying adjustments came to. */
export interface AdjustedWay {
  readonly ledger: LedgerReading
  readonly applied: AdjustedRun['applied']
  readonly problems: readonly Problem[]
}

/** The adjustments school by school; nothing where there is no result. */
export function byReference({ formula, data }: Prepared): AdjustedWay | undefined {
  const { adjusted, failures, problems } = computeByReference(formula, data)
  return adjusted === undefined || failures.length > 0 || hasErrors(problems)
    ? undefined
    : { ...adjusted, problems }
}

/** The adjustments on columns; nothing where they leave the run to the reference. */
export function onColumns({ formula, data }: Prepared): AdjustedWay | undefined {
  return applyOnColumns(formula, { data, columns: computeColumns(formula, data) })
}

/** Everything in which two ways differ, a sentence each. */
export function differences(a: AdjustedWay, b: AdjustedWay, given: Prepared): string[] {
  return differingLines(linesOf(a, given), linesOf(b, given))
}

/** The same of what adjustments did alone, and not of who is named. */
export function amountDifferences(a: AdjustedWay, b: AdjustedWay, given: Prepared): string[] {
  return differingLines(changeLines(a, given), changeLines(b, given))
}

function differingLines(first: readonly string[], second: readonly string[]): string[] {
  const all = Math.max(first.length, second.length)
  return Array.from({ length: all }, (_, i) => [first[i] ?? '(nothing)', second[i] ?? '(nothing)'])
    .filter(([one, other]) => one !== other)
    .map(([one, other]) => `${one} and not ${other}`)
}

/** All that a way came to, a line each. */
function linesOf(way: AdjustedWay, given: Prepared): string[] {
  const { ledger, applied, problems } = way
  const { formula } = given
  const own = formula.adjustments.filter((adjustment) => 'fund' in adjustment)
  return [
    ...[...formula.lines, ...own].map(
      ({ id }) => `now ${id} ${each(given, (school) => ledger.now(id, school))}`,
    ),
    `subtotal ${each(given, (school) => ledger.subtotal(school))}`,
    ...changeLines(way, given),
    ...applied.flatMap(outcomeLines),
    ...problems.map((problem) => JSON.stringify(problem)),
  ]
}

function changeLines({ ledger }: AdjustedWay, given: Prepared): string[] {
  return given.formula.adjustments.flatMap(({ id }) => {
    const lines = ledger.linesOf(id)
    const some = ledger.among(id, lines.slice(1))
    return [
      `change ${id} ${each(given, (school) => ledger.change(id, school))}`,
      `among ${id} ${lines.slice(1).join(' ')} ${text(some.total)} ${each(given, (school) => some.at(school))}`,
      ...[...ledger.changes(id)].map(
        ([line, changes]) => `changes ${id} ${line} ${changes.map(text).join(' ')}`,
      ),
      ...lines.map(
        (line) => `of line ${id} ${line} ${each(given, (school) => ledger.changeOfLine(id, line, school))}`,
      ),
    ]
  })
}

function each({ data }: Prepared, make: (school: number) => Rational): string {
  return data.schools.map((_, school) => text(make(school))).join(' ')
}

function outcomeLines({ adjustment, changes, bound, ...outcome }: AppliedAdjustment): string[] {
  const { levels, exempt, left, holds } = outcome
  const limits = bound?.limits.map((limit) => (limit === undefined ? '-' : text(limit)))
  return [
    `${adjustment.id} changes ${changes.map(text).join(' ')}`,
    `${adjustment.id} bound ${bound?.side} ${bound?.over.join(' ')} ${limits?.join(' ')}`,
    `${adjustment.id} levels ${levels?.map(({ pool, level }) => `${pool} ${text(level)}`).join(', ')}`,
    `${adjustment.id} exempt ${exempt?.join(' ')}`,
    `${adjustment.id} left ${left === undefined ? undefined : text(left)}`,
    `${adjustment.id} holds ${holds?.map((each) => each.length).join(' ')}`,
  ]
}

/** Exact, and in lowest terms. */
function text({ n, d }: Rational): string {
  return `${n}/${d}`
}
