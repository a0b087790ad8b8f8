// A float loop over wide lines: pupils × proportion × rate. Written as `float-blocks.ts`, the fastest of the three.
import { exactWideCents } from '../data/exact-amounts.ts'
import { checkColumns, columnBytes, type LineColumns, lineColumns } from '../data/line-columns.ts'
import { wideLines } from '../data/wide-lines.ts'
import { caseArguments, reportCase } from '../report-case.ts'

const BLOCK = 2_048
const MILLION = 1_000_000

const wide = wideLines(caseArguments().schools ?? 100_000)
const { data, schools, pupils } = wide
const lines = wide.rates.length
const proportions = wide.proportions.map((column) => column.map((millionths) => millionths / MILLION))
const factors = Float64Array.from(wide.rates, (rate) => (Number(rate) / MILLION) * 100)
const into = lineColumns({ schools, lines })

await reportCase({
  data,
  schools,
  amounts: schools * lines,
  columnBytes: columnBytes(lines + 1, { schools, lines }),
  isExact: false,
  pass: addBlocks,
  check: () => checkColumns(into, (line, school) => exactWideCents(wide, line, school)),
})

function addBlocks(): void {
  into.schoolTotals.fill(0)
  into.lineTotals.fill(0)
  for (let from = 0; from < schools; from += BLOCK) {
    const to = Math.min(from + BLOCK, schools)
    for (let line = 0; line < lines; line += 2) addPair(line, { from, to }, into)
  }
}

/** Two lines at a block of schools. */
function addPair(
  line: number,
  { from, to }: { from: number; to: number },
  { amounts, schoolTotals, lineTotals }: LineColumns,
): void {
  const proportionsA = proportions[line]
  const proportionsB = proportions[line + 1]
  const factorA = factors[line]
  const factorB = factors[line + 1]
  const centsA = amounts[line]
  const centsB = amounts[line + 1]
  const whole = to - ((to - from) % 2)
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = from; i < whole; i += 2) {
    const w = Math.floor(pupils[i] * proportionsA[i] * factorA + 0.5)
    const x = Math.floor(pupils[i] * proportionsB[i] * factorB + 0.5)
    const y = Math.floor(pupils[i + 1] * proportionsA[i + 1] * factorA + 0.5)
    const z = Math.floor(pupils[i + 1] * proportionsB[i + 1] * factorB + 0.5)
    const totalWx = schoolTotals[i] + w + x
    const totalYz = schoolTotals[i + 1] + y + z
    centsA[i] = w
    centsB[i] = x
    centsA[i + 1] = y
    centsB[i + 1] = z
    schoolTotals[i] = totalWx
    schoolTotals[i + 1] = totalYz
    a += w
    b += x
    c += y
    d += z
  }
  if (whole < to) {
    const w = Math.floor(pupils[whole] * proportionsA[whole] * factorA + 0.5)
    const x = Math.floor(pupils[whole] * proportionsB[whole] * factorB + 0.5)
    centsA[whole] = w
    centsB[whole] = x
    schoolTotals[whole] += w + x
    a += w
    b += x
  }
  lineTotals[line] += a + c
  lineTotals[line + 1] += b + d
}
