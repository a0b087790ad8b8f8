import { checkCall } from './check-call.ts'
import { refuseUnknownChoice } from './check-choice.ts'
import { checkName, rangeMembers } from './check-name.ts'
import { asNumber, isNumeric, reportType, reportUnits, unify } from './check-types.ts'
import type { Checked } from './checked.ts'
import type { Checking } from './scope.ts'
import type { Expression } from './syntax.ts'
import { BOOLEAN, decimalOf, type NumberType, TEXT, typeText } from './types.ts'
import { isPlausible, overUnit, PURE, timesUnit, type Unit } from './units.ts'

/** Gives an expression its meaning, or reports everything that does not fit and gives `undefined`. */
export function checkExpression(
  expression: Expression,
  context: Omit<Checking, 'check'>,
): Checked | undefined {
  const check = (part: Expression): Checked | undefined =>
    context.isEnough() ? undefined : checkPart(part, checking)
  const checking: Checking = { ...context, check }
  return checking.check(expression)
}

function checkPart(expression: Expression, checking: Checking): Checked | undefined {
  const { span } = expression
  switch (expression.kind) {
    case 'number':
      return { kind: 'constant', value: expression.value, type: decimalOf('bare'), span }
    case 'text':
      return { kind: 'constant', value: expression.value, type: TEXT, span }
    case 'boolean':
      return { kind: 'constant', value: expression.value, type: BOOLEAN, span }
    case 'name':
      return checkName(checking, expression.name, span)
    case 'range':
      return refuseRange(expression, checking)
    case 'negate':
      return checkNegate(expression, checking)
    case 'not':
      return checkNot(expression, checking)
    case 'arithmetic':
      return checkArithmetic(expression, checking)
    case 'comparison':
      return checkComparison(expression, checking)
    case 'logical':
      return checkLogical(expression, checking)
    case 'call':
      return checkCall(checking, expression)
    default:
      return expression satisfies never
  }
}

function refuseRange(expression: Extract<Expression, { kind: 'range' }>, checking: Checking): undefined {
  if (rangeMembers(checking, expression) === undefined) return undefined
  checking.report('TYPE_MISMATCH', expression.span, {
    message: 'a range stands for several values, and one is needed here',
    found: `${expression.from}..${expression.to}`,
    suggestion: `write sum(${expression.from}..${expression.to})`,
  })
  return undefined
}

type Unary = Extract<Expression, { kind: 'negate' | 'not' }>
type Operation<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>

function checkNegate(expression: Unary, checking: Checking): Checked | undefined {
  const of = asNumber(checking, checking.check(expression.of))
  return of && { kind: 'negate', of, type: of.type, span: expression.span }
}

function checkNot(expression: Unary, checking: Checking): Checked | undefined {
  const of = asBoolean(checking, checking.check(expression.of))
  return of && { kind: 'not', of, type: BOOLEAN, span: expression.span }
}

function checkLogical(expression: Operation<'logical'>, checking: Checking): Checked | undefined {
  const left = asBoolean(checking, checking.check(expression.left))
  const right = asBoolean(checking, checking.check(expression.right))
  if (left === undefined || right === undefined) return undefined
  return { kind: 'logical', operator: expression.operator, left, right, type: BOOLEAN, span: expression.span }
}

function checkArithmetic(expression: Operation<'arithmetic'>, checking: Checking): Checked | undefined {
  const left = asNumber(checking, checking.check(expression.left))
  const right = asNumber(checking, checking.check(expression.right))
  if (left === undefined || right === undefined) return undefined
  const { operator, span } = expression
  const isSum = operator === '+' || operator === '-'
  const type = isSum ? unify(left.type, right.type) : productType(left.type, right.type, operator)
  if (type === undefined) {
    reportUnits(checking, right, { left: left.type, right: right.type })
    return undefined
  }
  if (type.unit !== 'bare' && !isPlausible(type.unit)) {
    checking.report('UNIT_MISMATCH', span, {
      message: `the unit ${typeText(type)} has a power above 9`,
      found: typeText(type),
    })
    return undefined
  }
  return { kind: 'arithmetic', operator, left, right, type, span }
}

function productType(left: NumberType, right: NumberType, operator: string): NumberType {
  // A quotient is a ratio whatever the divisor: half a cent must be rounded by name, not by luck.
  const exact = operator === '/' || left.exact === 'ratio' || right.exact === 'ratio' ? 'ratio' : 'decimal'
  const combine = operator === '/' ? overUnit : timesUnit
  if (left.unit === 'bare' && right.unit === 'bare') return { kind: 'number', exact, unit: 'bare' }
  return { kind: 'number', exact, unit: combine(pureIfBare(left.unit), pureIfBare(right.unit)) }
}

function pureIfBare(unit: Unit | 'bare'): Unit {
  return unit === 'bare' ? PURE : unit
}

function checkComparison(expression: Operation<'comparison'>, checking: Checking): Checked | undefined {
  const left = checking.check(expression.left)
  const right = checking.check(expression.right)
  if (left === undefined || right === undefined) return undefined
  const { operator, span } = expression
  if (!comparable(left, right, { operator, checking })) return undefined
  refuseUnknownChoice(left, right, checking)
  refuseUnknownChoice(right, left, checking)
  return { kind: 'comparison', operator, left, right, type: BOOLEAN, span }
}

function comparable(
  left: Checked,
  right: Checked,
  { operator, checking }: { operator: string; checking: Checking },
): boolean {
  if (isNumeric(left) && isNumeric(right)) {
    if (unify(left.type, right.type) !== undefined) return true
    reportUnits(checking, right, { left: left.type, right: right.type })
    return false
  }
  if (left.type.kind !== right.type.kind) {
    reportType(checking, right, typeText(left.type))
    return false
  }
  if (operator === '==' || operator === '!=') return true
  reportType(checking, right, 'a number (only numbers are more or less)')
  return false
}

function asBoolean(checking: Checking, checked: Checked | undefined): Checked | undefined {
  if (checked === undefined || checked.type.kind === 'boolean') return checked
  reportType(checking, checked, 'true or false')
  return undefined
}
