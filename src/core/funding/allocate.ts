import type { CheckedFormula, PublishedTarget } from '../formula/checked.ts'
import { divide, isZero, type Rational, subtract, sum } from '../numbers/rational.ts'
import { CENTS, round } from '../numbers/rounding.ts'
import { type Outcome, outcome, type Problem, problem } from '../problems/problem.ts'
import { type Computation, compute } from './compute.ts'
import { Failure, type Result } from './failure.ts'
import { failureProblems } from './failure-problems.ts'
import type { RunData } from './run-data.ts'

/** One line's money at one school, rounded as the line says. */
export interface LineAmount {
  readonly id: string
  readonly amount: Rational
}

/** A figure at one school: shown and compared, and never added into money. */
export interface FigureAmount {
  readonly id: string
  readonly amount: Rational
}

export interface SchoolAllocation {
  readonly id: string
  readonly name: string
  readonly pupils: Rational
  /** The sum of the rounded lines, always. */
  readonly total: Rational
  /** Rounded half-up to cents; missing at a school without pupils. */
  readonly perPupil?: Rational
  readonly lines: readonly LineAmount[]
  readonly figures: readonly FigureAmount[]
}

/** What every school gets: whole, or not at all. */
export interface Allocation {
  readonly formula: CheckedFormula
  readonly schools: readonly SchoolAllocation[]
  readonly total: Rational
}

/** Runs a formula over the schools of `now` and keeps the computation, which explains each amount. */
export function allocate(
  formula: CheckedFormula,
  data: RunData,
): Outcome<{ readonly allocation: Allocation; readonly computation: Computation }> {
  const computation = compute(formula, data)
  const failures: Failure[] = []
  const numberOf = (result: Result): Rational | undefined => {
    if (result instanceof Failure) failures.push(result)
    return typeof result === 'object' && !(result instanceof Failure) ? result : undefined
  }
  const drafts = data.schools.map((school, index) => ({
    school,
    pupils: numberOf(computation.value(formula.pupils, index)),
    lines: formula.lines.map(({ id }) => ({ id, amount: numberOf(computation.line(id, index, true)) })),
    figures: formula.figures.map(({ id, amount, rounding }) => {
      const exact = numberOf(computation.value(amount, index))
      return { id, amount: exact && round(exact, rounding) }
    }),
  }))
  const problems = [...failureProblems(failures, data), ...assumedCells(formula, data)]
  const schools = drafts.flatMap(({ school, pupils, lines, figures }) => {
    if (pupils === undefined || !lines.every(isKnown) || !figures.every(isKnown)) return []
    const total = sum(lines.map((line) => line.amount))
    return [{ id: school.id, name: school.name, pupils, total, ...perPupil(total, pupils), lines, figures }]
  })
  return outcome([...problems, ...schoolsWithoutPupils(schools)], () => ({
    allocation: { formula, schools, total: sum(schools.map((school) => school.total)) },
    computation,
  }))
}

/** Every fund with what its lines come to, and what is left of its pool if it has one. */
export function fundTotals(allocation: Allocation): {
  readonly id: string
  readonly total: Rational
  readonly pool?: Rational
  readonly residual?: Rational
}[] {
  const { formula, schools } = allocation
  return formula.funds.map(({ id }) => {
    const ids = new Set(formula.lines.filter((line) => line.fund === id).map((line) => line.id))
    const total = sum(
      schools.flatMap(({ lines }) => lines.filter((line) => ids.has(line.id)).map((line) => line.amount)),
    )
    const pools = formula.pools.filter((pool) => pool.fund === id)
    if (pools.length === 0) return { id, total }
    const pool = sum(pools.map(({ amount }) => amount))
    return { id, total, pool, residual: subtract(pool, total) }
  })
}

/** The amount of a line, a figure or the total at one school. */
export function amountOf(school: SchoolAllocation, target: PublishedTarget): Rational {
  if (target.kind === 'total') return school.total
  const list = target.kind === 'line' ? school.lines : school.figures
  const found = list.find((each) => each.id === target.id)
  if (found === undefined) throw new Error(`${target.kind} ${target.id} was checked to exist`)
  return found.amount
}

function isKnown(entry: { id: string; amount: Rational | undefined }): entry is LineAmount {
  return entry.amount !== undefined
}

function perPupil(total: Rational, pupils: Rational): { perPupil?: Rational } {
  return isZero(pupils) ? {} : { perPupil: round(divide(total, pupils), CENTS) }
}

/** A warning for each need whose empty cells count as what the formula states. */
function assumedCells(formula: CheckedFormula, data: RunData): Problem[] {
  return [...formula.reads].flatMap(([dataset, names]) =>
    [...names].flatMap((name) => {
      const need = formula.needs.get(name)
      const empty = data.schools.filter((_, index) => data.cell({ dataset, name }, index).value === undefined)
      if (need?.whenMissing === undefined || empty.length === 0) return []
      const count = `${empty.length} empty cell${empty.length === 1 ? '' : 's'}`
      return [
        problem('CELL_ASSUMED', {
          at: { kind: 'document', pointer: `${need.pointer}/missing` },
          message: `${count} of ${name} in the dataset ${dataset} counted as the formula states for empty ones`,
          found: empty.map(({ id }) => id).join(', '),
        }),
      ]
    }),
  )
}

function schoolsWithoutPupils(schools: readonly SchoolAllocation[]): Problem[] {
  const without = schools.filter(({ pupils }) => isZero(pupils)).map(({ id }) => id)
  if (without.length === 0) return []
  return [
    problem('PUPILS_ZERO', {
      at: { kind: 'cell', dataset: 'now', ...(without[0] !== undefined && { school: without[0] }) },
      message: `${without.length} school${without.length === 1 ? ' has' : 's have'} no pupils, and so no amount per pupil`,
      found: without.join(', '),
    }),
  ]
}
