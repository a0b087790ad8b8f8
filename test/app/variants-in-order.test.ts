import fc from 'fast-check'
import t from 'tap'
import type { VariantOutcome } from '../../src/app/run-variant.ts'
import { createVariantProblems } from '../../src/app/variant-problems.ts'
import { variantsInOrder } from '../../src/app/variants-in-order.ts'
import type { SweepVariant } from '../../src/contract/report/sweep-schema.ts'
import { problem } from '../../src/core/problems/problem.ts'
import { holds } from '../support/property.ts'

/** How a variant ends: well, with a warning, or failed in one of two ways. */
type Ending = 'fine' | 'warned' | 'failed' | 'failed otherwise'

const endings: readonly Ending[] = ['fine', 'warned', 'failed', 'failed otherwise']

function outcomeOf(ending: Ending, variant: number): VariantOutcome {
  const at = { kind: 'document', pointer: '/formula' } as const
  const message = `as seen in variant ${variant}`
  if (ending === 'fine') return { result: resultOf(variant), problems: [] }
  if (ending === 'warned')
    return { result: resultOf(variant), problems: [problem('BUDGET_UNDECLARED', { at, message })] }
  const code = ending === 'failed' ? 'ZERO_DIVISOR' : 'SOLVE_OUT_OF_REACH'
  return { problems: [problem(code, { at, message })] }
}

function resultOf(variant: number): SweepVariant {
  const empty = { total: '0', change: '0', solved: null, residual: null, failed: [], unchanged: null }
  const none = { increases: null, decreases: null, perPupil: null, quartiles: null }
  return { variant: variant + 1, values: [`${variant}`], holds: true, ...empty, ...none }
}

function variationOf(count: number) {
  const values = Array.from({ length: count }, (_, i) => `${i}`)
  return { parameters: [{ name: 'weight', values }], isZipped: false, count }
}

/** What a sweep in one thread comes to, one variant after another. */
function inOneThread(outcomes: readonly VariantOutcome[]) {
  const found = createVariantProblems(variationOf(outcomes.length))
  const variants: SweepVariant[] = []
  for (const [variant, { result, problems }] of outcomes.entries()) {
    found.note(problems, variant)
    if (result !== undefined) variants.push(result)
    if (found.isHopeless()) break
  }
  return { variants, problems: found.all() }
}

/** Variants with their endings, cut into ranges that are put in any order. */
const anySweep = fc
  .array(fc.tuple(fc.constantFrom(...endings), fc.nat({ max: 4 }), fc.nat()), {
    minLength: 1,
    maxLength: 90,
    size: 'max',
  })
  .map((variants) => {
    const outcomes = variants.map(([ending], variant) => outcomeOf(ending, variant))
    // A variant whose second number is 0 starts a range; the third says when the range comes.
    const starts = [...variants.keys()].filter((i) => i === 0 || variants[i]?.[1] === 0)
    const ranges = starts.map((from, i) => ({ from, outcomes: outcomes.slice(from, starts[i + 1]) }))
    const turn = ({ from }: { from: number }): number => variants[from]?.[2] ?? 0
    return { outcomes, ranges: ranges.toSorted((a, b) => turn(a) - turn(b)) }
  })

t.test('variants and problems are those of one thread, in whatever order ranges come', async (t) => {
  let hopeless = 0
  const property = fc.property(anySweep, ({ outcomes, ranges }) => {
    const swept = variantsInOrder(variationOf(outcomes.length))
    for (const { from, outcomes: some } of ranges) swept.put(from, some)
    const expected = inOneThread(outcomes)
    if (expected.variants.length + 25 <= outcomes.length) hopeless += 1
    const came = { variants: swept.variants, problems: swept.problems() }
    return swept.isSettled() && JSON.stringify(came) === JSON.stringify(expected)
  })
  await holds(t, property, { runs: 300 })
  t.ok(hopeless > 10, `${hopeless} sweeps were given up`)
})

t.test('what fails after the twenty-fifth failure is not told, even if it was known before', async (t) => {
  const swept = variantsInOrder(variationOf(30))
  const failing = (from: number, to: number): VariantOutcome[] =>
    Array.from({ length: to - from }, (_, i) => outcomeOf('failed', from + i))
  swept.put(26, [outcomeOf('failed otherwise', 26), ...failing(27, 30)])
  t.notOk(swept.isSettled(), 'the first may all be fine')
  swept.put(0, failing(0, 26))
  t.ok(swept.isSettled())
  t.strictSame(
    swept.problems().map(({ problem: { code, message }, variants }) => [code, message, variants]),
    [['ZERO_DIVISOR', 'as seen in variant 0 (at weight 0, and in 24 more of 25 variants)', 25]],
  )
})
