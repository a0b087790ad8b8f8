import t from 'tap'
import type { ProblemCode } from '../../src/core/problems/codes.ts'
import { ownWork } from '../support/own-work.ts'
import type { Blocks } from '../support/small-district.ts'
import { type ProblemCase, provoke, wrong } from './problem-case.ts'

/** Texts that some program or other takes for a number, and that could end a process that believed them. */
const hostile = [
  '1e999999999',
  '1e100000000',
  '9'.repeat(900_000),
  `0.${'0'.repeat(900_000)}1`,
  '0x10',
  '1_000',
  'NaN',
  'Infinity',
  '-Infinity',
  '-0',
  '١٢',
  '1e-400',
  '',
  ' 1',
  '1,000',
  '+1',
  '.5',
  '99999999999999999999',
]

interface NumericField {
  /** The district with a number, written in quotes, at the mark. */
  readonly with: (quoted: string) => Blocks
  readonly refusal: ProblemCode
  /** What some texts are instead: another problem, or `fine`. */
  readonly instead?: Readonly<Record<string, ProblemCode | 'fine'>>
}

const emptyText = { '': 'FIELD_VALUE' } as const
const zeroIsFine = { '-0': 'fine' } as const

const parameter = (field: string): Blocks => ({
  parameters: `parameters:\n  base: { value: "100", unit: money/pupil, assumed: x }\n  rate: { ${field}, assumed: x }`,
})
const line = (fields: string): Blocks => ({
  lines: `lines:\n  - { id: base, fund: general, flexibility: free, ${fields} }`,
})
const cell = (quoted: string): Blocks => ({
  ...line('amount: frl * base'),
  data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection, may_exceed_pupils: true } }
  rows: [{ id: "1", enrollment: 10, frl: ▸${quoted}, level: ES }]`,
})

const fields: Readonly<Record<string, NumericField>> = {
  'a parameter': {
    with: (quoted) => parameter(`value: ▸${quoted}`),
    refusal: 'NUMBER_FORMAT',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'a dated parameter': {
    with: (quoted) => ({
      parameters: `parameters:\n  base: { unit: money/pupil, values: [{ value: ▸${quoted}, assumed: x }] }`,
    }),
    refusal: 'NUMBER_FORMAT',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'an entry of a table': {
    with: (quoted) => parameter(`kind: table, unit: text -> money, value: { ES: ▸${quoted} }`),
    refusal: 'NUMBER_FORMAT',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'what an empty cell counts as': {
    with: (quoted) => ({
      needs: `needs: { enrollment: { unit: pupil }, frl: { unit: pupil, missing: ▸${quoted} }, level: { kind: text } }`,
    }),
    refusal: 'NUMBER_FORMAT',
    instead: zeroIsFine,
  },
  'a pool': {
    with: (quoted) => ({ pools: `pools: [{ fund: general, amount: ▸${quoted}, assumed: x }]` }),
    refusal: 'NUMBER_FORMAT',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'a control': {
    with: (quoted) => ({ controls: `controls: [{ of: total, amount: ▸${quoted} }]` }),
    refusal: 'NUMBER_FORMAT',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'the tolerance of a control': {
    with: (quoted) => ({ controls: `controls: [{ of: total, amount: "1", tolerance: ▸${quoted} }]` }),
    refusal: 'NUMBER_FORMAT',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'a total to solve for': {
    with: (quoted) => ({ controls: `solve: { parameter: base, to: ▸${quoted} }` }),
    refusal: 'NUMBER_FORMAT',
    // A total may have more digits than a number; no base is large enough for this one.
    instead: { ...zeroIsFine, ...emptyText, '99999999999999999999': 'SOLVE_OUT_OF_REACH' },
  },
  'what a base costs': {
    with: (quoted) => ({
      scenario: 'scenario: { id: a, budget: cut }',
      controls: `baseline: { id: b, name: B, total: ▸${quoted}, funds: {} }`,
    }),
    refusal: 'FIELD_VALUE',
    instead: { ...zeroIsFine, '99999999999999999999': 'fine' },
  },
  'a rounding': {
    with: (quoted) => line(`amount: enrollment * base, round: ▸${quoted}`),
    refusal: 'ROUNDING',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'the places of a rounding': {
    with: (quoted) => line(`amount: enrollment * base, round: { places: ▸${quoted} }`),
    refusal: 'ROUNDING',
    instead: { ...zeroIsFine, ...emptyText },
  },
  'the step of a rounding': {
    with: (quoted) => line(`amount: enrollment * base, round: { step: ▸${quoted} }`),
    refusal: 'ROUNDING',
    instead: emptyText,
  },
  'a cell': { with: cell, refusal: 'CELL_FORMAT', instead: { ...zeroIsFine, '': 'CELL_MISSING' } },
  'the digits of an id': {
    with: (quoted) => ({ data: `data: { id: { column: id, digits: ▸${quoted} }, rows: [{ id: "1" }] }` }),
    refusal: 'FIELD_VALUE',
  },
}

for (const [name, field] of Object.entries(fields)) {
  t.test(`no hostile number gets into ${name}, or takes its time`, async (t) => {
    await provoke(hostileCase(field, '5'))
    for (const text of hostile) {
      const { said, expected, milliseconds } = await timed(hostileCase(field, text))
      t.strictSame(said.map(codeAndPlace), expected.map(codeAndPlace), shown(text))
      t.ok(milliseconds < 50, `${shown(text)}: ${milliseconds.toFixed(1)} ms`)
    }
  })
}

/** Texts in an expression, with what is said of them and how far behind the opening quote. */
const inExpressions: Readonly<Record<string, readonly [ProblemCode, number] | 'fine'>> = {
  '1e999999999': ['EXPRESSION_SYNTAX', 1],
  '1e-400': ['EXPRESSION_SYNTAX', 1],
  '0x10': ['EXPRESSION_SYNTAX', 1],
  '1_000': ['EXPRESSION_SYNTAX', 1],
  '1,000': ['EXPRESSION_SYNTAX', 2],
  '+1': ['EXPRESSION_SYNTAX', 1],
  '.5': ['EXPRESSION_SYNTAX', 1],
  '١٢': ['EXPRESSION_SYNTAX', 1],
  '99999999999999999999': ['EXPRESSION_SYNTAX', 1],
  [`${'9'.repeat(900_000)}`]: ['EXPRESSION_SYNTAX', 4001],
  NaN: ['NAME_UNKNOWN', 1],
  Infinity: ['NAME_UNKNOWN', 1],
  '-Infinity': ['NAME_UNKNOWN', 2],
  '': ['FIELD_VALUE', 0],
  'round(1, 1e9)': ['EXPRESSION_SYNTAX', 10],
  'round(1, 99999)': ['ARGUMENT_KIND', 10],
  'pow(1, 99999999)': ['ARGUMENT_KIND', 8],
  "round_to(1, '1e9')": ['ARGUMENT_KIND', 13],
  'round_to(1, 0)': ['ARGUMENT_KIND', 13],
  '-0': 'fine',
  ' 1': 'fine',
}

t.test('no hostile number gets into an expression, or takes its time', async (t) => {
  const caseOf = (text: string): ProblemCase => wrong(text, line(`amount: ▸${JSON.stringify(text)}`))
  await provoke(caseOf('5'))
  for (const [text, refusal] of Object.entries(inExpressions)) {
    const { said, milliseconds } = await timed(caseOf(text))
    const column =
      refusal === 'fine'
        ? 0
        : '    - { id: base, fund: general, flexibility: free, amount: '.length + refusal[1] + 1
    const expected = refusal === 'fine' ? [] : [`${refusal[0]} at district.yaml:16:${column}`]
    t.strictSame(said.map(codeAndPlace), expected, shown(text))
    t.ok(milliseconds < 50, `${shown(text)}: ${milliseconds.toFixed(1)} ms`)
  }
})

function hostileCase({ with: district, refusal, instead = {} }: NumericField, text: string): ProblemCase {
  const code = Object.hasOwn(instead, text) ? instead[text] : refusal
  const blocks = district(JSON.stringify(text))
  return code === undefined || code === 'fine' ? wrong(text, blocks) : wrong(text, blocks, [code, '▸'])
}

/** Processor time, and the best of several, so that a busy machine does not fail a fast program. */
async function timed(
  each: ProblemCase,
): Promise<{ said: string[]; expected: string[]; milliseconds: number }> {
  let best = Number.POSITIVE_INFINITY
  let outcome = { said: [''], expected: [''] }
  for (let i = 0; i < 8 && best > 40; i += 1) {
    const worked = ownWork()
    outcome = await provoke(each)
    best = Math.min(best, worked())
  }
  return { ...outcome, milliseconds: best }
}

function codeAndPlace(said: string): string {
  return said.replace(/(?: frl of 1)?, try .*/, '')
}

function shown(text: string): string {
  return text.length > 30 ? `${text.slice(0, 8)}… (${text.length} characters)` : JSON.stringify(text)
}
