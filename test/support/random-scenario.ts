import type fc from 'fast-check'
import { type Choices, choiceTape, readTape } from './choice-tape.ts'
import { decimalText, type FormulaText, NEEDS, REGIONS, randomFormula } from './random-formula.ts'

export type Row = Readonly<Record<string, string>>

/** A scenario file as plain values, every scalar a text. */
export interface ScenarioText {
  readonly leeway: '1'
  readonly scenario: Readonly<Record<string, string>>
  readonly formula: FormulaText
  readonly data: Readonly<
    Record<'now' | 'prior', { readonly rows: readonly Row[] } & Readonly<Record<string, unknown>>>
  >
  readonly controls: readonly Readonly<Record<string, string>>[]
}

/** A random formula with a random district to run it on; it always comes to a result. */
export const anyScenario: fc.Arbitrary<ScenarioText> = choiceTape.map((tape) =>
  randomScenario(readTape(tape)),
)

function randomScenario(choices: Choices): ScenarioText {
  const formula = randomFormula(choices)
  const ids = IDS.filter((_, i) => i === 0 || choices.once(3))
  const rows = ids.map((id) => randomRow(id, choices))
  const before = [...ids.filter(() => choices.once(2)), 'closed'].map((id) => ({
    id,
    enrollment: choices.once(5) ? '' : `${choices.below(900)}`,
  }))
  return {
    leeway: '1',
    scenario: { id: 'random', name: 'Random', ...(choices.once(4) && { demonstration: 'true' }) },
    formula,
    data: {
      now: { name: 'school', vintage: 'spring', rows, measures: { enrollment: { basis: 'projection' } } },
      prior: { rows: before },
    },
    controls: choices.once(3) ? [{ of: 'total', amount: decimalText(choices, 6, 2), tolerance: '1.50' }] : [],
  }
}

// In an order that neither code points nor UTF-16 would give.
const IDS = [
  'B',
  'a',
  '10',
  '9',
  '\u{10400}',
  '\ufb00',
  'é',
  'Z 1',
  'a,b',
  'q"t',
  '#1',
  '- x',
  'true',
] as const

function randomRow(id: string, choices: Choices): Row {
  const count = (most: number): string => `${choices.below(most)}`
  const or = (text: string): string => (choices.once(4) ? '' : text)
  const row: Record<keyof typeof NEEDS, string> = {
    enrollment: choices.once(3) ? decimalText(choices, 3, 1) : count(900),
    frl: or(count(500)),
    ell: or(count(300)),
    teachers: decimalText(choices, 2, 2),
    prior_total: or(decimalText(choices, 7, 2)),
    extra: or(decimalText(choices, 4, 2)),
    index: decimalText(choices, 1, 2),
    level: choices.pick(NEEDS.level.one_of),
    region: choices.pick(REGIONS),
    open: or(choices.pick(['true', 'false'])),
  }
  return { id, school: or(`School "${id}", ${count(9)}`), ...row, printed: or(decimalText(choices, 6, 2)) }
}
