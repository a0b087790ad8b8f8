import fc from 'fast-check'
import t from 'tap'
import type { Run } from '../../src/app/run-scenario.ts'
import type { Value } from '../../src/core/formula/checked.ts'
import { explain } from '../../src/core/funding/explain.ts'
import type { Arithmetic, Explanation, Use } from '../../src/core/funding/explanation.ts'
import { decimal, exactText, fixedText } from '../../src/core/numbers/decimal.ts'
import { type Rounding, round } from '../../src/core/numbers/rounding.ts'
import { namelessValue } from '../support/nameless-value.ts'
import { fails, holds } from '../support/property.ts'
import { anyScenario } from '../support/random-scenario.ts'
import { inYaml, runFiles } from '../support/scenario-files.ts'

t.test('every amount opens into arithmetic without names that comes to it', async (t) => {
  let opened = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const run = await runFiles(inYaml(scenario))
      return explanationsIn(run).every(({ explanation, shown }) => {
        opened += 1
        const { substituted, rounding, amount } = explanation
        const found = namelessValue(substituted)
        return (
          sameValue(found, explanation.value) &&
          roundedText(found, rounding) === shown &&
          fixedText(amount) === shown
        )
      })
    }),
    { runs: 250 },
  )
  t.ok(opened > 500, `${opened} amounts were opened`)
})

t.test('so does every measure that it is made from, down to its inputs', async (t) => {
  let opened = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const run = await runFiles(inYaml(scenario))
      return explanationsIn(run)
        .flatMap(({ explanation }) => measuresIn(explanation))
        .every((measure) => {
          opened += 1
          return sameValue(namelessValue(measure.substituted), measure.value)
        })
    }),
    { runs: 300 },
  )
  t.ok(opened > 50, `${opened} measures were opened`)
})

t.test('every input leads to its cell, and every parameter to its origin', async (t) => {
  await holds(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const run = await runFiles(inYaml(scenario))
      const rows = { now: scenario.data.now.rows, prior: scenario.data.prior.rows }
      return explanationsIn(run).every(({ explanation, school }) =>
        [explanation, ...measuresIn(explanation)]
          .flatMap(({ uses }) => uses)
          .every((use) => {
            if (use.kind === 'parameter') return use.provenance.words !== ''
            if (use.kind !== 'input') return true
            const row =
              use.dataset === 'prior' ? rows.prior[(use.row ?? 0) - 1] : rows.now[(use.row ?? 0) - 1]
            const cell = row?.[use.column] ?? ''
            const isSchool = row?.['id'] === school || (row === undefined && use.isAssumed)
            return isSchool && use.isAssumed === (cell === '') && (cell === '' || sameCell(cell, use.value))
          }),
      )
    }),
    { runs: 100 },
  )
})

t.test('an explanation that rounds down is found out', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyScenario, async (scenario) => {
      const run = await runFiles(inYaml(scenario))
      return explanationsIn(run).every(({ explanation, shown }) => {
        const mode = explanation.rounding.mode === 'half_up' ? 'down' : explanation.rounding.mode
        return (
          roundedText(namelessValue(explanation.substituted), { ...explanation.rounding, mode }) === shown
        )
      })
    }),
    { runs: 250 },
  )
})

interface Opened {
  readonly explanation: Explanation
  /** The amount as the result of the run prints it. */
  readonly shown: string
  readonly school: string
}

function explanationsIn({ scenario, data, computation, result }: Run): Opened[] {
  const { formula } = scenario
  return result.schools.flatMap((school, index) =>
    [...shownAs('line', school.lines), ...shownAs('figure', school.figures)].map(
      ({ kind, id, amount: shown }) => {
        const explanation = explain({ kind, id }, { formula, data, computation, school: index })
        if (explanation === undefined) throw new Error(`${id} cannot be explained`)
        return { explanation, shown, school: school.id }
      },
    ),
  )
}

function shownAs<Kind extends 'line' | 'figure'>(
  kind: Kind,
  amounts: readonly { id: string; amount: string }[],
) {
  return amounts.map(({ id, amount }) => ({ kind, id, amount }))
}

function measuresIn({ uses }: { readonly uses: readonly Use[] }): Arithmetic[] {
  return uses.flatMap((use) => (use.kind === 'measure' ? [use, ...measuresIn(use)] : []))
}

function sameValue(a: Value, b: Value): boolean {
  return valueText(a) === valueText(b)
}

function valueText(value: Value): string {
  return typeof value === 'object' ? exactText(value) : JSON.stringify(value)
}

function sameCell(cell: string, value: Value): boolean {
  return typeof value === 'object' ? sameValue(decimal(cell), value) : cell === String(value)
}

function roundedText(value: Value, rounding: Rounding): string {
  return typeof value === 'object' ? fixedText(round(value, rounding)) : ''
}
