import { checkedCase, dataOf, type KernelCase } from './kernel-case.ts'

/** Expressions by id, and the numbers of each school by need. */
export interface PlainCase {
  readonly lines: Readonly<Record<string, string>>
  readonly measures?: Readonly<Record<string, string>>
  readonly figures?: Readonly<Record<string, string>>
  readonly numbers: Readonly<Record<string, readonly (string | undefined)[]>>
}

/** A checked formula and its schools, all numbers pure and all lines in money; measures may be ratios. */
export function plainCase({ lines, measures = {}, figures = {}, numbers }: PlainCase): {
  readonly formula: ReturnType<typeof checkedCase>
  readonly data: ReturnType<typeof dataOf>
} {
  const [first = []] = Object.values(numbers)
  const formula: KernelCase['formula'] = {
    id: 'plain',
    currency: 'USD',
    year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    needs: Object.fromEntries(Object.keys(numbers).map((name) => [name, {}])),
    funds: ['general'],
    parameters: { dollar: { value: '1', unit: 'money', assumed: 'for this case' } },
    measures: Object.fromEntries(
      Object.entries(measures).map(([name, value]) => [name, { value, kind: 'ratio' as const }]),
    ),
    lines: Object.entries(lines).map(([id, amount]) => ({
      id,
      amount: `(${amount}) * dollar`,
      fund: 'general',
      flexibility: 'free' as const,
    })),
    figures: Object.entries(figures).map(([id, amount]) => ({ id, amount })),
  }
  const none = { of: [], cells: {} }
  return {
    formula: checkedCase({ formula }),
    data: dataOf({ formula, schools: first.length, now: numbers, prior: none, block: 1 }),
  }
}
