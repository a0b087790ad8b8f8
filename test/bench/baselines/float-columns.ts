// The float loop, first form: line by line, each column from its top to its end, four schools at a time.
//
// In all three forms amounts are whole cents, rounded by `Math.floor(x + 0.5)`. `Math.round` would give the same
// of amounts that are not negative, and costs three times as much here: half of its branches are guessed wrong.
// Each line has four running totals, because an addition that waits for the one before it takes four cycles; and a
// round reads all it needs before it writes, because a read that follows a write to the same place of another page
// waits for it. The loop is a function that is called often: V8 compiles it better than one that loops for long.
import type { LineColumns } from '../data/line-columns.ts'
import type { WeightedLines } from '../data/weighted-lines.ts'
import { reportFloatLoop } from './float-case.ts'

await reportFloatLoop(({ counts, factors }, { amounts, schoolTotals, lineTotals }) => {
  schoolTotals.fill(0)
  for (let line = 0; line < factors.length; line++) {
    lineTotals[line] = addLine(counts[line], factors[line], { cents: amounts[line], schoolTotals })
  }
})

function addLine(
  counts: WeightedLines['counts'][number],
  factor: number,
  { cents, schoolTotals }: { cents: Float64Array; schoolTotals: LineColumns['schoolTotals'] },
): number {
  const schools = cents.length
  const whole = schools - (schools % 4)
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = 0; i < whole; i += 4) {
    const w = Math.floor(counts[i] * factor + 0.5)
    const x = Math.floor(counts[i + 1] * factor + 0.5)
    const y = Math.floor(counts[i + 2] * factor + 0.5)
    const z = Math.floor(counts[i + 3] * factor + 0.5)
    const totalW = schoolTotals[i] + w
    const totalX = schoolTotals[i + 1] + x
    const totalY = schoolTotals[i + 2] + y
    const totalZ = schoolTotals[i + 3] + z
    cents[i] = w
    cents[i + 1] = x
    cents[i + 2] = y
    cents[i + 3] = z
    schoolTotals[i] = totalW
    schoolTotals[i + 1] = totalX
    schoolTotals[i + 2] = totalY
    schoolTotals[i + 3] = totalZ
    a += w
    b += x
    c += y
    d += z
  }
  for (let i = whole; i < schools; i++) {
    const w = Math.floor(counts[i] * factor + 0.5)
    cents[i] = w
    a += w
    schoolTotals[i] += w
  }
  return a + b + c + d
}
