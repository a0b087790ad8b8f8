// decimal.js over the first 1,000 schools: 100,000 would take minutes, and the time of an amount is the same.
import { Decimal } from 'decimal.js'
import { columnBytes } from '../data/line-columns.ts'
import { simpleLines } from '../data/simple-lines.ts'
import { RATE_UNITS_PER_CENT } from '../data/weighted-lines.ts'
import { caseArguments, FIRST_SCHOOLS, reportCase } from '../report-case.ts'

const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP })

// Drawn for all schools, so that the first ones are those of the other contenders.
const { data, counts, rates } = simpleLines(caseArguments().schools ?? 100_000)
const schools = Math.min(FIRST_SCHOOLS, counts[0].length)
const lines = rates.length
const columns = counts.map((column) => Array.from(column.subarray(0, schools), (count) => new Exact(count)))
const dollarsPerPupil = rates.map((rate) =>
  new Exact(String(rate)).dividedBy(String(RATE_UNITS_PER_CENT)).dividedBy(100),
)
const zero = new Exact(0)
const amounts = columns.map(() => zeros(schools))
const schoolTotals = zeros(schools)
const lineTotals = zeros(lines)

await reportCase({
  data,
  schools,
  amounts: schools * lines,
  columnBytes: columnBytes(lines, { schools, lines }),
  isExact: true,
  pass: addLines,
  check: () => {
    const dollars = sumOf(schoolTotals)
    if (!dollars.equals(sumOf(lineTotals))) throw new Error('schools and lines do not add up to the same')
    return { checksumOfFirst: dollars.times(100).toFixed() }
  },
})

function addLines(): void {
  schoolTotals.fill(zero)
  for (let line = 0; line < lines; line++) {
    const counts = columns[line]
    const rate = dollarsPerPupil[line]
    const dollars = amounts[line]
    let total: Decimal = zero
    for (let i = 0; i < schools; i++) {
      const amount = counts[i].times(rate).toDecimalPlaces(2)
      dollars[i] = amount
      total = total.plus(amount)
      schoolTotals[i] = schoolTotals[i].plus(amount)
    }
    lineTotals[line] = total
  }
}

function zeros(length: number): Decimal[] {
  return Array.from({ length }, () => zero)
}

function sumOf(column: readonly Decimal[]): Decimal {
  return column.reduce((sum, dollars) => sum.plus(dollars), zero)
}
