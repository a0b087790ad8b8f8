// The float loop, third form: school by school over one interleaved array, all twenty lines written out, so that
// factors and totals of the lines need no memory. Only for data of 20 lines. For the rest see `float-columns.ts`.
import { exactCents } from '../data/exact-amounts.ts'
import { checkColumns, columnBytes } from '../data/line-columns.ts'
import { simpleLines } from '../data/simple-lines.ts'
import { caseArguments, reportCase } from '../report-case.ts'

const LINES = 20
const BLOCK = 2_048

const lines = simpleLines(caseArguments().schools ?? 100_000)
const { schools, factors } = lines
const counts = new Float64Array(schools * LINES)
lines.counts.forEach((column, line) => {
  column.forEach((count, school) => {
    counts[school * LINES + line] = count
  })
})
const amounts = new Float64Array(schools * LINES)
const schoolTotals = new Float64Array(schools)
const lineTotals = new Float64Array(LINES)

await reportCase({
  data: lines.data,
  schools,
  amounts: schools * LINES,
  columnBytes: columnBytes(LINES, { schools, lines: LINES }),
  isExact: false,
  pass: () => {
    lineTotals.fill(0)
    for (let from = 0; from < schools; from += BLOCK) {
      addSchools(from, Math.min(from + BLOCK, schools), {
        counts,
        factors,
        amounts,
        schoolTotals,
        lineTotals,
      })
    }
  },
  check: () => {
    const columns = lines.counts.map((_, line) =>
      Float64Array.from({ length: schools }, (_, school) => amounts[school * LINES + line]),
    )
    return checkColumns({ amounts: columns, schoolTotals, lineTotals }, (line, school) =>
      exactCents(lines, line, school),
    )
  },
})

interface Rows {
  readonly counts: Float64Array
  readonly factors: Float64Array
  readonly amounts: Float64Array
  readonly schoolTotals: Float64Array
  readonly lineTotals: Float64Array
}

function addSchools(from: number, to: number, rows: Rows): void {
  const { counts, factors, amounts, schoolTotals, lineTotals } = rows
  const [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19] = factors
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  let s5 = 0
  let s6 = 0
  let s7 = 0
  let s8 = 0
  let s9 = 0
  let s10 = 0
  let s11 = 0
  let s12 = 0
  let s13 = 0
  let s14 = 0
  let s15 = 0
  let s16 = 0
  let s17 = 0
  let s18 = 0
  let s19 = 0
  for (let school = from, i = from * LINES; school < to; school++, i += LINES) {
    let total = 0
    const x0 = Math.floor(counts[i] * f0 + 0.5)
    amounts[i] = x0
    s0 += x0
    total += x0
    const x1 = Math.floor(counts[i + 1] * f1 + 0.5)
    amounts[i + 1] = x1
    s1 += x1
    total += x1
    const x2 = Math.floor(counts[i + 2] * f2 + 0.5)
    amounts[i + 2] = x2
    s2 += x2
    total += x2
    const x3 = Math.floor(counts[i + 3] * f3 + 0.5)
    amounts[i + 3] = x3
    s3 += x3
    total += x3
    const x4 = Math.floor(counts[i + 4] * f4 + 0.5)
    amounts[i + 4] = x4
    s4 += x4
    total += x4
    const x5 = Math.floor(counts[i + 5] * f5 + 0.5)
    amounts[i + 5] = x5
    s5 += x5
    total += x5
    const x6 = Math.floor(counts[i + 6] * f6 + 0.5)
    amounts[i + 6] = x6
    s6 += x6
    total += x6
    const x7 = Math.floor(counts[i + 7] * f7 + 0.5)
    amounts[i + 7] = x7
    s7 += x7
    total += x7
    const x8 = Math.floor(counts[i + 8] * f8 + 0.5)
    amounts[i + 8] = x8
    s8 += x8
    total += x8
    const x9 = Math.floor(counts[i + 9] * f9 + 0.5)
    amounts[i + 9] = x9
    s9 += x9
    total += x9
    const x10 = Math.floor(counts[i + 10] * f10 + 0.5)
    amounts[i + 10] = x10
    s10 += x10
    total += x10
    const x11 = Math.floor(counts[i + 11] * f11 + 0.5)
    amounts[i + 11] = x11
    s11 += x11
    total += x11
    const x12 = Math.floor(counts[i + 12] * f12 + 0.5)
    amounts[i + 12] = x12
    s12 += x12
    total += x12
    const x13 = Math.floor(counts[i + 13] * f13 + 0.5)
    amounts[i + 13] = x13
    s13 += x13
    total += x13
    const x14 = Math.floor(counts[i + 14] * f14 + 0.5)
    amounts[i + 14] = x14
    s14 += x14
    total += x14
    const x15 = Math.floor(counts[i + 15] * f15 + 0.5)
    amounts[i + 15] = x15
    s15 += x15
    total += x15
    const x16 = Math.floor(counts[i + 16] * f16 + 0.5)
    amounts[i + 16] = x16
    s16 += x16
    total += x16
    const x17 = Math.floor(counts[i + 17] * f17 + 0.5)
    amounts[i + 17] = x17
    s17 += x17
    total += x17
    const x18 = Math.floor(counts[i + 18] * f18 + 0.5)
    amounts[i + 18] = x18
    s18 += x18
    total += x18
    const x19 = Math.floor(counts[i + 19] * f19 + 0.5)
    amounts[i + 19] = x19
    s19 += x19
    total += x19
    schoolTotals[school] = total
  }
  const sums = [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19]
  for (let line = 0; line < LINES; line++) lineTotals[line] += sums[line]
}
