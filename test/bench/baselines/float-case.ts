import { exactCents } from '../data/exact-amounts.ts'
import { checkColumns, columnBytes, type LineColumns, lineColumns } from '../data/line-columns.ts'
import { linesNamed } from '../data/lines-named.ts'
import type { WeightedLines } from '../data/weighted-lines.ts'
import { caseArguments, reportCase } from '../report-case.ts'

/** One pass of a float loop over input columns into output columns. */
export type FloatLoop = (lines: WeightedLines, into: LineColumns) => void

/** Times a float loop over columns, and says how far it is off. */
export async function reportFloatLoop(loop: FloatLoop): Promise<void> {
  const given = caseArguments()
  const lines = linesNamed(given.data, given.schools ?? 100_000)
  const shape = { schools: lines.schools, lines: lines.counts.length }
  const into = lineColumns(shape)
  await reportCase({
    data: lines.data,
    schools: shape.schools,
    amounts: shape.schools * shape.lines,
    columnBytes: columnBytes(new Set(lines.counts).size, shape),
    isExact: false,
    pass: () => loop(lines, into),
    check: () => checkColumns(into, (line, school) => exactCents(lines, line, school)),
  })
}
