// The whole realistic formula as somebody would write it by hand, in floats: 30 lines, two tapers, a concentration
// share, hold-harmless, cap and pool, all amounts kept. Inexact, and for this one formula only.
import { FLEXIBILITIES, floatFormula, formulaColumns, NOT_VARIED } from '../realistic/float-formula.ts'
import { INPUT_COLUMNS, realisticDistrict } from '../realistic/realistic-district.ts'
import { caseArguments, reportCase } from '../report-case.ts'

const ADJUSTMENTS = 3
const schools = caseArguments().schools ?? 100_000
const district = realisticDistrict(schools)
const into = formulaColumns(schools)
const lines = into.lines.length
const outputs = lines + ADJUSTMENTS * FLEXIBILITIES.length + 1

await reportCase({
  data: `realistic, ${schools} schools`,
  schools,
  amounts: schools * lines,
  columnBytes: 8 * schools * (INPUT_COLUMNS + outputs),
  isExact: false,
  pass: () => floatFormula(district, into, NOT_VARIED),
  check: () => ({ checksum: String(into.totals.reduce((sum, cents) => sum + cents, 0)) }),
})
