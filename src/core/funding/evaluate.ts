import type { Checked, CheckedParameter, Value } from '../formula/checked.ts'
import {
  absolute,
  add,
  compare,
  divide,
  equal,
  greatest,
  isZero,
  least,
  multiply,
  negate,
  power,
  type Rational,
  subtract,
  sum,
} from '../numbers/rational.ts'
import { round } from '../numbers/rounding.ts'
import { Failure, failure, joined, type Result } from './failure.ts'
import { lookUp } from './look-up.ts'

/** What an expression may look at, besides its own arithmetic. */
export interface Surroundings {
  input(input: { readonly dataset: string; readonly name: string }, school: number): Result
  given(input: { readonly dataset: string; readonly name: string }, school: number): boolean
  parameter(name: string): CheckedParameter
  measure(name: string, school: number): Result
  line(id: string, school: number, rounded: boolean): Result
  /** What an adjustment before this one adds to the school, and the school's total so far. */
  adjustment(id: string, school: number): Rational
  subtotal(school: number): Result
  aggregate(node: Extract<Checked, { kind: 'aggregate' }>, school: number, pointer: string): Result
}

/** Numerators and denominators beyond this are no amounts any more, and would only grow. */
const LARGEST = 2n ** 4096n

/**
 * The reference: the exact value of an expression for one school, on rationals. Simple and slow, and the oracle
 * for anything faster. Branches not taken are not looked at. `pointer` is the expression's place, for faults.
 */
export function evaluate(
  node: Checked,
  school: number,
  { around, pointer }: { around: Surroundings; pointer: string },
): Result {
  const inside = (part: Checked): Result => evaluate(part, school, { around, pointer })
  switch (node.kind) {
    case 'constant':
      return node.value
    case 'input':
      return around.input(node, school)
    case 'parameter':
      return plainNumber(around.parameter(node.name))
    case 'measure':
      return around.measure(node.name, school)
    case 'line':
      return around.line(node.id, school, node.rounded)
    case 'adjustment':
      return around.adjustment(node.id, school)
    case 'subtotal':
      return around.subtotal(school)
    case 'given':
      return around.given(node, school)
    case 'aggregate':
      return around.aggregate(node, school, pointer)
    case 'lookup':
      return withAll(node.keys.map(inside), (keys) =>
        found(around.parameter(node.parameter), keys, faultAt(node, { school, pointer })),
      )
    case 'choose':
      return chosen(inside(node.condition), (holds) => inside(holds ? node.yes : node.no))
    case 'logical':
      return chosen(inside(node.left), (left) =>
        left === (node.operator === 'or') ? left : inside(node.right),
      )
    case 'not':
      return withAll([inside(node.of)], ([of]) => of !== true)
    case 'comparison':
      return withAll([inside(node.left), inside(node.right)], ([a = '', b = '']) =>
        compared(node.operator, a, b),
      )
    case 'negate':
      return withNumbers([inside(node.of)], ([of]) => negate(of))
    case 'round':
      return withNumbers([inside(node.of)], ([of]) => round(of, node.rounding))
    case 'power':
      return withNumbers([inside(node.of)], ([of]) =>
        bounded(power(of, node.exponent), node, { school, pointer }),
      )
    case 'arithmetic':
      return withNumbers([inside(node.left), inside(node.right)], ([left, right]) =>
        calculated(node, { left, right }, { school, pointer }),
      )
    case 'call':
      return withAll(node.args.map(inside), (args) => called(node.name, args))
    default:
      return node satisfies never
  }
}

interface Position {
  readonly school: number
  readonly pointer: string
}

/** Goes on by a condition, and looks at nothing else before it is known. */
function chosen(condition: Result, next: (holds: boolean) => Result): Result {
  return condition instanceof Failure ? condition : next(condition === true)
}

function withAll(results: readonly Result[], apply: (values: readonly Value[]) => Result): Result {
  return joined(results) ?? apply(results.filter((result): result is Value => !(result instanceof Failure)))
}

function withNumbers<const Results extends readonly Result[]>(
  results: Results,
  apply: (numbers: { readonly [K in keyof Results]: Rational }) => Result,
): Result {
  return (
    joined(results) ??
    apply(results.map(numberFrom) as unknown as { readonly [K in keyof Results]: Rational })
  )
}

function calculated(
  node: Extract<Checked, { kind: 'arithmetic' }>,
  { left, right }: { left: Rational; right: Rational },
  position: Position,
): Result {
  switch (node.operator) {
    case '+':
      return bounded(add(left, right), node, position)
    case '-':
      return bounded(subtract(left, right), node, position)
    case '*':
      return bounded(multiply(left, right), node, position)
    case '/':
      if (!isZero(right)) return bounded(divide(left, right), node, position)
      return failure({
        ...faultAt(node.right, position),
        code: 'ZERO_DIVISOR',
        message: 'a division by zero',
      })
    default:
      return node.operator satisfies never
  }
}

function compared(operator: '==' | '!=' | '<' | '<=' | '>' | '>=', a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return operator === '==' ? a === b : a !== b
  switch (operator) {
    case '==':
      return equal(a, b)
    case '!=':
      return !equal(a, b)
    case '<':
      return compare(a, b) < 0
    case '<=':
      return compare(a, b) <= 0
    case '>':
      return compare(a, b) > 0
    case '>=':
      return compare(a, b) >= 0
    default:
      return operator satisfies never
  }
}

function called(name: Extract<Checked, { kind: 'call' }>['name'], args: readonly Value[]): Value {
  if (name === 'one_of') return args.slice(1).includes(args[0] ?? '')
  const numbers = args.map(numberFrom)
  const [first, second, third] = numbers
  switch (name) {
    case 'abs':
      return absolute(numberFrom(first))
    case 'clamp':
      return least(greatest(numberFrom(first), numberFrom(second)), numberFrom(third))
    case 'max':
      return numbers.reduce(greatest)
    case 'min':
      return numbers.reduce(least)
    case 'sum':
      return sum(numbers)
    default:
      return name satisfies never
  }
}

function plainNumber({ name, value }: CheckedParameter): Rational {
  if (value.kind !== 'number') throw new Error(`${name} was checked to be a number`)
  return value.value
}

function found(
  parameter: CheckedParameter,
  keys: readonly Value[],
  place: ReturnType<typeof faultAt>,
): Result {
  return lookUp(parameter.value, keys) ?? failure({ ...place, ...absentKey(parameter.name, keys) })
}

// The checker has made sure of the type; anything else is a fault of ours.
function numberFrom(value: Result | undefined): Rational {
  if (typeof value !== 'object' || value instanceof Failure) throw new Error('a number was checked to be one')
  return value
}

function bounded(value: Rational, node: Checked, position: Position): Result {
  const magnitude = value.n < 0n ? -value.n : value.n
  if (magnitude < LARGEST && value.d < LARGEST) return value
  return failure({
    ...faultAt(node, position),
    code: 'NUMBER_TOO_LARGE',
    message: 'a number with more than 1,200 digits',
  })
}

function absentKey(
  parameter: string,
  keys: readonly Value[],
): { code: 'KEY_ABSENT'; message: string; found: string } {
  const found = keys.filter((key) => typeof key === 'string').join(', ')
  return { code: 'KEY_ABSENT', message: `the table ${parameter} has no entry for ${found}`, found }
}

function faultAt(node: Checked, { school, pointer }: Position) {
  return { kind: 'fault', pointer, span: node.span, school } as const
}
