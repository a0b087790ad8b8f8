// The engine over simple lines: pupils × a rate, each rounded half up to the cent.
import { linesNamed } from '../data/lines-named.ts'
import { caseArguments } from '../report-case.ts'
import { numbers, schoolsNumbered } from './column-run-data.ts'
import { lineFormula, millionths } from './line-formula.ts'
import { reportKernel } from './report-kernel.ts'

const given = caseArguments()
const { data, schools, counts, rates } = linesNamed(given.data, given.schools ?? 100_000)
// Columns that are one and the same array are one need.
const needOf = new Map([...new Set(counts)].map((column, i) => [column, `c${i}`]))
const formula = lineFormula({
  needs: Object.fromEntries([...needOf.values()].map((name) => [name, { unit: 'pupil' }])),
  pupils: 'c0',
  // Ten-thousandths of a cent are millionths of a dollar.
  lines: counts.map((column, i) => ({ amount: `${needOf.get(column)} * r${i}`, rate: millionths(rates[i]) })),
})
const columns = new Map([...needOf].map(([column, name]) => [name, numbers(column, 1n)]))
await reportKernel(formula, {
  data,
  inputs: needOf.size,
  columns: { schools: schoolsNumbered(schools), columns },
})
