import { nearest } from '../text/nearest.ts'
import { type Call, CHECKS } from './check-functions.ts'
import { rangeMembers } from './check-name.ts'
import { asNumber, reportType, reportUnits, unify } from './check-types.ts'
import type { Checked, CheckedParameter } from './checked.ts'
import { FUNCTIONS, type FunctionEntry, type FunctionName, isFunctionName, signature } from './functions.ts'
import type { Checking, Meaning } from './scope.ts'
import { type CallExpression, type Expression, FORMULA_LIMITS } from './syntax.ts'
import { decimalOf, ratioOf } from './types.ts'
import { PURE } from './units.ts'

/** Checks `name(…)`: a function of the language, or a taper, band or table of the formula. */
export function checkCall(checking: Checking, expression: CallExpression): Checked | undefined {
  const meaning = checking.scope.names.get(expression.name)
  if (meaning?.kind === 'faulty') return undefined
  if (meaning?.kind === 'parameter' && meaning.parameter.kind !== 'number') {
    return checkLookup(checking, expression, meaning.parameter)
  }
  if (isFunctionName(expression.name)) return checkFunction(checking, expression, expression.name)
  reportNoFunction(checking, expression, meaning)
  return undefined
}

function checkFunction(
  checking: Checking,
  expression: CallExpression,
  name: FunctionName,
): Checked | undefined {
  const entry: FunctionEntry = FUNCTIONS[name]
  const args = expandArguments(checking, entry, expression.positional)
  if (args === undefined || !fitsCount(checking, expression, { name, count: args.length })) return undefined
  if (!fitsOptions(checking, expression, name)) return undefined
  const option: Call['option'] = (wanted) => expression.named.find((each) => each.name === wanted)?.value
  return CHECKS[name]({ checking, expression, args, option })
}

/** Replaces groups and ranges by their members where a function takes any number of arguments. */
function expandArguments(
  checking: Checking,
  entry: FunctionEntry,
  positional: readonly Expression[],
): readonly Expression[] | undefined {
  if (!entry.parameters.some((parameter) => parameter.many)) return positional
  const expanded: Expression[] = []
  for (const argument of positional) {
    const members = groupMembers(checking, argument)
    if (members === 'fault') return undefined
    if (members === undefined) expanded.push(argument)
    else if (isTooMuch(checking, argument, members.length)) return undefined
    else expanded.push(...members.map((name): Expression => ({ kind: 'name', name, span: argument.span })))
  }
  return expanded
}

/** Whether opening a group makes the formula larger than can be checked; the first that does is reported. */
function isTooMuch(checking: Checking, group: Expression, members: number): boolean {
  const { opened } = checking.scope
  const before = opened.members
  opened.members += members
  const most = FORMULA_LIMITS.opened
  if (before <= most && opened.members > most)
    checking.report('FORMULA_LIMIT', group.span, {
      message: 'the groups that expressions sum up have too many members in all',
      expected: `at most ${most}`,
      suggestion: 'sum a group up in one measure, and use the measure',
    })
  return opened.members > most
}

function groupMembers(checking: Checking, argument: Expression): readonly string[] | undefined | 'fault' {
  if (argument.kind === 'range') return rangeMembers(checking, argument) ?? 'fault'
  if (argument.kind !== 'name') return undefined
  const meaning = checking.scope.names.get(argument.name)
  return meaning?.kind === 'group' ? meaning.members : undefined
}

function fitsCount(
  checking: Checking,
  expression: CallExpression,
  { name, count }: { name: FunctionName; count: number },
): boolean {
  const { parameters }: FunctionEntry = FUNCTIONS[name]
  const fewest = parameters.filter((each) => !each.optional).length
  const most = parameters.some((each) => each.many) ? Number.POSITIVE_INFINITY : parameters.length
  if (count >= fewest && count <= most) return true
  checking.report('ARGUMENT_COUNT', expression.span, {
    message: `${name} does not take ${count} argument${count === 1 ? '' : 's'}`,
    found: `${count}`,
    expected: signature(name),
  })
  return false
}

function fitsOptions(checking: Checking, expression: CallExpression, name: FunctionName): boolean {
  const options: readonly string[] = FUNCTIONS[name].options
  const unknown = expression.named.filter((each) => !options.includes(each.name))
  for (const each of unknown) {
    checking.report('ARGUMENT_NAME', each.span, {
      message: `${name} has no argument named "${each.name}"`,
      found: each.name,
      expected: signature(name),
    })
  }
  return unknown.length === 0
}

function checkLookup(
  checking: Checking,
  expression: CallExpression,
  parameter: CheckedParameter,
): Checked | undefined {
  const { value } = parameter
  const wanted = value.kind === 'table' ? value.keys : 1
  if (expression.positional.length !== wanted || expression.named.length > 0) {
    checking.report('ARGUMENT_COUNT', expression.span, {
      message: `${parameter.name} is a ${parameter.kind} with ${wanted} key${wanted === 1 ? '' : 's'}`,
      found: `${expression.positional.length + expression.named.length}`,
      expected: `${wanted}`,
    })
    return undefined
  }
  const keys = expression.positional.map((key) => checkKey(checking, checking.check(key), parameter))
  const checked = keys.filter((key) => key !== undefined)
  if (checked.length < keys.length) return undefined
  // Between two points a taper divides by their distance, so what it gives may have no last digit.
  const type = parameter.kind === 'taper' ? ratioOf(parameter.unit) : decimalOf(parameter.unit)
  return { kind: 'lookup', parameter: parameter.name, keys: checked, type, span: expression.span }
}

function checkKey(
  checking: Checking,
  key: Checked | undefined,
  parameter: CheckedParameter,
): Checked | undefined {
  if (key === undefined) return undefined
  if (parameter.kind === 'table') {
    if (key.type.kind === 'text') return key
    reportType(checking, key, 'text, the key of a table,')
    return undefined
  }
  const number = asNumber(checking, key)
  if (number === undefined) return undefined
  const takes = decimalOf(parameter.takes ?? PURE)
  if (unify(number.type, takes) !== undefined) return number
  reportUnits(checking, number, { left: takes, right: number.type })
  return undefined
}

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['average', 'mean'],
  ['avg', 'mean'],
  ['ceiling', 'ceil'],
  ['coalesce', 'if(given(x), x, 0)'],
  ['iferror', 'if(condition, a, b)'],
  ['percentile', 'quantile'],
  ['rounddown', 'round(x, places, down)'],
  ['roundup', 'round(x, places, up)'],
  ['sumif', 'total(if(condition, x, 0))'],
  ['switch', 'a table parameter'],
  ['vlookup', 'a table parameter'],
])

function reportNoFunction(
  checking: Checking,
  expression: CallExpression,
  meaning: Meaning | undefined,
): void {
  const { name, nameSpan } = expression
  if (meaning !== undefined) {
    checking.report('FUNCTION_UNKNOWN', nameSpan, {
      message: `${name} is not a function, a taper, a band or a table`,
      found: name,
      suggestion: `write ${name} * (…) to multiply`,
    })
    return
  }
  const tables = [...checking.scope.names]
    .filter(([, each]) => each.kind === 'parameter')
    .map(([each]) => each)
  const meant = OTHER_NAMES.get(name.toLowerCase()) ?? nearest(name, [...Object.keys(FUNCTIONS), ...tables])
  checking.report('FUNCTION_UNKNOWN', nameSpan, {
    message: `there is no function called "${name}"`,
    found: name,
    expected: Object.keys(FUNCTIONS).join(', '),
    suggestion: meant === undefined ? undefined : `write ${meant}`,
  })
}
