import { isEnough } from '../../problems/many-problems.ts'
import { type Problem, problem } from '../../problems/problem.ts'
import { listed } from '../../text/listed.ts'
import { nearest } from '../../text/nearest.ts'
import { formulate, type Workplace } from '../check-parts.ts'
import type { CheckedAdjustment, CheckedLine, Formulated, Fund } from '../checked.ts'
import type { AdjustmentDefinition, Flexibility } from '../definition.ts'
import { parseAt } from '../parse-at.ts'
import { typeText } from '../types.ts'
import { MONEY, sameUnit } from '../units.ts'

/** Where adjustments are checked: the lines and funds they may name. */
export interface AdjustmentsWorkplace extends Workplace {
  readonly lines: readonly CheckedLine[]
  readonly funds: ReadonlyMap<string, Fund>
}

/** One adjustment under check, with the ids of those before it. */
export interface OneAdjustment {
  readonly place: string
  readonly before: readonly string[]
  readonly checked: readonly CheckedAdjustment[]
  readonly workplace: AdjustmentsWorkplace
}

/** One kind of adjustment as it was written. */
export type Of<Kind extends AdjustmentDefinition['kind']> = Extract<AdjustmentDefinition, { kind: Kind }>

/** What a field of an adjustment has to give. */
export type Expects = 'money' | 'a share' | 'a count' | 'text' | 'true or false' | 'a rate'

/** Checks the expression in a field; `undefined` when it has a fault, or when an optional one is not stated. */
export function expressionAt(
  { place, before, workplace }: OneAdjustment,
  { field, text, expects }: { field: string; text: string | undefined; expects: Expects },
): Formulated | undefined {
  if (text === undefined) return undefined
  const placed = parseAt(text, `${place}/${field}`, workplace.problems)
  const formulated = placed && formulate(placed, { ...workplace, adjustments: before })
  if (formulated === undefined || fits(formulated, expects)) return formulated
  const found = typeText(formulated.expression.type)
  workplace.problems.push(
    problem('TYPE_MISMATCH', {
      at: { kind: 'document', pointer: formulated.pointer, span: formulated.expression.span },
      message: `${expects} is needed here, and this is ${found}`,
      found,
      expected: expects,
    }),
  )
  return undefined
}

function fits({ expression: { type } }: Formulated, expects: Expects): boolean {
  if (expects === 'text') return type.kind === 'text'
  if (expects === 'true or false') return type.kind === 'boolean'
  if (type.kind !== 'number') return false
  if (type.unit === 'bare' || expects === 'a count' || expects === 'a rate') return true
  return expects === 'money' ? sameUnit(type.unit, MONEY) : type.unit.size === 0
}

/** The fund and flexibility of money that goes to no line. */
export function destination(
  { fund, flexibility }: { readonly fund: string; readonly flexibility: Flexibility },
  one: OneAdjustment,
) {
  checkFund(fund, one)
  return { fund, flexibility }
}

/** Reports a fund that the formula does not declare. */
export function checkFund(fund: string, { place, workplace: { funds, problems } }: OneAdjustment): void {
  if (!funds.has(fund)) reportTarget(`${place}/fund`, fund, { known: new Set(funds.keys()), problems })
}

/** Whether something of that id has faults of its own, which are reported there and not again at every use. */
export function isFaulty(id: string, { before, checked, workplace }: OneAdjustment): boolean {
  const { lines, scope } = workplace
  if (scope.lines.has(id)) return !lines.some((line) => line.id === id)
  return before.includes(id) && !checked.some((each) => each.id === id)
}

/** Reports a name that means nothing where an adjustment uses it. */
export function reportTarget(
  pointer: string,
  id: string,
  { known, problems }: { known: ReadonlySet<string>; problems: Problem[] },
): void {
  const at = { kind: 'document', pointer } as const
  if (isEnough(problems, at)) return
  const meant = nearest(id, known)
  problems.push(
    problem('ADJUSTMENT_TARGET', {
      at,
      message: `"${id}" is not something this adjustment can name here`,
      found: id,
      expected:
        known.size === 0 ? 'nothing: there is none before this adjustment' : `one of ${listed(known)}`,
      suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
    }),
  )
}
