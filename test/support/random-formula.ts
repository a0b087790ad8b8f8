import type { Choices } from './choice-tape.ts'
import {
  type Unit,
  type Vocabulary,
  type Writing,
  type Written,
  writeCondition,
  writeDecimal,
  writeNumber,
  writeText,
} from './written-expression.ts'

/** A formula as its author would write it, every scalar a text. */
export interface FormulaText {
  readonly id: string
  readonly currency: string
  readonly year: { readonly label: string; readonly start: string; readonly end: string }
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly needs: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
  readonly funds: readonly unknown[]
  readonly pupils: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly measures: Readonly<Record<string, string | { readonly value: string; readonly kind: string }>>
  readonly lines: readonly { readonly id: string; readonly amount: string; readonly when?: string }[]
  readonly figures: readonly { readonly id: string; readonly amount: string }[]
  readonly published: readonly { readonly of: string; readonly column: string; readonly source: string }[]
  readonly pools: readonly { readonly fund: string; readonly amount: string; readonly assumed: string }[]
}

/** What each school gives. `extra` has no default and is only ever asked for with given(). */
export const NEEDS = {
  enrollment: { unit: 'pupil' },
  frl: { unit: 'pupil', missing: '0' },
  ell: { unit: 'pupil', missing: '3.50' },
  teachers: { unit: 'fte' },
  prior_total: { unit: 'money', missing: '1000' },
  extra: { unit: 'money' },
  index: { unit: '1' },
  level: { one_of: ['ES', 'MS', 'HS'] },
  region: { kind: 'text' },
  open: { kind: 'boolean', missing: 'true' },
} as const

export const REGIONS = ['north', 'south'] as const

/** A well-typed formula that can be run on any dataset of these needs. */
export function randomFormula(choices: Choices): FormulaText {
  const vocabulary = firstWords()
  const writing = { choices, vocabulary }
  const measures = randomMeasures(writing)
  const lines = randomLines(writing)
  return {
    id: 'random',
    currency: 'USD',
    year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    groups: { counts: ['enrollment', 'frl', 'ell'] },
    needs: NEEDS,
    funds: ['general', { id: 'title1', label: 'Title I', restricted: 'true' }],
    pupils: choices.pick(['enrollment', 'frl', 'sum(counts)']),
    parameters: randomParameters(choices),
    measures,
    lines,
    figures: randomFigures(writing, lines),
    published: choices.once(2)
      ? [{ of: choices.pick(['total', 'line.l0']), column: 'printed', source: 'p. 1' }]
      : [],
    pools: choices.once(2)
      ? [{ fund: 'general', amount: decimalText(choices, 7, 2), assumed: 'for this case' }]
      : [],
  }
}

function firstWords(): Vocabulary {
  const decimals = (...texts: readonly string[]): Written[] => texts.map((text) => ({ text, isRatio: false }))
  return {
    numbers: {
      money: decimals('lump', 'prior_total', 'if(given(extra), extra, 0)'),
      pupil: decimals(
        'enrollment',
        'frl',
        'ell',
        'sum(counts)',
        'sum(frl..ell)',
        'max(counts, 5)',
        'if(given(prior.enrollment), prior.enrollment, enrollment)',
      ),
      fte: decimals('teachers', 'steps(enrollment)'),
      pure: decimals('weight.frl', 'weight.ell', 'index'),
    },
    conditions: [
      'open',
      'level == "ES"',
      'one_of(level, "MS", "HS")',
      'given(extra)',
      'region != "south"',
      'frl > ell',
    ],
    texts: ['level', 'region', 'if(open, "open", region)'],
  }
}

function randomMeasures(writing: Writing): FormulaText['measures'] {
  const { choices, vocabulary } = writing
  const measures: Record<string, string | { value: string; kind: string }> = {}
  for (let i = 0; i < choices.below(6); i += 1) {
    const name = `m${i}`
    const unit = choices.pick(['pupil', 'money', 'fte', 'pure'] as const)
    const kind = choices.pick(['decimal', 'decimal', 'ratio', 'boolean', 'text'] as const)
    if (kind === 'decimal') {
      const text = writeDecimal(unit, 2, writing)
      measures[name] = choices.once(2) ? { value: text, kind } : text
      vocabulary.numbers[unit].push({ text: name, isRatio: false })
    } else if (kind === 'ratio') {
      // Its value is written out in explanations, so it stays a quotient of short numbers.
      const { text } = writeNumber('pupil', 0, writing)
      measures[name] = { value: `${text} / max(enrollment, ${choices.pick(['1', '7'])})`, kind }
      vocabulary.numbers.pure.push({ text: name, isRatio: true })
    } else if (kind === 'boolean') {
      measures[name] = writeCondition(2, writing)
      vocabulary.conditions.push(name)
    } else {
      measures[name] = { value: `if(${writeCondition(1, writing)}, "yes", ${writeText(writing)})`, kind }
      vocabulary.texts.push(name)
    }
  }
  return measures
}

const ROUNDINGS = [
  undefined,
  '0',
  '3',
  '-2',
  { mode: 'half_even' },
  { places: '1', mode: 'up' },
  { step: '0.05', mode: 'half_down' },
  { step: '25', mode: 'floor' },
] as const

function randomLines(writing: Writing): FormulaText['lines'] {
  const { choices, vocabulary } = writing
  const count = 1 + choices.below(4)
  return Array.from({ length: count }, (_, i) => {
    const id = `l${i}`
    const { text: amount } = writeNumber('money', 3, writing)
    const round = choices.pick(ROUNDINGS)
    const line = {
      id,
      ...(choices.once(3) && { label: `Line ${i}` }),
      amount,
      ...(choices.once(3) && { when: writeCondition(2, writing) }),
      fund: choices.pick(['general', 'title1']),
      flexibility: choices.pick(['free', 'purpose', 'locked']),
      ...(round !== undefined && { round }),
      ...(choices.once(4) && { recurs: 'one-time' }),
    }
    vocabulary.numbers.money.push({ text: `clamp(line.${id}, -1000000, 1000000)`, isRatio: false })
    return line
  })
}

function randomFigures(writing: Writing, lines: FormulaText['lines']): FormulaText['figures'] {
  const { choices } = writing
  const units: readonly Unit[] = ['money', 'pupil', 'fte', 'pure']
  return Array.from({ length: choices.below(3) }, (_, i) => {
    const id = `f${i}`
    // A line before its rounding is written out too; only short amounts can be.
    const isShort = lines[0] !== undefined && !/[/(]/.test(lines[0].amount)
    if (isShort && choices.once(2)) return { id, amount: 'unrounded(line.l0) * 2', round: '0' }
    return { id, amount: writeNumber(units[choices.below(4)] ?? 'money', 2, writing).text }
  })
}

function randomParameters(choices: Choices): Readonly<Record<string, unknown>> {
  const table = (write: () => unknown) =>
    Object.fromEntries(NEEDS.level.one_of.map((level) => [level, write()]))
  const rate = (): string => decimalText(choices, 4, 2)
  return {
    base: { value: decimalText(choices, 4, 4), unit: 'money/pupil', source: 'p. 12' },
    salary: { value: decimalText(choices, 5, 2), unit: 'money/fte', derived: 'average' },
    lump: { unit: 'money', values: datedValues(choices) },
    weight: {
      frl: { value: `0.${choices.below(1000)}`, assumed: 'for this case' },
      ell: { value: decimalText(choices, 1, 3), assumed: 'for this case' },
    },
    small: { kind: 'taper', unit: 'pupil -> money', value: points(choices), assumed: 'for this case' },
    steps: { kind: 'band', unit: 'pupil -> fte', value: points(choices), assumed: 'for this case' },
    rate: { kind: 'table', unit: 'text -> money/pupil', value: table(rate), assumed: 'for this case' },
    zone: {
      kind: 'table',
      unit: 'text -> money/pupil',
      value: table(() => Object.fromEntries(REGIONS.map((region) => [region, rate()]))),
      assumed: 'for this case',
    },
  }
}

function datedValues(choices: Choices): readonly object[] {
  return ['2026-07-01', '2025-07-01', '2024-07-01'].map((from) => ({
    from,
    value: decimalText(choices, 6, 2),
    source: `budget of ${from}`,
  }))
}

function points(choices: Choices): readonly (readonly string[])[] {
  let x = choices.below(50)
  return Array.from({ length: 1 + choices.below(4) }, () => {
    x += 1 + choices.below(400)
    return [`${x}`, decimalText(choices, 3, 1)]
  })
}

/** A plain decimal that is not negative, with up to that many digits before and after its point. */
export function decimalText(choices: Choices, before: number, after: number): string {
  const whole = choices.below(10 ** Math.min(before, 4)) * (before > 4 ? 10 ** (before - 4) : 1)
  const places = choices.below(after + 1)
  const fraction = `${choices.below(10 ** places)}`.padStart(places, '0')
  return places === 0 ? `${whole}` : `${whole}.${fraction}`
}
