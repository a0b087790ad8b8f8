import type fc from 'fast-check'
import type { AdjustedCase } from './adjusted-case.ts'
import { type Choices, choiceTape, readTape } from './choice-tape.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * A small district and one to four adjustments of any kind, each on any of what stands before it. Not all of them can
 * be met, and not all expressions have a value at every school. Amounts are few, so that schools and lines tie.
 */
export const anyKinds: fc.Arbitrary<AdjustedCase> = choiceTape.map((tape) => randomKinds(readTape(tape)))

// In an order that neither code points nor UTF-16 would give.
const IDS = ['B', 'a', '10', '9', '\u{10400}', '\ufb00', 'é', 'Z 1', 'ab', '#1'] as const
const REGIONS = ['north', 'south', 'east'] as const

/** Lines in an order that is not that of their ids. */
const LINES: readonly Fields[] = [
  { id: 'b', amount: 'b', fund: 'general', flexibility: 'purpose' },
  { id: 'a', amount: 'a', fund: 'general', flexibility: 'free' },
  { id: 't', amount: 't', fund: 'title1', flexibility: 'purpose', round: '1' },
  { id: 'c', amount: 'round(a / 3, 2)', fund: 'general', flexibility: 'free' },
  { id: 'l', amount: 'b * 0.2', fund: 'levy', flexibility: 'free' },
]

function randomKinds(choices: Choices): AdjustedCase {
  const count = 1 + choices.below(4)
  const adjustments: Fields[] = []
  for (let i = 0; i < count; i += 1) adjustments.push(randomAdjustment(`x${i}`, { adjustments, choices }))
  const rows = IDS.map((id) => randomRow(id, choices))
  const parameters = { rate: { value: '12.34', unit: 'money/pupil', assumed: 'for this case' } }
  return { rows, adjustments, parameters, lines: LINES }
}

function randomRow(id: string, choices: Choices): Fields {
  return {
    id,
    pupils: choices.pick(['10', '7', '1', '300', '12.5', '0']),
    frl: choices.pick(['0', '3', '5', '10']),
    a: amount(choices),
    b: amount(choices),
    t: choices.pick(['0', '50.50', '-20']),
    region: choices.pick(REGIONS),
    last: choices.once(6) ? choices.pick(['', '0']) : amount(choices).replace('-', ''),
    last_pupils: choices.once(8) ? choices.pick(['', '0']) : choices.pick(['10', '8', '290']),
    counted: choices.once(8) ? '' : choices.pick(['10', '7', '2', '13', '301']),
  }
}

function amount(choices: Choices): string {
  if (choices.once(9)) return choices.pick(['-50', '-0.01', '123456789.99'])
  if (choices.once(2)) return `${choices.below(900)}.${`${choices.below(100)}`.padStart(2, '0')}`
  return choices.pick(['100', '0', '333.33', '0.01', '200'])
}

interface Draw {
  /** Those before it. */
  readonly adjustments: readonly Fields[]
  readonly choices: Choices
}

// Written so, because an object with a field `then` looks like a promise.
const PER_PUPIL = Object.fromEntries([
  ['now', 'pupils'],
  ['then', 'last_pupils'],
])

const KINDS = {
  minimum: ({ choices, adjustments }: Draw) => ({ least: money(choices, adjustments), ...over(choices) }),
  floor_change: (draw: Draw) => ({ least: draw.choices.pick(['-0.015', '0', '-0.5']), ...changeLimit(draw) }),
  cap_change: (draw: Draw) => ({ most: draw.choices.pick(['0.05', '0', '1']), ...changeLimit(draw) }),
  phase_in: ({ choices, adjustments }: Draw) => ({
    share: choices.pick(['0.5', '2 / 3', 'frl / pupils', '1.1']),
    ...(choices.once(2) && { from: money(choices, adjustments) }),
    ...over(choices),
  }),
  scale_to_pool: ({ choices, adjustments }: Draw) => ({
    ...(choices.once(2) ? { fund: 'general' } : over(choices)),
    ...poolTotal(choices, [
      'round(total(a + b) * 0.9, 2)',
      'total(a) + total(b)',
      '1000',
      'round(total(subtotal) / 2, 2)',
    ]),
    ...(choices.once(3) && { least: money(choices, adjustments) }),
    ...(choices.once(3) && { most: choices.pick(['500', 'a * 2', 'subtotal', 'a / 3 + 100']) }),
    keep: adjustments
      .filter((each) => 'least' in each || 'against' in each)
      .flatMap(({ id, kind }) => (kind !== 'scale_to_pool' && choices.once(2) ? [id] : [])),
  }),
  distribute: ({ choices }: Draw) => ({
    ...own(choices),
    ...poolTotal(choices, ['100', '-40.01', '0', '0.05', 'round(total(a) / 7, 2)']),
    share: choices.pick([
      'pupils',
      'frl',
      '1',
      'pupils / 3',
      'frl / pupils',
      'if(frl > 3, pupils, 0)',
      '-1 * pupils',
    ]),
  }),
  equalise: ({ choices }: Draw) => ({
    ...own(choices),
    ...over(choices),
    ...poolTotal(choices, ['100', '1000', '0.01', 'round(total(b) / 3, 2)']),
    per: choices.pick(['pupils', 'pupils + frl', '1', 'pupils / 3', 'frl']),
  }),
  recount: ({ choices }: Draw) => ({
    ...own(choices),
    projected: 'pupils',
    actual: choices.pick(['counted', 'pupils + 1', 'frl']),
    ...(choices.once(2) && { tolerance: choices.pick(['2', '0', '3.5', '-1']) }),
    ...(choices.once(2) && { counts: 'all' }),
    gain: choices.pick(['rate', 'rate / 3', 'a / pupils']),
    loss: choices.pick(['rate', 'rate * 0.5']),
    ...(choices.once(2) && { fraction: choices.pick(['0.5', '160 / 180']) }),
    ...(choices.once(2) && { reserve: choices.pick(['5000', '100', '0.125 * 80000']) }),
  }),
  salary_basis: ({ choices, adjustments }: Draw) => ({
    ...own(choices),
    actual: money(choices, adjustments),
    average: choices.pick(['b', '100', 'a / 7']),
  }),
  override: ({ choices, adjustments }: Draw) => ({
    ...own(choices),
    school: choices.pick(['B', 'a', '9']),
    amount: money(choices, adjustments),
    reason: 'for this case',
  }),
} as const

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[]

function randomAdjustment(id: string, draw: Draw): Fields {
  const { choices } = draw
  const kind = KIND_NAMES[choices.below(KIND_NAMES.length)] ?? 'minimum'
  return {
    id,
    kind,
    ...KINDS[kind](draw),
    ...(choices.once(3) && { when: condition(draw) }),
    ...(choices.once(4) && { round: rounding(choices) }),
  }
}

function changeLimit({ choices }: Draw): Fields {
  return {
    ...over(choices),
    against: choices.pick([
      'last',
      'last',
      'last / 1.5',
      'last / (frl / pupils)',
      'if(given(last), last, 100)',
    ]),
    ...(choices.once(2) && { per: PER_PUPIL }),
    ...(!choices.once(3) && { new_schools: 'exempt' }),
  }
}

function over(choices: Choices): Fields {
  if (choices.once(2)) return {}
  return choices.pick([
    { over: ['a', 'b'] },
    { over: ['b'] },
    { over: ['c', 'b', 'a'] },
    { over: ['l', 'c'] },
  ])
}

function own(choices: Choices): Fields {
  return { fund: choices.pick(['general', 'levy']), flexibility: choices.pick(['free', 'locked']) }
}

function poolTotal(choices: Choices, totals: readonly [string, ...string[]]): Fields {
  const total = choices.pick(totals)
  if (!choices.once(3)) return { total }
  return { by: 'region', total: choices.once(2) ? total : `if(region == "south", 50.05, ${total})` }
}

function money(choices: Choices, before: readonly Fields[]): string {
  const last = before.at(-1)?.['id']
  const earlier = typeof last === 'string' ? `adjustment.${last} + 100.005` : '0'
  return choices.pick([
    '100',
    '250.25',
    'pupils * rate',
    'line.a / 3',
    'subtotal / 2',
    'mean(subtotal)',
    'last',
    earlier,
  ])
}

function condition({ choices, adjustments }: Draw): string {
  const last = adjustments.at(-1)?.['id']
  const earlier = typeof last === 'string' ? `adjustment.${last} == 0` : 'true'
  return choices.pick([
    'region == "north"',
    'pupils > 5',
    'a / pupils > 20',
    'given(last)',
    'subtotal > 300',
    earlier,
  ])
}

function rounding(choices: Choices): unknown {
  return choices.pick<unknown>([
    '2',
    '0',
    '-1',
    '1',
    '3',
    { step: '0.05', mode: 'up' },
    { places: '1', mode: 'half_even' },
  ])
}
