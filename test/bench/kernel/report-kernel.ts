import { createColumnStore, SETTINGS } from '../../../src/core/columns/workshop.ts'
import type { CheckedFormula } from '../../../src/core/formula/checked.ts'
import { computeColumns } from '../../../src/core/funding/kernel/compute-columns.ts'
import type { FormulaColumns } from '../../../src/core/funding/kernel/formula-columns.ts'
import { columnBytes } from '../data/line-columns.ts'
import { FIRST_SCHOOLS, reportCase } from '../report-case.ts'
import { columnRunData, type NumberColumns } from './column-run-data.ts'

/** Times the engine's columns: every line at every school, what each school gets, and what each line comes to. */
export async function reportKernel(
  formula: CheckedFormula,
  { data, inputs, columns }: { data: string; inputs: number; columns: NumberColumns },
): Promise<void> {
  const schools = columns.schools.length
  const lines = formula.lines.length
  const store = createColumnStore(schools)
  let found: FormulaColumns | undefined
  await reportCase({
    data,
    schools,
    amounts: schools * lines,
    columnBytes: columnBytes(inputs, { schools, lines }),
    isExact: true,
    pass: () => {
      // The columns of the pass before are written over, as every contender does with its own.
      store.release()
      found = computeColumns(formula, columnRunData(columns), { settings: { ...SETTINGS, store } })
    },
    check: () => checked(found, formula),
  })
}

function checked(found: FormulaColumns | undefined, { lines }: CheckedFormula) {
  if (found === undefined) throw new Error('no pass has run')
  const { numerator, denominator } = found.bySchool
  if (numerator.kind !== 'narrow' || denominator.kind !== 'constant' || denominator.value !== 100n)
    throw new Error('what schools get is expected in cents')
  const cents = sumOf(numerator.slot.values)
  const byLine = lines
    .map(({ id }) => found.lineTotal(id))
    .reduce((sum, { n, d }) => sum + (n * 100n) / d, 0n)
  if (cents !== byLine) throw new Error('schools and lines do not add up to the same')
  const checksumOfFirst = String(sumOf(numerator.slot.values.subarray(0, FIRST_SCHOOLS)))
  return { checksum: String(cents), checksumOfFirst }
}

function sumOf(column: Float64Array): bigint {
  let sum = 0n
  for (const cents of column) sum += BigInt(cents)
  return sum
}
