import t from 'tap'
import { explainSchool } from '../../src/app/explain-school.ts'
import { roundingWords } from '../../src/contract/report/rounding-words.ts'
import { fraction } from '../../src/core/numbers/rational.ts'
import { ROUNDING_MODES, type RoundingMode } from '../../src/core/numbers/rounding.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

function places(count: number, currency?: string, mode: RoundingMode = 'half_up'): string {
  return roundingWords({ kind: 'places', places: count, mode }, currency)
}

t.test('money is rounded to the coin that people name', async (t) => {
  t.strictSame(
    [4, 2, 1, 0, -1, -3].map((count) => places(count, 'USD')),
    [
      'to 4 places',
      'to the cent',
      'to 1 place',
      'to the dollar',
      'to steps of 10 dollars',
      'to steps of 1,000 dollars',
    ],
  )
  t.strictSame([places(2, 'BRL'), places(0, 'BRL')], ['to the centavo', 'to the real'])
  t.strictSame([places(2, 'GBP'), places(0, 'GBP')], ['to the penny', 'to the pound'])
  t.strictSame(
    [2, 0, -3].map((count) => places(count, 'JPY')),
    ['to 2 places', 'to a whole JPY', 'to steps of 1,000 JPY'],
    'of other money, no coin is guessed',
  )
})

t.test('what is not money is rounded to places', async (t) => {
  t.strictSame(
    [2, 1, 0, -3].map((count) => places(count)),
    ['to 2 places', 'to 1 place', 'to a whole number', 'to steps of 1,000'],
  )
  const step = (currency?: string): string =>
    roundingWords({ kind: 'step', step: fraction(1n, 20n), mode: 'up' }, currency)
  t.strictSame(
    [step('USD'), step()],
    ['to steps of 0.05 dollars, away from zero', 'to steps of 0.05, away from zero'],
  )
})

t.test('every rounding but the usual one says which way it goes, each in its own words', async (t) => {
  const modes = Object.keys(ROUNDING_MODES) as RoundingMode[]
  const said = modes.map((mode) => places(0, 'USD', mode))
  t.equal(said[modes.indexOf('half_up')], 'to the dollar')
  t.equal(new Set(said).size, modes.length)
  t.ok(said.every((words) => words.startsWith('to the dollar')))
})

t.test(
  'an explanation says how lines and figures are rounded, in dollars where they are money',
  async (t) => {
    const lines =
      'lines:\n  - { id: base, amount: enrollment * base, fund: general, flexibility: free, round: 0 }\n  - { id: more, amount: enrollment * base, fund: general, flexibility: free }'
    const figures =
      'figures:\n  - { id: twice, amount: line.base * 2, round: 0 }\n  - { id: staff, amount: enrollment / 7, round: 1 }'
    const files = memoryFiles({ 'a.yaml': smallDistrict({ lines, figures }) })
    const { explanation } = await explainSchool('a.yaml', files, { schoolId: '1' })
    t.strictSame(
      explanation?.amounts.map(({ id, rounded, rounding }) => `${id}: ${rounded} (${rounding})`),
      [
        'base: to the dollar (to 0 places, half_up)',
        'more: to the cent (to 2 places, half_up)',
        'twice: to the dollar (to 0 places, half_up)',
        'staff: to 1 place (to 1 place, half_up)',
      ],
    )
  },
)
