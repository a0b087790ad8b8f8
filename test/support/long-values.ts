import type fc from 'fast-check'
import { type Choices, choiceTape, readTape } from './choice-tape.ts'
import { caseText } from './small-case.ts'

/** Expressions over values that are longer than a literal may be, and over texts with both kinds of quotes. */
export interface LongValues {
  readonly money: string
  readonly condition: string
  readonly text: string
  readonly note: string
}

export const anyLongValues: fc.Arbitrary<LongValues> = choiceTape.map((tape) => {
  const choices = readTape(tape)
  const note = choices.pick(['plain', "5'", 'say "hi"', 'it\'s 5"', '\' or "a" == \''])
  return { note, money: money(choices, 3), condition: condition(choices, 2), text: text(choices) }
})

/** A district of two schools in which they are the line `paid` and the measures `is` and `said`, with more figures. */
export function longValuesText(
  { money: amount, condition: is, text: said, note }: LongValues,
  figures: object = {},
): string {
  return caseText({
    needs: { enrollment: { unit: 'pupil' }, cash: { unit: 'money' }, part: {}, note: { kind: 'text' } },
    parameters: {
      fine: { value: '0.123456789012345679' },
      one: { value: '1', unit: 'pupil' },
      bend: {
        kind: 'taper',
        unit: '1 -> money',
        value: [
          ['0', '1'],
          ['0.1234567890123', '7'],
        ],
      },
      rate: { kind: 'table', unit: 'text -> money', value: { [note]: '3', other: '4' } },
    },
    measures: {
      long_cash: 'cash * fine * fine',
      long_part: { value: 'part * fine / 7', kind: 'ratio' },
      is,
      said: { value: said, kind: 'text' },
    },
    lines: { short: 'cash * 2', paid: { amount, round: '18' } },
    figures: { shown: 'if(is, 1, 0) + if(said == note, 1, 0)', ...figures },
    rows: [
      { id: 'A', enrollment: '3', cash: '41.75', part: '0.75', note },
      { id: 'B', enrollment: '4', cash: '999999999999.999999999', part: '2', note: 'other' },
    ],
  })
}

function money(choices: Choices, depth: number): string {
  if (depth === 0)
    return choices.pick(['cash', 'long_cash', 'line.short', 'bend(part)', 'rate(note)', 'total(long_cash)'])
  const a = () => money(choices, depth - 1)
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => `(${a()}) * (${pure(choices, depth - 1)})`,
    () => `(${a()}) + (${a()})`,
    () => `(${a()}) - (${a()})`,
    () => `(${a()}) / (${choices.pick(['7', 'fine', '(long_part + 1)'])})`,
    () => `max(${a()}, ${a()}, 3)`,
    () => `clamp(${a()}, 0, ${a()})`,
    () => `sum(${a()}, ${a()})`,
    () => `-(${a()})`,
    () => `if(${condition(choices, depth - 1)}, ${a()}, ${a()})`,
    () => `round(${a()}, ${choices.pick(['2', '0'])})`,
    () => `bend(round(${pure(choices, depth - 1)}, 3))`,
  ]
  return choices.pick(forms)()
}

function pure(choices: Choices, depth: number): string {
  if (depth === 0) return choices.pick(['fine', 'long_part', 'part', '2', 'enrollment / one'])
  const a = () => pure(choices, depth - 1)
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => `(${a()}) * (${a()})`,
    () => `(${a()}) + (${a()})`,
    () => `pow(${a()}, 2)`,
    () => `(${money(choices, depth - 1)}) / (cash + 1)`,
    () => `count(${condition(choices, depth - 1)})`,
  ]
  return choices.pick(forms)()
}

function condition(choices: Choices, depth: number): string {
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => `${text(choices)} == ${text(choices)}`,
    () => `one_of(${text(choices)}, "plain", note)`,
    () => `(${money(choices, depth - 1)}) > (${money(choices, depth - 1)})`,
    () => `(${pure(choices, depth - 1)}) != (${pure(choices, depth - 1)})`,
    () => `(${condition(choices, depth - 1)}) and (${condition(choices, depth - 1)})`,
    () => `not (${condition(choices, depth - 1)}) or (${condition(choices, depth - 1)})`,
  ]
  return depth === 0 ? (forms[choices.below(2)] ?? forms[0])() : choices.pick(forms)()
}

function text(choices: Choices): string {
  return choices.pick(['note', '"plain"', 'if(part > 1, note, "small")'])
}
