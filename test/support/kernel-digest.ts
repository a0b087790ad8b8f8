import fc from 'fast-check'
import { BeyondProof } from '../../src/core/columns/sources.ts'
import { SETTINGS } from '../../src/core/columns/workshop.ts'
import { computeColumns } from '../../src/core/funding/kernel/compute-columns.ts'
import { outcomeAt, textOf } from './kernel-agreement.ts'
import { anyKernelCase, checkedCase, dataOf, type KernelCase } from './kernel-case.ts'

/** What the kernel makes of the same hundred cases, each time and everywhere. */
export function kernelDigest(): string {
  return fc
    .sample(anyKernelCase, { seed: 53, numRuns: 100 })
    .map((each) => JSON.stringify(outcomeOf(each)))
    .join('\n')
}

/** Every measure, line and figure of every school, as texts by the schools' ids. */
export function outcomeOf(
  each: KernelCase,
  { block = each.block, order }: { readonly block?: number; readonly order?: readonly number[] } = {},
): Readonly<Record<string, readonly string[]>> | 'no proof' {
  const formula = checkedCase(each)
  const data = dataOf(each, order)
  try {
    const columns = computeColumns(formula, data, { settings: { ...SETTINGS, block } })
    const figures = formula.figures.map(({ id, amount }) => [`figure.${id}`, columns.column(amount)] as const)
    const operands = [...columns.measures, ...columns.lines, ...figures]
    const outcomes = data.schools.map(({ id }, school) => {
      const texts = operands.map(
        ([name, operand]) => `${name} ${textOf(outcomeAt(operand, school, columns))}`,
      )
      return [id, texts] as const
    })
    return Object.fromEntries(outcomes.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  } catch (error) {
    if (error instanceof BeyondProof) return 'no proof'
    throw error
  }
}

if (import.meta.main) process.stdout.write(kernelDigest())
