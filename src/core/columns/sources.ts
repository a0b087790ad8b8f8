import type { Checked, CheckedParameter } from '../formula/checked.ts'
import type { Mask } from './masks.ts'
import type { Operand } from './operand.ts'
import type { Workshop } from './workshop.ts'

/** What an expression may look at, besides its own arithmetic. */
export interface Sources {
  input(input: { readonly dataset: string; readonly name: string }): Operand
  given(input: { readonly dataset: string; readonly name: string }): Mask
  parameter(name: string): CheckedParameter
  measure(name: string): Operand
  line(id: string, isRounded: boolean): Operand
  adjustment(id: string): Operand
  subtotal(): Operand
  aggregate(node: Extract<Checked, { kind: 'aggregate' }>): Operand
  /** The number that stands for a text. */
  readonly code: (text: string) => number
}

export interface Compiling {
  readonly shop: Workshop
  readonly sources: Sources
}

/** A proof that did not come about: numbers may be so great that the reference would refuse them. */
export class BeyondProof extends Error {}
