import t from 'tap'
import { publishedRun, tally } from '../support/published-run.ts'
import { roundedRatio } from '../support/rounded-ratio.ts'
import { product, scaled, unscaled } from '../support/scaled.ts'

const run = await publishedRun('seattle/wss-2020-21.yaml', 'seattle/wss-2020-21-schools.csv')

t.test('the three posts of the printed illustration come out, to their three decimals', async (t) => {
  for (const grade of ['grade_2', 'grade_3', 'grades_4_5'])
    t.strictSame(
      tally(run, `figure.${grade}_fte`, `published_${grade}_fte`),
      { equal: 1, compared: 1, differences: [] },
      grade,
    )
})

t.test('a grade gets its pupils over the ratio of the tier, and no whole classes', async (t) => {
  const posts = (school: string) =>
    ['grade_2', 'grade_3', 'grades_4_5'].map((grade) =>
      unscaled(scaled(run.amount(school, `figure.${grade}_fte`))),
    )
  const due = (pupils: string, ratio: string) => unscaled(roundedRatio(scaled(pupils), scaled(ratio), 3))
  t.strictSame(posts('1'), [due('48', '21'), due('53', '24'), due('148', '27')])
  t.strictSame(posts('1'), ['2.286', '2.208', '5.481'])
  t.strictSame(posts('2'), [due('48', '20'), due('53', '20'), '0'])
  t.strictSame(posts('3'), [due('48', '18'), due('53', '18'), '0'])
})

t.test('of whole ratios only 27 gives 5.481 posts for 148 pupils', async (t) => {
  const ratios = Array.from({ length: 40 }, (_, i) => `${i + 1}`)
  t.strictSame(
    ratios.filter((ratio) => unscaled(roundedRatio(scaled('148'), scaled(ratio), 3)) === '5.481'),
    ['27'],
  )
})

t.test('dollars follow the rounded posts, at a cost that is assumed and says so', async (t) => {
  t.equal(scaled(run.amount('1', 'line.grade_2')), product(scaled('2.286'), scaled('100000')))
  t.equal(run.amount('1', 'total'), '997500.00')
  t.ok(run.result.scenario.demonstration)
  const assumed = run.result.parameters.filter(({ provenance }) => provenance.kind === 'assumed')
  t.strictSame(
    assumed.map(({ name }) => name),
    ['teacher'],
  )
})
