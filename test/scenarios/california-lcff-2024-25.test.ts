import t from 'tap'
import { cell, publishedRun, tally } from '../support/published-run.ts'
import { halfUp, product, scaled, unscaled } from '../support/scaled.ts'
import type { Row } from '../support/table-rows.ts'

const run = await publishedRun('california/lcff-2024-25.yaml', 'california/lcff-2024-25-districts.csv')

/** Base grants with their grade span adjustment, in whole dollars: 10,025 + 1,043 and 12,144 + 316. */
const spans = [
  { line: 'tk_3', pupils: 'ada_tk_3', rate: '11068' },
  { line: '4_6', pupils: 'ada_4_6', rate: '10177' },
  { line: '7_8', pupils: 'ada_7_8', rate: '10478' },
  { line: '9_12', pupils: 'ada_9_12', rate: '12460' },
]

const grants = [
  { name: 'supplemental', column: 'published_supplemental' },
  { name: 'concentration', column: 'published_concentration' },
] as const

t.test('the base grant is the published one at 30 of 32 districts', async (t) => {
  t.equal(run.rows.length, 32)
  const { equal, compared, differences } = tally(run, 'figure.base_grant', 'published_base_grant')
  t.strictSame({ equal, compared }, { equal: 30, compared: 32 })
  t.strictSame(
    differences.map((each) => `${nameOf(each.split(' ')[0])} ${each.split(' ')[1]}`),
    ['Lucerne Valley Unified -188625', 'Warner Unified -382622'],
  )
})

t.test('supplemental and concentration grants are the published ones at all 32 districts', async (t) => {
  for (const { name, column } of grants)
    t.strictSame(tally(run, `figure.${name}`, column), { equal: 32, compared: 32, differences: [] }, name)
})

t.test('a span is attendance times its adjusted base grant, in whole dollars', async (t) => {
  t.equal(unscaled(halfUp(product(scaled('10025'), scaled('0.104')))), '1043')
  t.equal(unscaled(halfUp(product(scaled('12144'), scaled('0.026')))), '316')
  for (const { line, pupils, rate } of spans) {
    const wrong = run.rows.filter((row) => {
      const due = halfUp(product(scaled(cell(row, pupils)), scaled(rate)))
      return scaled(run.amount(cell(row, 'id'), `line.base_${line}`)) !== due
    })
    t.strictSame(wrong, [], line)
  }
})

t.test('Lucerne Valley: 348.07 pupils x 11,068 x 0.65 x (0.9012 - 0.55) are 879,435 dollars', async (t) => {
  const exact = product(scaled('348.07'), scaled('11068'), scaled('0.65'), scaled('0.3512'))
  t.equal(unscaled(exact), '879434.7201328')
  t.equal(run.amount('3675051', 'line.concentration_tk_3'), '879435.00')
})

t.test(
  'rounding each span and adding gives the published grants; adding first and rounding once does not',
  async (t) => {
    const agreeing = (roundedAt: 'span' | 'sum') =>
      grants.map(({ name, column }) => {
        const right = run.rows.filter((row) => unscaled(grant(row, name, roundedAt)) === cell(row, column))
        return right.length
      })
    t.strictSame(agreeing('span'), [32, 32])
    t.strictSame(agreeing('sum'), [24, 26])
  },
)

function grant(row: Row, name: 'supplemental' | 'concentration', roundedAt: 'span' | 'sum'): bigint {
  const upp = scaled(cell(row, 'upp'))
  const above = upp - scaled('0.55')
  const share =
    name === 'supplemental' ? product(scaled('0.2'), upp) : product(scaled('0.65'), above > 0n ? above : 0n)
  const exact = spans.map(({ pupils, rate }) => product(scaled(cell(row, pupils)), scaled(rate), share))
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((so, each) => so + each, 0n)
  return roundedAt === 'span' ? sum(exact.map((each) => halfUp(each))) : halfUp(sum(exact))
}

function nameOf(id = ''): string | undefined {
  return run.rows.find((row) => cell(row, 'id') === id)?.['name']
}
