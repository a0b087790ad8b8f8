import t from 'tap'
import { computeByReference } from '../../src/core/funding/compute-by-reference.ts'
import { computeByColumns } from '../../src/core/funding/kernel/compute-by-columns.ts'
import { committedRuns } from '../support/committed-runs.ts'
import { compareWithReference } from '../support/kernel-agreement.ts'

t.test('every committed scenario is worked out on columns, to the last digit of the reference', async (t) => {
  const runs = await committedRuns()
  t.ok(runs.length >= 15, `${runs.length} scenarios`)
  let values = 0
  for (const [path, { allocation, data }] of runs) {
    const { formula } = allocation
    const reference = computeByReference(formula, data)
    const { results, differences } = compareWithReference({ formula, data, reference })
    values += results.length * data.schools.length
    t.strictSame(differences.slice(0, 5), [], path)
    t.not(computeByColumns(formula, data), undefined, `${path} is not left to the reference`)
  }
  t.ok(values > 100_000, `${values} values were compared`)
})
