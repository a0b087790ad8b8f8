// The engine over wide lines: pupils × a proportion of six decimals × a rate of six decimals.
import { wideLines } from '../data/wide-lines.ts'
import { caseArguments } from '../report-case.ts'
import { numbers, schoolsNumbered } from './column-run-data.ts'
import { lineFormula, millionths } from './line-formula.ts'
import { reportKernel } from './report-kernel.ts'

const wide = wideLines(caseArguments().schools ?? 100_000)
const names = wide.proportions.map((_, i) => `p${i}`)
const formula = lineFormula({
  needs: { pupils: { unit: 'pupil' }, ...Object.fromEntries(names.map((name) => [name, { unit: '1' }])) },
  pupils: 'pupils',
  lines: names.map((name, i) => ({ amount: `pupils * ${name} * r${i}`, rate: millionths(wide.rates[i]) })),
})
const columns = new Map([
  ['pupils', numbers(wide.pupils, 1n)],
  ...wide.proportions.map((column, i) => [names[i], numbers(column, 1_000_000n)] as const),
])
await reportKernel(formula, {
  data: wide.data,
  inputs: names.length + 1,
  columns: { schools: schoolsNumbered(wide.schools), columns },
})
