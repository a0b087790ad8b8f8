import t from 'tap'
import { splitScenarios } from '../../../src/app/split-scenarios.ts'
import { diskFiles } from '../../../src/cli/disk-files.ts'
import { root } from '../../support/committed-scenarios.ts'
import { scaled } from '../../support/scaled.ts'
import { caseText, type SmallCase } from '../../support/small-case.ts'
import { causesAt, causesOf, splitFiles } from '../../support/split-files.ts'
import { whatIf } from '../../support/what-if.ts'

const free = { fund: 'general', flexibility: 'free' }

/** One school A with 10 pupils at $100 unless stated, before and after. */
async function splitOf(before: SmallCase, after: SmallCase) {
  return splitFiles({ 'a.yaml': caseText(before), 'b.yaml': caseText(after) })
}

/** A what-if on such a district. */
async function changed(base: SmallCase, changes: readonly object[]) {
  return splitFiles({ 'adopted.yaml': caseText(base), 'b.yaml': whatIf('b', changes) }, 'adopted.yaml')
}

const plain: SmallCase = {
  parameters: { rate: { value: '100', unit: 'money/pupil' }, enough: { value: '1500', unit: 'money' } },
  lines: { base: 'enrollment * rate' },
}

t.test('a line that goes takes the reason to act on it along', async (t) => {
  const funds = ['general', { id: 'grant', restricted: 'true' }]
  const line = { amount: 'enrollment * rate', fund: 'grant' }
  const cut = (share: string, over: readonly string[]) => {
    const include = over.map((id) => ({ line: id, reason: 'the grant was cut' }))
    return { add_adjustment: { id: 'cut', kind: 'phase_in', over, include, share } }
  }
  const split = await splitFiles({
    'adopted.yaml': caseText({ ...plain, funds, lines: { gone: line, kept: line } }),
    'a.yaml': whatIf('a', [cut('0.5', ['gone', 'kept'])]),
    'b.yaml': whatIf('b', [{ remove_line: 'gone' }, cut('0.4', ['kept'])]),
  })
  // 1,000 to 400. The line alone takes 500, and after the cut of the other 1,000; that cut gives 400, or takes 100.
  t.strictSame(causesOf(split), ['line.gone -750.00', 'adjustment.cut 150.00'])
})

t.test('a floor that is added gives what the other changes leave to it', async (t) => {
  const split = await changed(plain, [
    { set: 'rate', to: '120' },
    { add_adjustment: { id: 'floor', kind: 'minimum', over: ['base'], least: 'enough' } },
  ])
  // 1,000 to 1,500. The rate alone gives 200; under the floor it gives nothing.
  t.strictSame(causesOf(split), ['parameter.rate 100.00', 'adjustment.floor 400.00'])
})

t.test('a floor does nothing while none of its lines is there', async (t) => {
  const split = await changed(plain, [
    { add_line: { id: 'arts', amount: 'enrollment * rate * 0.1', ...free } },
    { add_adjustment: { id: 'floor', kind: 'minimum', over: ['arts'], least: 'enough' } },
  ])
  t.strictSame(causesOf(split), ['line.arts 800.00', 'adjustment.floor 700.00'])
})

t.test('what a later adjustment asks of one that is not there is nothing', async (t) => {
  const split = await changed(plain, [
    { add_adjustment: { id: 'one', kind: 'override', ...free, school: 'A', amount: '100', reason: 'x' } },
    { add_adjustment: { id: 'two', kind: 'minimum', over: ['base'], least: '1200 + adjustment.one' } },
    { add_adjustment: { id: 'three', kind: 'phase_in', over: ['one', 'base'], share: '0.5' } },
  ])
  const alone = await changed(plain, [
    { add_adjustment: { id: 'two', kind: 'minimum', over: ['base'], least: '1200' } },
    { add_adjustment: { id: 'three', kind: 'phase_in', over: ['base'], share: '0.5' } },
  ])
  t.strictSame(causesOf(alone), ['adjustment.three -550.00', 'adjustment.two 150.00'])
  // One alone gives 100; before two 100 more, because two counts on it; under three, half of it.
  t.strictSame(causesOf(split), [
    'adjustment.one 108.33',
    'adjustment.three -591.66',
    'adjustment.two 183.33',
  ])
  t.strictSame(
    split.causes.map(({ exact }) => exact),
    ['325/3', '-1775/3', '550/3'],
  )
  t.equal(split.change, '-300.00')
})

t.test('the order of the adjustments is a cause', async (t) => {
  const adjustments = [
    { add_adjustment: { id: 'floor', kind: 'minimum', over: ['base'], least: 'enough' } },
    { add_adjustment: { id: 'half', kind: 'phase_in', over: ['base'], share: '0.5' } },
  ]
  const split = await splitFiles({
    'adopted.yaml': caseText(plain),
    'a.yaml': whatIf('a', adjustments),
    'b.yaml': whatIf('b', [...adjustments, { order_adjustments: ['half', 'floor'] }]),
  })
  // 1,000 lifted to 1,500 and halved, or halved and lifted to 1,500.
  t.strictSame(causesOf(split), ['adjustment_order 750.00'])
})

t.test('an adjustment that is only told otherwise is no cause', async (t) => {
  const floor = { id: 'floor', kind: 'minimum', over: ['base'], least: 'enough + 0.50 * enough' }
  const other = { ...floor, least: 'enough+(0.5*enough)', label: 'Floor', note: 'as before' }
  const split = await splitFiles({
    'adopted.yaml': caseText(plain),
    'a.yaml': whatIf('a', [{ add_adjustment: floor }]),
    'b.yaml': whatIf('b', [{ add_adjustment: other }]),
  })
  t.strictSame(split.causes, [])
})

t.test('a rate that becomes a table goes together with the line that looks it up', async (t) => {
  const split = await splitOf(plain, {
    parameters: {
      rate: { kind: 'table', unit: 'text -> money/pupil', value: { ES: '130' } },
      enough: { value: '1500', unit: 'money' },
    },
    lines: { base: 'enrollment * rate("ES")' },
  })
  t.strictSame(causesOf(split), ['parameter.rate+line.base 300.00'])
  const [cause] = split.causes
  t.strictSame([cause?.kind, cause?.label], ['joined', 'rate and Line base'])
  t.strictSame(cause?.members, ['parameter.rate', 'line.base'])
  t.match(cause?.reason, /^a run with one and without the other comes to no result: rate is not a function/)
})

t.test('a floor and the pool that has to pay for it go together', async (t) => {
  const district = (pooled: string, enough: string): string =>
    caseText({
      rows: [
        { id: 'A', enrollment: '10' },
        { id: 'B', enrollment: '10' },
      ],
      parameters: {
        rate: { value: '10', unit: 'money/pupil' },
        enough: { value: enough, unit: 'money' },
        pooled: { value: pooled, unit: 'money' },
      },
      lines: { base: 'enrollment * rate' },
    })
  const adjustments = [
    { add_adjustment: { id: 'floor', kind: 'minimum', over: ['base'], least: 'enough' } },
    {
      add_adjustment: {
        id: 'pool',
        kind: 'scale_to_pool',
        fund: 'general',
        total: 'pooled',
        keep: ['floor'],
      },
    },
  ]
  const split = await splitFiles({
    'adopted.yaml': district('200', '90'),
    'other.yaml': district('240', '120'),
    'a.yaml': whatIf('a', adjustments),
    'b.yaml': whatIf('b', [...adjustments, { set: 'rate', to: '11' }]).replace('adopted', 'other'),
  })
  // Two floors of 120 need 240. The rate has nothing to say: the pool is met with either.
  t.strictSame(causesOf(split), ['parameter.enough+parameter.pooled 40.00', 'parameter.rate 0.00'])
  t.match(split.causes[0]?.reason, 'more than the pool by 40.00')
})

/** As many lines as rates, each rate its own number. */
function manyRates(count: number): SmallCase {
  const numbers = Array.from({ length: count }, (_, i) => i + 1)
  return {
    parameters: Object.fromEntries(numbers.map((i) => [`rate${i}`, { value: '100', unit: 'money/pupil' }])),
    lines: Object.fromEntries(numbers.map((i) => [`line${i}`, `enrollment * rate${i}`])),
  }
}

const raised = Array.from({ length: 14 }, (_, i) => ({ set: `rate${i + 1}`, to: `${101 + i}` }))

t.test('of more than twelve causes under an adjustment, the smallest are one', async (t) => {
  const floor = { id: 'floor', kind: 'minimum', over: ['line1'], least: '1' }
  const split = await splitFiles({
    'adopted.yaml': caseText(manyRates(14)),
    'a.yaml': whatIf('a', [{ add_adjustment: floor }]),
    'b.yaml': whatIf('b', [{ add_adjustment: floor }, ...raised]),
  })
  t.equal(split.causes.length, 12)
  const others = split.causes.find(({ kind }) => kind === 'others')
  t.strictSame(
    [others?.id, others?.label, others?.amount, others?.members],
    [
      'other_parameters',
      '3 other parameters',
      '60.00',
      ['parameter.rate1', 'parameter.rate2', 'parameter.rate3'],
    ],
  )
  t.ok(causesAt(split, 'A').includes('parameter.rate14 140.00'))
})

t.test('without adjustments every cause stands alone, however many there are', async (t) => {
  const split = await changed(manyRates(14), raised)
  t.equal(split.causes.length, 14)
  t.ok(split.causes.every(({ id, amount }) => amount === `${id.slice('parameter.rate'.length)}0.00`))
})

t.test('the demonstration with several changes adds up to the cent at every school', async (t) => {
  const changes = [
    { set: 'poverty.frl', to: '650' },
    { change_counts: 'enrollment', add: { '0101': '20' } },
    { change_counts: 'grade_1', add: { '0101': '20' } },
    { change_counts: 'frl', add: { '0101': '20', '0102': '-5' } },
    { drop_schools: ['0110'] },
    { add_line: { id: 'arts', amount: 'round(enrollment / 7, 3) * language.families', ...free } },
    { add_adjustment: { id: 'cut', kind: 'scale_to_pool', fund: 'general', total: '560000000' } },
  ]
  const files = diskFiles()
  const base = `${root}scenarios/demonstration/district.yaml`
  const read: typeof files.read = async (path, beside) =>
    path === 'what-if.yaml'
      ? { kind: 'bytes', bytes: new TextEncoder().encode(whatIf('b', changes).replace('adopted.yaml', base)) }
      : files.read(path, beside)
  const { split, problems } = await splitScenarios(
    [base, 'what-if.yaml'],
    { read },
    { step: async () => true },
  )
  t.strictSame(problems, [])
  t.equal(split?.causes.length, 6)
  t.equal(split?.schools.length, 165)
  const sum = (amounts: readonly { readonly amount: string }[]): bigint =>
    amounts.reduce((so, { amount }) => so + scaled(amount), 0n)
  t.equal(sum(split?.causes ?? []), scaled(split?.change ?? ''))
  const off = split?.schools.filter(({ causes, change }) => sum(causes) !== scaled(change))
  t.strictSame(off, [])
})
