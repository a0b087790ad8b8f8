import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { comparisonSchema } from '../../src/contract/report/comparison-schema.ts'
import { runResultSchema } from '../../src/contract/report/run-schema.ts'
import { inFolder } from '../support/in-folder.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

/** A budget walk: what two schools had, and what came on top; the document prints no students. */
function walk(more: string, rest = ''): string {
  const needs = 'needs: { before: { unit: money }, more: { unit: money } }'
  const lines =
    'lines:\n  - { id: before, amount: before, fund: general, flexibility: free }\n  - { id: more, amount: more, fund: general, flexibility: free }'
  const parameters = 'parameters: { scale: { value: "1", assumed: x } }'
  const data = `data:\n  rows:\n    - { id: "1", before: 700, more: ${more} }\n    - { id: "2", before: 300, more: 0 }`
  const blocks = { scenario: `scenario: { id: walk-${more} }`, needs, lines, parameters, data, pupils: '' }
  return `${smallDistrict(blocks)}${rest}`
}

t.test('a formula that counts no students has no amounts per student, and nothing to warn of', async (t) => {
  const { code, out, err } = await inFolder(t, { walk: walk('50') }, ['run', 'walk'])
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.match(
    out,
    `
Id     School       before   more     Total
1      1            700.00  50.00    750.00
2      2            300.00   0.00    300.00
Total  2 schools  1,000.00  50.00  1,050.00
`,
  )
  t.notMatch(out, /student/i)
  const csv = await inFolder(t, { walk: walk('50') }, ['run', 'walk', '--format', 'csv'])
  t.equal(
    csv.out,
    'id,name,line.before,line.more,total\r\n1,1,700.00,50.00,750.00\r\n2,2,300.00,0.00,300.00\r\n',
  )
})

t.test('in a document such students are null, and not zero', async (t) => {
  const { run } = await runScenario('walk', memoryFiles({ walk: walk('50') }))
  const result = runResultSchema.parse(run?.result)
  t.strictSame(
    result.schools.map(({ pupils, perPupil }) => [pupils, perPupil]),
    [
      [null, null],
      [null, null],
    ],
  )
  t.strictSame(result.warnings, [])
})

t.test('two budget walks are compared and split in money alone', async (t) => {
  const files = { before: walk('50'), after: walk('80') }
  const compared = await inFolder(t, files, ['compare', 'before', 'after'])
  t.match(compared.out, /^Total +2 schools +1,050\.00 +1,080\.00 +30\.00 +2\.86$/m)
  t.notMatch(compared.out, /student/i)
  const csv = await inFolder(t, files, ['compare', 'before', 'after', '--format', 'csv'])
  t.equal(
    csv.out.split('\r\n')[0],
    'id,name,total.walk-50,school.walk-80,total.walk-80,change.walk-80,percent.walk-80',
  )
  const split = await inFolder(t, files, ['split', 'before', 'after'])
  t.match(split.out, /^Need mix .* +30\.00 +1 +0$/m, 'without students, no data are enrollment')
})

t.test('a run that counts students beside one that does not has no change of students', async (t) => {
  const files = { walk: walk('50'), counted: smallDistrict() }
  const compared = async (...paths: readonly string[]) => {
    const { out } = await inFolder(t, files, ['compare', ...paths, '--format', 'json'])
    const { comparisons } = comparisonSchema.parse(JSON.parse(out))
    return [comparisons[0]?.pupils, comparisons[0]?.schools[0]?.perPupil]
  }
  t.strictSame(await compared('walk', 'counted'), [
    { before: null, after: '30', change: null },
    { before: null, after: '100.00', change: null },
  ])
  t.strictSame(await compared('counted', 'walk'), [
    { before: '30', after: null, change: null },
    { before: '100.00', after: null, change: null },
  ])
  const csv = await inFolder(t, files, ['compare', 'counted', 'walk', '--format', 'csv'])
  t.strictSame(csv.out.split('\r\n').slice(0, 2), [
    'id,name,students.two-schools,total.two-schools,school.walk-50,total.walk-50,change.walk-50,percent.walk-50',
    '1,1,10,1000.00,kept,750.00,-250.00,-25.00',
  ])
})

t.test('a sweep without students has its totals, and no statistics of dollars per student', async (t) => {
  const files = { swept: walk('50', 'vary: { scale: ["1", "2"] }\n') }
  const { code, out } = await inFolder(t, files, ['sweep', 'swept', '--rows'])
  t.equal(code, 0)
  t.match(out, /^ +1 +1 +1,050\.00 /m)
  t.notMatch(out, /student/i)
  const header = async (...more: readonly string[]): Promise<string | undefined> =>
    (await inFolder(t, files, ['sweep', 'swept', '--format', 'csv', ...more])).out.split('\r\n')[0]
  t.equal(
    await header(),
    'variant,scale,total,change,schools_increased,increases,schools_decreased,decreases',
  )
  t.equal(await header('--rows'), 'variant,scale,id,name,total,change')
})

t.test('an earlier year that counts no students has no column of them', async (t) => {
  const lookingBack = (column: string): string =>
    smallDistrict({
      needs: `needs: { enrollment: { unit: pupil }, then: { unit: ${column === 'total' ? 'money' : 'pupil'}, dataset: prior } }`,
      lines: 'lines: [{ id: base, amount: enrollment * base, fund: general, flexibility: free }]',
      data: `data:\n  now: { rows: [{ id: "1", enrollment: 10 }], measures: { enrollment: { basis: projection } } }\n  prior: { earlier: walk.yaml, measures: { then: { column: ${column}, basis: projection } } }`,
    })
  const said = async (column: string): Promise<string[]> => {
    const files = { 'now.yaml': lookingBack(column), 'walk.yaml': walk('50') }
    return (await runScenario('now.yaml', memoryFiles(files))).problems.map(({ code }) => code)
  }
  t.strictSame(await said('total'), [])
  t.strictSame(await said('pupils'), ['COLUMN_MISSING'])
})
