import fc from 'fast-check'
import t from 'tap'
import { BeyondProof } from '../../src/core/columns/sources.ts'
import { SETTINGS, type Settings } from '../../src/core/columns/workshop.ts'
import type { Computation } from '../../src/core/funding/computation.ts'
import { computeByReference } from '../../src/core/funding/compute-by-reference.ts'
import { findingsOf } from '../../src/core/funding/failure.ts'
import { caseCounts, FILE_LIMIT } from '../support/case-counts.ts'
import { type Compared, type Comparison, compareWithReference } from '../support/kernel-agreement.ts'
import { anyKernelCase, checkedCase, dataOf, type KernelCase } from '../support/kernel-case.ts'
import { fails, holds } from '../support/property.ts'

t.setTimeout(FILE_LIMIT)

t.test('columns give every school what arithmetic school by school gives it', async (t) => {
  const met = new Map<string, number>()
  const { runs, ...limit } = caseCounts({ usual: 12_000, long: 100_000 })
  let last: readonly string[] = []
  const agrees = fc.property(anyKernelCase, (each) => {
    const { comparison, reference } = compared(each)
    countWhatIsMet(comparison?.results, reference, met)
    last = comparison?.differences ?? []
    return last.length === 0
  })
  await holds(t, agrees, { runs, ...limit })
  t.strictSame(last, [], 'the same values, the same failures, the same sums')
  for (const [what, oneIn] of Object.entries(OFTEN)) {
    const times = met.get(what) ?? 0
    t.ok(times > runs / oneIn, `${what}: ${times} times`)
  }
})

t.test('a bound that lets numbers beyond a float into one is found', async (t) => {
  for (const narrowLimit of [2n ** 54n, 2n ** 60n])
    await fails(
      t,
      fc.property(anyKernelCase, (each) => {
        const { comparison } = compared(each, { narrowLimit })
        return comparison === undefined || comparison.differences.length === 0
      }),
      { runs: 3000 },
    )
})

/** How often each lane and each reason to fail is met at the least: once in so many cases. */
const OFTEN = {
  'numerator constant': 2,
  'numerator narrow': 2,
  'numerator wide': 50,
  'numerator big': 2,
  'denominator narrow': 30,
  'denominator wide': 300,
  'denominator big': 30,
  text: 4,
  boolean: 4,
  missing: 5,
  ZERO_DIVISOR: 100,
  KEY_ABSENT: 10,
  NUMBER_TOO_LARGE: 300,
  'no proof': 500,
} as const

/** No comparison where the kernel leaves the case to the reference. */
function compared(
  each: KernelCase,
  planted: Partial<Settings> = {},
): { readonly comparison: Comparison | undefined; readonly reference: Computation } {
  const formula = checkedCase(each)
  const data = dataOf(each)
  const reference = computeByReference(formula, data)
  const settings = { ...SETTINGS, block: each.block, ...planted }
  try {
    return { comparison: compareWithReference({ formula, data, reference, settings }), reference }
  } catch (error) {
    if (error instanceof BeyondProof) return { comparison: undefined, reference }
    throw error
  }
}

function countWhatIsMet(
  results: readonly Compared[] | undefined,
  { failures }: Computation,
  met: Map<string, number>,
): void {
  const count = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1)
  for (const finding of findingsOf(failures)) count(finding.kind === 'missing' ? 'missing' : finding.code)
  if (results === undefined) count('no proof')
  for (const { operand } of results ?? []) {
    if (operand.kind === 'number') {
      count(`numerator ${operand.numerator.kind}`)
      count(`denominator ${operand.denominator.kind}`)
    } else count(operand.kind)
  }
}
