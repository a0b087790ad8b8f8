import t from 'tap'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

// 10 pupils at 100 dollars; a third of a pool of 1,000; nothing for a high school in an elementary school.
const text = smallDistrict({
  lines: `lines:
  - { id: base, label: Base per student, amount: enrollment * base, fund: general, flexibility: free }
  - { id: third, amount: share * pot, fund: general, flexibility: purpose }
  - { id: high, label: High schools, amount: frl * base, when: level == "HS", fund: title1, flexibility: locked }`,
  measures: 'measures:\n  share: { value: enrollment / total(enrollment), kind: ratio }',
  parameters: `parameters:
  base: { value: "100", unit: money/pupil, source: budget book p. 12 }
  pot: { value: "1000", unit: money, assumed: for the test }`,
  figures: 'figures:\n  - { id: both, label: Both, amount: line.base + line.third }',
})
const cwd = t.testdir({ 'two.yaml': text, 'named.yaml': named() })
const file = `${cwd}/two.yaml`

const explained = async (...args: readonly string[]) => inProcess(['explain', file, ...args])

t.test('a line opens into its arithmetic, down to the cell and the source', async (t) => {
  const { code, out, err } = await leeway(['explain', 'two.yaml', '--school', '1', '--line', 'base'], { cwd })
  t.strictSame([code, err], [0, ''])
  t.equal(
    out,
    `1 (1), two-schools, 2025-26
Total 1,333.33 USD

Base per student (line base): 1,000.00
  = enrollment * base
  = 10 * 100
  = 1000
  = 1,000.00  rounded to the cent
    enrollment: 10 students  dataset now, column enrollment, row 1, projection
    base: 100 USD/student  source: budget book p. 12
`,
  )
})

t.test('a fraction is shown as it is and about as large as it is', async (t) => {
  const { out } = await explained('--school', '1', '--line', 'third')
  t.match(out, '  = share * pot\n')
  t.match(out, '  = 1000/3\n  ≈ 333.333333\n  = 333.33  rounded to the cent\n')
  t.match(out, '    share: 1/3 ≈ 0.333333\n')
  t.match(out, '  over 2 schools\n')
  t.match(out, '    pot: 1,000 USD  assumed: for the test\n')
  t.notMatch(out, 'pure number')
})

t.test('a line whose condition does not hold says so, and which condition', async (t) => {
  const { code, out } = await explained('--school', '1', '--line', 'high')
  t.equal(code, 0)
  t.match(
    out,
    'High schools (line high): 0.00\n  does not apply here\n    level: ES  dataset now, column level, row 1\n    level == "HS": false\n',
  )
  t.notMatch(out, 'frl')
  const applies = await explained('--school', '2', '--line', 'high')
  t.match(applies.out, 'High schools (line high): 500.00\n  = frl * base\n  = 5 * 100\n')
  t.match(applies.out, 'level == "HS": true\n')
})

t.test('without --line every line and figure is opened, in the order of the file', async (t) => {
  const { out } = await explained('--school', '2')
  const titles = [...out.matchAll(/^.* \((?:line|figure) (\w+)\): (.*)$/gm)].map(
    ([, id, amount]) => `${id} ${amount}`,
  )
  t.strictSame(titles, ['base 2,000.00', 'third 666.67', 'high 500.00', 'both 2,666.67'])
  t.match(out, '    line.base: 2,000 USD\n    line.third: 666.67 USD\n')
})

t.test('JSON has the same amounts, as texts', async (t) => {
  const { code, out, err } = await explained('--school', '2', '--format', 'json')
  t.strictSame([code, err], [0, ''])
  const { leeway: engine, scenario, school, amounts } = JSON.parse(out)
  t.match(engine.inputs, /^sha256:/)
  t.equal(scenario.id, 'two-schools')
  t.strictSame(school, { id: '2', name: '2', total: '3166.67' })
  t.strictSame(
    amounts.map(({ kind, id, applies, amount }: Record<string, unknown>) => [kind, id, applies, amount]),
    [
      ['line', 'base', true, '2000.00'],
      ['line', 'third', true, '666.67'],
      ['line', 'high', true, '500.00'],
      ['figure', 'both', true, '2666.67'],
    ],
  )
  t.strictSame(amounts[0].uses[1], {
    kind: 'parameter',
    name: 'base',
    value: '100',
    unit: 'money/pupil',
    provenance: { kind: 'source', words: 'budget book p. 12' },
  })
  t.equal(amounts[1].value, '2000/3', 'a fraction stays exact')
})

t.test('an unknown school or line is met with the nearest there is', async (t) => {
  const school = await inProcess(['explain', `${cwd}/named.yaml`, '--school', '0011'])
  t.strictSame([school.code, school.out], [1, ''])
  t.match(school.err, 'error: no school of this run has the id "0011" [SCHOOL_UNKNOWN]\n')
  t.match(school.err, 'try: did you mean 0001?\n')
  const name = await inProcess(['explain', `${cwd}/named.yaml`, '--school', 'Birch Elementry'])
  t.match(name.err, 'try: did you mean 0002?\n')
  const line = await explained('--school', '1', '--line', 'bsae')
  t.strictSame([line.code, line.out], [1, ''])
  t.match(line.err, 'error: no line or figure has the id "bsae" [LINE_UNKNOWN]\n')
  t.match(line.err, 'expected: one of base, third, high, both\n')
  t.match(line.err, 'try: did you mean base?\n')
  const far = await explained('--school', 'the whole district')
  t.notMatch(far.err, 'did you mean')
})

t.test('a principal is not shown what is amiss at another school', async (t) => {
  const warned = smallDistrict({
    data: 'data: { measures: { enrollment: { basis: projection }, frl: { basis: projection } }, rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }, { id: "2", enrollment: 20, frl: 25, level: HS }] }',
  })
  const folder = t.testdir({ 'warned.yaml': warned })
  const own = await inProcess(['explain', `${folder}/warned.yaml`, '--school', '2'])
  t.match(own.err, 'frl is above enrollment at school 2')
  const other = await inProcess(['explain', `${folder}/warned.yaml`, '--school', '1'])
  t.strictSame([other.code, other.err], [0, ''])
})

function named(): string {
  return smallDistrict({
    data: `data:
  name: school
  rows:
    - { id: "0001", school: Alder Elementary, enrollment: 10, frl: 4, level: ES }
    - { id: "0002", school: Birch Elementary, enrollment: 20, frl: 5, level: HS }`,
  })
}
