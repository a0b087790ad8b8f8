import t from 'tap'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const broken = smallDistrict({
  lines: 'lines:\n  - { id: base, amount: enrolment * base, fund: generl, flexibility: free }',
})
const warned = smallDistrict({
  data: 'data: { rows: [{ id: "1", enrollment: 10, frl: 12, level: ES }] }',
})
const cwd = t.testdir({
  'fine.yaml': smallDistrict(),
  'broken.yaml': broken,
  'warned.yaml': warned,
  'more.yaml': smallDistrict({
    scenario: 'scenario: { id: more, name: Two schools 2025-26 }',
    figures: 'figures:\n  - { id: half, amount: line.base / 2 }',
    measures: 'measures:\n  poor: frl\n  rest: enrollment - frl',
    controls: 'controls: [{ of: total, amount: "3000" }]',
  }),
})

t.test('a file without errors is summed up, in words for one and for many', async (t) => {
  t.strictSame(await leeway(['check', 'fine.yaml'], { cwd }), {
    code: 0,
    out: `fine.yaml: no errors
  two-schools, 2025-26, USD
  2 schools, 1 line in 2 funds (general, title1)
  parameters: 0 from sources, 0 derived, 1 assumed
  0 measures, 0 figures, 0 published columns, 0 control totals
`,
    err: '',
  })
  const more = await leeway(['check', 'more.yaml'], { cwd })
  t.match(more.out, '\n  Two schools 2025-26, USD\n', 'a year is not said twice')
  t.match(more.out, '\n  2 measures, 1 figure, 0 published columns, 1 control total\n')
})

t.test('of several files each has its word, and one broken one decides', async (t) => {
  const { code, out, err } = await leeway(['check', 'fine.yaml', 'broken.yaml', 'more.yaml'], { cwd })
  t.equal(code, 1)
  t.match(out, /^fine\.yaml: no errors\n(?:.*\n)*more\.yaml: no errors\n/m)
  t.notMatch(out, 'broken.yaml')
  t.match(err, /^broken\.yaml:\d+:\d+: error: .*"enrolment".*\[NAME_UNKNOWN\]/m)
  t.match(err, /^broken\.yaml:\d+:\d+: error: .*"generl".*\[FUND_UNKNOWN\]/m)
  t.match(err, /\n2 errors, 0 warnings\n$/)
})

t.test('an error shows the line of the file and points at the word', async (t) => {
  const { err } = await inProcess(['check', `${cwd}/broken.yaml`])
  t.match(err, /\n {4}( *- \{ id: base, amount: )enrolment \* base.*\n {4} +\^{9}\n/)
  const [, before = '', carets = ''] = /\n {4}(.*)enrolment.*\n {4}( *)\^/.exec(err) ?? []
  t.equal(carets.length, before.length)
})

t.test('warnings are told and break nothing', async (t) => {
  const { code, out, err } = await leeway(['check', 'warned.yaml'], { cwd })
  t.equal(code, 0)
  t.match(out, /^warned\.yaml: no errors\n/)
  t.match(err, 'warning: frl is above enrollment at school 1 [NEED_ABOVE_PUPILS]')
  t.match(err, /0 errors, \d+ warnings\n$/)
})

t.test('JSON has a report a file, in the order asked for, and nothing else on either side', async (t) => {
  const { code, out, err } = await leeway(['check', '--format', 'json', 'broken.yaml', 'more.yaml'], { cwd })
  t.strictSame([code, err], [1, ''])
  const [first, second, ...others] = JSON.parse(out)
  t.strictSame(others, [])
  t.equal(first.file, 'broken.yaml')
  t.equal(first.summary, null)
  t.strictSame(first.problems.map(({ code: each }: { code: string }) => each).toSorted(byName), [
    'FUND_UNKNOWN',
    'NAME_UNKNOWN',
  ])
  for (const { severity, message, where } of first.problems) {
    t.equal(severity, 'error')
    t.equal(where.file, 'broken.yaml')
    t.ok(where.line > 0 && where.column > 0 && where.pointer.startsWith('/formula/lines/0/'), message)
  }
  t.equal(second.file, 'more.yaml')
  t.strictSame(second.problems, [])
  t.equal(second.summary.schools, 2)
  t.equal(second.controls[0].holds, true)
})

t.test('all problems are found at once, and a page of them is enough', async (t) => {
  const rows = Array.from({ length: 60 }, (_, i) => `    - { id: "${i}", enrollment: x, frl: 1, level: ES }`)
  const folder = t.testdir({ 'many.yaml': smallDistrict({ data: `data:\n  rows:\n${rows.join('\n')}` }) })
  const { code, err } = await inProcess(['check', `${folder}/many.yaml`])
  t.equal(code, 1)
  t.equal([...err.matchAll(/\[CELL_FORMAT\]/g)].length, 50)
  t.match(err, /… and \d+ more\n60 errors, \d+ warnings?\n$/)
})

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
