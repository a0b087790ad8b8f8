import { isEnough } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import { checkExpression } from './check-expression.ts'
import type { Checked, CheckedFigure, CheckedLine, CheckedMeasure, Formulated, Fund } from './checked.ts'
import type { FigureDefinition, LineDefinition, MeasureDefinition } from './definition.ts'
import { type Placed, parseAt } from './parse-at.ts'
import { readRounding } from './read-rounding.ts'
import { reporter, type Scope } from './scope.ts'
import { typeText } from './types.ts'
import { MONEY, sameUnit } from './units.ts'

/** A scope to check in, and where to say what is wrong. */
export interface Workplace {
  readonly scope: Scope
  readonly problems: Problem[]
  /** Adjustments that may be named here, and with them the subtotal; lines and measures come before all of them. */
  readonly adjustments?: readonly string[]
}

/** A measure: a column with a last digit, or a named ratio that is put in wherever it is used. */
export function checkMeasure(
  name: string,
  definition: string | MeasureDefinition,
  { placed, workplace }: { placed: Placed; workplace: Workplace },
): CheckedMeasure | undefined {
  const formulated = formulate(placed, workplace)
  if (formulated === undefined) return undefined
  const stated: Partial<MeasureDefinition> = typeof definition === 'string' ? {} : definition
  const { type } = formulated.expression
  const kind = type.kind === 'number' ? type.exact : type.kind
  if (stated.kind !== undefined && stated.kind !== kind && !(stated.kind === 'ratio' && kind === 'decimal')) {
    reportKind(formulated, { stated: stated.kind, kind }, workplace.problems)
    return undefined
  }
  if (kind === 'ratio' && stated.kind !== 'ratio') reportRatio(name, formulated, workplace.problems)
  return {
    ...formulated,
    name,
    ...(stated.label !== undefined && { label: stated.label }),
    inlined: stated.kind === 'ratio',
  }
}

/** A line: an amount of money for every school that meets its condition. */
export function checkLine(
  definition: LineDefinition,
  pointer: string,
  {
    amount,
    when,
    funds,
    workplace,
  }: {
    amount: Placed | undefined
    when: Placed | undefined
    funds: readonly Fund[]
    workplace: Workplace
  },
): CheckedLine | undefined {
  const { problems } = workplace
  const money = amount && formulate(amount, workplace)
  const condition = when && formulate(when, workplace)
  const rounding = readRounding(definition.round, `${pointer}/round`, problems)
  if (money !== undefined) refuseNotMoney(definition.id, money, problems)
  if (condition !== undefined && condition.expression.type.kind !== 'boolean') {
    reportNotBoolean(condition, problems)
  }
  const fund = funds.find(({ id }) => id === definition.fund)
  if (fund === undefined) {
    reportFund(definition.fund, `${pointer}/fund`, { funds: new Set(funds.map(({ id }) => id)), problems })
  }
  if (money === undefined || (definition.when !== undefined && condition === undefined)) return undefined
  return {
    id: definition.id,
    label: definition.label ?? definition.id,
    fund: definition.fund,
    flexibility: definition.flexibility,
    restricted: definition.restricted === 'true' || fund?.restricted === true,
    recurs: definition.recurs ?? 'recurring',
    ...(definition.ends !== undefined && { ends: definition.ends }),
    amount: money,
    ...(condition !== undefined && { when: condition }),
    rounding,
  }
}

/** A figure: shown and compared with published values, and never added into money. */
export function checkFigure(
  definition: FigureDefinition,
  pointer: string,
  { amount, workplace }: { amount: Placed | undefined; workplace: Workplace },
): CheckedFigure | undefined {
  const formulated = amount && formulate(amount, workplace, true)
  const rounding = readRounding(definition.round, `${pointer}/round`, workplace.problems)
  if (formulated === undefined) return undefined
  if (formulated.expression.type.kind !== 'number') {
    reportKind(formulated, { stated: 'a number', kind: formulated.expression.type.kind }, workplace.problems)
    return undefined
  }
  return { id: definition.id, label: definition.label ?? definition.id, amount: formulated, rounding }
}

/** The count of pupils that every amount per pupil is divided by. */
export function checkPupils(placed: Placed | undefined, workplace: Workplace): Formulated | undefined {
  const formulated = placed && formulate(placed, workplace)
  if (formulated === undefined) return undefined
  const { type } = formulated.expression
  if (type.kind === 'number' && type.unit !== 'bare' && sameUnit(type.unit, new Map([['pupil', 1]])))
    return formulated
  workplace.problems.push(
    problem('UNIT_MISMATCH', {
      at: { kind: 'document', pointer: formulated.pointer },
      message: 'the pupil measure counts pupils',
      found: typeText(type),
      expected: 'pupil',
    }),
  )
  return undefined
}

/** A condition on the schools that are shown; it may look at the finished lines. */
export function checkRestrict(
  text: string | undefined,
  pointer: string,
  workplace: Workplace,
): Formulated | undefined {
  const placed = text === undefined ? undefined : parseAt(text, pointer, workplace.problems)
  const condition = placed && formulate(placed, workplace)
  if (condition !== undefined && condition.expression.type.kind !== 'boolean')
    reportNotBoolean(condition, workplace.problems)
  return condition
}

export function reportFund(
  fund: string,
  pointer: string,
  { funds, problems }: { funds: ReadonlySet<string>; problems: Problem[] },
): void {
  const at = { kind: 'document', pointer } as const
  if (isEnough(problems, at)) return
  const meant = nearest(fund, funds)
  problems.push(
    problem('FUND_UNKNOWN', {
      at,
      message: `the formula declares no fund "${fund}"`,
      found: fund,
      expected: `one of ${listed(funds)}`,
      suggestion:
        meant === undefined ? `add it: funds: [${listed([...funds, fund])}]` : `did you mean ${meant}?`,
    }),
  )
}

/** Checks a parsed expression at its place. */
export function formulate(
  { expression, text, pointer }: Placed,
  { scope, problems, adjustments }: Workplace,
  isFigure = false,
): Formulated | undefined {
  const checked = checkExpression(expression, {
    scope,
    isFigure,
    adjustments,
    report: reporter(problems, pointer),
    isEnough: () => isEnough(problems, { kind: 'document', pointer }),
  })
  return checked && { expression: checked, text, pointer }
}

function placeOf({ pointer, expression }: { pointer: string; expression: Checked }) {
  return { kind: 'document', pointer, span: expression.span } as const
}

function reportRatio(name: string, formulated: Formulated, problems: Problem[]): void {
  problems.push(
    problem('RATIO_NOT_ROUNDED', {
      at: placeOf(formulated),
      message: `${name} is a ratio, which may have no last digit`,
      found: formulated.text,
      expected: 'a rounding, or a measure that says it is a ratio',
      suggestion: `write ${name}: round(${formulated.text}, 4), or ${name}: { value: ${formulated.text}, kind: ratio }`,
    }),
  )
}

function reportKind(
  formulated: Formulated,
  sides: { stated: string; kind: string },
  problems: Problem[],
): void {
  problems.push(
    problem('TYPE_MISMATCH', {
      at: placeOf(formulated),
      message: `this gives ${sides.kind}, and ${sides.stated} is stated`,
      found: sides.kind,
      expected: sides.stated,
    }),
  )
}

function reportNotBoolean(condition: Formulated, problems: Problem[]): void {
  reportKind(
    condition,
    { stated: 'a condition, true or false,', kind: typeText(condition.expression.type) },
    problems,
  )
}

function refuseNotMoney(id: string, money: Formulated, problems: Problem[]): void {
  const { type } = money.expression
  if (type.kind === 'number' && (type.unit === 'bare' || sameUnit(type.unit, MONEY))) return
  problems.push(
    problem('LINE_NOT_MONEY', {
      at: placeOf(money),
      message: `line ${id} comes out as ${typeText(type)}, not as money`,
      found: typeText(type),
      expected: 'money',
      suggestion:
        type.kind === 'number' ? 'multiply by a rate, such as a parameter in money/pupil' : undefined,
    }),
  )
}
