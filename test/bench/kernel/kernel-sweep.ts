// `leeway sweep` over 1,000 variants of the realistic formula and 165 schools, with the files in memory: all that a
// sweep reports, its statistics too, and reading the files once.
import { sweepScenario } from '../../../src/app/sweep-scenario.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { INPUT_COLUMNS } from '../realistic/realistic-district.ts'
import { realisticFiles, SWEEP } from '../realistic/realistic-scenario.ts'
import { caseArguments, reportCase } from '../report-case.ts'

const LINES = 30
const schools = caseArguments().schools ?? 165
const variants = SWEEP.base.values * SWEEP.lunch.values
const files = memoryFiles(realisticFiles(schools))
let totals: readonly string[] = []

await reportCase({
  data: `realistic sweep, ${schools} schools`,
  schools,
  amounts: schools * LINES * variants,
  columnBytes: 8 * (schools * INPUT_COLUMNS + variants),
  isExact: true,
  pass: async () => {
    const { sweep, problems } = await sweepScenario('sweep.yaml', files, {
      withRows: false,
      step: () => Promise.resolve(true),
    })
    if (sweep === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
    totals = sweep.variants.map(({ total }) => total)
  },
  check: () => ({
    checksum: String(totals.reduce((sum, total) => sum + BigInt(total.replace('.', '')), 0n)),
  }),
})
