import { type ProblemCase, wrong } from './problem-case.ts'

/** The line `base`, and a second one with this amount and these fields. */
function secondLine(amount: string, fields = ''): { lines: string } {
  return {
    lines: `lines:
  - { id: base, amount: enrollment * base, fund: general, flexibility: free }
  - id: second
    fund: general
    flexibility: free
    amount: ${amount}${fields === '' ? '' : `\n    ${fields}`}`,
  }
}

const parameters = (more: string): { parameters: string } => ({
  parameters: `parameters:
  base: { value: "100", unit: money/pupil, assumed: for the test }
  ${more}`,
})

const multiply = 'multiply or divide by a parameter whose unit turns one into the other'

/** What an expression can say that has no meaning. */
export const expressionCases: readonly ProblemCase[] = [
  wrong('a sign of another language', secondLine('enrollment ▸^ 2'), [
    'EXPRESSION_SYNTAX',
    '▸',
    'write pow(x, n)',
  ]),
  wrong('an expression that stops short', secondLine('enrollment * base *▸'), ['EXPRESSION_SYNTAX', '▸']),
  wrong(
    'expressions of a quarter of a million characters',
    {
      lines: `lines:\n${Array.from({ length: 63 }, (_, i) => `  - { id: l${i}, fund: general, flexibility: free, amount: ${i === 62 ? '▸' : ''}"${'1 + '.repeat(100)}1${' '.repeat(3599)}" }`).join('\n')}`,
    },
    ['FORMULA_LIMIT', '▸', 'name what many expressions repeat as a measure'],
  ),
  wrong('a misspelt need', secondLine('▸enrolment * base'), [
    'NAME_UNKNOWN',
    '▸',
    'did you mean enrollment?',
  ]),
  wrong('a line read without its prefix', { ...secondLine('▸third'), figures: '' }, ['NAME_UNKNOWN', '▸']),
  wrong('a function of a spreadsheet', secondLine('base * ▸average(enrollment)'), [
    'FUNCTION_UNKNOWN',
    '▸',
    'write mean',
  ]),
  wrong('a parameter before a parenthesis', secondLine('▸base(enrollment)'), [
    'FUNCTION_UNKNOWN',
    '▸',
    'write base * (…) to multiply',
  ]),
  wrong('a rounding to nothing', secondLine('▸round(base) * enrollment'), ['ARGUMENT_COUNT', '▸']),
  wrong('a rounding to a number of pupils', secondLine('round(base, ▸enrollment) * enrollment'), [
    'ARGUMENT_KIND',
    '▸',
  ]),
  wrong('a sum for each of something', secondLine("'total(base * enrollment, ▸for: level)'"), [
    'ARGUMENT_NAME',
    '▸',
  ]),
  wrong('a level where a number is needed', secondLine('base * ▸level'), ['TYPE_MISMATCH', '▸']),
  wrong('dollars and pupils added up', secondLine('base * enrollment + ▸frl'), [
    'UNIT_MISMATCH',
    '▸',
    multiply,
  ]),
  wrong('pupils as an amount of money', secondLine('▸enrollment'), [
    'LINE_NOT_MONEY',
    '▸',
    'multiply by a rate, such as a parameter in money/pupil',
  ]),
  wrong('a share that is kept as it is', { measures: 'measures:\n  share: ▸frl / enrollment' }, [
    'RATIO_NOT_ROUNDED',
    '▸',
    'write share: round(frl / enrollment, 4), or share: { value: frl / enrollment, kind: ratio }',
  ]),
  wrong('a range of grades that no group has', secondLine('sum(▸frl..enrollment) * base'), [
    'RANGE_NOT_IN_GROUP',
    '▸',
    'declare the order under groups: name: [first, …, last]',
  ]),
  wrong('two measures by way of each other', { measures: 'measures: { a: ▸b + frl, b: a - frl }' }, [
    'CYCLE',
    '▸',
  ]),
  wrong('a level that no school has', secondLine('base * enrollment', 'when: level == ▸"EL"'), [
    'CHOICE_UNKNOWN',
    '▸',
    'did you mean "ES"?',
  ]),
  wrong('a line before its rounding in another line', secondLine('▸unrounded(line.base)'), [
    'FIGURE_ONLY',
    '▸',
    'name the expression as a measure and use it in both places',
  ]),
]

/** What a formula can declare that cannot be. */
export const declarationCases: readonly ProblemCase[] = [
  wrong('a name with a hyphen', { ...parameters('▸small-school: { value: "1", assumed: x }') }, [
    'NAME_FORM',
    '▸',
    'write small_school',
  ]),
  wrong('a measure called like a function', { measures: 'measures: { ▸total: frl + enrollment }' }, [
    'NAME_RESERVED',
    '▸',
    'write total_value, or another word of the field',
  ]),
  wrong('a measure called like a need', { measures: 'measures: { ▸frl: enrollment }' }, [
    'NAME_CLASH',
    '▸',
    'rename one of them',
  ]),
  wrong('a unit in the plural', parameters('rate: { value: "1", unit: ▸money/pupils, assumed: x }'), [
    'UNIT_UNKNOWN',
    '▸',
    'write pupil',
  ]),
  wrong(
    'a unit that is declared nowhere',
    parameters('rate: { value: "1", unit: ▸money/mile, assumed: x }'),
    ['UNIT_UNKNOWN', '▸', 'declare it: units: [mile]'],
  ),
  wrong(
    'a misspelt fund',
    {
      lines: 'lines:\n  - { id: base, amount: enrollment * base, fund: ▸genral, flexibility: free }',
    },
    ['FUND_UNKNOWN', '▸', 'did you mean general?'],
  ),
  wrong(
    'a fund that is declared nowhere',
    {
      lines: 'lines:\n  - { id: base, amount: enrollment * base, fund: ▸bond, flexibility: free }',
    },
    ['FUND_UNKNOWN', '▸', 'add it: funds: [general, title1, bond]'],
  ),
  wrong('a rounding to nothing at all', secondLine('base * enrollment', 'round: { step: ▸0 }'), [
    'ROUNDING',
    '▸',
  ]),
  wrong(
    'a taper without its steps',
    parameters('small: { kind: taper, unit: pupil -> money, value: ▸5, assumed: x }'),
    ['PARAMETER_SHAPE', '▸'],
  ),
  wrong(
    'a rate that begins after the year does',
    parameters('▸rate: { values: [{ from: 2025-08-01, value: "1", assumed: x }] }'),
    ['PARAMETER_NOT_IN_FORCE', '▸'],
  ),
  wrong('a rate from nowhere', parameters('▸rate: { value: "1" }'), [
    'PROVENANCE',
    '▸',
    'add assumed: "…" until the source is known',
  ]),
  wrong('a rate from two places', parameters('▸rate: { value: "1", source: a, assumed: b }'), [
    'PROVENANCE',
    '▸',
    'keep one of them',
  ]),
  wrong(
    'a published amount of no line',
    {
      published: 'published: [{ of: ▸line.third, column: printed, source: x }]',
    },
    ['PUBLISHED_UNKNOWN', '▸'],
  ),
  wrong(
    'a published amount that the formula reads',
    {
      published: 'published: [{ of: total, column: ▸frl, source: x }]',
    },
    ['PUBLISHED_IS_INPUT', '▸'],
  ),
  wrong('an amount with a thousands separator', parameters('rate: { value: ▸"1,000", assumed: x }'), [
    'NUMBER_FORMAT',
    '▸',
    'remove the thousands separators',
  ]),
  wrong(
    'a control of nothing in the formula',
    { controls: 'controls: [{ of: ▸fund.generl, amount: "1" }]' },
    ['CONTROL_UNKNOWN', '▸', 'did you mean fund.general?'],
  ),
]
