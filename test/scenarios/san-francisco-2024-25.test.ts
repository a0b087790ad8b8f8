import t from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { cell, publishedRun, tally } from '../support/published-run.ts'
import { halfUp, product, scaled, unscaled } from '../support/scaled.ts'
import { type Row, tableRows } from '../support/table-rows.ts'

const run = await publishedRun('san-francisco/2024-25.yaml', 'san-francisco/2024-25-schools.csv')

const lines = {
  'line.focal_students': 'published_focal_students',
  'line.concentration': 'published_concentration',
  'line.site_discretionary': 'published_site_discretionary',
  'line.libraries': 'published_libraries',
  'line.peef_arts': 'published_peef_arts',
  'line.elementary_arts': 'published_elementary_arts',
} as const

// Middle schools that the sheets give the concentration money of 906 pupils, the enrollment of Aptos.
const with906 = [
  { id: '529', name: 'EVERETT MS', pupils: '442', difference: '-107463' },
  { id: '546', name: 'FRANCISCO MS', pupils: '520', difference: '-83801' },
  { id: '632', name: 'DENMAN MS', pupils: '794', difference: '-16094' },
  { id: '634', name: 'LICK MS', pupils: '507', difference: '-66393' },
  { id: '708', name: 'MARINA MS', pupils: '662', difference: '-57950' },
  { id: '710', name: 'KING, M. L. MS', pupils: '387', difference: '-120252' },
  { id: '858', name: 'BROWN MS', pupils: '354', difference: '-31464' },
  { id: '868', name: 'VIS VALLEY MS', pupils: '345', difference: '-202128' },
]

t.test('the same 102 schools stand under the same ids in 2022-23', async (t) => {
  const ids = (rows: readonly Row[]): string[] =>
    rows.map((row) => cell(row, 'id')).toSorted(compareCodePoints)
  t.equal(run.rows.length, 102)
  t.strictSame(ids(run.rows), ids(tableRows('san-francisco/2022-23-schools.csv')))
})

t.test('92 of 102 schools match the sheets in every line on their own enrollment', async (t) => {
  t.equal(run.rows.length, 102)
  const differing = new Set(
    Object.entries(lines).flatMap(([of, column]) =>
      tally(run, of, column).differences.map((each) => each.split(' ')[0] ?? ''),
    ),
  )
  t.strictSame(
    [...differing].toSorted(compareCodePoints),
    ['476', ...with906.map(({ id }) => id), '618'].toSorted(compareCodePoints),
  )
  t.equal(run.rows.length - differing.size, 92)
})

t.test('each line differs at the named schools, by the named dollars, and nowhere else', async (t) => {
  const differencesOf = (of: keyof typeof lines): readonly string[] =>
    tally(run, of, lines[of]).differences.toSorted(compareCodePoints)
  t.strictSame(differencesOf('line.focal_students'), ['476 5250'])
  t.strictSame(differencesOf('line.concentration'), [
    '476 3150',
    ...with906.map(({ id, difference }) => `${id} ${difference}`),
  ])
  t.strictSame(differencesOf('line.site_discretionary'), ['476 6400', '618 -5000'])
  t.strictSame(differencesOf('line.libraries'), [])
  t.strictSame(differencesOf('line.peef_arts'), [])
  t.strictSame(differencesOf('line.elementary_arts'), [])
})

t.test('a line is compared wherever the sheet prints it', async (t) => {
  const compared = Object.entries(lines).map(([of, column]) => tally(run, of, column).compared)
  t.strictSame(compared, [102, 100, 102, 102, 94, 64])
})

t.test('the eight middle schools match when 906 pupils stand for their own', async (t) => {
  t.equal(with906.length, 8)
  for (const { id, name, pupils } of with906) {
    const row = run.rows.find((each) => cell(each, 'id') === id)
    t.equal(row?.['name'], name)
    t.equal(row?.['enrollment'], pupils)
    const printed = row?.['published_concentration']
    t.equal(printed, concentration('906', row?.['upp']), `${name} with 906 pupils`)
    t.not(printed, concentration(pupils, row?.['upp']), `${name} with its own`)
    t.equal(run.amount(id, 'line.concentration'), `${concentration(pupils, row?.['upp'])}.00`)
  }
})

t.test('906 is the enrollment of Aptos, and of no other school', async (t) => {
  const named = run.rows.filter((row) => cell(row, 'enrollment') === '906').map((row) => cell(row, 'name'))
  t.strictSame(named, ['APTOS MS'])
})

t.test('Hoover shows the 906 pupils only in its focal total', async (t) => {
  const hoover = run.rows.find((row) => cell(row, 'id') === '607')
  t.equal(hoover?.['published_concentration'], '')
  // 906 x 9.35 points x 10 dollars = 84,711, and 461,872 + 84,711 = 546,583.
  t.equal(concentration('906', hoover?.['upp']), '84711')
  t.equal(461_872 + 84_711, Number(hoover?.['published_focal_total']))
  const total = tally(run, 'figure.focal_total', 'published_focal_total')
  t.strictSame(total.differences.toSorted(compareCodePoints), [
    '476 8400',
    ...[...with906, { id: '607', difference: '4769' }]
      .map(({ id, difference }) => `${id} ${difference}`)
      .toSorted(compareCodePoints),
  ])
  t.equal(total.equal, 92)
})

t.test('Lee, with 7 pupils, is published with nothing', async (t) => {
  const lee = run.rows.find((row) => cell(row, 'id') === '476')
  t.equal(lee?.['name'], 'LEE (EDWIN & ANITA) NEWCOMER ES')
  t.equal(lee?.['enrollment'], '7')
  for (const column of [
    'published_focal_students',
    'published_concentration',
    'published_site_discretionary',
  ])
    t.equal(lee?.[column], '0', column)
  // 7 x 100 % x 750; 7 x 45 points x 10; 5,000 + 7 x 200.
  t.equal(run.amount('476', 'line.focal_students'), '5250.00')
  t.equal(run.amount('476', 'line.concentration'), '3150.00')
  t.equal(run.amount('476', 'line.site_discretionary'), '6400.00')
})

t.test('Buena Vista Horace Mann is published with 5,000 dollars more than 5,000 + 596 x 250', async (t) => {
  const school = run.rows.find((row) => cell(row, 'id') === '618')
  t.equal(school?.['name'], 'BUENA VISTA HORACE MANN K-8')
  t.equal(5_000 + 596 * 250, 154_000)
  t.equal(run.amount('618', 'line.site_discretionary'), '154000.00')
  t.equal(school?.['published_site_discretionary'], '159000')
})

/** 1,000 dollars a pupil for the share above 55 %: pupils times points above times 10, in whole dollars. */
function concentration(pupils: string, upp = ''): string {
  const points = scaled(upp) - scaled('55')
  return unscaled(halfUp(product(scaled(pupils), points, scaled('10'))))
}
