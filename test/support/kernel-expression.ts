import type { Choices } from './choice-tape.ts'

/** A well-typed expression as text; it may fail at any school. */
export interface Written {
  readonly text: string
  /** Whether it may have no last digit: such a number is rounded before an aggregate takes it. */
  readonly isRatio: boolean
}

/** What expressions may name. All numbers are pure, so that any two of them can meet. */
export interface Vocabulary {
  readonly numbers: Written[]
  readonly conditions: string[]
  readonly texts: string[]
}

export interface Writing {
  readonly choices: Choices
  readonly vocabulary: Vocabulary
}

export const MODES = ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling'] as const
const PLACES = ['2', '0', '1', '4', '-1', '-3', '-9', '-12', '8', '15', '18'] as const
export const STEPS = ['0.05', '0.5', '3', '25', '7', '0.000000000000000001', '94906266', '0.3'] as const
const OPERATORS = ['<', '<=', '>', '>=', '==', '!='] as const

const LITERALS = [
  '1',
  '0',
  '2',
  '10',
  '0.5',
  '0.005',
  '-1',
  '100',
  '94906266',
  '4503599627370496',
  '9007199254740991',
  '9007199254740992',
  '999999999999999999',
  '0.000000000000000001',
] as const

export function writeNumber(depth: number, writing: Writing): Written {
  const form = depth === 0 || writing.choices.once(5) ? leaf : writing.choices.pick(FORMS)
  return form(depth - 1, writing)
}

/** A number with a last digit. */
function writeDecimal(depth: number, writing: Writing): string {
  const { text, isRatio } = writeNumber(depth, writing)
  return isRatio ? rounded(text, writing) : text
}

export function writeCondition(depth: number, writing: Writing): string {
  const { choices, vocabulary } = writing
  const known = (): string => vocabulary.conditions[choices.below(vocabulary.conditions.length)] ?? 'true'
  if (depth === 0) return known()
  const inside = (): string => writeCondition(depth - 1, writing)
  const number = (): string => writeNumber(depth - 1, writing).text
  const text = (): string => writeText(depth - 1, writing)
  const forms = [
    () => `(${number()}) ${choices.pick(OPERATORS)} (${number()})`,
    known,
    () => `(${inside()}) and (${inside()})`,
    () => `(${inside()}) or (${inside()})`,
    () => `not (${inside()})`,
    () => `(${inside()}) ${choices.pick(['==', '!='])} (${inside()})`,
    () => `(${text()}) ${choices.pick(['==', '!='])} (${text()})`,
    () => `one_of(${text()}, "ES", ${text()})`,
  ] as const
  return choices.pick(forms)()
}

export function writeText(depth: number, writing: Writing): string {
  const { choices, vocabulary } = writing
  if (depth > 0 && choices.once(3))
    return `if(${writeCondition(depth - 1, writing)}, ${writeText(0, writing)}, ${writeText(0, writing)})`
  return vocabulary.texts[choices.below(vocabulary.texts.length)] ?? '"ES"'
}

type Form = (depth: number, writing: Writing) => Written

function leaf(_: number, { choices, vocabulary }: Writing): Written {
  const named = vocabulary.numbers[choices.below(vocabulary.numbers.length)]
  return choices.once(4) || named === undefined ? { text: choices.pick(LITERALS), isRatio: false } : named
}

const FORMS: readonly [Form, ...Form[]] = [
  (depth, writing) => ofTwo(depth, writing, (a, b) => `(${a}) + (${b})`),
  (depth, writing) => ofTwo(depth, writing, (a, b) => `(${a}) - (${b})`),
  (depth, writing) => ofTwo(depth, writing, (a, b) => `(${a}) * (${b})`),
  (depth, writing) => ofTwo(depth, writing, (a, b) => `(${a}) * (${b})`),
  (depth, writing) => ratio(ofTwo(depth, writing, (a, b) => `(${a}) / (${b})`)),
  (depth, writing) => ratio(ofTwo(depth, writing, (a, b) => `(${a}) / (${b})`)),
  (depth, writing) => ofTwo(depth, writing, (a, b) => `${writing.choices.pick(['min', 'max'])}(${a}, ${b})`),
  (depth, writing) => ofTwo(depth, writing, (a, b) => `sum(${a}, ${b}, n0)`),
  (depth, writing) => ofTwo(depth, writing, (a, b) => `clamp(${a}, -100, ${b})`),
  (depth, writing) => ofTwo(depth, writing, (a) => `-(${a})`),
  (depth, writing) => ofTwo(depth, writing, (a) => `abs(${a})`),
  (depth, writing) =>
    ofTwo(depth, writing, (a) => `pow(${a}, ${writing.choices.pick(['2', '3', '0', '1', '9'])})`),
  (depth, writing) =>
    ofTwo(depth, writing, (a, b) => `if(${writeCondition(Math.min(depth, 2), writing)}, ${a}, ${b})`),
  (depth, writing) =>
    ofTwo(depth, writing, (a, b) => `if(${writeCondition(Math.min(depth, 2), writing)}, ${a}, ${b})`),
  (depth, writing) => decimal(rounded(writeNumber(depth, writing).text, writing)),
  (depth, writing) => decimal(rounded(writeNumber(depth, writing).text, writing)),
  (depth, writing) => ratio(ofTwo(depth, writing, (a) => `taper(${a})`)),
  (depth, writing) => decimal(`band(${writeNumber(depth, writing).text})`),
  (depth, writing) => decimal(`table(${writeText(depth, writing)})`),
  (depth, writing) => decimal(`tables(${writeText(0, writing)}, ${writeText(depth, writing)})`),
  (_, writing) =>
    decimal(`deep(${writeText(0, writing)}, ${writeText(0, writing)}, ${writeText(1, writing)})`),
  (depth, writing) =>
    decimal(overSchools(depth, writing, writing.choices.pick(['total', 'greatest', 'least']))),
  (depth, writing) =>
    ratio(decimal(overSchools(depth, writing, writing.choices.pick(['mean', 'share_of_total'])))),
  (depth, writing) => {
    const share = writing.choices.pick(['0.5', '0', '0.25', '0.9', '1', '0.333'])
    return ratio(decimal(`quantile(${writeDecimal(depth, writing)}, ${share}${grouping(writing)})`))
  },
  (depth, writing) => {
    const first = writing.choices.pick(['', ', first: lowest', ', first: highest'])
    return decimal(`rank(${writeDecimal(depth, writing)}${grouping(writing)}${first})`)
  },
  (depth, writing) => decimal(`count(${writeCondition(Math.min(depth, 1), writing)}${grouping(writing)})`),
]

function decimal(text: string): Written {
  return { text, isRatio: false }
}

function ratio({ text }: Written): Written {
  return { text, isRatio: true }
}

function ofTwo(depth: number, writing: Writing, write: (a: string, b: string) => string): Written {
  const [a, b] = [writeNumber(depth, writing), writeNumber(depth, writing)]
  return { text: write(a.text, b.text), isRatio: a.isRatio || b.isRatio }
}

function rounded(text: string, { choices }: Writing): string {
  const forms = [
    () => `round(${text}, ${choices.pick(PLACES)}, ${choices.pick(MODES)})`,
    () => `round(${text}, ${choices.pick(['2', '0', '4', '-2'])})`,
    () => `round_to(${text}, "${choices.pick(STEPS)}", ${choices.pick(MODES)})`,
    () => `${choices.pick(['floor', 'ceil'])}(${text}, ${choices.pick(PLACES)})`,
  ] as const
  return choices.pick(forms)()
}

function overSchools(depth: number, writing: Writing, name: string): string {
  return `${name}(${writeDecimal(depth, writing)}${grouping(writing)})`
}

function grouping(writing: Writing): string {
  return writing.choices.once(2) ? `, by: ${writeText(0, writing)}` : ''
}
