import type fc from 'fast-check'
import { loadScenario } from '../../src/app/load-scenario.ts'
import { allocate, fundTotals } from '../../src/core/funding/allocate.ts'
import { decimal } from '../../src/core/numbers/decimal.ts'
import type { Rational } from '../../src/core/numbers/rational.ts'
import { type AdjustedCase, adjustedText } from './adjusted-case.ts'
import { type Choices, choiceTape, readTape } from './choice-tape.ts'
import { memoryFiles } from './memory-files.ts'

/** Three schools with lines in two funds that rise with `base` or stand still, and random adjustments after them. */
export const anyMovingMoney: fc.Arbitrary<AdjustedCase> = choiceTape.map((tape) => {
  const choices = readTape(tape)
  const count = choices.below(5)
  const adjustments: Adjustment[] = []
  for (let i = 0; i < count; i += 1) adjustments.push(adjustment(`x${i}`, adjustments, choices))
  return {
    rows: [
      { id: 'A', pupils: '7', frl: '2', a: '100', b: '50', last: '140', region: 'north' },
      { id: 'B', pupils: '13', frl: '13', a: '40', b: '90', last: '250', region: 'north' },
      { id: 'C', pupils: '5', frl: '0', a: '330', b: '10', last: '60', region: 'south' },
    ],
    parameters: {
      base: { value: '3', unit: 'money/pupil', assumed: 'for this test' },
      cash: { value: '100', unit: 'money', assumed: 'for this test' },
    },
    lines: [
      { id: 'base', amount: 'pupils * base', fund: 'general', flexibility: 'free' },
      { id: 'a', amount: 'a', fund: 'general', flexibility: 'free' },
      { id: 'frl', amount: 'round(frl * base / 3, 2)', fund: 'levy', flexibility: 'purpose' },
      { id: 'b', amount: 'b', fund: 'levy', flexibility: 'purpose' },
    ],
    adjustments,
  }
})

/** What a case comes to at every value of `base` at which it has a result: in all, and by fund. */
export async function totalsOf(given: AdjustedCase) {
  const files = memoryFiles({ 'case.yaml': adjustedText(given) })
  const { scenario, problems } = await loadScenario('case.yaml', files, async () =>
    Promise.resolve(undefined),
  )
  if (scenario?.data === undefined) throw new Error(problems.map(({ message }) => message).join('; '))
  const { formula, data } = scenario
  const totals = BASES.flatMap((text) => {
    const run = allocate(
      {
        ...formula,
        parameters: new Map(
          [...formula.parameters].map(([name, each]) => [
            name,
            name === 'base' ? { ...each, value: { kind: 'number' as const, value: decimal(text) } } : each,
          ]),
        ),
      },
      data,
    )
    if (run.kind === 'failed') return []
    const { allocation } = run.value
    return [
      new Map<string | undefined, Rational>([
        [undefined, allocation.total],
        ...fundTotals(allocation).map(({ id, total }) => [id, total] as const),
      ]),
    ]
  })
  return { formula, data, totals }
}

// Close together where cents are lost and won, and far apart.
const BASES = [
  '0',
  '0.01',
  '0.02',
  '0.03',
  '1',
  '2.5',
  '6',
  '9.99',
  '10',
  '17.3',
  '25',
  '40',
  '90',
  '400',
] as const

type Adjustment = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string }

const LIMITS = ['minimum', 'floor_change', 'cap_change'] as const

function adjustment(id: string, before: readonly Adjustment[], choices: Choices): Adjustment {
  const own = before.filter((each) => 'flexibility' in each).map((each) => each.id)
  const some = (ids: readonly string[]) => ids.filter(() => choices.once(2))
  const over = () => {
    const ids = some(['base', 'a', 'frl', 'b', ...own])
    return ids.length === 0 ? ['base'] : ids
  }
  const money = (amount: string) => (choices.once(6) ? 'pupils * base' : amount)
  const when = choices.once(6) ? { when: choices.pick(['region == "north"', 'line.base < 200']) } : {}
  const paidBy = { fund: choices.pick(['general', 'levy']), flexibility: 'free' }
  const by = choices.once(4) ? { by: 'region' } : {}
  const forms: readonly [() => Adjustment, ...(() => Adjustment)[]] = [
    () => ({ id, kind: 'minimum', over: over(), least: money(choices.pick(['120', '300'])), ...when }),
    () => ({
      id,
      kind: 'floor_change',
      over: over(),
      against: 'last',
      least: choices.pick(['0', '-0.3']),
      ...perPupils(choices),
      ...when,
    }),
    () => ({
      id,
      kind: 'cap_change',
      over: over(),
      against: money('last'),
      most: choices.pick(['0', '0.5']),
      ...when,
    }),
    () => ({
      id,
      kind: 'phase_in',
      over: over(),
      share: choices.pick(['0.5', '1/3', '-0.2']),
      ...(choices.once(2) && { from: 'last' }),
    }),
    () => ({
      id,
      kind: 'distribute',
      total: choices.pick(['30', 'total(line.base)']),
      share: choices.pick(['pupils', 'line.base + 1']),
      ...paidBy,
      ...by,
    }),
    () => ({ id, kind: 'equalise', over: over(), total: '50', per: 'pupils', ...paidBy, ...by }),
    () => ({ id, kind: 'override', school: 'B', amount: money('-20'), reason: 'for this test', ...paidBy }),
    () => pool(id, before, choices, { over, by, when }),
  ]
  return choices.pick([...forms, forms[7] ?? forms[0], forms[7] ?? forms[0]])()
}

function perPupils(choices: Choices): object {
  const now = choices.pick(['pupils', 'pupils * (1 + line.base / cash)'])
  const counts = Object.entries({ now }).concat([['then', 'pupils + 1']])
  return choices.once(2) ? { per: Object.fromEntries(counts) } : {}
}

function pool(
  id: string,
  before: readonly Adjustment[],
  choices: Choices,
  { over, by, when }: { over: () => string[]; by: object; when: object },
): Adjustment {
  const keep = before
    .filter(({ kind }) => LIMITS.some((each) => each === kind) && choices.once(2))
    .map((each) => each.id)
  const total = choices.pick(['900', '500', 'total(line.base) + 600'])
  const scope = choices.pick([{ fund: 'general' }, { fund: 'levy' }, { over: over() }])
  return { id, kind: 'scale_to_pool', total, keep, ...scope, ...by, ...when }
}
