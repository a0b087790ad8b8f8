import t from 'tap'
import { amountsIn, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' } },
  parameters: {
    small: {
      kind: 'taper',
      unit: 'pupil -> money',
      value: [
        ['100', '600'],
        ['300', '200'],
        ['600', '0'],
      ],
    },
    steps: {
      kind: 'band',
      unit: 'pupil -> money',
      value: [
        ['0', '5'],
        ['300', '10'],
        ['600', '20'],
      ],
    },
    flat: { kind: 'taper', unit: 'pupil -> money', value: [['100', '7']] },
  },
}

async function along(amount: string, pupils: readonly string[]): Promise<string> {
  const rows = pupils.map((enrollment, i) => ({ id: `${i + 10}`, enrollment }))
  const amounts = await amountsIn({ ...district, rows, lines: { a: amount } })
  return amounts.map((each) => each.split(' ')[2]?.replace(/\.00$/, '')).join(' ')
}

t.test('a taper runs straight between its points and is flat outside them', async (t) => {
  t.equal(
    await along('small(enrollment)', ['0', '99.99', '100', '200', '300', '301', '450', '600', '9999']),
    '600 600 600 400 200 199.33 100 0 0',
  )
  t.equal(await along('flat(enrollment)', ['0', '100', '101']), '7 7 7')
})

t.test('a step holds from its lower bound, which it includes', async (t) => {
  t.equal(await along('steps(enrollment)', ['0', '299.99', '300', '599', '600', '9999']), '5 5 10 10 20 20')
})

t.test('below its first bound a band gives its first step', async (t) => {
  t.equal(await along('steps(enrollment - 50)', ['0', '349', '350']), '5 5 10')
})

t.test('a value is looked up exactly, without rounding it first', async (t) => {
  t.equal(await along('steps(enrollment / 3 * 3)', ['299', '300']), '5 10')
  t.equal(await along('steps(enrollment * (1 / 3))', ['899', '900']), '5 10')
})

t.test('a line between two points is exact until the amount is rounded', async (t) => {
  t.equal(await along('small(enrollment) * 3', ['301']), '598')
})
