import type { Checked, Value } from '../../../core/formula/checked.ts'
import {
  absolute,
  equal,
  greatest,
  least,
  power,
  type Rational,
  subtract,
  whole,
} from '../../../core/numbers/rational.ts'
import {
  BINDS,
  called,
  infix,
  literal,
  made,
  minus,
  numberIn,
  over,
  plus,
  type Reckoned,
  reckonedFrom,
  size,
  times,
  within,
} from './reckoned.ts'
import { exactly, isApart, rounded, TOO_NEAR } from './reckoned-rounding.ts'

/** What an expression names, as the school's sheet has it. */
export interface SheetParts {
  /** A part that has a cell of its own, or is read from one; `undefined` for what is worked out in place. */
  named(part: Checked): Reckoned | undefined
  /** The exact value of a part at this school; missing where it has none. */
  readonly value: (part: Checked) => Value | undefined
}

/** Longer texts cannot stand in a formula. */
const MOST_TEXT = 255

/** An expression of the formula as one of a spreadsheet, for one school. */
export function compileExpression(part: Checked, sheet: SheetParts): Reckoned {
  const inside = (each: Checked): Reckoned => compileExpression(each, sheet)
  const named = sheet.named(part)
  if (named !== undefined) return named
  switch (part.kind) {
    case 'constant':
      return constant(part.value)
    case 'negate':
      return minus(inside(part.of))
    case 'not':
      return called('NOT', [inside(part.of)], { value: sheet.value(part) })
    case 'arithmetic':
      return calculated(part.operator, inside(part.left), inside(part.right))
    case 'comparison':
      return compared(part, inside(part.left), inside(part.right))
    case 'logical':
      return joined(part, sheet)
    case 'choose':
      return chosen(inside(part.condition), inside(part.yes), inside(part.no))
    case 'round':
      return rounded(inside(part.of), part.rounding)
    case 'power':
      return powered(inside(part.of), part.exponent)
    case 'call':
      return calledWith(part, part.args.map(inside))
    case 'input':
    case 'given':
    case 'parameter':
    case 'measure':
    case 'line':
    case 'adjustment':
    case 'subtotal':
    case 'lookup':
    case 'aggregate':
      throw new Error(`the sheet has a place for each ${part.kind}`)
    default:
      return part satisfies never
  }
}

/** `IF(condition, yes, no)`: what the school comes to is what the branch it takes comes to. */
export function chosen(condition: Reckoned, yes: Reckoned, no: Reckoned): Reckoned {
  const taken = condition.value === true ? yes : no
  const isKnown = condition.value !== undefined
  const { error, isNearest } = taken
  const bothHavePlaces = yes.places !== undefined && no.places !== undefined
  return called('IF', [condition, yes, no], {
    value: isKnown ? taken.value : undefined,
    error: isKnown ? error : 0,
    isNearest: isKnown && isNearest,
    places: bothHavePlaces ? Math.max(yes.places ?? 0, no.places ?? 0) : undefined,
    doubt: condition.doubt ?? (isKnown ? taken.doubt : undefined),
  })
}

/** A text as a spreadsheet's formula writes it. */
function textLiteral(text: string): Reckoned {
  return made({
    text: `"${text.replaceAll('"', '""')}"`,
    value: text,
    cannot: text.length > MOST_TEXT ? `a text has more than ${MOST_TEXT} letters` : undefined,
  })
}

function constant(value: Value): Reckoned {
  if (typeof value === 'string') return textLiteral(value)
  if (typeof value === 'boolean') return made({ text: value ? 'TRUE' : 'FALSE', value })
  return literal(value)
}

function calculated(operator: '+' | '-' | '*' | '/', left: Reckoned, right: Reckoned): Reckoned {
  if (operator === '*') return times(left, right)
  return operator === '/' ? over(left, right) : plus(operator, left, right)
}

const COMPARISONS = { '==': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

function compared(part: Extract<Checked, { kind: 'comparison' }>, left: Reckoned, right: Reckoned): Reckoned {
  const value = comparedValue(part.operator, left.value, right.value)
  if (part.left.type.kind === 'text') {
    const same = called('EXACT', [left, right], { value })
    return part.operator === '==' ? same : called('NOT', [same], { value })
  }
  const sides = [exactly(left), exactly(right)] as const
  const operator = COMPARISONS[part.operator]
  const doubt = sides[0].doubt ?? sides[1].doubt ?? comparisonDoubt(...sides)
  return infix({ operator, binds: BINDS.comparison }, [raised(sides[0]), sides[1]], { value, doubt })
}

/** A comparison within a comparison keeps its parentheses. */
function raised(side: Reckoned): Reckoned {
  return side.binds === BINDS.comparison ? { ...side, text: `(${side.text})`, binds: BINDS.atom } : side
}

function comparisonDoubt(left: Reckoned, right: Reckoned): string | undefined {
  const [a, b] = [numberIn(left), numberIn(right)]
  if (a === undefined || b === undefined) return undefined
  if (equal(a, b)) return left.isNearest && right.isNearest ? undefined : TOO_NEAR
  return isApart(absolute(subtract(a, b)), {
    error: left.error + right.error,
    of: greatest(absolute(a), absolute(b)),
  })
    ? undefined
    : TOO_NEAR
}

function comparedValue(
  operator: keyof typeof COMPARISONS,
  a: Value | undefined,
  b: Value | undefined,
): boolean | undefined {
  if (a === undefined || b === undefined) return undefined
  if (typeof a !== 'object' || typeof b !== 'object') return operator === '==' ? a === b : a !== b
  const sign = subtract(a, b).n
  return {
    '==': sign === 0n,
    '!=': sign !== 0n,
    '<': sign < 0n,
    '<=': sign <= 0n,
    '>': sign > 0n,
    '>=': sign >= 0n,
  }[operator]
}

/** A spreadsheet's AND and OR look at both sides; where the right one may fail, only IF leaves it alone. */
function joined(part: Extract<Checked, { kind: 'logical' }>, sheet: SheetParts): Reckoned {
  const [left, right] = [compileExpression(part.left, sheet), compileExpression(part.right, sheet)]
  const isAnd = part.operator === 'and'
  const value = sheet.value(part)
  const decides = left.value === !isAnd
  const doubt = left.doubt ?? (decides ? undefined : right.doubt)
  if (right.value !== undefined) return called(isAnd ? 'AND' : 'OR', [left, right], { value, doubt })
  const constants = { yes: constant(true), no: constant(false) }
  const args = isAnd ? [left, right, constants.no] : [left, constants.yes, right]
  return called('IF', args, { value, doubt })
}

function powered(of: Reckoned, exponent: number): Reckoned {
  const value = numberIn(of)
  if (exponent === 0) return literal(whole(1n))
  if (exponent === 1) return of
  const result = value && power(value, exponent)
  const spread = exponent * size(value) ** (exponent - 1) * of.error * 2 + size(result) * 2 ** -48
  const reckoned = reckonedFrom([of], result, spread)
  return made(
    {
      text: `${within(of, BINDS.atom)}^${exponent}`,
      binds: BINDS.power,
      ...reckoned,
      ...(reckoned.error > 0 && { error: spread, isNearest: false }),
      places: of.places === undefined ? undefined : of.places * exponent,
    },
    [of],
  )
}

function calledWith(part: Extract<Checked, { kind: 'call' }>, args: readonly Reckoned[]): Reckoned {
  const [first, second, third] = args
  if (first === undefined) throw new Error(`${part.name} was checked to have arguments`)
  switch (part.name) {
    case 'abs': {
      const { error, isNearest, places } = first
      return called('ABS', args, { value: mapped(args, ([a]) => a && absolute(a)), error, isNearest, places })
    }
    case 'clamp': {
      if (second === undefined || third === undefined) throw new Error('clamp was checked to have bounds')
      return oneOf('MIN', [oneOf('MAX', [first, second]), third])
    }
    case 'max':
      return oneOf('MAX', args)
    case 'min':
      return oneOf('MIN', args)
    case 'one_of': {
      const choices = args.slice(1).map((choice) => called('EXACT', [first, choice]))
      const value =
        first.value === undefined ? undefined : args.slice(1).some((each) => each.value === first.value)
      return called('OR', choices, { value })
    }
    case 'sum':
      return summed(args)
    default:
      return part.name satisfies never
  }
}

function oneOf(name: 'MIN' | 'MAX', args: readonly Reckoned[]): Reckoned {
  const value = mapped(args, (numbers) => numbers.reduce(name === 'MIN' ? least : greatest))
  const places = args.every((arg) => arg.places !== undefined)
    ? Math.max(...args.map((arg) => arg.places ?? 0))
    : undefined
  return called(name, args, {
    value,
    error: Math.max(...args.map(({ error }) => error)),
    isNearest: args.every(({ isNearest }) => isNearest),
    places,
  })
}

/** Functions take no more arguments than this. */
const MOST_ARGUMENTS = 250

function summed(args: readonly Reckoned[]): Reckoned {
  const total = args.reduce((left, right) => plus('+', left, right))
  const groups = Array.from({ length: Math.ceil(args.length / MOST_ARGUMENTS) }, (_, i) =>
    called('SUM', args.slice(i * MOST_ARGUMENTS, (i + 1) * MOST_ARGUMENTS)),
  )
  const [only] = groups
  const sum = only !== undefined && groups.length === 1 ? only : called('SUM', groups)
  const { value, error, isNearest, places } = total
  return { ...sum, value, error, isNearest, places }
}

function mapped(
  args: readonly Reckoned[],
  apply: (numbers: Rational[]) => Rational | undefined,
): Rational | undefined {
  const numbers = args.map(numberIn).filter((value) => value !== undefined)
  return numbers.length === args.length ? apply(numbers) : undefined
}
