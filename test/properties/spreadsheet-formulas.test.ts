import fc from 'fast-check'
import t from 'tap'
import { caseCounts, FILE_LIMIT } from '../support/case-counts.ts'
import { fails, holds } from '../support/property.ts'
import { anyScenario, type ScenarioText } from '../support/random-scenario.ts'
import { recalculated } from '../support/recalculated.ts'
import { inYaml, runFiles } from '../support/scenario-files.ts'

t.setTimeout(FILE_LIMIT)

/** The last bits of a number moved up or down, as another spreadsheet may have them. */
function moved(seed: number, least: number): (value: number) => number {
  let state = seed
  return (value) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return value * (1 + ((state % 9) - 4) * least)
  }
}

async function agrees(scenario: ScenarioText, noise: (value: number) => number): Promise<boolean> {
  const run = await runFiles(inYaml(scenario))
  return recalculated(run, { noise }).differences.length === 0
}

t.test('whatever the formula, a spreadsheet comes to the cents of the run', async (t) => {
  const property = fc.asyncProperty(anyScenario, fc.nat(), (scenario, seed) =>
    agrees(scenario, moved(seed, 2 ** -53)),
  )
  await holds(t, property, caseCounts({ usual: 150, long: 5_000 }))
})

t.test('a spreadsheet that errs a millionth is found out', async (t) => {
  const property = fc.asyncProperty(anyScenario, fc.nat(), (scenario, seed) =>
    agrees(scenario, moved(seed, 2 ** -20)),
  )
  await fails(t, property, { runs: 150 })
})
