import fc from 'fast-check'
import type { Dataset } from '../../src/core/data/dataset.ts'
import { checkFormula } from '../../src/core/formula/check-formula.ts'
import type { CheckedFormula, Value } from '../../src/core/formula/checked.ts'
import type {
  FormulaDefinition,
  LineDefinition,
  MeasureDefinition,
} from '../../src/core/formula/definition.ts'
import { BOOLEAN, decimalOf, TEXT, type Type } from '../../src/core/formula/types.ts'
import { PURE } from '../../src/core/formula/units.ts'
import { type RunData, runData } from '../../src/core/funding/run-data.ts'
import { decimal } from '../../src/core/numbers/decimal.ts'
import { type Choices, readTape } from './choice-tape.ts'
import {
  MODES,
  STEPS,
  type Vocabulary,
  type Writing,
  writeCondition,
  writeNumber,
  writeText,
} from './kernel-expression.ts'
import { numberText, type Profile, someProfiles } from './kernel-numbers.ts'

/** A formula and the cells of a few schools: `undefined` where a cell is empty. */
export interface KernelCase {
  readonly formula: FormulaDefinition
  readonly schools: number
  readonly now: Cells
  /** For some of the schools, by their place. */
  readonly prior: { readonly of: readonly number[]; readonly cells: Cells }
  /** Schools that the kernel works on at a time. */
  readonly block: number
}

type Cells = Readonly<Record<string, readonly (string | undefined)[]>>

const NEEDS = {
  n0: {},
  n1: {},
  n2: {},
  sparse: {},
  filled: { missing: '12.5' },
  level: { one_of: ['ES', 'MS', 'HS'] },
  region: { kind: 'text' },
  open: { kind: 'boolean' },
  shut: { kind: 'boolean', missing: 'true' },
} as const

/**
 * A random formula with random cells, made from a tape so that it shrinks as the tape does. Cells are read first:
 * on a tape that runs out the formula becomes plain, and the numbers stay what they are.
 */
export const anyKernelCase: fc.Arbitrary<KernelCase> = fc
  .noBias(fc.array(fc.nat({ max: 0xffff }), { minLength: 250, maxLength: 700, size: 'max' }))
  .map((tape) => kernelCase(readTape(tape)))

export const BLOCKS = [1, 2, 3, 7, 2048] as const

function kernelCase(choices: Choices, schools = 1 + choices.below(7)): KernelCase {
  const profiles = someProfiles(choices)
  const of = Array.from({ length: schools }, (_, i) => i).filter(() => !choices.once(4))
  const now = cells(schools, choices, profiles)
  const prior = { of, cells: cells(of.length, choices, profiles) }
  const writing = { choices, vocabulary: words(choices) }
  const early = someMeasures('m', writing)
  const lines = Array.from({ length: 1 + choices.below(4) }, (_, i) => someLine(`l${i}`, writing))
  // These may read lines, and the last line may read them.
  const late = choices.once(3) ? someMeasures('w', writing) : {}
  const measures = { ...early, ...late }
  if (choices.once(3)) lines.push(someLine('last', writing))
  const figures = Array.from({ length: choices.below(2) }, (_, i) => ({
    id: `f${i}`,
    amount: `${choices.pick(['', 'unrounded(line.l0) * '])}(${writeNumber(2, writing).text})`,
  }))
  return {
    formula: {
      id: 'random',
      currency: 'USD',
      year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
      needs: NEEDS,
      funds: ['general'],
      parameters: someParameters(choices, profiles),
      measures,
      lines,
      figures,
      restrict: writeCondition(1, writing),
    },
    schools,
    now,
    prior,
    block: choices.pick(BLOCKS),
  }
}

function words(choices: Choices): Vocabulary {
  const names = ['n0', 'n1', 'n2', 'r0', 'r1', 'filled', 'sparse', 'prior.n0', 'prior.filled']
  const products = ['n0 * n1', 'n1 * n2', 'n2 * r0']
  // Beyond 1,200 digits the reference refuses numbers, and the kernel what may come to that.
  const towers = choices.once(20) ? ['pow(pow(pow(n0, 9), 9), 9)'] : []
  return {
    numbers: [
      ...[...names, ...products, ...towers].map((text) => ({ text, isRatio: false })),
      { text: 'n2 / n0 / n1', isRatio: true },
    ],
    conditions: ['shut', 'open', 'given(sparse)', 'given(prior.n0)', 'true', 'level == "ES"', 'n0 > n1'],
    texts: ['level', 'region', '"ES"', 'prior.level'],
  }
}

function someMeasures(prefix: string, writing: Writing): Record<string, MeasureDefinition> {
  const { choices, vocabulary } = writing
  const measures: Record<string, MeasureDefinition> = {}
  for (let i = 0; i < choices.below(4); i += 1) {
    const name = `${prefix}${i}`
    const kind = choices.pick(['number', 'number', 'number', 'boolean', 'text'] as const)
    if (kind === 'number') {
      const { text, isRatio } = writeNumber(1 + choices.below(3), writing)
      measures[name] = { value: text, kind: isRatio ? 'ratio' : 'decimal' }
      vocabulary.numbers.push({ text: name, isRatio })
    } else if (kind === 'boolean') {
      measures[name] = { value: writeCondition(2, writing), kind }
      vocabulary.conditions.push(name)
    } else {
      measures[name] = { value: writeText(2, writing), kind }
      vocabulary.texts.push(name)
    }
  }
  return measures
}

function someLine(id: string, writing: Writing): LineDefinition {
  const { choices, vocabulary } = writing
  // Most lines of a district are a count times a rate, in cents.
  const isPlain = choices.once(3)
  const text = isPlain
    ? choices.pick(['n0 * r0', 'n1 * 1.5', 'n2 / 8'])
    : writeNumber(1 + choices.below(3), writing).text
  const mode = isPlain ? 'half_up' : choices.pick(MODES)
  const round = [
    undefined,
    { mode },
    { places: choices.pick(['0', '3', '-2', '6']), mode },
    { step: choices.pick(STEPS), mode },
  ][choices.below(4)]
  const line: LineDefinition = {
    id,
    amount: `(${text}) * dollar`,
    ...(choices.once(3) && { when: writeCondition(2, writing) }),
    ...(round !== undefined && { round }),
    fund: 'general',
    flexibility: 'free',
  }
  vocabulary.numbers.push({ text: `line.${id} / dollar`, isRatio: true })
  return line
}

function someParameters(
  choices: Choices,
  profiles: readonly Profile[],
): NonNullable<FormulaDefinition['parameters']> {
  const assumed = 'for this case'
  const profile = oneOf(profiles, choices)
  const number = (): string => numberText(profile, choices)
  const entry = (): Record<string, string> => ({ ES: number(), MS: number() })
  return {
    dollar: { value: choices.pick(['1', '4500.25', '0.01', '-3']), unit: 'money', assumed },
    r0: { value: number(), assumed },
    r1: { value: numberText(oneOf(profiles, choices), choices), assumed },
    taper: { kind: 'taper', unit: '1 -> 1', value: points(choices, number), assumed },
    band: { kind: 'band', unit: '1 -> 1', value: points(choices, number), assumed },
    table: { kind: 'table', unit: 'text -> 1', value: { ...entry(), HS: '1' }, assumed },
    tables: { kind: 'table', unit: 'text -> 1', value: { ES: entry(), MS: entry() }, assumed },
    deep: { kind: 'table', unit: 'text -> 1', value: { ES: { ES: entry(), MS: entry() } }, assumed },
  }
}

function points(choices: Choices, number: () => string): (readonly string[])[] {
  let x = choices.below(60) - 30
  const tail = choices.pick(['', '.5', '.000000000000000001'])
  return Array.from({ length: 1 + choices.below(3) }, () => {
    x += 1 + choices.below(900)
    return [`${x}${tail}`, number()]
  })
}

function cells(schools: number, choices: Choices, profiles: readonly Profile[]): Cells {
  const column = (cell: () => string, mostEmpty: number): (string | undefined)[] => {
    // Most columns are whole, so that most formulas have an amount somewhere.
    const isSparse = mostEmpty > 0 && choices.once(2)
    return Array.from({ length: schools }, () =>
      isSparse && choices.below(8) < mostEmpty ? undefined : cell(),
    )
  }
  const numbers = (mostEmpty: number): (string | undefined)[] => {
    const profile = oneOf(profiles, choices)
    const mayBeNegative = choices.once(2)
    return column(() => numberText(profile, choices, mayBeNegative), mostEmpty)
  }
  return {
    n0: numbers(0),
    n1: numbers(0),
    n2: numbers(0),
    sparse: numbers(3),
    filled: numbers(3),
    level: column(() => choices.pick(['ES', 'MS', 'HS']), 0),
    region: column(() => choices.pick(['ES', 'MS', 'K8', '']), 2),
    open: column(() => choices.pick(['true', 'false']), 2),
    shut: column(() => choices.pick(['false', 'true']), 2),
  }
}

function oneOf(profiles: readonly Profile[], choices: Choices): Profile {
  return profiles[choices.below(profiles.length)] ?? 'counts'
}

/** The case as the checker leaves it; throws where the formula is none, which would be a fault of these words. */
export function checkedCase({ formula }: Pick<KernelCase, 'formula'>): CheckedFormula {
  const outcome = checkFormula(formula, { pointer: '/formula', datasets: ['now', 'prior'] })
  if (outcome.kind === 'done') return outcome.value
  const [first] = outcome.problems
  throw new Error(`${first?.code} ${first?.message} ${JSON.stringify(first?.at)} ${JSON.stringify(formula)}`)
}

/** The cells as datasets, the schools in the order of `order`. */
export function dataOf({ now, prior, schools }: KernelCase, order?: readonly number[]): RunData {
  const all = Array.from({ length: schools }, (_, i) => i)
  return runData(
    new Map([
      ['now', dataset('now', { of: all, cells: now, order: order ?? all })],
      ['prior', dataset('prior', { of: prior.of, cells: prior.cells, order: prior.of.map((_, i) => i) })],
    ]),
  )
}

function dataset(
  name: string,
  { of, cells: columns, order }: { of: readonly number[]; cells: Cells; order: readonly number[] },
): Dataset {
  return {
    name,
    schools: order.map((i) => ({ id: `s${of[i]}`, name: `School ${of[i]}`, row: i + 1 })),
    columns: new Map(
      Object.entries(columns).map(([header, texts]) => {
        const type = typeOf(header)
        const values = order.map((i) => cellValue(texts[i], type))
        return [header, { name: header, header, type, mapping: {}, values }]
      }),
    ),
  }
}

function typeOf(name: string): Type {
  if (name === 'level' || name === 'region') return TEXT
  return name === 'open' || name === 'shut' ? BOOLEAN : decimalOf(PURE)
}

function cellValue(text: string | undefined, { kind }: Type): Value | undefined {
  if (text === undefined) return undefined
  if (kind === 'text') return text
  return kind === 'boolean' ? text === 'true' : decimal(text)
}
