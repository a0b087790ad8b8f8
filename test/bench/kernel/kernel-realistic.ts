// The engine over the whole realistic formula: 30 lines, floor, cap and pool, from columns to columns.

import type { AdjustedRun } from '../../../src/core/funding/computation.ts'
import { compute } from '../../../src/core/funding/compute.ts'
import { FLEXIBILITIES } from '../realistic/float-formula.ts'
import { INPUT_COLUMNS, realisticDistrict } from '../realistic/realistic-district.ts'
import { GRADES, GROUPS, LEVELS } from '../realistic/realistic-schools.ts'
import { caseArguments, reportCase } from '../report-case.ts'
import { columnRunData, numbers, schoolsNumbered } from './column-run-data.ts'
import { realisticFormula } from './realistic-formula.ts'

const ADJUSTMENTS = 3
const schools = caseArguments().schools ?? 100_000
const district = realisticDistrict(schools)
const formula = await realisticFormula(district)
const lines = formula.lines.length
const outputs = lines + ADJUSTMENTS * FLEXIBILITIES.length + 1
const levels = {
  kind: 'text',
  codes: Float64Array.from(district.levels),
  texts: LEVELS,
  missing: undefined,
} as const
const columns = {
  schools: schoolsNumbered(schools),
  columns: new Map([
    ['level', levels],
    ['enrollment', numbers(district.enrollment, 1n)],
    ['miles', numbers(district.miles, 1n)],
    ['prior_total', numbers(Float64Array.from(district.priorCents), 100n)],
    ...[...GRADES, ...Object.keys(GROUPS)].map((name, i) => [name, numbers(district.counts[i], 1n)] as const),
  ]),
}
let adjusted: AdjustedRun | undefined

await reportCase({
  data: `realistic, ${schools} schools`,
  schools,
  amounts: schools * lines,
  columnBytes: 8 * schools * (INPUT_COLUMNS + outputs),
  isExact: true,
  pass: () => {
    // Data of its own, so that a pass takes nothing over from the one before.
    adjusted = compute(formula, columnRunData(columns)).adjusted
  },
  check: () => ({ checksum: String(totalCents()) }),
})

function totalCents(): bigint {
  if (adjusted === undefined) throw new Error('the formula has failed')
  const { ledger } = adjusted
  return columns.schools.reduce((sum, _, school) => {
    const { n, d } = ledger.subtotal(school)
    return sum + (n * 100n) / d
  }, 0n)
}
