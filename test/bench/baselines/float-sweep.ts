// The sweep of 1,000 variants of the realistic formula over 165 schools, by hand and in floats.
import { floatFormula, formulaColumns, NOT_VARIED } from '../realistic/float-formula.ts'
import { INPUT_COLUMNS, realisticDistrict } from '../realistic/realistic-district.ts'
import { SWEEP } from '../realistic/realistic-scenario.ts'
import { caseArguments, reportCase } from '../report-case.ts'

const schools = caseArguments().schools ?? 165
const district = realisticDistrict(schools)
const into = formulaColumns(schools)
const lines = into.lines.length
const { base, lunch } = SWEEP
const variants = base.values * lunch.values
/** What each variant gives to all schools, in cents. */
const totals: number[] = []

await reportCase({
  data: `realistic sweep, ${schools} schools`,
  schools,
  amounts: schools * lines * variants,
  columnBytes: 8 * (schools * INPUT_COLUMNS + variants),
  isExact: false,
  pass: sweep,
  check: () => ({ checksum: String(totals.reduce((sum, cents) => sum + cents, 0)) }),
})

function sweep(): void {
  totals.length = 0
  for (let i = 0; i < base.values; i++) {
    for (let j = 0; j < lunch.values; j++) {
      floatFormula(district, into, {
        base: NOT_VARIED.base + (i * base.stepCents) / 100,
        lunchWeight: NOT_VARIED.lunchWeight + (j * lunch.stepUnits) / 10_000,
      })
      let total = 0
      for (let school = 0; school < schools; school++) total += into.totals[school]
      totals.push(total)
    }
  }
}
