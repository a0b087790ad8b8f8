import { loadScenario } from '../../../src/app/load-scenario.ts'
import type { CheckedFormula } from '../../../src/core/formula/checked.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import type { RealisticDistrict } from '../realistic/realistic-district.ts'
import { realisticFiles } from '../realistic/realistic-scenario.ts'

/** The realistic formula as its file has it, with the pool of the district that it is run on. */
export async function realisticFormula({ poolCents }: RealisticDistrict): Promise<CheckedFormula> {
  const files = realisticFiles(1)
  const text = files['realistic.yaml'].replace(
    /(kind: scale_to_pool.*total: ")[^"]*"/,
    `$1${(poolCents / 100).toFixed(2)}"`,
  )
  const { scenario, problems } = await loadScenario(
    'realistic.yaml',
    memoryFiles({ ...files, 'realistic.yaml': text }),
    () => Promise.resolve(undefined),
  )
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return scenario.formula
}
