import { exactText } from '../numbers/decimal.ts'
import {
  add,
  compare,
  divide,
  isZero,
  multiply,
  type Rational,
  subtract,
  whole,
} from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import { changeParameter } from './change-parameter.ts'
import type { CheckedFormula } from './checked.ts'
import type { FormulaDefinition } from './definition.ts'
import { readNumberAt } from './read-number.ts'
import { leavesOf, readParameters } from './read-parameters.ts'

/** The values that parameters take in a sweep: listed, or all from one number to another by a step. */
export type VaryDefinition = Readonly<Record<string, readonly string[] | RangeDefinition>>

interface RangeDefinition {
  readonly from: string
  readonly to: string
  readonly step: string
}

/** The variants of a sweep: every combination of the values, or the first with the first and so on. */
export interface Variation {
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly isZipped: boolean
  readonly count: number
}

/** More variants than anyone looks at, and no more than a machine runs while somebody waits. */
const MOST_VARIANTS = 10_000

interface Varying {
  readonly definition: FormulaDefinition
  readonly isZipped: boolean
  readonly pointer: string
  readonly problems: Problem[]
}

/** Reads what a sweep varies, or reports every fault of it. */
export function readVariation(vary: VaryDefinition, varying: Varying): Variation | undefined {
  const { definition, isZipped, pointer, problems } = varying
  const before = problems.length
  const parameters = Object.entries(vary).map(([key, stated]) => {
    const name = key.normalize('NFC')
    const place = `${pointer}/${escapePointer(key)}`
    const values = isList(stated)
      ? stated.map((text, i) => readNumberAt(text, `${place}/${i}`, problems))
      : rangeValues(stated, place, problems)
    const field = escapePointer(key)
    const change = { pointer, field, provenance: {}, problems, origins: new Map(), to: () => '0' }
    changeParameter(definition, name, change)
    return { name, pointer: place, values: values.filter((each) => each !== undefined).map(exactText) }
  })
  for (const { name, pointer: place } of parameters) {
    const outer = parameters.find((each) => name.startsWith(`${each.name}.`))
    if (outer !== undefined) reportOverlap(place, { name, outer: outer.name, problems })
  }
  if (problems.length > before) return undefined
  const counts = parameters.map(({ values }) => values.length)
  const count = isZipped ? (counts[0] ?? 0) : counts.reduce((product, each) => product * each, 1)
  if (isZipped && counts.some((each) => each !== count)) reportLengths(pointer, { parameters, problems })
  if (count > MOST_VARIANTS) reportLimit(pointer, `${count}`, problems)
  return problems.length > before ? undefined : { parameters, isZipped, count }
}

/** The values of one variant, in the order of the parameters; the last parameter changes fastest. */
export function variantValues({ parameters, isZipped }: Variation, variant: number): string[] {
  if (isZipped) return parameters.map(({ values }) => values[variant] ?? '')
  let left = variant
  const reversed = parameters.toReversed().map(({ values }) => {
    const value = values[left % values.length] ?? ''
    left = Math.floor(left / values.length)
    return value
  })
  return reversed.reverse()
}

/** A checked formula with some parameters set, as a change of a what-if sets them. */
export function withParameters(
  formula: CheckedFormula,
  definition: FormulaDefinition,
  values: readonly { readonly name: string; readonly value: string }[],
): CheckedFormula {
  const problems: Problem[] = []
  const origins = new Map<object, string>()
  const provenance = { assumed: 'one of the values of a sweep' }
  const changed = values.reduce(
    (so, { name, value }) =>
      changeParameter(so, name, { pointer: '', field: name, provenance, problems, origins, to: () => value }),
    definition,
  )
  const leaves = leavesOf(changed.parameters ?? {}, '', '').filter((leaf) => origins.has(leaf.definition))
  const tree = Object.fromEntries(leaves.map((leaf) => [leaf.name, leaf.definition]))
  const read = readParameters(tree, '', {
    problems,
    units: formula.units,
    yearStart: definition.year.start,
  })
  if (problems.length > 0 || read.size !== leaves.length)
    throw new Error('a parameter that was checked takes any number')
  const parameters = new Map(formula.parameters)
  for (const [name, parameter] of read) {
    const { pointer = '' } = formula.parameters.get(name) ?? {}
    parameters.set(name, { ...parameter, pointer })
  }
  return { ...formula, parameters }
}

function isList(stated: VaryDefinition[string]): stated is readonly string[] {
  return Array.isArray(stated)
}

/** From one number to another by a step that leads there: a step that misses the end is more likely a slip. */
function rangeValues(stated: RangeDefinition, pointer: string, problems: Problem[]): Rational[] {
  const from = readNumberAt(stated.from, `${pointer}/from`, problems)
  const to = readNumberAt(stated.to, `${pointer}/to`, problems)
  const step = readNumberAt(stated.step, `${pointer}/step`, problems)
  if (from === undefined || to === undefined || step === undefined) return []
  const steps = isZero(step) ? undefined : divide(subtract(to, from), step)
  if (steps === undefined || steps.d !== 1n || steps.n < 0n) {
    problems.push(
      problem('VARY_RANGE', {
        at: { kind: 'document', pointer: `${pointer}/step` },
        message: `steps of ${stated.step} do not lead from ${stated.from} to ${stated.to}`,
        found: stated.step,
        expected: `a step that goes into ${exactText(subtract(to, from))} a whole number of times`,
      }),
    )
    return []
  }
  if (compare(steps, whole(BigInt(MOST_VARIANTS))) >= 0) {
    reportLimit(pointer, `${steps.n + 1n}`, problems)
    return []
  }
  return Array.from({ length: Number(steps.n) + 1 }, (_, i) => add(from, multiply(step, whole(BigInt(i)))))
}

function reportOverlap(
  pointer: string,
  { name, outer, problems }: { name: string; outer: string; problems: Problem[] },
): void {
  const at = { kind: 'document', pointer, isKey: true } as const
  const message = `${name} is an entry of ${outer}, which is varied as a whole`
  problems.push(problem('VARY_PARAMETER', { at, message, found: name, suggestion: `vary one of the two` }))
}

function reportLengths(
  pointer: string,
  { parameters, problems }: { parameters: Variation['parameters']; problems: Problem[] },
): void {
  const found = parameters.map(({ name, values }) => `${values.length} of ${name}`).join(', ')
  const message = 'values that go together are as many for each parameter'
  problems.push(problem('VARY_LENGTHS', { at: { kind: 'document', pointer }, message, found }))
}

function reportLimit(pointer: string, found: string, problems: Problem[]): void {
  const message = `a sweep has at most ${MOST_VARIANTS} variants`
  problems.push(problem('VARY_LIMIT', { at: { kind: 'document', pointer }, message, found }))
}
