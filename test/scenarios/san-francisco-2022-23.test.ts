import t from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { cell, publishedRun, tally } from '../support/published-run.ts'
import { halfUp, product, scaled, unscaled } from '../support/scaled.ts'

const run = await publishedRun('san-francisco/2022-23.yaml', 'san-francisco/2022-23-schools.csv')

const weighted = [
  { line: 'line.base', count: 'enrollment', weight: '1', column: 'published_base' },
  {
    line: 'line.duplicated_pupil_count',
    count: 'duplicated_count',
    weight: '0.2',
    column: 'published_duplicated',
  },
  { line: 'line.k3_grade', count: 'k3_pupils', weight: '0.3', column: 'published_k3' },
  {
    line: 'line.english_learners',
    count: 'english_learners',
    weight: '0.1',
    column: 'published_english_learners',
  },
  {
    line: 'line.upp_concentration',
    count: 'pupils_above_55',
    weight: '0.3',
    column: 'published_concentration',
  },
  { line: 'line.sped_supplement', count: 'sped_pupils', weight: '0.02', column: 'published_sped' },
]

const publishedColumns: Readonly<Record<string, string>> = {
  ...Object.fromEntries(weighted.map(({ line, column }) => [line, column])),
  'line.newcomer_specialty': 'published_newcomer',
  'line.title1': 'published_title1',
  'line.scg_low_income': 'published_low_income',
  'figure.detail_unrestricted': 'published_detail_unrestricted',
  'figure.summary_unrestricted': 'published_summary_unrestricted',
  'figure.grand_total': 'published_grand_total',
  'figure.per_pupil': 'published_per_pupil',
}

// Schools where a given supplement hides its cents: what the summary page prints is that many dollars higher.
const dollarOff =
  '431 1, 476 1, 478 -1, 513 1, 521 -1, 546 1, 621 -1, 625 -1, 634 1, 664 1, 676 1, 723 1, 801 -1, 815 -1, 867 -1'.split(
    ', ',
  )

const allOf = (count: number) => ({ equal: count, compared: count, differences: [] })

t.test('the city has 102 schools', async (t) => {
  t.equal(run.rows.length, 102)
  t.equal(run.result.schools.length, 102)
  t.strictSame(
    run.result.schools.map(({ id }) => id).toSorted(compareCodePoints),
    run.rows.map((row) => cell(row, 'id')).toSorted(compareCodePoints),
  )
})

t.test('all six weighted lines are those of the sheets, at every school', async (t) => {
  for (const { line, column } of weighted) t.strictSame(tally(run, line, column), allOf(102), line)
})

t.test('newcomers, Title I and low income are those of the sheets, at every school', async (t) => {
  t.strictSame(tally(run, 'line.newcomer_specialty', 'published_newcomer'), allOf(102))
  t.strictSame(tally(run, 'line.title1', 'published_title1'), allOf(102))
  t.strictSame(tally(run, 'line.scg_low_income', 'published_low_income'), allOf(102))
})

t.test('a weighted line is count times base amount times weight, in whole dollars', async (t) => {
  for (const { line, count, weight } of weighted) {
    const wrong = run.rows.filter((row) => {
      const exact = product(scaled(cell(row, count)), scaled('5174.4996'), scaled(weight))
      return halfUp(exact) !== scaled(run.amount(cell(row, 'id'), line))
    })
    t.strictSame(wrong, [], line)
  }
})

t.test('no other base amount of four decimals fits all 612 weighted lines', async (t) => {
  const fitting = (base: string): number =>
    weighted.flatMap(({ count, weight, column }) =>
      run.rows.filter((row) => {
        const exact = product(scaled(cell(row, count)), scaled(base), scaled(weight))
        return halfUp(exact) === scaled(cell(row, column))
      }),
    ).length
  t.equal(fitting('5174.4996'), 612)
  t.ok(fitting('5174.4995') < 612)
  t.ok(fitting('5174.4997') < 612)
  // The bounds that the file states: Lau's pupils in K to 3 below, Bryant's concentration above.
  t.equal(fitting('5174.49959645'), 612)
  t.equal(fitting('5174.49959644'), 611)
  t.equal(fitting('5174.49961508'), 612)
  t.equal(fitting('5174.49961509'), 611)
})

t.test('the printed base amount of 5,175 would be right at no school', async (t) => {
  const right = run.rows.filter(
    (row) => product(scaled(cell(row, 'enrollment')), scaled('5175')) === scaled(cell(row, 'published_base')),
  )
  t.strictSame(right, [])
})

t.test('the detail page agrees at every school', async (t) => {
  t.strictSame(tally(run, 'figure.detail_unrestricted', 'published_detail_unrestricted'), allOf(102))
})

t.test('the summary page agrees at 87 schools and is 1 dollar off at the 15 others', async (t) => {
  const expected = { equal: 87, compared: 102, differences: dollarOff }
  const summary = tally(run, 'figure.summary_unrestricted', 'published_summary_unrestricted')
  t.strictSame({ ...summary, differences: summary.differences.toSorted(compareCodePoints) }, expected)
  const grandTotal = tally(run, 'figure.grand_total', 'published_grand_total')
  t.strictSame({ ...grandTotal, differences: grandTotal.differences.toSorted(compareCodePoints) }, expected)
})

t.test('a school that is 1 dollar off has a supplement', async (t) => {
  const ids = dollarOff.map((each) => each.slice(0, 3))
  const rows = run.rows.filter((row) => ids.includes(cell(row, 'id')))
  t.equal(rows.length, 15)
  for (const row of rows) t.not(cell(row, 'supplement'), '0', cell(row, 'name'))
})

t.test(
  'the grand total per pupil agrees at 101 schools; Everett is published with 7,513, not 7,933',
  async (t) => {
    t.strictSame(tally(run, 'figure.per_pupil', 'published_per_pupil'), {
      equal: 101,
      compared: 102,
      differences: ['529 420'],
    })
    const everett = run.rows.find((row) => cell(row, 'id') === '529')
    t.equal(everett?.['name'], 'EVERETT MS')
    t.equal(everett?.['published_per_pupil'], '7513')
    t.equal(run.amount('529', 'figure.per_pupil'), '7933.00')
    const own = { total: Number(everett?.['published_grand_total']), pupils: Number(everett?.['enrollment']) }
    t.equal(Math.round(own.total / own.pupils), 7933, 'its published total over its own enrollment')
  },
)

t.test('Alamo: 429 pupils at 5,174.4996 are 2,219,860.33 dollars, and its pages add up', async (t) => {
  const exact = product(scaled('429'), scaled('5174.4996'))
  t.equal(unscaled(exact), '2219860.3284')
  t.equal(unscaled(halfUp(exact, 2)), '2219860.33')
  t.equal(run.amount('413', 'line.base'), '2219860.00')
  t.equal(2_219_860 + 172_828 + 433_106 + 3_449, 2_829_243)
  t.equal(run.amount('413', 'figure.detail_unrestricted'), '2829243.00')
  t.equal(run.amount('413', 'figure.summary_unrestricted'), '2829243.00')
  t.equal(2_829_243 + 51_745 + 3_312 + 4_290, 2_888_590)
  t.equal(run.amount('413', 'figure.grand_total'), '2888590.00')
  t.equal(run.amount('413', 'total'), '2888590.00')
})

t.test('what the result says of itself is what the columns say', async (t) => {
  t.equal(run.result.published.length, 13)
  for (const { of, equal, compared, differences } of run.result.published) {
    const column = publishedColumns[of] ?? ''
    const own = tally(run, of, column)
    t.strictSame({ equal, compared }, { equal: own.equal, compared: own.compared }, of)
    t.equal(differences.length, own.differences.length, of)
  }
})
