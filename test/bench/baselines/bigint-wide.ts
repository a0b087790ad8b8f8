// `BigInt` over 64-bit columns of wide lines; see `bigint-simple.ts`.
import { WIDE_UNITS_PER_CENT, wideLines } from '../data/wide-lines.ts'
import { caseArguments } from '../report-case.ts'
import { type BigColumns, reportBigCase } from './big-case.ts'

const HALF = WIDE_UNITS_PER_CENT / 2n

const { data, schools, pupils, proportions, rates } = wideLines(caseArguments().schools ?? 100_000)
const bigPupils = BigInt64Array.from(pupils, BigInt)
const columns = proportions.map((column) => BigInt64Array.from(column, BigInt))

await reportBigCase({ data, schools, lines: rates.length, inputs: columns.length + 1 }, addLines)

function addLines({ amounts, schoolTotals, lineTotals }: BigColumns): void {
  schoolTotals.fill(0n)
  for (let line = 0; line < rates.length; line++) lineTotals[line] = addLine(line, { amounts, schoolTotals })
}

function addLine(line: number, { amounts, schoolTotals }: Omit<BigColumns, 'lineTotals'>): bigint {
  const proportions = columns[line]
  const rate = rates[line]
  const cents = amounts[line]
  let total = 0n
  for (let i = 0; i < schools; i++) {
    const amount = (bigPupils[i] * proportions[i] * rate + HALF) / WIDE_UNITS_PER_CENT
    cents[i] = amount
    total += amount
    schoolTotals[i] += amount
  }
  return total
}
