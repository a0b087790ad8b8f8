// `BigInt` over 64-bit columns. V8 computes in machine words what has always fitted into them, so that plain
// operators are as fast as `BigInt.asIntN(64, …)` around each of them, and stay exact where it would wrap.
import { linesNamed } from '../data/lines-named.ts'
import { RATE_UNITS_PER_CENT } from '../data/weighted-lines.ts'
import { caseArguments } from '../report-case.ts'
import { type BigColumns, reportBigCase } from './big-case.ts'

const HALF = RATE_UNITS_PER_CENT / 2n

const given = caseArguments()
const { data, schools, counts, rates } = linesNamed(given.data, given.schools ?? 100_000)
const columns = counts.map((column) => BigInt64Array.from(column, BigInt))

await reportBigCase({ data, schools, lines: rates.length, inputs: columns.length }, addLines)

function addLines({ amounts, schoolTotals, lineTotals }: BigColumns): void {
  schoolTotals.fill(0n)
  for (let line = 0; line < rates.length; line++) lineTotals[line] = addLine(line, { amounts, schoolTotals })
}

function addLine(line: number, { amounts, schoolTotals }: Omit<BigColumns, 'lineTotals'>): bigint {
  const counts = columns[line]
  const rate = rates[line]
  const cents = amounts[line]
  let total = 0n
  for (let i = 0; i < schools; i++) {
    const amount = (counts[i] * rate + HALF) / RATE_UNITS_PER_CENT
    cents[i] = amount
    total += amount
    schoolTotals[i] += amount
  }
  return total
}
