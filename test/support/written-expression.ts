import type { Choices } from './choice-tape.ts'

export type Unit = 'money' | 'pupil' | 'fte' | 'pure'

/** A well-typed expression as text; a ratio may have no last digit. */
export interface Written {
  readonly text: string
  readonly isRatio: boolean
}

/** What expressions may name, by unit; every name is given at every school. */
export interface Vocabulary {
  readonly numbers: Readonly<Record<Unit, Written[]>>
  readonly conditions: string[]
  readonly texts: string[]
}

export interface Writing {
  readonly choices: Choices
  readonly vocabulary: Vocabulary
}

const LITERALS = ['0', '1', '2', '10', '0.5', '1.25', '0.333', '3.0'] as const
const MODES = ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling'] as const
const OPERATORS = ['<', '<=', '>', '>=', '==', '!='] as const

/** Any number of a unit. Divisors are never zero, and no table lacks a key, so that every formula can be run. */
export function writeNumber(unit: Unit, depth: number, writing: Writing): Written {
  const { choices } = writing
  const own = depth === 0 ? [] : OF_UNIT[unit]
  const forms = depth === 0 ? [leaf] : [leaf, ...own, ...OF_ANY]
  const form = forms[choices.below(forms.length)] ?? leaf
  return form({ unit, depth: depth - 1, writing })
}

/** A number with a last digit, and few enough digits that it can be written out. */
export function writeDecimal(unit: Unit, depth: number, writing: Writing): string {
  const { choices } = writing
  const { text } = writeNumber(unit, depth, writing)
  const rounded = [
    `round(${text}, ${choices.pick(['2', '0', '4', '-1'])})`,
    `round(${text}, ${choices.pick(['2', '0', '3'])}, ${choices.pick(MODES)})`,
    `round_to(${text}, ${choices.pick(['0.5', '"0.05"', '3'])}, ${choices.pick(MODES)})`,
    `floor(${text}, ${choices.pick(['2', '0'])})`,
    `ceil(${text})`,
  ] as const
  const limit = unit === 'pure' ? 10 : 10_000_000
  return `clamp(${choices.pick(rounded)}, -${limit}, ${limit})`
}

export function writeCondition(depth: number, writing: Writing): string {
  const { choices, vocabulary } = writing
  const known = () => vocabulary.conditions[choices.below(vocabulary.conditions.length)] ?? 'true'
  if (depth === 0) return known()
  const inside = () => writeCondition(depth - 1, writing)
  const forms = [
    known,
    () => compared(choices.pick(['pupil', 'money', 'fte', 'pure']), depth, writing),
    () => `(${inside()}) and (${inside()})`,
    () => `(${inside()}) or (${inside()})`,
    () => `not (${inside()})`,
    () => `(${inside()}) == (${inside()})`,
  ] as const
  return choices.pick(forms)()
}

export function writeText({ choices, vocabulary }: Writing): string {
  return vocabulary.texts[choices.below(vocabulary.texts.length)] ?? '"all"'
}

interface Form {
  readonly unit: Unit
  readonly depth: number
  readonly writing: Writing
}

function leaf({ unit, writing: { choices, vocabulary } }: Form): Written {
  const names = vocabulary.numbers[unit]
  const isLiteral = unit === 'pure' && choices.once(3)
  const chosen = names[choices.below(names.length)]
  return chosen === undefined || isLiteral ? { text: choices.pick(LITERALS), isRatio: false } : chosen
}

function compared(unit: Unit, depth: number, writing: Writing): string {
  const side = () => writeNumber(unit, depth - 1, writing).text
  return `(${side()}) ${writing.choices.pick(OPERATORS)} (${side()})`
}

const OF_ANY: readonly ((form: Form) => Written)[] = [
  (form) => joined(form, ([a, b]) => `(${a}) + (${b})`),
  (form) => joined(form, ([a, b]) => `(${a}) - (${b})`),
  (form) => joined(form, ([a, b]) => `max(0, ${a}, ${b})`),
  (form) => joined(form, ([a, b]) => `min(${a}, ${b})`),
  (form) => joined(form, ([a, b]) => `sum(${a}, ${b}, 1.5)`),
  (form) => joined(form, ([a, b]) => `clamp(${a}, -3, ${b})`),
  (form) => joined(form, ([a]) => `-(${a})`),
  (form) => joined(form, ([a]) => `abs(${a})`),
  (form) =>
    joined(form, ([a, b]) => `if(${writeCondition(Math.min(form.depth, 2), form.writing)}, ${a}, ${b})`),
  ({ unit, depth, writing }) => {
    const amount = writeNumber(unit, depth, writing)
    const factor = writeNumber('pure', depth, writing)
    return { text: `(${amount.text}) * (${factor.text})`, isRatio: amount.isRatio || factor.isRatio }
  },
  ({ unit, depth, writing }) => ({
    text: `(${writeNumber(unit, depth, writing).text}) / ${writing.choices.pick(['2', '7', '37'])}`,
    isRatio: true,
  }),
  ({ unit, depth, writing }) => ({ text: writeDecimal(unit, depth, writing), isRatio: false }),
  (form) => overSchools(form, form.writing.choices.pick(['total', 'greatest', 'least']), false),
  (form) => overSchools(form, 'mean', true),
  ({ unit, depth, writing }) => {
    const share = writing.choices.pick(['0.5', '0', '0.25', '0.9', '1'])
    return {
      text: `quantile(${writeDecimal(unit, depth, writing)}, ${share}${grouping(writing)})`,
      isRatio: true,
    }
  },
]

const OF_UNIT: Readonly<Record<Unit, readonly ((form: Form) => Written)[]>> = {
  money: [
    (form) => product(form, 'pupil', 'base'),
    (form) => product(form, 'pupil', 'rate(level)'),
    (form) => product(form, 'pupil', 'zone(level, region)'),
    (form) => product(form, 'fte', 'salary'),
    ({ depth, writing }) => ({ text: `small(${writeDecimal('pupil', depth, writing)})`, isRatio: true }),
  ],
  pupil: [],
  fte: [
    ({ depth, writing }) => ({ text: `steps(${writeNumber('pupil', depth, writing).text})`, isRatio: false }),
  ],
  pure: [
    ({ depth, writing }) => ({
      text: `(${writeNumber('pupil', depth, writing).text}) / max(${writeNumber('pupil', depth, writing).text}, 1)`,
      isRatio: true,
    }),
    ({ depth, writing }) => ({
      text: `pow(clamp(${writeDecimal('pure', depth, writing)}, -3, 3), 2)`,
      isRatio: false,
    }),
    ({ depth, writing }) => {
      const first = writing.choices.pick(['', ', first: lowest', ', first: highest'])
      return {
        text: `rank(${writeDecimal('pupil', depth, writing)}${grouping(writing)}${first})`,
        isRatio: false,
      }
    },
    ({ writing }) => ({ text: `count(${writeCondition(1, writing)}${grouping(writing)})`, isRatio: false }),
    ({ writing }) => ({ text: `share_of_total(enrollment + 1${grouping(writing)})`, isRatio: true }),
    () => ({ text: '2 / 37', isRatio: true }),
  ],
}

function joined(
  { unit, depth, writing }: Form,
  write: (texts: readonly [string, string]) => string,
): Written {
  const [a, b] = [writeNumber(unit, depth, writing), writeNumber(unit, depth, writing)]
  return { text: write([a.text, b.text]), isRatio: a.isRatio || b.isRatio }
}

function product({ depth, writing }: Form, unit: Unit, rate: string): Written {
  const count = writeNumber(unit, depth, writing)
  return { text: `(${count.text}) * ${rate}`, isRatio: count.isRatio }
}

function overSchools({ unit, depth, writing }: Form, name: string, isRatio: boolean): Written {
  return { text: `${name}(${writeDecimal(unit, depth, writing)}${grouping(writing)})`, isRatio }
}

function grouping(writing: Writing): string {
  return writing.choices.once(2) ? `, by: ${writeText(writing)}` : ''
}
