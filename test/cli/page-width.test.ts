import stringWidth from 'string-width'
import t from 'tap'
import { committedScenarios, root } from '../support/committed-scenarios.ts'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const widerThan = (width: number, page: string): string[] =>
  page.split('\n').filter((line) => stringWidth(line) > width)

t.test('no page of a committed scenario is wider than 100 columns', async (t) => {
  const paths = committedScenarios()
  t.ok(paths.length >= 5)
  for (const path of paths) {
    const { code, out } = await inProcess(['run', root + path])
    t.equal(code, 0, path)
    t.ok(out.split('\n').length > 8, path)
    t.strictSame(widerThan(100, out), [], path)
  }
})

t.test('a page of the program itself, read by another program, is as wide', async (t) => {
  const { out } = await leeway(['run', 'scenarios/san-francisco/2022-23.yaml'], { cwd: root })
  t.ok(out.split('\n').length > 100)
  t.strictSame(widerThan(100, out), [])
  t.same(out, (await inProcess(['run', `${root}scenarios/san-francisco/2022-23.yaml`])).out)
})

t.test('on a screen of 80 columns the demonstration fits, and every number is whole', async (t) => {
  const { out } = await inProcess(['run', `${root}scenarios/demonstration/district.yaml`], { width: 80 })
  t.strictSame(
    widerThan(80, out).filter((line) => !line.startsWith('Engine ')),
    [],
  )
  for (const { total } of JSON.parse(
    (await inProcess(['run', '--format', 'json', `${root}scenarios/demonstration/district.yaml`])).out,
  ).schools)
    t.match(out, ` ${grouped(total)} `)
})

const longName = 'The Academy for Advanced Studies in Science, Letters and the Performing Arts at Riverside'
const wideName = '北京市海淀区第一实验小学附属国际双语学校分校'
const names = smallDistrict({
  data: `data:
  name: school
  rows:
    - { id: "1", school: "${longName}", enrollment: 10, frl: 4, level: ES }
    - { id: "2", school: ${wideName}, enrollment: 20, frl: 5, level: HS }
    - { id: "3", school: École Élémentaire, enrollment: 1234, frl: 5, level: HS }`,
})

t.test(
  'a long name, and one in letters of double width, ends in an ellipsis and moves no column',
  async (t) => {
    const folder = t.testdir({ 'names.yaml': names })
    const { out } = await inProcess(['run', `${folder}/names.yaml`])
    const [header = '', ...rows] = out.split('\n\n')[1]?.split('\n') ?? []
    t.equal(rows.length, 4, 'three schools and a total')
    const widthBefore = (row: string, words: string): number => stringWidth(row.slice(0, row.indexOf(words)))
    const end = widthBefore(header, 'Students') + 'Students'.length
    for (const [i, pupils] of ['10', '20', '1,234'].entries()) {
      const row = rows[i] ?? ''
      const at = row.indexOf(` ${pupils} `)
      t.equal(stringWidth(row.slice(0, at + 1 + pupils.length)), end, row)
    }
    t.match(rows[0], /^1 {6}The Academy for Advanced Studies … /)
    t.match(rows[1], /^2 {6}北京市海淀区第一实验小学附属国际… /)
    t.strictSame(widerThan(100, out), [])
  },
)

t.test('a name is cut between letters, never inside one', async (t) => {
  const family = '👩‍👩‍👧‍👦'
  const folder = t.testdir({ 'names.yaml': names.replace(wideName, family.repeat(30)) })
  const { out } = await inProcess(['run', `${folder}/names.yaml`])
  const row = out.split('\n').find((line) => line.startsWith('2 ')) ?? ''
  const shown = row.slice(1, row.indexOf('…')).trim()
  t.ok(shown.length > 0)
  t.equal(shown.replaceAll(family, ''), '')
})

t.test('lines of few schools stand beside each other where there is room', async (t) => {
  const folder = t.testdir({ 'two.yaml': smallDistrict() })
  const wide = await inProcess(['run', `${folder}/two.yaml`])
  t.match(wide.out, /^Id +School +Students +base +Total +Per student$/m)
  const narrow = await inProcess(['run', `${folder}/two.yaml`], { width: 50 })
  t.match(narrow.out, /^Id +School +Students +Total +Per student$/m)
})

t.test('amounts of a column stand below each other by their decimal point', async (t) => {
  const folder = t.testdir({
    // 10 x 0.0625 = 0.625, 20 x 0.0625 = 1.25, together 1.875.
    'fine.yaml': smallDistrict({
      parameters: 'parameters:\n  base: { value: "0.0625", unit: money/pupil, assumed: for the test }',
      lines:
        'lines:\n  - { id: base, amount: enrollment * base, round: 4, fund: general, flexibility: free }',
    }),
  })
  const { out } = await inProcess(['run', `${folder}/fine.yaml`])
  const rows = out.split('\n\n')[1]?.split('\n').slice(1) ?? []
  const totals = rows.map((row) => /0\.625|1\.25|1\.875/.exec(row))
  t.strictSame(
    totals.map((found) => found?.[0]),
    ['0.625', '1.25', '1.875'],
  )
  t.equal(new Set(totals.map((found) => (found?.index ?? 0) + 1)).size, 1)
})

function grouped(amount: string): string {
  return amount.replaceAll(/\B(?=(?:\d{3})+\.)/g, ',')
}
