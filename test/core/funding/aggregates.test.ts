import t from 'tap'
import { amountsIn, problemsIn, type SmallCase } from '../../support/small-case.ts'

// Northern schools have 1, 2 and 3 pupils, southern ones 4 and 10.
const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, region: { kind: 'text' } },
  parameters: { rate: { value: '1', unit: 'money/pupil' }, lump: { value: '1', unit: 'money' } },
  rows: [
    { id: 'A', enrollment: '1', region: 'north' },
    { id: 'B', enrollment: '2', region: 'north' },
    { id: 'C', enrollment: '3', region: 'north' },
    { id: 'D', enrollment: '4', region: 'south' },
    { id: 'E', enrollment: '10', region: 'south' },
  ],
}

/** One line over the five schools, as the amounts in a row. */
async function over(amount: string, parts: SmallCase = district): Promise<string> {
  const amounts = await amountsIn({ ...parts, lines: { a: amount } })
  return amounts.map((each) => each.split(' ')[2]?.replace(/\.00$/, '')).join(' ')
}

t.test('sums, means and extremes run over all schools, or over those of one text', async (t) => {
  t.equal(await over('total(enrollment) * rate'), '20 20 20 20 20')
  t.equal(await over('total(enrollment, by: region) * rate'), '6 6 6 14 14')
  t.equal(await over('mean(enrollment) * rate'), '4 4 4 4 4')
  t.equal(await over('mean(enrollment, by: region) * rate'), '2 2 2 7 7')
  t.equal(await over('least(enrollment) * rate'), '1 1 1 1 1')
  t.equal(await over('greatest(enrollment, by: region) * rate'), '3 3 3 10 10')
  t.equal(await over('count(enrollment > 2) * lump'), '3 3 3 3 3')
  t.equal(await over('count(enrollment > 2, by: region) * lump'), '1 1 1 2 2')
})

t.test('a grouping may be computed', async (t) => {
  t.equal(await over('total(enrollment, by: if(enrollment < 3, "small", "large")) * rate'), '3 3 17 17 17')
})

t.test('a share of the total is exact until it is rounded', async (t) => {
  t.equal(await over('share_of_total(enrollment) * lump * 100'), '5 10 15 20 50')
  t.equal(await over('share_of_total(enrollment, by: region) * 60 * lump'), '10 20 30 17.14 42.86')
  t.match(await problemsIn({ ...district, lines: { a: 'share_of_total(enrollment - enrollment) * lump' } }), [
    /ZERO_DIVISOR at share_of_total\(enrollment - enrollment\): a share of a total that is zero at 5 schools/,
  ])
})

t.test('rank 1 is the highest unless the lowest goes first, and ties share a place', async (t) => {
  t.equal(await over('rank(enrollment) * lump'), '5 4 3 2 1')
  t.equal(await over('rank(enrollment, first: lowest) * lump'), '1 2 3 4 5')
  t.equal(await over('rank(enrollment, by: region) * lump'), '3 2 1 2 1')
  t.equal(await over('rank(enrollment, by: region, first: lowest) * lump'), '1 2 3 1 2')
  t.equal(await over('rank(max(enrollment, 3)) * lump'), '3 3 3 2 1')
  t.equal(await over('rank(min(enrollment, 3)) * lump'), '5 4 1 1 1')
})

t.test('quantiles are those of spreadsheets (PERCENTILE.INC)', async (t) => {
  // Of 1, 2, 3, 4, 10: position 4 × share between neighbours.
  const known = { '0': '1', '0.25': '2', '0.3': '2.20', '0.5': '3', '0.75': '4', '0.9': '7.60', '1': '10' }
  for (const [share, value] of Object.entries(known))
    t.equal(
      await over(`quantile(enrollment, ${share}) * rate`),
      Array.from({ length: 5 }, () => value).join(' '),
      share,
    )
  t.equal(await over('quantile(enrollment, 0.5, by: region) * rate'), '2 2 2 7 7')
  const four = { ...district, rows: (district.rows ?? []).slice(0, 4) }
  // Of 1, 2, 3, 4 the quartiles are 1.75, 2.5 and 3.25.
  t.equal(await over('quantile(enrollment, 0.25) * rate', four), '1.75 1.75 1.75 1.75')
  t.equal(await over('quantile(enrollment, 0.75) * rate', four), '3.25 3.25 3.25 3.25')
  const one = { ...district, rows: (district.rows ?? []).slice(4) }
  t.equal(await over('quantile(enrollment, 0.9) * rate', one), '10')
})

t.test('a ratio is made a decimal before it is added up over schools', async (t) => {
  t.equal(await over('total(round(enrollment / 3, 2)) * rate'), '6.66 6.66 6.66 6.66 6.66')
})

t.test('an aggregate of an aggregate runs over what every school has', async (t) => {
  t.equal(await over('total(enrollment - least(enrollment, by: region)) * rate'), '9 9 9 9 9')
})

t.test('a line over all schools reads the rounded amounts of another', async (t) => {
  const lines = { third: 'enrollment * rate / 3', all: 'total(line.third)' }
  t.strictSame(
    (await amountsIn({ ...district, lines })).filter((each) => each.includes('all')),
    // 0.33 + 0.67 + 1.00 + 1.33 + 3.33
    ['A all 6.66', 'B all 6.66', 'C all 6.66', 'D all 6.66', 'E all 6.66'],
  )
})
