import fc from 'fast-check'
import t from 'tap'
import { type Choices, choiceTape, readTape } from '../support/choice-tape.ts'
import { fails, holds } from '../support/property.ts'
import { anyScenario, type Row, type ScenarioText } from '../support/random-scenario.ts'
import { bytesOf, inYaml, runFiles, withTables } from '../support/scenario-files.ts'

t.test('the order of schools and of columns never matters, in a table or in the file', async (t) => {
  let moved = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, choiceTape, async (scenario, tape) => {
      const other = shuffled(scenario, readTape(tape))
      if (JSON.stringify(other) !== JSON.stringify(scenario)) moved += 1
      const bytes = await bytesOf(inYaml(scenario))
      return bytes === (await bytesOf(inYaml(other))) && bytes === (await bytesOf(withTables(other)))
    }),
    { runs: 150 },
  )
  t.ok(moved > 50, `${moved} scenarios stood in another order`)
})

t.test('the order in which needs, parameters and measures are declared never matters', async (t) => {
  await holds(
    t,
    fc.asyncProperty(anyScenario, choiceTape, async (scenario, tape) => {
      const choices = readTape(tape)
      const { formula } = scenario
      const parameters = reordered(formula.parameters, choices)
      const declared = {
        needs: reordered(formula.needs, choices),
        measures: reordered(formula.measures, choices),
        parameters,
      }
      const other = { ...scenario, formula: reordered({ ...formula, ...declared }, choices) }
      return (await bytesOf(inYaml(scenario))) === (await bytesOf(inYaml(other)))
    }),
    { runs: 100 },
  )
})

t.test('a result in the order of the rows would differ', async (t) => {
  const inFileOrder = async (scenario: ScenarioText): Promise<string> => {
    const { data } = await runFiles(inYaml(scenario))
    return data.schools
      .toSorted((a, b) => a.row - b.row)
      .map(({ id }) => id)
      .join()
  }
  await fails(
    t,
    fc.asyncProperty(anyScenario, choiceTape, async (scenario, tape) => {
      const other = shuffled(scenario, readTape(tape))
      return (await inFileOrder(scenario)) === (await inFileOrder(other))
    }),
    { runs: 100 },
  )
})

t.test('totals added up as floats would differ', async (t) => {
  const asFloats = async (scenario: ScenarioText): Promise<number> => {
    const { result } = await runFiles(inYaml(scenario))
    const totals = new Map(result.schools.map(({ id, total }) => [id, Number(total) / 3]))
    return scenario.data.now.rows.reduce((sum, row) => sum + (totals.get(row['id'] ?? '') ?? 0), 0)
  }
  await fails(
    t,
    fc.asyncProperty(anyScenario, choiceTape, async (scenario, tape) => {
      const other = shuffled(scenario, readTape(tape))
      return (await asFloats(scenario)) === (await asFloats(other))
    }),
    { runs: 300 },
  )
})

function shuffled(scenario: ScenarioText, choices: Choices): ScenarioText {
  const { now, prior } = scenario.data
  const rows = (given: readonly Row[]): Row[] => {
    const names = inAnyOrder(Object.keys(given[0] ?? {}), choices)
    return inAnyOrder(given, choices).map((row) =>
      Object.fromEntries(names.map((name) => [name, row[name] ?? ''])),
    )
  }
  return { ...scenario, data: { now: { ...now, rows: rows(now.rows) }, prior: { rows: rows(prior.rows) } } }
}

function reordered<Fields extends object>(fields: Fields, choices: Choices): Fields {
  return Object.fromEntries(inAnyOrder(Object.entries(fields), choices)) as Fields
}

function inAnyOrder<Item>(items: readonly Item[], choices: Choices): Item[] {
  return items.reduce<Item[]>((placed, item) => {
    const at = choices.below(placed.length + 1)
    return [...placed.slice(0, at), item, ...placed.slice(at)]
  }, [])
}
