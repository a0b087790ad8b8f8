import t from 'tap'
import { type AdjustedCase, problemsOf, resultOf } from '../../support/adjusted-case.ts'

const free = { fund: 'general', flexibility: 'free' }
const rows = [
  { id: 'A', pupils: '7', a: '100', b: '50' },
  { id: 'B', pupils: '13', a: '40' },
]

t.test(
  'the greatest base that the pool pays for is found, and the next cent would cost too much',
  async (t) => {
    const pools = [{ fund: 'general', amount: '1000.00', assumed: 'for this test' }]
    const { total, residual, budget } = await resultOf({ ...solved({ to: 'pool' }), pools })
    // 1,000 less 140 for 20 pupils: 43.00, to the cent.
    t.strictSame([total, residual], ['1000.00', '0.00'])
    t.strictSame(budget?.solved, {
      parameter: 'base',
      value: '43.00',
      residual: '0.00',
      next: { value: '43.01', total: '1000.20' },
    })
  },
)

t.test('a value is looked for among decimals, and never among thousands', async (t) => {
  for (const places of ['-1', '-12', '19', 'two'])
    t.match((await problemsOf(solved({ to: '999.99', places }))).join(), /^FIELD_VALUE: .*\[\S+\]$/, places)
})

t.test('places say how fine the value is, and what is left over is shown', async (t) => {
  // 859.99 for 20 pupils is 42.9995; at 42.9996 the lines still round to 301.00 and 558.99.
  const values = async (places: string) => {
    const { budget } = await resultOf(solved({ to: '999.99', places }))
    return [budget?.solved?.value, budget?.solved?.residual]
  }
  t.strictSame(await values('0'), ['42', '19.99'])
  t.strictSame(await values('2'), ['42.99', '0.19'])
  t.strictSame(await values('4'), ['42.9996', '0.00'])
})

t.test('a total past every value, or passed at zero, is out of reach', async (t) => {
  t.strictSame(await problemsOf(solved({ to: '139.99' })), [
    'SOLVE_OUT_OF_REACH: no value of base meets the total: even at zero the run comes to 140.00',
  ])
  // At exactly 140 the base is 0.
  t.equal((await resultOf(solved({ to: '140' }))).budget?.solved?.value, '0.00')
})

t.test('a minimum, a floor, a cap and a share of what rises still rise', async (t) => {
  const floor = { id: 'f', kind: 'floor_change', over: ['base'], against: 'a', least: '0' }
  const cap = { id: 'c', kind: 'cap_change', over: ['base'], against: '10 * a', most: '0' }
  const phase = { id: 'p', kind: 'phase_in', over: ['base'], share: '0.5' }
  const grant = { id: 'g', kind: 'distribute', total: '10', share: 'pupils', ...free }
  // A has 7 pupils and at least 100, B 13 and at least 40: 230 is 100 and 130.
  t.equal(await valueWith('370', [floor]), '10.00')
  // A has at most 1,000, B at most 400: 1,260 is 860 and 400, and 860 / 7 is 122.857.
  t.equal(await valueWith('1400', [cap]), '122.85')
  t.equal(await valueWith('240', [phase]), '10.00') // half of 20 x 10
  t.equal(await valueWith('240', [grant]), '4.50') // 90 for 20
})

t.test('a parameter that may lower the total, or flip something, is refused', async (t) => {
  const refused = 'SOLVE_NOT_MONOTONE: the total cannot be shown to rise with base at every value [line.base]'
  for (const amount of [
    'a - pupils * base',
    'if(base > 5, pupils * base, 0)',
    'if(pupils * base > a, a, pupils * base)',
    'a * a / (pupils * base)',
    'abs(pupils * base - a)',
    'pupils * base * (a - 50) / a',
    'pupils * base * rank(round(pupils * base, 2))',
    'a - pow(-2, 2) * pupils * base',
  ])
    t.strictSame(await problemsOf(solved({ to: '1000' }, { lines: [line(amount)] })), [refused], amount)
  const branching = { ...line('pupils * base'), when: 'base < 50' }
  t.strictSame(await problemsOf(solved({ to: '1000' }, { lines: [branching] })), [refused], 'when')
})

t.test('so is one that an adjustment goes by', async (t) => {
  const refused =
    'SOLVE_NOT_MONOTONE: the total cannot be shown to rise with base at every value [adjustment.x]'
  for (const adjustment of [
    { kind: 'minimum', over: ['base'], least: '500 - pupils * base' },
    { kind: 'cap_change', over: ['base'], against: 'a * 10 - pupils * base', most: '0' },
    { kind: 'cap_change', over: ['base'], against: 'a', most: '0', per: pupilsThen('pupils * base / cash') },
    { kind: 'cap_change', over: ['base'], against: 'a', most: '0', per: pupilsThen('pupils', 'base * 1') },
    { kind: 'phase_in', over: ['base'], share: '-0.5' },
    { kind: 'override', school: 'A', amount: '-pupils * base * 3', reason: 'for this test', ...free },
    { kind: 'override', school: 'A', amount: '-subtotal', reason: 'for this test', ...free },
    { kind: 'recount', projected: 'pupils', actual: 'counted', gain: 'base', loss: 'base', ...free },
    { kind: 'minimum', over: ['base'], least: '500', when: 'base < 50' },
  ]) {
    const counted = rows.map((row) => ({ ...row, counted: '5' }))
    const parts = { ...solved({ to: '1000' }, { adjustments: [{ id: 'x', ...adjustment }] }), rows: counted }
    t.strictSame(await problemsOf(parts), [refused], JSON.stringify(adjustment))
  }
})

t.test(
  'where a pool scales everything, or no line uses the parameter, there is nothing to solve',
  async (t) => {
    const nothing =
      'SOLVE_NOT_MONOTONE: the total does not depend on base: a pool scales it, or no line uses it [base]'
    const pool = { id: 'p', kind: 'scale_to_pool', fund: 'general', total: '500' }
    t.strictSame(await problemsOf(solved({ to: '1000' }, { adjustments: [pool] })), [nothing])
    t.strictSame(await problemsOf(solved({ to: '1000' }, { lines: [line('a')] })), [nothing])
  },
)

t.test('only one number can be solved for', async (t) => {
  t.strictSame(await problemsOf(solved({ parameter: 'bases', to: '1000' })), [
    'SOLVE_PARAMETER: "bases" is not a parameter with one number [bases]',
  ])
})

t.test('what is found does not hang on what the parameter was', async (t) => {
  for (const value of ['0', '0.37', '42.99', '43', '43.01', '1000000', '-5', '999999999999999999'])
    t.strictSame(await foundFrom(value), ['43.00', '0.00', '43.01'], value)
})

/** A base per pupil beside line a, with something solved for. */
function solved(solve: object, more: Partial<AdjustedCase> = {}): AdjustedCase {
  return {
    rows,
    parameters: {
      base: { value: '1', unit: 'money/pupil', assumed: 'for this test' },
      cash: { value: '1', unit: 'money', assumed: 'for this test' },
    },
    lines: [{ id: 'a', amount: 'a', ...free }, line('pupils * base')],
    adjustments: [],
    solve: { parameter: 'base', ...solve },
    ...more,
  }
}

function line(amount: string): Record<string, unknown> {
  return { id: 'base', amount, ...free }
}

/** Counts of this year and of the year before, for dollars per pupil. */
function pupilsThen(now: string, before = 'pupils'): object {
  return Object.fromEntries([
    ['now', now],
    ['then', before],
  ])
}

/** The value, what it leaves of 1,000 dollars, and the next value, from a base that was something before. */
async function foundFrom(value: string): Promise<(string | undefined)[]> {
  const parts = solved({ to: '1000' })
  const base = { value, unit: 'money/pupil', assumed: 'for this test' }
  const { budget } = await resultOf({ ...parts, parameters: { ...parts.parameters, base } })
  return [budget?.solved?.value, budget?.solved?.residual, budget?.solved?.next.value]
}

async function valueWith(
  to: string,
  adjustments: readonly Record<string, unknown>[],
): Promise<string | undefined> {
  return (await resultOf(solved({ to }, { adjustments }))).budget?.solved?.value
}
