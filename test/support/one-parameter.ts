import type fc from 'fast-check'
import { loadScenario } from '../../src/app/load-scenario.ts'
import type { CheckedFormula, Formulated } from '../../src/core/formula/checked.ts'
import { compute } from '../../src/core/funding/compute.ts'
import { Failure } from '../../src/core/funding/failure.ts'
import type { RunData } from '../../src/core/funding/run-data.ts'
import { decimal } from '../../src/core/numbers/decimal.ts'
import type { Rational } from '../../src/core/numbers/rational.ts'
import { type Choices, choiceTape, readTape } from './choice-tape.ts'
import { memoryFiles } from './memory-files.ts'
import { caseText } from './small-case.ts'

/** A measure, a line and a figure that hang on one parameter, `p`. */
export interface OneParameter {
  readonly measure: string
  readonly line: string
  readonly when: string
  readonly figure: string
}

export const anyOneParameter: fc.Arbitrary<OneParameter> = choiceTape.map((tape) => {
  const choices = readTape(tape)
  const columns = [...LEAVES] as const
  return {
    measure: expression(choices, 2, columns),
    line: expression(choices, 2, [...columns, 'm']),
    when: condition(choices, 1, columns),
    figure: expression(choices, 3, [...columns, 'm', 'line.l / one']),
  }
})

/** The formula with three schools: `up` is never below zero, `down` never above, `mixed` is both. */
export async function oneParameterCase({ measure, line, when, figure }: OneParameter) {
  const text = caseText({
    needs: {
      enrollment: { unit: 'pupil' },
      up: {},
      down: {},
      mixed: {},
      part: { missing: '-2' },
      level: { kind: 'text' },
    },
    parameters: {
      p: { value: '1' },
      one: { value: '1', unit: 'money' },
      plus: { value: '0.5' },
      minus: { value: '-3' },
      bend: {
        kind: 'taper',
        unit: '1 -> 1',
        value: [
          ['-5', '2'],
          ['0', '-1'],
          ['10', '3'],
        ],
      },
      steps: {
        kind: 'band',
        unit: '1 -> 1',
        value: [
          ['-5', '2'],
          ['0', '0'],
          ['10', '3'],
        ],
      },
      rate: { kind: 'table', unit: 'text -> 1', value: { a: '-1', b: '-4' } },
    },
    measures: { m: { value: measure, kind: 'ratio' } },
    lines: { l: { amount: `(${line}) * one`, when } },
    figures: { f: figure },
    rows: [
      { id: 'A', enrollment: '1', up: '0', down: '-3', mixed: '-2', part: '', level: 'a' },
      { id: 'B', enrollment: '1', up: '2', down: '0', mixed: '5', part: '-1', level: 'a' },
      { id: 'C', enrollment: '1', up: '7', down: '-0.5', mixed: '0', part: '-4', level: 'b' },
    ],
    columns: Object.fromEntries(['down', 'mixed', 'part'].map((name) => [name, { may_be_negative: 'true' }])),
  })
  const { scenario, problems } = await loadScenario(
    'case.yaml',
    memoryFiles({ 'case.yaml': text }),
    async () => Promise.resolve(undefined),
  )
  const [amount] = (scenario?.formula.figures ?? []).map((each) => each.amount)
  if (scenario?.data === undefined || amount === undefined)
    throw new Error(`${figure}: ${problems.map(({ message }) => message).join('; ')}`)
  return { formula: scenario.formula, data: scenario.data, amount }
}

const SAMPLES = ['0', '0.01', '0.5', '1', '2', '3.7', '10', '60'] as const

/** The figure at each school as the parameter rises; values that do not exist are left out. */
export function sampled(
  { formula, data, amount }: { formula: CheckedFormula; data: RunData; amount: Formulated },
  name = 'p',
): Rational[][] {
  const parameter = formula.parameters.get(name)
  if (parameter === undefined) throw new Error(`${name} is not a parameter`)
  const runs = SAMPLES.map((sample) => {
    const value = { kind: 'number', value: decimal(sample) } as const
    const parameters = new Map(formula.parameters).set(name, { ...parameter, value })
    return compute({ ...formula, parameters }, data)
  })
  return data.schools.map((_, school) =>
    runs.flatMap((run) => {
      const value = run.value(amount, school)
      return typeof value === 'object' && !(value instanceof Failure) ? [value] : []
    }),
  )
}

const LEAVES = [
  'p',
  'up',
  'down',
  'mixed',
  'part',
  'plus',
  'minus',
  'rate(level)',
  '2',
  '0.5',
  '-3',
  '0',
] as const

type Names = readonly [string, ...string[]]

function expression(choices: Choices, depth: number, names: Names): string {
  if (depth === 0 || choices.once(5)) return choices.once(3) ? 'p' : choices.pick(names)
  const a = () => expression(choices, depth - 1, names)
  const decimalPart = () => `round(${a()}, 2)`
  const by = () => choices.pick(['', ', by: level'])
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => `(${a()}) * (${a()})`,
    () => `(${a()}) + (${a()})`,
    () => `(${a()}) - (${a()})`,
    () => `-(${a()})`,
    () => `pow(${a()}, ${choices.below(4)})`,
    () =>
      `(${a()}) / (${choices.pick(['4', '-4', 'plus', 'minus', 'up + 1', 'down - 1', 'mixed', 'p + 1'])})`,
    () => `abs(${a()})`,
    () => `min(${a()}, ${a()})`,
    () => `max(${a()}, ${a()})`,
    () => `clamp(${a()}, ${a()}, ${a()})`,
    () => `sum(${a()}, ${a()})`,
    () => `${choices.pick(['floor', 'ceil'])}(${a()})`,
    () => `round(${a()}, 1, ${choices.pick(['half_even', 'down', 'up', 'floor'])})`,
    () => `if(${condition(choices, depth - 1, names)}, ${a()}, ${a()})`,
    () => `${choices.pick(['bend', 'steps'])}(${decimalPart()})`,
    () =>
      `${choices.pick(['total', 'mean', 'least', 'greatest', 'share_of_total', 'rank'])}(${decimalPart()}${by()})`,
    () => `quantile(${decimalPart()}, 0.3${by()})`,
    () => `count(${condition(choices, depth - 1, names)}${by()})`,
  ]
  return choices.pick(forms)()
}

function condition(choices: Choices, depth: number, names: Names): string {
  const side = () => expression(choices, depth, names)
  return choices.pick([
    () => 'level == "a"',
    () => `(${side()}) > (${side()})`,
    () => `not (${side()}) == 2 or level == "b"`,
  ])()
}
