import type { Rational } from '../numbers/rational.ts'
import type { Rounding } from '../numbers/rounding.ts'
import { refuseUnknownChoice } from './check-choice.ts'
import { inputOfDataset, lineId } from './check-name.ts'
import { asNumber, isNumeric, type Numeric, reportType, reportUnits, unify, unifyAll } from './check-types.ts'
import { writtenMode, writtenShare, writtenStep, writtenWhole, writtenWord } from './check-written.ts'
import type { Checked } from './checked.ts'
import type { AggregateName, FunctionName } from './functions.ts'
import { type Checking, noteRead } from './scope.ts'
import type { CallExpression, Expression } from './syntax.ts'
import { BOOLEAN, decimalOf, type NumberType, ratioOf, type Type } from './types.ts'
import { MONEY, PURE, powerOfUnit } from './units.ts'

/** A call whose name is a function's and whose number of arguments fits. */
export interface Call {
  readonly checking: Checking
  readonly expression: CallExpression
  readonly args: readonly Expression[]
  option(name: 'by' | 'first'): Expression | undefined
}

const PLACES = { least: -12, most: 18 }
const POWERS = { least: 0, most: 9 }

/** How each function checks its arguments and what it becomes. */
export const CHECKS: Readonly<Record<FunctionName, (call: Call) => Checked | undefined>> = {
  abs: (call) => plain(call, 'abs'),
  clamp: (call) => plain(call, 'clamp'),
  max: (call) => plain(call, 'max'),
  min: (call) => plain(call, 'min'),
  sum: (call) => plain(call, 'sum'),
  one_of: checkOneOf,
  ceil: (call) => roundedTo(call, placesOf(call, 'ceiling')),
  floor: (call) => roundedTo(call, placesOf(call, 'floor')),
  round: (call) => roundedTo(call, placesOf(call, 'half_up')),
  round_to: (call) => roundedTo(call, stepOf(call)),
  pow: checkPower,
  if: checkIf,
  given: checkGiven,
  unrounded: checkUnrounded,
  count: (call) => aggregate(call, 'count', () => decimalOf(PURE)),
  total: (call) => aggregate(call, 'total', (of) => decimalOf(of.unit)),
  least: (call) => aggregate(call, 'least', (of) => decimalOf(of.unit)),
  greatest: (call) => aggregate(call, 'greatest', (of) => decimalOf(of.unit)),
  mean: (call) => aggregate(call, 'mean', (of) => ratioOf(of.unit)),
  quantile: (call) => aggregate(call, 'quantile', (of) => ratioOf(of.unit)),
  rank: (call) => aggregate(call, 'rank', () => decimalOf(PURE)),
  share_of_total: (call) => aggregate(call, 'share_of_total', () => ratioOf(PURE)),
}

function plain(call: Call, name: 'abs' | 'clamp' | 'max' | 'min' | 'sum'): Checked | undefined {
  const args = call.args.map((arg) => asNumber(call.checking, call.checking.check(arg)))
  const numbers = args.filter((arg) => arg !== undefined)
  const type = unifyAll(numbers, call.checking)
  if (type === undefined || numbers.length < args.length) return undefined
  return { kind: 'call', name, args: numbers, type, span: call.expression.span }
}

function checkOneOf(call: Call): Checked | undefined {
  const args = call.args.map((arg) => call.checking.check(arg)).filter((arg) => arg !== undefined)
  const wrong = args.filter((arg) => arg.type.kind !== 'text')
  for (const arg of wrong) reportType(call.checking, arg, 'text')
  if (wrong.length > 0 || args.length < call.args.length) return undefined
  const [subject, ...choices] = args
  for (const choice of choices) if (subject !== undefined) refuseUnknownChoice(subject, choice, call.checking)
  return { kind: 'call', name: 'one_of', args, type: BOOLEAN, span: call.expression.span }
}

function roundedTo(call: Call, rounding: Rounding | undefined): Checked | undefined {
  const of = numberAt(call, 0)
  if (of === undefined || rounding === undefined) return undefined
  return { kind: 'round', of, rounding, type: decimalOf(of.type.unit), span: call.expression.span }
}

function placesOf(call: Call, standard: 'half_up' | 'floor' | 'ceiling'): Rounding | undefined {
  const [, places, mode] = call.args
  const count = places === undefined ? 0 : writtenWhole(call.checking, places, PLACES)
  const named = mode === undefined ? standard : writtenMode(call.checking, mode)
  return count === undefined || named === undefined
    ? undefined
    : { kind: 'places', places: count, mode: named }
}

function stepOf(call: Call): Rounding | undefined {
  const [, written, mode] = call.args
  const step = written === undefined ? undefined : writtenStep(call.checking, written)
  const named = mode === undefined ? 'half_up' : writtenMode(call.checking, mode)
  return step === undefined || named === undefined ? undefined : { kind: 'step', step, mode: named }
}

function checkPower(call: Call): Checked | undefined {
  const of = numberAt(call, 0)
  const written = call.args[1]
  const exponent = written === undefined ? undefined : writtenWhole(call.checking, written, POWERS)
  if (of === undefined || exponent === undefined) return undefined
  const unit = of.type.unit === 'bare' ? 'bare' : powerOfUnit(of.type.unit, exponent)
  return { kind: 'power', of, exponent, type: { ...of.type, unit }, span: call.expression.span }
}

function checkIf(call: Call): Checked | undefined {
  const { checking } = call
  const [condition, yes, no] = call.args.map((arg) => checking.check(arg))
  if (condition !== undefined && condition.type.kind !== 'boolean')
    reportType(checking, condition, 'true or false')
  if (condition === undefined || yes === undefined || no === undefined) return undefined
  const type = branchType(checking, yes, no)
  if (type === undefined || condition.type.kind !== 'boolean') return undefined
  return { kind: 'choose', condition, yes, no, type, span: call.expression.span }
}

function branchType(checking: Checking, yes: Checked, no: Checked): Type | undefined {
  if (!isNumeric(yes) || !isNumeric(no)) {
    if (yes.type.kind === no.type.kind) return yes.type
    reportType(
      checking,
      no,
      yes.type.kind === 'number'
        ? 'a number, as in the other branch,'
        : `${yes.type.kind}, as in the other branch,`,
    )
    return undefined
  }
  const shared = unify(yes.type, no.type)
  if (shared === undefined) reportUnits(checking, no, { left: yes.type, right: no.type })
  return shared
}

function checkGiven(call: Call): Checked | undefined {
  const { checking, expression } = call
  const [arg] = call.args
  const name = arg?.kind === 'name' ? arg.name : ''
  const need = checking.scope.names.get(name)
  const input =
    need?.kind === 'need'
      ? { dataset: need.need.dataset, name, type: need.need.type }
      : inputOfDataset(checking, name)
  if (input !== undefined) {
    noteRead(checking.scope, input.dataset, input.name)
    return { kind: 'given', dataset: input.dataset, name: input.name, type: BOOLEAN, span: expression.span }
  }
  checking.report('ARGUMENT_KIND', arg?.span ?? expression.span, {
    message: 'given() asks whether an input has a value, and this is not an input',
    expected: 'the name of a need, such as enrollment or prior.enrollment',
  })
  return undefined
}

function checkUnrounded(call: Call): Checked | undefined {
  const { checking, expression } = call
  const [arg] = call.args
  if (!checking.isFigure) {
    checking.report('FIGURE_ONLY', expression.span, {
      message: 'only a figure may read a line before its rounding: money is the sum of rounded lines',
      suggestion: 'name the expression as a measure and use it in both places',
    })
    return undefined
  }
  const id = arg?.kind === 'name' ? lineId(checking, arg.name) : undefined
  if (id !== undefined)
    return { kind: 'line', id, rounded: false, type: ratioOf(MONEY), span: expression.span }
  checking.report('ARGUMENT_KIND', arg?.span ?? expression.span, {
    message: 'unrounded() takes a line',
    expected: `line.ID, one of ${[...checking.scope.lines]
      .slice(0, 5)
      .map((each) => `line.${each}`)
      .join(', ')}`,
  })
  return undefined
}

function aggregate(
  call: Call,
  name: AggregateName,
  gives: (of: NumberType) => NumberType,
): Checked | undefined {
  const { expression } = call
  const of = name === 'count' ? conditionAt(call) : decimalAt(call, name)
  const by = groupingOf(call)
  const settings = aggregateSettings(call, name)
  if (of === undefined || by === 'fault' || settings === undefined) return undefined
  const type = isNumeric(of) ? gives(of.type) : gives(decimalOf(PURE))
  return {
    kind: 'aggregate',
    name,
    of,
    ...(by !== undefined && { by }),
    ...settings,
    type,
    span: expression.span,
  }
}

function aggregateSettings(
  call: Call,
  name: AggregateName,
): { at?: Rational; first?: 'highest' | 'lowest' } | undefined {
  if (name === 'quantile') {
    const written = call.args[1]
    const at = written === undefined ? undefined : writtenShare(call.checking, written)
    return at === undefined ? undefined : { at }
  }
  if (name !== 'rank') return {}
  const written = call.option('first')
  if (written === undefined) return { first: 'highest' }
  const first = writtenWord(call.checking, written, ['highest', 'lowest'] as const)
  return first === undefined ? undefined : { first }
}

function groupingOf(call: Call): Checked | undefined | 'fault' {
  const written = call.option('by')
  if (written === undefined) return undefined
  const by = call.checking.check(written)
  if (by === undefined) return 'fault'
  if (by.type.kind === 'text') return by
  reportType(call.checking, by, 'text')
  return 'fault'
}

function conditionAt(call: Call): Checked | undefined {
  const [arg] = call.args
  const of = arg === undefined ? undefined : call.checking.check(arg)
  if (of === undefined || of.type.kind === 'boolean') return of
  reportType(call.checking, of, 'true or false')
  return undefined
}

// Exact sums of thousands of unlike fractions grow without bound, so an aggregate takes decimals only.
function decimalAt(call: Call, name: AggregateName): Numeric | undefined {
  const of = numberAt(call, 0)
  if (of === undefined || of.type.exact === 'decimal') return of
  call.checking.report('RATIO_NOT_ROUNDED', of.span, {
    message: `${name}() runs over all schools and takes numbers with a last digit; this is a ratio`,
    expected: 'a rounded number',
    suggestion: `write ${name}(round(…, 6))`,
  })
  return undefined
}

function numberAt(call: Call, index: number): Numeric | undefined {
  const arg = call.args[index]
  return arg === undefined ? undefined : asNumber(call.checking, call.checking.check(arg))
}
