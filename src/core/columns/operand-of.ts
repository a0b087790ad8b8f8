import type { Checked, CheckedParameter } from '../formula/checked.ts'
import { lookedUp } from './looked-up.ts'
import { both, chosenMask, either, isKnown, type Mask, opposite } from './masks.ts'
import {
  absoluteOf,
  choiceOf,
  comparisonOf,
  differenceOf,
  extremeOf,
  isTooLarge,
  negativeOf,
  powerOf,
  productOf,
  quotientOf,
  roundedOf,
  sumOf,
} from './number-arithmetic.ts'
import {
  type BooleanOperand,
  constantOperand,
  type NumberOperand,
  type Operand,
  type TextOperand,
} from './operand.ts'
import { BeyondProof, type Compiling, type Sources } from './sources.ts'
import { chosenText, sameText } from './texts.ts'
import type { Workshop } from './workshop.ts'

/** Puts together the steps that work an expression out for all schools; the arithmetic is that of the reference. */
export function operandOf(node: Checked, compiling: Compiling): Operand {
  const { shop, sources } = compiling
  const inside = (part: Checked): Operand => operandOf(part, compiling)
  const number = (part: Checked): NumberOperand => asNumber(inside(part))
  switch (node.kind) {
    case 'constant':
      return constantOf(node.value, sources)
    case 'input':
      return sources.input(node)
    case 'given':
      return { kind: 'boolean', holds: sources.given(node), failed: false }
    case 'parameter':
      return plainNumber(sources.parameter(node.name))
    case 'measure':
      return sources.measure(node.name)
    case 'line':
      return sources.line(node.id, node.rounded)
    case 'adjustment':
      return sources.adjustment(node.id)
    case 'subtotal':
      return sources.subtotal()
    case 'aggregate':
      return sources.aggregate(node)
    case 'lookup':
      return lookedUp(sources.parameter(node.parameter).value, node.keys.map(inside), compiling)
    case 'choose':
      return chosen(node, compiling)
    case 'logical':
      return joined(node, compiling)
    case 'not': {
      const of = asBoolean(inside(node.of))
      return { ...of, holds: opposite(of.holds, shop) }
    }
    case 'comparison':
      return compared(node, compiling)
    case 'negate':
      return negativeOf(number(node.of), shop)
    case 'round':
      return roundedOf(number(node.of), node.rounding, shop)
    case 'power':
      return bounded(powerOf(number(node.of), node.exponent, shop))
    case 'arithmetic':
      return bounded(CALCULATED[node.operator](number(node.left), number(node.right), shop))
    case 'call':
      return called(node, compiling)
    default:
      return node satisfies never
  }
}

const CALCULATED = { '+': sumOf, '-': differenceOf, '*': productOf, '/': quotientOf } as const

/** Ratios are brought over one denominator to be compared, so that these grow too. */
function boundedExtreme(...of: Parameters<typeof extremeOf>): NumberOperand {
  return bounded(extremeOf(...of))
}

function bounded(operand: NumberOperand): NumberOperand {
  if (isTooLarge(operand)) throw new BeyondProof('numbers of more than 1,200 digits may come about')
  return operand
}

function constantOf(value: Extract<Checked, { kind: 'constant' }>['value'], { code }: Sources): Operand {
  if (typeof value === 'object') return constantOperand(value)
  if (typeof value === 'boolean') return { kind: 'boolean', holds: value, failed: false }
  return { kind: 'text', codes: code(value), failed: false }
}

function plainNumber({ name, value }: CheckedParameter): NumberOperand {
  if (value.kind !== 'number') throw new Error(`${name} was checked to be a number`)
  return constantOperand(value.value)
}

/** Both branches are worked out, and a failure in the one not taken is left behind with it. */
function chosen(node: Extract<Checked, { kind: 'choose' }>, compiling: Compiling): Operand {
  const { shop } = compiling
  const condition = asBoolean(operandOf(node.condition, compiling))
  if (isKnown(condition.holds)) {
    const branch = operandOf(condition.holds ? node.yes : node.no, compiling)
    return { ...branch, failed: either(condition.failed, branch.failed, shop) }
  }
  const [yes, no] = [operandOf(node.yes, compiling), operandOf(node.no, compiling)]
  return chosenOperand(condition, [yes, no], shop)
}

/** One of two operands of a kind, by a condition that may itself have failed. */
export function chosenOperand(
  condition: BooleanOperand,
  [yes, no]: readonly [Operand, Operand],
  shop: Workshop,
): Operand {
  const { holds } = condition
  const failed = either(condition.failed, chosenMask(holds, yes.failed, no.failed, shop), shop)
  if (yes.kind === 'number') return { kind: 'number', ...choiceOf(holds, [yes, asNumber(no)], shop), failed }
  if (yes.kind === 'boolean')
    return { kind: 'boolean', holds: chosenMask(holds, yes.holds, asBoolean(no).holds, shop), failed }
  return { kind: 'text', codes: chosenText(holds, [yes, asText(no)], shop), failed }
}

/** `and` and `or` look at their right side only where the left has not settled them. */
function joined(node: Extract<Checked, { kind: 'logical' }>, compiling: Compiling): BooleanOperand {
  const { shop } = compiling
  const left = asBoolean(operandOf(node.left, compiling))
  const isOr = node.operator === 'or'
  if (isKnown(left.holds) && left.holds === isOr) return left
  const right = asBoolean(operandOf(node.right, compiling))
  const isOpen = isOr ? opposite(left.holds, shop) : left.holds
  const failed = either(left.failed, both(isOpen, right.failed, shop), shop)
  const holds = (isOr ? either : both)(left.holds, right.holds, shop)
  return { kind: 'boolean', holds, failed }
}

function compared(node: Extract<Checked, { kind: 'comparison' }>, compiling: Compiling): BooleanOperand {
  const { shop } = compiling
  const [left, right] = [operandOf(node.left, compiling), operandOf(node.right, compiling)]
  if (left.kind === 'number')
    return { kind: 'boolean', ...comparisonOf([left, asNumber(right)], node.operator, shop) }
  const failed = either(left.failed, right.failed, shop)
  const same =
    left.kind === 'text' ? sameText([left, asText(right)], shop) : sameMask(left, asBoolean(right), shop)
  return { kind: 'boolean', holds: node.operator === '==' ? same : opposite(same, shop), failed }
}

function sameMask(a: BooleanOperand, b: BooleanOperand, shop: Workshop): Mask {
  return chosenMask(a.holds, b.holds, opposite(b.holds, shop), shop)
}

function called(node: Extract<Checked, { kind: 'call' }>, compiling: Compiling): Operand {
  const { shop } = compiling
  const args = node.args.map((part) => operandOf(part, compiling))
  if (node.name === 'one_of') return isOneOf(args.map(asText), shop)
  const [first, second, third] = args.map(asNumber)
  const rest = args.slice(1).map(asNumber)
  if (first === undefined) throw new Error(`${node.name} was checked to have numbers`)
  switch (node.name) {
    case 'abs':
      return absoluteOf(first, shop)
    case 'clamp':
      if (second === undefined || third === undefined) throw new Error('clamp was checked to have two bounds')
      return boundedExtreme('least', [boundedExtreme('greatest', [first, second], shop), third], shop)
    case 'max':
      return rest.reduce((most, each) => boundedExtreme('greatest', [most, each], shop), first)
    case 'min':
      return rest.reduce((most, each) => boundedExtreme('least', [most, each], shop), first)
    case 'sum':
      return rest.reduce((all, each) => bounded(sumOf(all, each, shop)), first)
    default:
      return node.name satisfies never
  }
}

function isOneOf([of, ...choices]: readonly TextOperand[], shop: Workshop): BooleanOperand {
  if (of === undefined) throw new Error('one_of was checked to have a text')
  const holds = choices.reduce<Mask>((any, choice) => either(any, sameText([of, choice], shop), shop), false)
  const failed = choices.reduce<Mask>((any, choice) => either(any, choice.failed, shop), of.failed)
  return { kind: 'boolean', holds, failed }
}

// The checker has made sure of the types; anything else is a fault of ours.
export function asNumber(operand: Operand): NumberOperand {
  if (operand.kind !== 'number') throw new Error('a number was checked to be one')
  return operand
}

export function asBoolean(operand: Operand): BooleanOperand {
  if (operand.kind !== 'boolean') throw new Error('a condition was checked to be one')
  return operand
}

export function asText(operand: Operand): TextOperand {
  if (operand.kind !== 'text') throw new Error('a text was checked to be one')
  return operand
}
