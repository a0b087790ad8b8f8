// The float loop, second form: in blocks of schools whose totals stay in the nearest cache, two lines at a time,
// so that a school's total is read and written half as often. For the rest see `float-columns.ts`. Brackets around
// `w + x` would make the whole loop 1.6 times as slow.
import type { LineColumns } from '../data/line-columns.ts'
import type { WeightedLines } from '../data/weighted-lines.ts'
import { reportFloatLoop } from './float-case.ts'

const BLOCK = 2_048

await reportFloatLoop((lines, into) => {
  const { schools, factors } = lines
  into.schoolTotals.fill(0)
  into.lineTotals.fill(0)
  for (let from = 0; from < schools; from += BLOCK) {
    const to = Math.min(from + BLOCK, schools)
    for (let line = 0; line < factors.length; line += 2) addPair(line, { from, to }, lines, into)
  }
})

/** Two lines at a block of schools. */
function addPair(
  line: number,
  { from, to }: { from: number; to: number },
  { counts, factors }: WeightedLines,
  { amounts, schoolTotals, lineTotals }: LineColumns,
): void {
  const countsA = counts[line]
  const countsB = counts[line + 1]
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
    const w = Math.floor(countsA[i] * factorA + 0.5)
    const x = Math.floor(countsB[i] * factorB + 0.5)
    const y = Math.floor(countsA[i + 1] * factorA + 0.5)
    const z = Math.floor(countsB[i + 1] * factorB + 0.5)
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
    const w = Math.floor(countsA[whole] * factorA + 0.5)
    const x = Math.floor(countsB[whole] * factorB + 0.5)
    centsA[whole] = w
    centsB[whole] = x
    schoolTotals[whole] += w + x
    a += w
    b += x
  }
  lineTotals[line] += a + c
  lineTotals[line + 1] += b + d
}
