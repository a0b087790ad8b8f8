import t from 'tap'
import { amountsIn, faultsIn, problemsIn, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  parameters: { base: { value: '1.005', unit: 'money/pupil' } },
  lines: { a: 'enrollment * base' },
  rows: [{ id: 'A', enrollment: '1', printed: '1.01' }],
}

t.test('a line draws on a declared fund', async (t) => {
  const line = { amount: '1', fund: 'genral' }
  const [fault] = await faultsIn({ ...district, lines: { a: line } })
  t.strictSame(
    [fault?.code, fault?.where.pointer, fault?.suggestion],
    ['FUND_UNKNOWN', '/formula/lines/0/fund', 'did you mean general?'],
  )
  const [pool] = await faultsIn({ ...district, pools: [{ fund: 'title1', amount: '1', assumed: 'x' }] })
  t.strictSame(
    [pool?.code, pool?.where.pointer, pool?.suggestion],
    ['FUND_UNKNOWN', '/formula/pools/0/fund', 'add it: funds: [general, title1]'],
  )
})

t.test('a line rounds as it says, to cents and half away from zero unless it says so', async (t) => {
  const rounded = async (round: unknown, amount = 'enrollment * base'): Promise<string[]> =>
    amountsIn({ ...district, lines: { a: { amount, ...(round !== undefined && { round }) } } })
  t.strictSame(await rounded(undefined), ['A a 1.01'])
  t.strictSame(await rounded(undefined, '-enrollment * base'), ['A a -1.01'])
  t.strictSame(await rounded('3'), ['A a 1.005'])
  t.strictSame(await rounded('0'), ['A a 1.00'])
  t.strictSame(await rounded('-1'), ['A a 0.00'])
  t.strictSame(await rounded({ mode: 'half_even' }), ['A a 1.00'])
  t.strictSame(await rounded({ places: '2', mode: 'up' }, '-enrollment * base'), ['A a -1.01'])
  t.strictSame(await rounded({ step: '0.25', mode: 'ceiling' }), ['A a 1.25'])
})

t.test('a rounding that is none is refused at its field', async (t) => {
  const refused = [
    ['two', '/round', 'two'],
    ['19', '/round', '19'],
    ['-13', '/round', '-13'],
    ['1.5', '/round', '1.5'],
    [{ mode: 'nearest' }, '/round/mode', 'nearest'],
    [{ places: '99' }, '/round/places', '99'],
    [{ step: '0' }, '/round/step', '0'],
    [{ step: '-0.05' }, '/round/step', '-0.05'],
    [{ step: 'x' }, '/round/step', 'x'],
    [{ step: '0.05', places: '2' }, '/round/step', '0.05'],
  ] as const
  for (const [round, field, found] of refused) {
    const faults = await faultsIn({ ...district, lines: { a: { amount: '1', round } } })
    t.strictSame(
      faults.map((each) => [each.code, each.where.pointer, each.found]),
      [['ROUNDING', `/formula/lines/0${field}`, found]],
    )
  }
})

t.test('a published amount belongs to a line, a figure or the total, and is never an input', async (t) => {
  const published = { column: 'printed', source: 'p. 1' }
  const [unknown] = await faultsIn({ ...district, published: [{ ...published, of: 'line.b' }] })
  t.strictSame([unknown?.code, unknown?.where.pointer], ['PUBLISHED_UNKNOWN', '/formula/published/0/of'])
  const [input] = await faultsIn({
    ...district,
    published: [{ ...published, of: 'total', column: 'enrollment' }],
  })
  t.equal(input?.code, 'PUBLISHED_IS_INPUT')
  t.strictSame(await problemsIn({ ...district, published: [{ ...published, of: 'line.a' }] }), [])
  const reads = { ...district, published: [{ ...published, of: 'line.a' }], lines: { a: 'printed' } }
  t.equal((await faultsIn(reads))[0]?.code, 'NAME_UNKNOWN', 'no expression can read it')
})

t.test('all faults of a formula are found at once', async (t) => {
  const faults = await faultsIn({
    ...district,
    parameters: { base: { value: 'x', unit: 'money/pupil' }, ghost: { value: '1', unit: 'spook' } },
    measures: { a: '1 +', b: 'enrollment + missing_name' },
    lines: { a: 'enrollment', b: { amount: 'round(1)', when: 'enrollment', round: 'x', fund: 'nowhere' } },
    figures: { f: 'nothing' },
    controls: [{ of: 'fund.general', amount: 'x' }],
  })
  t.strictSame(
    faults.map(({ code }) => code).toSorted((a, b) => (a < b ? -1 : 1)),
    [
      'ARGUMENT_COUNT',
      'EXPRESSION_SYNTAX',
      'FUND_UNKNOWN',
      'LINE_NOT_MONEY',
      'NAME_UNKNOWN',
      'NAME_UNKNOWN',
      'NUMBER_FORMAT',
      'ROUNDING',
      'TYPE_MISMATCH',
      'UNIT_UNKNOWN',
    ],
  )
})
