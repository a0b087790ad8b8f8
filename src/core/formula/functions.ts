/** What an argument must be. The words are shown to people who got it wrong. */
export type Takes =
  | 'a number'
  | 'true or false'
  | 'text'
  | 'a value'
  | 'an input'
  | 'a whole number written out'
  | 'a step written out'
  | 'a rounding mode'
  | 'a share from 0 to 1 written out'
  | 'a line'

export interface FunctionParameter {
  readonly name: string
  readonly takes: Takes
  readonly optional?: true
  /** Any number of them, at least one; a group or a range gives its members. */
  readonly many?: true
}

export interface FunctionEntry {
  readonly parameters: readonly FunctionParameter[]
  /** Named arguments: `by:` a text, one sum per value; `first:` highest or lowest. */
  readonly options: readonly ('by' | 'first')[]
  readonly gives: string
  readonly over: 'one school' | 'all schools' | 'figures'
  readonly doc: string
}

const number = (name: string): FunctionParameter => ({ name, takes: 'a number' })
const ALL_SCHOOLS = { options: ['by'], over: 'all schools' } as const
const ONE_SCHOOL = { options: [], over: 'one school' } as const

/** Every function of the language: the checker, the messages and the documentation all read this table. */
export const FUNCTIONS = {
  abs: { parameters: [number('x')], ...ONE_SCHOOL, gives: 'the unit of x', doc: 'x without its sign.' },
  ceil: {
    parameters: [number('x'), { name: 'places', takes: 'a whole number written out', optional: true }],
    ...ONE_SCHOOL,
    gives: 'a decimal in the unit of x',
    doc: 'The least number at those places (0 unless stated) that is not below x.',
  },
  clamp: {
    parameters: [number('x'), number('low'), number('high')],
    ...ONE_SCHOOL,
    gives: 'the unit of x',
    doc: 'x, but not below low and not above high; high wins when the two cross.',
  },
  count: {
    parameters: [{ name: 'condition', takes: 'true or false' }],
    ...ALL_SCHOOLS,
    gives: 'a pure number',
    doc: 'How many schools of the run meet the condition.',
  },
  floor: {
    parameters: [number('x'), { name: 'places', takes: 'a whole number written out', optional: true }],
    ...ONE_SCHOOL,
    gives: 'a decimal in the unit of x',
    doc: 'The greatest number at those places (0 unless stated) that is not above x.',
  },
  given: {
    parameters: [{ name: 'input', takes: 'an input' }],
    ...ONE_SCHOOL,
    gives: 'true or false',
    doc: 'Whether the school has a value in this input.',
  },
  greatest: {
    parameters: [number('x')],
    ...ALL_SCHOOLS,
    gives: 'the unit of x',
    doc: 'The greatest x of all schools of the run.',
  },
  if: {
    parameters: [
      { name: 'condition', takes: 'true or false' },
      { name: 'then', takes: 'a value' },
      { name: 'otherwise', takes: 'a value' },
    ],
    ...ONE_SCHOOL,
    gives: 'what both branches give',
    doc: 'One of two values; the branch not taken is not looked at, so a missing cell or a zero divisor there does not matter.',
  },
  least: {
    parameters: [number('x')],
    ...ALL_SCHOOLS,
    gives: 'the unit of x',
    doc: 'The least x of all schools of the run.',
  },
  max: {
    parameters: [{ name: 'x', takes: 'a number', many: true }],
    ...ONE_SCHOOL,
    gives: 'the unit of x',
    doc: 'The greatest of the numbers given.',
  },
  mean: {
    parameters: [number('x')],
    ...ALL_SCHOOLS,
    gives: 'a ratio in the unit of x',
    doc: 'The sum of x over all schools of the run, divided by their number.',
  },
  min: {
    parameters: [{ name: 'x', takes: 'a number', many: true }],
    ...ONE_SCHOOL,
    gives: 'the unit of x',
    doc: 'The least of the numbers given.',
  },
  one_of: {
    parameters: [
      { name: 'x', takes: 'text' },
      { name: 'choice', takes: 'text', many: true },
    ],
    ...ONE_SCHOOL,
    gives: 'true or false',
    doc: 'Whether x is one of the texts that follow.',
  },
  pow: {
    parameters: [number('x'), { name: 'n', takes: 'a whole number written out' }],
    ...ONE_SCHOOL,
    gives: 'the unit of x to the power n',
    doc: 'x multiplied by itself, n from 0 to 9.',
  },
  quantile: {
    parameters: [number('x'), { name: 'share', takes: 'a share from 0 to 1 written out' }],
    ...ALL_SCHOOLS,
    gives: 'a ratio in the unit of x',
    doc: 'The value that the stated share of schools lies below, interpolated between neighbours as spreadsheets do (PERCENTILE.INC).',
  },
  rank: {
    parameters: [number('x')],
    options: ['by', 'first'],
    over: 'all schools',
    gives: 'a pure number',
    doc: 'The place of the school among all of the run, 1 for the highest x unless first: lowest; schools that tie share a place.',
  },
  round: {
    parameters: [
      number('x'),
      { name: 'places', takes: 'a whole number written out' },
      { name: 'mode', takes: 'a rounding mode', optional: true },
    ],
    ...ONE_SCHOOL,
    gives: 'a decimal in the unit of x',
    doc: 'x rounded to decimal places, half away from zero unless a mode is stated; −3 rounds to thousands.',
  },
  round_to: {
    parameters: [
      number('x'),
      { name: 'step', takes: 'a step written out' },
      { name: 'mode', takes: 'a rounding mode', optional: true },
    ],
    ...ONE_SCHOOL,
    gives: 'a decimal in the unit of x',
    doc: 'x rounded to a multiple of the step, half away from zero unless a mode is stated.',
  },
  share_of_total: {
    parameters: [number('x')],
    ...ALL_SCHOOLS,
    gives: 'a ratio, a pure number',
    doc: "The school's x divided by the sum of x over all schools of the run.",
  },
  sum: {
    parameters: [{ name: 'x', takes: 'a number', many: true }],
    ...ONE_SCHOOL,
    gives: 'the unit of x',
    doc: 'The sum of the numbers given; a group or a range of a group gives all its members.',
  },
  total: {
    parameters: [number('x')],
    ...ALL_SCHOOLS,
    gives: 'the unit of x',
    doc: 'The sum of x over all schools of the run.',
  },
  unrounded: {
    parameters: [{ name: 'line', takes: 'a line' }],
    options: [],
    over: 'figures',
    gives: 'a ratio of money',
    doc: "A line's exact amount before its rounding; only figures may read it, because money is the sum of rounded lines.",
  },
} as const satisfies Record<string, FunctionEntry>

export type FunctionName = keyof typeof FUNCTIONS

/** Functions that compute one value from their arguments, with nothing lazy and nothing written out. */
export type PlainFunctionName = 'abs' | 'clamp' | 'max' | 'min' | 'one_of' | 'sum'

/** Functions over all schools of the run. */
export type AggregateName = {
  [Name in FunctionName]: (typeof FUNCTIONS)[Name]['over'] extends 'all schools' ? Name : never
}[FunctionName]

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name)
}

/** `round(x, places[, mode])` */
export function signature(name: FunctionName): string {
  const { parameters, options }: FunctionEntry = FUNCTIONS[name]
  const words = parameters.map((each, i) => {
    const text = `${i === 0 ? '' : ', '}${each.name}${each.many ? ', …' : ''}`
    return each.optional ? `[${text}]` : text
  })
  const named = options.map((option) => `[, ${option}: …]`)
  return `${name}(${[...words, ...named].join('')})`
}
