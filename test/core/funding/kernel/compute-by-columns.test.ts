import t from 'tap'
import { BeyondProof } from '../../../../src/core/columns/sources.ts'
import type { Computation } from '../../../../src/core/funding/computation.ts'
import { computeByReference } from '../../../../src/core/funding/compute-by-reference.ts'
import { Failure, findingsOf, type Result } from '../../../../src/core/funding/failure.ts'
import { computeByColumns } from '../../../../src/core/funding/kernel/compute-by-columns.ts'
import { computeColumns } from '../../../../src/core/funding/kernel/compute-columns.ts'
import { textOf } from '../../../support/kernel-agreement.ts'
import { type PlainCase, plainCase } from '../../../support/plain-kernel-case.ts'

// From 50 on it has more than 1,200 digits.
const tower = 'pow(pow(pow(n, 9), 9), 9)'
const small = { n: ['1', '2', '3'] }

function told(result: Result): string {
  if (!(result instanceof Failure)) return textOf(result)
  return findingsOf([result])
    .map((finding) => (finding.kind === 'missing' ? 'missing' : finding.code))
    .join()
}

/** Each figure at each school, asked for one by one and as a column. */
function figuresOf(computation: Computation | undefined, { formula, data }: ReturnType<typeof plainCase>) {
  if (computation === undefined) throw new Error('the lines have come out')
  return formula.figures.map(({ amount }) => {
    const column = computation.column(amount)
    return {
      hasFailed: column.hasFailed,
      column: data.schools.map((_, school) => told(column.at(school))),
      values: data.schools.map((_, school) => told(computation.value(amount, school))),
    }
  })
}

function isBeyond(parts: PlainCase): boolean {
  const { formula, data } = plainCase(parts)
  try {
    computeColumns(formula, data)
    return false
  } catch (error) {
    if (error instanceof BeyondProof) return true
    throw error
  }
}

t.test('a figure that may have too many digits is worked out school by school', async (t) => {
  const figures = { tower, total: `total(${tower})`, rare: `if(n > 40, ${tower}, n)` }
  for (const numbers of [small, { n: ['1', '2', '60'] }]) {
    const plain = plainCase({ lines: { a: 'n' }, figures, numbers })
    const [columns, reference] = [computeByColumns, computeByReference].map((compute) =>
      figuresOf(compute(plain.formula, plain.data), plain),
    )
    t.strictSame(columns, reference)
    t.equal(
      columns?.some(({ hasFailed }) => hasFailed),
      numbers !== small,
    )
  }
  t.ok(isBeyond({ lines: { a: tower }, numbers: { n: ['1', '60'] } }), 'it may have')
})

t.test('a line that may have too many digits leaves the run to the reference', async (t) => {
  const numbers = { n: ['1', '60'] }
  const { formula, data } = plainCase({ lines: { a: `if(n == 50, ${tower}, 1)` }, numbers })
  t.equal(computeByColumns(formula, data), undefined)
  t.strictSame(computeByReference(formula, data).failures, [])
})

t.test('the greater of two ratios, again and again, does not grow without an end', async (t) => {
  const steps = Array.from({ length: 60 }, (_, i) => [`m${i + 2}`, `max(m${i + 1}, min(m${i + 1}, m${i}))`])
  const measures = { m0: 'n / k', m1: 'k / n', ...Object.fromEntries(steps) }
  const numbers = { n: ['94906261', '94906267', '7'], k: ['7', '94906263', '5'] }
  t.ok(isBeyond({ measures, lines: { a: 'm61' }, numbers }))
})

t.test('nothing at every school stays nothing, however high it is raised', async (t) => {
  const measures = { none: 'pow(pow(pow(round(n, -12), 9), 9), 9)', some: 'none + n', lesser: 'min(none, 5)' }
  const { formula, data } = plainCase({ lines: { a: 'some + lesser' }, measures, numbers: small })
  const computation = computeByColumns(formula, data)
  t.strictSame(
    data.schools.map((_, school) => computation && told(computation.line('a', school, true))),
    ['1/1', '2/1', '3/1'],
  )
})

t.test('a run without schools has nothing to work out, and nothing to fail', async (t) => {
  const lines = {
    mean: 'mean(n)',
    quantile: 'quantile(n, 0.5)',
    total: 'total(n)',
    least: 'least(n)',
    rank: 'rank(n)',
    share: 'share_of_total(n)',
    count: 'count(n > 1)',
  }
  const { formula, data } = plainCase({ lines, numbers: { n: [] } })
  const computation = computeByColumns(formula, data)
  t.strictSame(computation?.failures, [])
  t.equal(computation?.amounts('mean').total.n, 0n)
})

t.test('a line taken over from an earlier run is still there before its rounding', async (t) => {
  const figures = { exact: 'unrounded(line.a) * 1' }
  const { formula, data } = plainCase({ lines: { a: 'n / total(n)', b: 'n' }, figures, numbers: small })
  const dollar = formula.parameters.get('dollar')
  if (dollar === undefined) throw new Error('the case has a dollar')
  // Three runs: the second takes over from the first, and the third from a run that never met the total.
  const runs = [1, 2, 3].map(() => {
    const parameters = new Map(formula.parameters).set('unused', { ...dollar, name: 'unused' })
    const again = { ...formula, parameters }
    return { again, computation: computeByColumns(again, data) }
  })
  for (const { again, computation } of runs)
    t.strictSame(
      figuresOf(computation, { formula: again, data }).map(({ column }) => column),
      [['1/6', '1/3', '1/2']],
    )
})
