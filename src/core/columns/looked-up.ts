import type { ParameterValue, TableEntries } from '../formula/checked.ts'
import { divide, multiply, type Rational, subtract } from '../numbers/rational.ts'
import { either, type Mask } from './masks.ts'
import { choiceOf, comparisonOf, extremeOf, productOf, sumOf } from './number-arithmetic.ts'
import {
  constantOperand,
  type NumberOperand,
  numberOperand,
  type Operand,
  type TextOperand,
} from './operand.ts'
import type { Sources } from './sources.ts'
import { codeAt } from './texts.ts'
import { commonDivisor, constantWhole, hull, type rangeOf, type Whole } from './whole.ts'
import { isNarrow } from './whole-arithmetic.ts'
import type { Workshop } from './workshop.ts'

type Points = readonly (readonly [Rational, Rational])[]

interface Compiling {
  readonly shop: Workshop
  readonly sources: Pick<Sources, 'code'>
}

/** What a taper, band or table gives for its keys; a key that a table has not has failed. */
export function lookedUp(
  value: ParameterValue,
  keys: readonly Operand[],
  compiling: Compiling,
): NumberOperand {
  const [key] = keys
  switch (value.kind) {
    case 'number':
      return constantOperand(value.value)
    case 'taper':
      return taper(value.points, numberKey(key), compiling.shop)
    case 'band':
      return band(value.points, numberKey(key), compiling.shop)
    case 'table':
      return table(value.entries, keys.map(textKey), compiling)
    default:
      return value satisfies never
  }
}

/** On each stretch a straight line through its two points; x is held between the first and the last. */
function taper(points: Points, x: NumberOperand, shop: Workshop): NumberOperand {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) throw new Error('a taper was checked to have points')
  const held = heldBetween(x, [first[0], last[0]], shop)
  let result = constantOperand(first[1])
  for (const [i, right] of points.entries()) {
    const left = points[i - 1]
    if (left === undefined) continue
    const slope = divide(subtract(right[1], left[1]), subtract(right[0], left[0]))
    const start = subtract(left[1], multiply(slope, left[0]))
    const onStretch = sumOf(
      productOf(heldBetween(held, [left[0], right[0]], shop), constantOperand(slope), shop),
      constantOperand(start),
      shop,
    )
    const isOn = comparisonOf([held, constantOperand(left[0])], '>', shop)
    result = { ...choiceOf(isOn.holds, [onStretch, result], shop), kind: 'number', failed: false }
  }
  return { ...result, failed: x.failed }
}

/** The step whose lower bound is the last not above x; before the first bound, the first step. */
function band(points: Points, x: NumberOperand, shop: Workshop): NumberOperand {
  const [first, ...others] = points
  if (first === undefined) throw new Error('a band was checked to have steps')
  let result = constantOperand(first[1])
  for (const [start, value] of others) {
    const isOn = comparisonOf([x, constantOperand(start)], '>=', shop)
    result = {
      ...choiceOf(isOn.holds, [constantOperand(value), result], shop),
      kind: 'number',
      failed: false,
    }
  }
  return { ...result, failed: x.failed }
}

function heldBetween(
  x: NumberOperand,
  [low, high]: readonly [Rational, Rational],
  shop: Workshop,
): NumberOperand {
  return extremeOf(
    'least',
    [extremeOf('greatest', [x, constantOperand(low)], shop), constantOperand(high)],
    shop,
  )
}

/** A table's entries over one denominator, found by the codes of its keys. */
function table(
  entries: TableEntries,
  keys: readonly TextOperand[],
  { shop, sources }: Compiling,
): NumberOperand {
  const values = leavesOf(entries)
  const denominator = values.reduce((all, { d }) => (all / commonDivisor(all, d)) * d, 1n)
  const numerators = values.map(({ n, d }) => n * (denominator / d))
  const index = new Map(values.map((value, i) => [value, i]))
  const tree = codedTree(entries, { sources, indexOf: (value) => index.get(value) ?? 0 })
  const absent = shop.mask()
  const range = hull(...numerators.map((each) => ({ low: each, high: each })))
  const whole = entryColumn({ tree, keys, numerators, absent }, range, shop)
  // Only now does `absent` say anything: steps run in the order in which they were put together.
  const failed = keys.reduce<Mask>((any, key) => either(any, key.failed, shop), absent)
  return numberOperand(whole, constantWhole(denominator), failed)
}

type CodedTree = ReadonlyMap<number, number | CodedTree>

interface Entries {
  readonly tree: CodedTree
  readonly keys: readonly TextOperand[]
  readonly numerators: readonly bigint[]
  readonly absent: { readonly values: Uint8Array }
}

function entryColumn(
  { tree, keys, numerators, absent }: Entries,
  range: ReturnType<typeof rangeOf>,
  shop: Workshop,
): Whole {
  const find = (start: number, i: number): number => {
    let at: number | CodedTree | undefined = tree
    for (const { codes } of keys) at = typeof at === 'object' ? at.get(codeAt(codes, start, i)) : at
    absent.values[i] = typeof at === 'number' ? 0 : 1
    // Where there is no entry another stands in, which nobody reads and which is within the proven range.
    return typeof at === 'number' ? at : 0
  }
  if (!isNarrow(range, shop)) {
    const slot = shop.bigs()
    shop.steps.push((start, count) => {
      for (let i = 0; i < count; i += 1) slot.values[i] = numerators[find(start, i)] ?? 0n
    })
    return { kind: 'big', slot, ...range }
  }
  const slot = shop.numbers()
  const floats = Float64Array.from(numerators, Number)
  shop.steps.push((start, count) => {
    for (let i = 0; i < count; i += 1) slot.values[i] = floats[find(start, i)] ?? 0
  })
  return { kind: 'narrow', slot, times: 1n, ...range }
}

function leavesOf(entries: TableEntries): Rational[] {
  return [...entries.values()].flatMap((entry) => (isLeaf(entry) ? [entry] : leavesOf(entry)))
}

function codedTree(
  entries: TableEntries,
  context: { readonly sources: Pick<Sources, 'code'>; readonly indexOf: (value: Rational) => number },
): CodedTree {
  const { sources, indexOf } = context
  return new Map(
    [...entries].map(([key, entry]) => [
      sources.code(key),
      isLeaf(entry) ? indexOf(entry) : codedTree(entry, context),
    ]),
  )
}

function isLeaf(entry: Rational | TableEntries): entry is Rational {
  return 'n' in entry
}

function numberKey(key: Operand | undefined): NumberOperand {
  if (key?.kind !== 'number') throw new Error('the key of a taper or band was checked to be a number')
  return key
}

function textKey(key: Operand): TextOperand {
  if (key.kind !== 'text') throw new Error('the key of a table was checked to be a text')
  return key
}
