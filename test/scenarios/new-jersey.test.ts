import t from 'tap'
import { cell, publishedRun, tally } from '../support/published-run.ts'
import { roundedRatio } from '../support/rounded-ratio.ts'
import { halfUp, product, scaled, unscaled } from '../support/scaled.ts'
import type { Row } from '../support/table-rows.ts'

const run = await publishedRun('new-jersey/sfra-ear-fy2026.yaml', 'new-jersey/sfra-ear-fy2026-models.csv')

const security = ['security_guards', 'safety_security', 'office_security']
const costLines = run.result.published
  .map(({ of }) => of)
  .filter((of) => of.startsWith('line.'))
  .map((of) => ({ of, column: of.replace('line.', 'published_') }))

t.test('the model district has nine schools, one office and 5,240 pupils', async (t) => {
  t.strictSame(
    run.rows.map((row) => `${cell(row, 'schools')} ${cell(row, 'name')} of ${cell(row, 'pupils')}`),
    [
      '6 Elementary school of 400',
      '2 Middle school of 600',
      '1 High school of 1640',
      '1 District office of 0',
    ],
  )
  t.equal(6 * 400 + 2 * 600 + 1640, 5240)
})

t.test('96 of 98 cost lines are exact, to the last of their decimals', async (t) => {
  t.equal(costLines.length, 62)
  const tallies = costLines.map(({ of, column }) => tally(run, of, column))
  t.equal(count(tallies.map(({ compared }) => compared)), 98)
  t.equal(count(tallies.map(({ equal }) => equal)), 96)
  t.strictSame(
    run.rows.map((row) => costLines.filter(({ column }) => cell(row, column) !== '').length),
    [20, 19, 21, 38],
  )
})

t.test('the two that contradict their own unit cost show by how much', async (t) => {
  t.strictSame(tally(run, 'line.social_workers', 'published_social_workers').differences, ['office 8'])
  t.strictSame(tally(run, 'line.psychologists', 'published_psychologists').differences, ['office 9'])
  t.equal(115_845 - 115_837, 8)
  t.equal(118_141 - 118_132, 9)
})

t.test('a line is posts or units times their cost', async (t) => {
  const due = (...factors: [string, string]) =>
    unscaled(product(...(factors.map(scaled) as [bigint, bigint])))
  const at = (school: string, line: string) => unscaled(scaled(run.amount(school, `line.${line}`)))
  t.equal(at('elementary', 'teachers'), due('22', '110614'))
  t.equal(at('elementary', 'lunchroom_aides'), due('0.6', '35102'))
  t.equal(at('middle', 'counselors'), due('2.5', '111737'))
  t.equal(at('high', 'professional_development'), due('163.1', '2186'))
  t.equal(at('high', 'safety_security'), '26222.9442')
  t.equal(at('office', 'custodians'), due('40', '84735'))
  // Utilities are printed in whole dollars.
  t.equal(due('708440', '2.91'), '2061560.4')
  t.equal(at('office', 'utilities'), '2061560')
})

t.test('without security, two of four costs are as printed; two are rounded or contradicted', async (t) => {
  t.strictSame(tally(run, 'figure.cost_in_base', 'published_cost_in_base'), {
    equal: 2,
    compared: 4,
    differences: ['middle -0.5', 'office 17.1'],
  })
  t.equal(unscaled(inBase('middle')), '7085635.5', 'printed as 7,085,636')
  t.equal(
    unscaled(inBase('office')),
    '19541644.14',
    'the printed costs of the office add up to what it prints',
  )
})

t.test('the base amount, the weights of grades and security per pupil come out', async (t) => {
  for (const [figure, compared] of [
    ['office_per_pupil', 1],
    ['per_pupil', 2],
    ['weight', 2],
    ['security_per_pupil', 1],
  ] as const)
    t.strictSame(
      tally(run, `figure.${figure}`, `published_${figure}`),
      { equal: compared, compared, differences: [] },
      figure,
    )
})

t.test('the same base amount and weights follow from the printed costs', async (t) => {
  const office = roundedRatio(inBase('office'), scaled('5240'), 12)
  const perPupil = (id: string, pupils: string) => roundedRatio(inBase(id), scaled(pupils), 12) + office
  const [elementary, middle, high] = [
    perPupil('elementary', '400'),
    perPupil('middle', '600'),
    perPupil('high', '1640'),
  ]
  t.equal(unscaled(halfUp(office)), '3729')
  t.equal(unscaled(halfUp(elementary)), '14972')
  t.equal(unscaled(halfUp(high)), '17187')
  t.equal(unscaled(roundedRatio(middle, elementary, 2)), '1.04')
  t.equal(unscaled(roundedRatio(high, elementary, 2)), '1.15')
  t.equal(unscaled(halfUp(elementary, 4)), '14972.2994')
})

t.test('security costs 140 dollars a pupil', async (t) => {
  const all = run.rows.map((row) => {
    const own = security.map((line) => scaled(cell(row, `published_${line}`) || '0'))
    return product(
      own.reduce((sum, each) => sum + each, 0n),
      scaled(cell(row, 'schools')),
    )
  })
  const total = all.reduce((sum, each) => sum + each, 0n)
  t.equal(unscaled(total), '735134.6442')
  t.equal(unscaled(roundedRatio(total, scaled('5240'), 0)), '140')
  t.equal(run.amount('office', 'figure.security_per_pupil'), '140.00')
})

/** The printed costs of a model school or the office, without security. */
function inBase(id: string): bigint {
  const row: Row = run.rows.find((each) => cell(each, 'id') === id) ?? {}
  return costLines
    .filter(({ of }) => !security.includes(of.replace('line.', '')))
    .reduce((sum, { column }) => sum + scaled(cell(row, column) || '0'), 0n)
}

function count(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
