import t from 'tap'
import { amountsIn, runCase, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, governance: { one_of: ['district', 'charter'] } },
  funds: ['general', { id: 'title1', label: 'Title I', restricted: 'true' }],
  parameters: { third: { value: '10', unit: 'money' } },
  rows: [
    { id: 'A', enrollment: '3', governance: 'district' },
    { id: 'B', enrollment: '0', governance: 'charter' },
  ],
}

t.test('a line whose condition is false is 0.00', async (t) => {
  const lines = { a: { amount: 'third', when: 'governance != "charter"' } }
  t.strictSame(await amountsIn({ ...district, lines }), ['A a 10.00', 'B a 0.00'])
})

t.test('a total is the sum of rounded lines, and a line reads the rounded amount of another', async (t) => {
  const lines = { a: 'third / 3', b: 'third / 3', c: 'third / 3', d: 'line.a * 3' }
  const { run } = await runCase({ ...district, lines })
  t.strictSame(await amountsIn({ ...district, lines }), [
    'A a 3.33',
    'A b 3.33',
    'A c 3.33',
    'A d 9.99',
    'B a 3.33',
    'B b 3.33',
    'B c 3.33',
    'B d 9.99',
  ])
  t.strictSame(
    run?.result.schools.map(({ total, perPupil }) => [total, perPupil]),
    [
      ['19.98', '6.66'],
      ['19.98', null],
    ],
  )
  t.equal(run?.result.total, '39.96')
})

t.test('a figure shows what no line is, and is in no total', async (t) => {
  const lines = { a: 'third / 3', b: 'third / 3', c: 'third / 3' }
  const figures = {
    printed: { amount: 'unrounded(line.a) + unrounded(line.b) + unrounded(line.c)', round: '0' },
    summed: { amount: 'line.a + line.b + line.c' },
    share: { amount: 'enrollment / 7', round: '4' },
  }
  const { run } = await runCase({
    ...district,
    lines,
    figures,
    rows: [{ id: 'A', enrollment: '3', governance: 'charter' }],
  })
  t.strictSame(
    run?.result.schools[0]?.figures.map(({ id, amount }) => `${id} ${amount}`),
    ['printed 10.00', 'summed 9.99', 'share 0.4286'],
  )
  t.equal(run?.result.total, '9.99')
})

t.test('a line whose condition is false is nothing before its rounding too', async (t) => {
  const lines = { a: { amount: 'third / 3', when: 'enrollment > 0' } }
  t.strictSame(await amountsIn({ ...district, lines, figures: { f: 'unrounded(line.a)' } }), [
    'A a 3.33',
    'A f 3.33',
    'B a 0.00',
    'B f 0.00',
  ])
})

t.test('each fund has its own total, its own pool and its own residual', async (t) => {
  const lines = { a: 'third', b: { amount: 'third * 2', fund: 'title1' } }
  const pools = [
    { fund: 'general', amount: '25.5', assumed: 'x' },
    { fund: 'title1', amount: '30', assumed: 'x' },
    { fund: 'title1', amount: '5', assumed: 'x' },
  ]
  const { run } = await runCase({ ...district, lines, pools })
  t.strictSame(
    run?.result.funds.map(({ id, total, pool, residual }) => [id, total, pool, residual]),
    [
      ['general', '20.00', '25.50', '5.50'],
      ['title1', '40.00', '35.00', '-5.00'],
    ],
  )
  t.equal(run?.result.residual, '0.50')
  const without = await runCase({ ...district, lines })
  t.strictSame(
    without.run?.result.funds.map(({ pool, residual }) => [pool, residual]),
    [
      [null, null],
      [null, null],
    ],
  )
})

t.test('a school without pupils has no amount per pupil, and the run says so', async (t) => {
  const { run } = await runCase({ ...district, lines: { a: '5' } })
  t.equal(run?.result.schools[1]?.perPupil, null)
  const warning = run?.result.warnings.find(({ code }) => code === 'PUPILS_ZERO')
  t.strictSame([warning?.school, warning?.found], ['B', 'B'])
})

t.test('a control that does not hold is shown with its difference', async (t) => {
  const controls = [
    { of: 'total', amount: '20.00' },
    { of: 'line.a', amount: '19.98', tolerance: '0.02' },
    { of: 'fund.general', amount: '19.97', tolerance: '0.02' },
    { of: 'fund.title1', amount: '0' },
  ]
  const { run } = await runCase({ ...district, lines: { a: 'third' }, controls })
  t.strictSame(
    run?.result.controls.map(({ of, difference, holds }) => `${of} ${difference} ${holds}`),
    ['total 0.00 true', 'line.a 0.02 true', 'fund.general 0.03 false', 'fund.title1 0.00 true'],
  )
})

t.test('published amounts are compared where they are printed, and change nothing', async (t) => {
  const rows = [
    { id: 'A', enrollment: '3', governance: 'charter', printed: '9.99' },
    { id: 'B', enrollment: '3', governance: 'charter', printed: '10' },
    { id: 'C', enrollment: '3', governance: 'charter', printed: '' },
  ]
  const published = [{ of: 'line.a', column: 'printed', source: 'p. 1' }]
  const { run } = await runCase({ ...district, rows, lines: { a: 'third' }, published })
  const [comparison] = run?.result.published ?? []
  t.strictSame([comparison?.compared, comparison?.equal, comparison?.greatestDifference], [2, 1, '0.01'])
  t.strictSame(comparison?.differences, [
    { school: 'A', computed: '10.00', published: '9.99', difference: '0.01' },
  ])
  t.equal(run?.result.total, '30.00')
})
