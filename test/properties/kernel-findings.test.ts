import fc from 'fast-check'
import t from 'tap'
import type { CheckedFormula, Formulated } from '../../src/core/formula/checked.ts'
import type { Computation } from '../../src/core/funding/computation.ts'
import { computeByReference } from '../../src/core/funding/compute-by-reference.ts'
import { Failure, findingsOf, type Result } from '../../src/core/funding/failure.ts'
import { computeByColumns } from '../../src/core/funding/kernel/compute-by-columns.ts'
import type { RunData } from '../../src/core/funding/run-data.ts'
import { caseCounts, FILE_LIMIT } from '../support/case-counts.ts'
import { textOf } from '../support/kernel-agreement.ts'
import { anyKernelCase, checkedCase, dataOf } from '../support/kernel-case.ts'
import { holds } from '../support/property.ts'

t.setTimeout(FILE_LIMIT)

t.test('whoever asks the columns is told what the reference would say, and why it failed', async (t) => {
  const met = { whole: 0, failing: 0, left: 0 }
  let last: readonly string[] = []
  await holds(
    t,
    fc.property(anyKernelCase, (each) => {
      const [formula, data] = [checkedCase(each), dataOf(each)]
      const reference = computeByReference(formula, data)
      const columns = computeByColumns(formula, data)
      const before = toldBy(reference, formula, data)
      if (columns === undefined) {
        met.left += 1
        last = []
        return true
      }
      met.whole += 1
      if (before.some((text) => text.includes('because'))) met.failing += 1
      last = differing(before, toldBy(columns, formula, data))
      return last.length === 0
    }),
    caseCounts({ usual: 3000, long: 50_000 }),
  )
  t.strictSame(last, [])
  t.ok(met.whole > 700, `${met.whole} formulas had all their lines`)
  t.ok(met.failing > 150, `${met.failing} of them had something else that failed`)
  t.ok(met.left > 150, `${met.left} were left to the reference`)
})

t.test('a formula whose lines have all come out is not left to the reference', async (t) => {
  let beyond = 0
  await holds(
    t,
    fc.property(anyKernelCase, (each) => {
      const [formula, data] = [checkedCase(each), dataOf(each)]
      const isWhole = computeByReference(formula, data).failures.length === 0
      const isLeft = computeByColumns(formula, data) === undefined
      // Only towers of powers may come to more digits than are let through.
      const mayGrow = JSON.stringify(each.formula).includes(', 9)')
      if (isWhole && isLeft && mayGrow) beyond += 1
      return isWhole !== isLeft || (isWhole && mayGrow)
    }),
    caseCounts({ usual: 1200, long: 20_000 }),
  )
  t.comment(`${beyond} of them had numbers that may grow beyond what can be proven`)
})

/** Everything that can be asked of a computation, as texts. */
function toldBy(computation: Computation, formula: CheckedFormula, data: RunData): string[] {
  const { failures, problems } = computation
  const others = [...formula.figures.map(({ amount }) => amount), formula.restrict].filter(isFormulated)
  const columns = others.map((each) => computation.column(each))
  const failed = columns.map(({ hasFailed }) => `${hasFailed}`)
  const bySchool = data.schools.flatMap((_, school) => [
    ...[...formula.measures.keys()].map((name) => computation.measure(name, school)),
    ...formula.lines.flatMap(({ id }) => [
      computation.line(id, school, true),
      computation.line(id, school, false),
    ]),
    ...others.map((each) => computation.value(each, school)),
    ...columns.map((column) => column.at(school)),
    ...(computation.adjusted === undefined ? [] : [computation.adjusted.ledger.subtotal(school)]),
  ])
  const money =
    failures.length > 0
      ? []
      : formula.lines.flatMap(({ id }) => {
          const amounts = computation.amounts(id)
          return [amounts.total, ...data.schools.map((_, school) => amounts.at(school))]
        })
  return [...failed, ...[...bySchool, ...money, ...failures].map(toldText), JSON.stringify(problems)]
}

function isFormulated(each: Formulated | undefined): each is Formulated {
  return each !== undefined
}

function toldText(result: Result): string {
  if (!(result instanceof Failure)) return textOf(result)
  const findings = findingsOf([result]).map((each) => JSON.stringify(each))
  return `because ${findings.toSorted((a, b) => (a < b ? -1 : 1)).join(' and ')}`
}

function differing(before: readonly string[], after: readonly string[]): string[] {
  if (before.length !== after.length) return [`${after.length} answers instead of ${before.length}`]
  return after.flatMap((text, i) => (text === before[i] ? [] : [`${text} instead of ${before[i]}`]))
}
