import fc from 'fast-check'
import t from 'tap'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { decimal, fixedText } from '../../src/core/numbers/decimal.ts'
import { subtract, sum } from '../../src/core/numbers/rational.ts'
import { fails, holds } from '../support/property.ts'
import { anyScenario, type ScenarioText } from '../support/random-scenario.ts'
import { inYaml, runFiles } from '../support/scenario-files.ts'

t.test('every total is the sum of the rounded lines below it, to the cent', async (t) => {
  let cents = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const result = await resultOf(scenario)
      cents += result.schools.filter(({ total }) => !/^0\.00$/.test(total)).length
      return leaksOf(result).length === 0
    }),
    { runs: 300 },
  )
  t.ok(cents > 100, `${cents} schools had money`)
})

t.test('what a fund has left is its pool less its lines', async (t) => {
  let pools = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const { funds, residual } = await resultOf(scenario)
      const residuals = funds.flatMap((fund) => {
        if (fund.pool === null) return fund.residual === null ? [] : ['a residual without a pool']
        pools += 1
        return [fixedText(subtract(decimal(fund.pool), decimal(fund.total)))]
      })
      const shown = funds.flatMap((fund) => fund.residual ?? [])
      return shown.join() === residuals.join() && addUp(residuals) === residual
    }),
    { runs: 100 },
  )
  t.ok(pools > 10, `${pools} funds had a pool`)
})

t.test('a cent that is moved to a line is found', async (t) => {
  const planted = (result: RunResult): RunResult => ({
    ...result,
    lines: result.lines.map((line, i) => (i === 0 ? { ...line, total: addUp([line.total, '0.01']) } : line)),
  })
  await fails(
    t,
    fc.asyncProperty(
      anyScenario,
      async (scenario) => leaksOf(planted(await resultOf(scenario))).length === 0,
    ),
    { runs: 5 },
  )
})

t.test('a total that is rounded after it was summed is found', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const { allocation, result } = await runFiles(inYaml(scenario))
      // As a published summary may do: whole dollars of the sum, not the sum of whole dollars.
      const total = fixedText({ n: allocation.total.n / allocation.total.d, d: 1n })
      return leaksOf({ ...result, total }).length === 0
    }),
    { runs: 300 },
  )
})

async function resultOf(scenario: ScenarioText): Promise<RunResult> {
  return (await runFiles(inYaml(scenario))).result
}

/** Every total of a result that is not the sum it stands for. */
function leaksOf({ total, schools, lines, funds }: RunResult): string[] {
  const sums: (readonly [string, string, readonly string[]])[] = [
    ['the schools', total, schools.map((school) => school.total)],
    ['the lines', total, lines.map((line) => line.total)],
    ['the funds', total, funds.map((fund) => fund.total)],
    ...schools.map((school) => [school.id, school.total, school.lines.map(({ amount }) => amount)] as const),
    ...lines.map(
      (line, i) => [line.id, line.total, schools.map((school) => school.lines[i]?.amount ?? '')] as const,
    ),
    ...funds.map(
      (fund) =>
        [
          fund.id,
          fund.total,
          lines.filter((line) => line.fund === fund.id).map((line) => line.total),
        ] as const,
    ),
  ]
  return sums.filter(([, stated, parts]) => addUp(parts) !== stated).map(([name]) => name)
}

function addUp(amounts: readonly string[]): string {
  return fixedText(sum(amounts.map(decimal)))
}
