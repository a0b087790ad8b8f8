import type { Checked } from './checked.ts'
import type { Checking } from './scope.ts'
import { type NumberType, type Type, typeText } from './types.ts'
import { sameUnit, type Unit } from './units.ts'

/** The number type that two sides of `+`, `-`, a comparison or a choice share, if their units are equal. */
export function unify(a: NumberType, b: NumberType): NumberType | undefined {
  const unit = unifyUnits(a.unit, b.unit)
  if (unit === undefined) return undefined
  const exact = a.exact === 'ratio' || b.exact === 'ratio' ? 'ratio' : 'decimal'
  return { kind: 'number', exact, unit }
}

/** A checked expression that is known to give a number. */
export type Numeric = Checked & { readonly type: NumberType }

export function isNumeric(checked: Checked): checked is Numeric {
  return checked.type.kind === 'number'
}

/** The shared type of several numbers; reports the first that differs from those before it. */
export function unifyAll(args: readonly Numeric[], checking: Checking): NumberType | undefined {
  let shared: NumberType | undefined = args[0]?.type
  for (const arg of args.slice(1)) {
    if (shared === undefined) return undefined
    const next = unify(shared, arg.type)
    if (next === undefined) reportUnits(checking, arg, { left: shared, right: arg.type })
    shared = next
  }
  return shared
}

export function reportUnits(checking: Checking, at: Checked, sides: { left: Type; right: Type }): void {
  checking.report('UNIT_MISMATCH', at.span, {
    message: `the units differ: ${typeText(sides.left)} on one side, ${typeText(sides.right)} on the other`,
    found: typeText(sides.right),
    expected: typeText(sides.left),
    suggestion: 'multiply or divide by a parameter whose unit turns one into the other',
  })
}

/** Reports a value of the wrong type, with both named. */
export function reportType(checking: Checking, checked: Checked, expected: string): void {
  checking.report('TYPE_MISMATCH', checked.span, {
    message: `${expected} is needed here, and this is ${typeText(checked.type)}`,
    found: typeText(checked.type),
    expected,
  })
}

/** The number a part gives, or `undefined` after saying that it is none. */
export function asNumber(checking: Checking, checked: Checked | undefined): Numeric | undefined {
  if (checked === undefined) return undefined
  if (isNumeric(checked)) return checked
  reportType(checking, checked, 'a number')
  return undefined
}

function unifyUnits(a: Unit | 'bare', b: Unit | 'bare'): Unit | 'bare' | undefined {
  if (a === 'bare') return b
  if (b === 'bare') return a
  return sameUnit(a, b) ? a : undefined
}
