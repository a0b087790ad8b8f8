import t from 'tap'
import { loadScenario } from '../../../../../src/app/load-scenario.ts'
import { earlierRuns } from '../../../../../src/app/run-scenario.ts'
import { diskFiles } from '../../../../../src/cli/disk-files.ts'
import { byReference, differences, onColumns } from '../../../../support/adjusted-both-ways.ts'
import { committedScenarios, root } from '../../../../support/committed-scenarios.ts'

t.test('every committed scenario has its adjustments done on columns, to the cent', async (t) => {
  const files = diskFiles()
  let adjusted = 0
  for (const path of committedScenarios()) {
    const { scenario } = await loadScenario(root + path, files, earlierRuns(root + path, files))
    const { formula, data } = scenario ?? {}
    if (formula === undefined || data === undefined || formula.adjustments.length === 0) continue
    adjusted += 1
    const [columns, reference] = [onColumns({ formula, data }), byReference({ formula, data })]
    if (columns === undefined || reference === undefined) t.fail(`${path} comes to no result`)
    else t.strictSame(differences(columns, reference, { formula, data }), [], path)
  }
  t.ok(adjusted >= 20, `${adjusted} have adjustments`)
})
