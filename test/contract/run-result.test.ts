import t from 'tap'
import { runResultSchema } from '../../src/contract/report/run-schema.ts'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { committedRuns } from '../support/committed-runs.ts'
import { richDistrict } from '../support/rich-district.ts'
import { runFiles } from '../support/scenario-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const rich = await runFiles([['district.yaml', richDistrict]])
const runs = [['the rich district', rich] as const, ...(await committedRuns())]

/** What is counted in whole things, and so may be a number: all else would be rounded on its way. */
const counts = new Set(['compared', 'equal', 'schools'])

const money = new Set([
  'amount',
  'computed',
  'control',
  'difference',
  'greatestDifference',
  'perPupil',
  'pool',
  'published',
  'residual',
  'tolerance',
  'total',
])

t.test('a result has the shape that is promised', async (t) => {
  for (const [name, { result }] of runs) {
    const parsed = runResultSchema.safeParse(JSON.parse(JSON.stringify(result)))
    t.strictSame(parsed.error?.issues ?? [], [], name)
  }
})

t.test('an amount, a count of pupils and a weight are texts, never numbers', async (t) => {
  for (const [name, { result }] of runs) {
    const numbers = leavesOf(result).filter(({ value }) => typeof value === 'number')
    t.ok(numbers.length > 0, `${name} counts its schools`)
    t.strictSame(
      numbers.filter(({ key, value }) => !counts.has(key) || !Number.isInteger(value)),
      [],
      name,
    )
  }
})

t.test('money has two decimals or more, no exponent, and no minus before nothing', async (t) => {
  for (const [name, { result }] of runs) {
    const amounts = leavesOf(result).filter(isMoney)
    t.ok(amounts.length > result.schools.length, `${name} has amounts`)
    t.strictSame(
      amounts.filter(({ value }) => !/^-?\d+\.\d{2,}$/.test(String(value)) || /^-0\.0*$/.test(String(value))),
      [],
      name,
    )
  }
})

t.test('schools stand in the order of their ids, by code point', async (t) => {
  for (const [name, { result }] of runs) {
    const ids = result.schools.map(({ id }) => id)
    t.strictSame(ids, ids.toSorted(compareCodePoints), name)
  }
  const rows = ['b', 'a', 'B', '10', '9', '\ufb00', '\u{10400}'].map(
    (id) => `{ id: "${id}", enrollment: 1, frl: 0, level: ES }`,
  )
  const run = await runFiles([
    ['district.yaml', smallDistrict({ data: `data: { rows: [${rows.join(', ')}] }` })],
  ])
  t.strictSame(
    run.result.schools.map(({ id }) => id),
    ['10', '9', 'B', 'a', 'b', '\ufb00', '\u{10400}'],
  )
})

t.test('a result says nothing of files and their lines', async (t) => {
  const elsewhere = await runFiles([['b/other.yaml', `# a line\n\n${richDistrict}`]])
  t.equal(JSON.stringify(elsewhere.result), JSON.stringify(rich.result))
})

t.test('the amounts of the rich district are those of a pencil', async (t) => {
  const { result } = rich
  const amounts = Object.fromEntries(
    result.schools.map(({ name, total, lines }) => [name, [total, ...lines.map(({ amount }) => amount)]]),
  )
  // 20 × 4,500.50; frl is empty and counts as 0, and a charter has none of it; the taper at 19 pupils of k5 is
  // 1,000 × 81/100 = 810, and 2 for HS and 2 for the year make 814.
  t.strictSame(amounts['José Martí'], ['90824.10', '90010.00', '0.00', '814.00', '0.10'])
  // 30 × 4,500.50; 12 × 4,500.50 × 0.12 = 6,480.72, up to 6,480.75; 700 + 1.50 + 2 = 703.50, to whole dollars 704.
  t.strictSame(amounts['Oak'], ['142187.25', '135015.00', '6480.75', '704.00', '-12.50'])
  t.equal(result.total, '233011.35')
  t.strictSame(
    result.schools.map(({ figures }) => figures.map(({ amount }) => amount)),
    [['90010.00'], ['141496.00']],
  )
})

interface Leaf {
  /** Of what the value is inside. */
  readonly inside: string
  readonly key: string
  readonly value: unknown
}

/** Every value of a result that holds no others, with the key it stands under. */
function leavesOf(value: unknown, key = '', inside = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each, key, inside))
  if (typeof value !== 'object' || value === null) return [{ inside, key, value }]
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each, name, key))
}

// The level of an adjustment belongs to a pool, which there is a name.
function isMoney({ inside, key, value }: Leaf): boolean {
  return money.has(key) && inside !== 'levels' && typeof value === 'string'
}
