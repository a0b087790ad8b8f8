import { checkFormula } from '../../../src/core/formula/check-formula.ts'
import type { CheckedFormula } from '../../../src/core/formula/checked.ts'
import type { FormulaDefinition } from '../../../src/core/formula/definition.ts'

/** A formula of weighted lines: what each asks for, and its rate in dollars. */
export interface LineFormula {
  readonly needs: FormulaDefinition['needs']
  readonly pupils: string
  readonly lines: readonly { readonly amount: string; readonly rate: string }[]
}

/** Lines `l0`, `l1`, … with the rates `r0`, `r1`, …, through the checker as any other formula. */
export function lineFormula({ needs, pupils, lines }: LineFormula): CheckedFormula {
  const definition: FormulaDefinition = {
    id: 'bench',
    currency: 'USD',
    year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    needs,
    pupils,
    funds: ['general'],
    parameters: Object.fromEntries(
      lines.map(({ rate }, i) => [
        `r${i}`,
        { value: rate, unit: 'money/pupil', assumed: 'for the benchmark' },
      ]),
    ),
    lines: lines.map(({ amount }, i) => ({ id: `l${i}`, amount, fund: 'general', flexibility: 'free' })),
  }
  const checked = checkFormula(definition, { pointer: '', datasets: [] })
  if (checked.kind !== 'done') throw new Error(checked.problems.map(({ message }) => message).join('\n'))
  return checked.value
}

/** Millionths as a decimal. */
export function millionths(amount: bigint): string {
  return `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}`
}
