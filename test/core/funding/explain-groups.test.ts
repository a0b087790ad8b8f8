import t from 'tap'
import { explainSchool } from '../../../src/app/explain-school.ts'
import type { ExplanationResult } from '../../../src/contract/report/explanation-result.ts'
import { adjustedText } from '../../support/adjusted-case.ts'
import { memoryFiles } from '../../support/memory-files.ts'

// North has 200 dollars, south 400; A and B are in the north, C, D and E in the south.
const rows = [
  { id: 'A', a: '150', pupils: '3' },
  { id: 'B', a: '50', pupils: '1' },
  { id: 'C', a: '100', pupils: '2', region: 'south' },
  { id: 'D', a: '260', pupils: '2', region: 'south' },
  { id: 'E', a: '40', pupils: '6', region: 'south' },
]
const free = { fund: 'general', flexibility: 'free' }

t.test('a pool is shown with the factor of the one that the school is in', async (t) => {
  const pool = { id: 'pool', kind: 'scale_to_pool', fund: 'general', by: 'region' }
  const total = 'if(region == "north", 180, 500)'
  const expression = async (school: string) => (await explained(school, { ...pool, total })).expression
  t.equal(await expression('A'), 'scale_to_pool (north) at 0.9: after less before, over a, b')
  t.equal(await expression('B'), 'scale_to_pool (north) at 0.9: after less before, over a, b')
  t.equal(await expression('C'), 'scale_to_pool (south) at 1.25: after less before, over a, b')
  t.equal((await explained('C', { ...pool, total })).substituted, '125 - 100')
})

t.test('a share is shown with what one unit of it gets in the region of the school', async (t) => {
  const grant = { id: 'grant', kind: 'distribute', total: '80', share: 'pupils', by: 'region', ...free }
  t.equal((await explained('B', grant)).expression, 'distribute (north) at 20: what it gives')
  t.equal((await explained('E', grant)).expression, 'distribute (south) at 8: what it gives')
})

t.test('one pool for all is one factor for all, and has no name', async (t) => {
  const pool = { id: 'pool', kind: 'scale_to_pool', fund: 'general', total: '300' }
  for (const school of ['A', 'E'])
    t.match((await explained(school, pool)).expression, /^scale_to_pool at 0\.5: /, school)
})

t.test('a pool by what an earlier step gave is that of the school all the same', async (t) => {
  const grant = {
    id: 'grant',
    kind: 'override',
    school: 'B',
    amount: '100',
    reason: 'for this test',
    ...free,
  }
  const pool = {
    id: 'pool',
    kind: 'scale_to_pool',
    over: ['a'],
    by: 'if(subtotal > 120, "large", "small")',
    total: 'if(subtotal > 120, 920, 70)',
  }
  // With its grant B is large: 150, 50 and 260 become 920, while C and E have 70 instead of 140.
  const expression = async (school: string) => (await explained(school, grant, pool)).expression
  t.equal(await expression('B'), 'scale_to_pool (large) at 2: after less before, over a')
  t.equal(await expression('C'), 'scale_to_pool (small) at 0.5: after less before, over a')
})

t.test('a total by region is said to be over the schools of the region', async (t) => {
  const grant = {
    id: 'grant',
    kind: 'override',
    school: 'C',
    amount: 'total(a, by: region) + total(a)',
    reason: 'for this test',
    ...free,
  }
  const { uses } = await explained('C', grant)
  const totals = uses
    .flatMap((use) => use.arithmetic?.uses ?? [])
    .map(({ name, value, schools }) => [name, value, schools])
  t.strictSame(totals, [
    ['total(a, by: region)', '400', 3],
    ['total(a)', '600', 5],
  ])
})

async function explained(
  school: string,
  ...adjustments: readonly (Record<string, unknown> & { readonly id: string })[]
): Promise<ExplanationResult> {
  const files = memoryFiles({ 'case.yaml': adjustedText({ rows, adjustments }) })
  const id = adjustments.at(-1)?.id
  const { explanation, problems } = await explainSchool('case.yaml', files, { schoolId: school, id })
  const [amount] = explanation?.amounts ?? []
  if (amount === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return amount
}
