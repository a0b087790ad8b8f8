import fc from 'fast-check'
import t from 'tap'
import type { Allocation } from '../../../src/core/funding/allocate.ts'
import {
  type AmountChange,
  amountChange,
  compareRuns,
  type RunComparison,
} from '../../../src/core/funding/compare-runs.ts'
import { decimal, fixedText } from '../../../src/core/numbers/decimal.ts'
import { negate, type Rational, sum } from '../../../src/core/numbers/rational.ts'
import { fails, holds } from '../../support/property.ts'
import { anyScenario } from '../../support/random-scenario.ts'
import { inYaml, runFiles } from '../../support/scenario-files.ts'
import { smallDistrict } from '../../support/small-district.ts'

/** School 1 with 10 students and 2 with 20, at $100 a student. */
const before = await allocated(smallDistrict())
/** School 1 has closed, 2 has 25 students, 3 is new with 5; the rate is $90, and Title I gives $1.50 a student. */
const after = await allocated(
  smallDistrict({
    parameters:
      'parameters:\n  base: { value: "90", unit: money/pupil, assumed: x }\n  extra: { value: "1.5", unit: money/pupil, assumed: x }',
    lines:
      'lines:\n  - { id: base, amount: enrollment * base, fund: general, flexibility: free }\n  - { id: title, amount: enrollment * extra, fund: title1, flexibility: locked }',
    data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  rows:
    - { id: "2", enrollment: 25, frl: 5, level: HS }
    - { id: "3", name: Fir, enrollment: 5, frl: 5, level: ES }`,
  }),
)

t.test('a school that opens or closes changes by all it has', async (t) => {
  const { schools, total, perPupil } = compareRuns(before, after)
  t.strictSame(
    schools.map(({ id, presence, total: amount }) => `${id} ${presence} ${changeText(amount)}`),
    [
      '1 gone 1000.00 to 0.00: -1000.00, -100.00 %',
      '2 kept 2000.00 to 2287.50: 287.50, 14.38 %',
      '3 new 0.00 to 457.50: 457.50, no percent',
    ],
  )
  t.equal(changeText(total), '3000.00 to 2745.00: -255.00, -8.50 %')
  t.strictSame(
    schools.map(({ perPupil: rate }) => [rate.before, rate.after, rate.change].map(textOf).join(' ')),
    ['100.00 – –', '100.00 91.50 -8.50', '– 91.50 –'],
  )
  t.equal(textOf(perPupil.change), '-8.50')
})

t.test('a line or fund that one run does not have changes from or to zero', async (t) => {
  const partsOf = ({ funds, lines }: RunComparison): string[] =>
    [...funds, ...lines].map((part) => `${part.id} ${part.presence} ${changeText(part)}`)
  t.strictSame(partsOf(compareRuns(before, after)), [
    'general kept 3000.00 to 2700.00: -300.00, -10.00 %',
    'title1 kept 0.00 to 45.00: 45.00, no percent',
    'base kept 3000.00 to 2700.00: -300.00, -10.00 %',
    'title new 0.00 to 45.00: 45.00, no percent',
  ])
  t.match(partsOf(compareRuns(after, before))[3], /^title gone 45\.00 to 0\.00: -45\.00, -100\.00 %$/)
})

t.test('at a school only what changes is told, and closing takes away every line', async (t) => {
  const same = compareRuns(before, before)
  t.strictSame(
    same.schools.flatMap(({ funds, lines }) => [...funds, ...lines]),
    [],
  )
  const lines = compareRuns(before, after).schools.map((school) =>
    school.lines.map(({ id, change }) => `${id} ${fixedText(change)}`).join(', '),
  )
  t.strictSame(lines, ['base -1000.00', 'base 250.00, title 37.50', 'base 450.00, title 7.50'])
})

t.test('a percent has two places, half-up, and the sign of the change', async (t) => {
  const percent = (from: string, to: string): string =>
    textOf(amountChange(decimal(from), decimal(to)).percent)
  t.equal(percent('3', '4'), '33.33')
  t.equal(percent('80000', '80100'), '0.13', '0.125')
  t.equal(percent('80000', '79900'), '-0.13', '-0.125')
  t.equal(percent('-100', '-50'), '50.00', 'less is taken away')
  t.equal(percent('0', '5'), '–')
  t.equal(percent('5', '5'), '0.00')
})

t.test('A against B is the exact opposite of B against A', async (t) => {
  let moved = 0
  await holds(
    t,
    fc.asyncProperty(anyScenario, anyScenario, async (one, two) => {
      const [a, b] = [(await runFiles(inYaml(one))).allocation, (await runFiles(inYaml(two))).allocation]
      const [there, back] = [compareRuns(a, b), compareRuns(b, a)]
      moved += there.schools.filter(({ total }) => total.change.n !== 0n).length
      const opposite = new Map(changesOf(back).map(([name, change]) => [name, fixedText(negate(change))]))
      const changes = changesOf(there)
      return (
        changes.length === opposite.size &&
        changes.every(([name, change]) => opposite.get(name) === fixedText(change))
      )
    }),
    { runs: 60 },
  )
  t.ok(moved > 60, `${moved} schools changed`)
})

t.test('the changes of schools, of funds and of lines each add up to the whole', async (t) => {
  await holds(t, addsUp(compareRuns), { runs: 60 })
  const withoutNew: typeof compareRuns = (a, b) => {
    const all = compareRuns(a, b)
    return { ...all, schools: all.schools.filter(({ presence }) => presence !== 'new') }
  }
  await fails(t, addsUp(withoutNew), { runs: 60 })
})

function addsUp(comparing: typeof compareRuns): fc.IRawProperty<unknown> {
  return fc.asyncProperty(anyScenario, anyScenario, async (one, two) => {
    const [a, b] = [(await runFiles(inYaml(one))).allocation, (await runFiles(inYaml(two))).allocation]
    const { total, funds, lines, schools } = comparing(a, b)
    const whole = fixedText(total.change)
    const atSchools = schools.map((school) => school.total)
    const bySchool = schools.every((school) => {
      const own = fixedText(school.total.change)
      return sumText(school.lines) === own && sumText(school.funds) === own
    })
    return [atSchools, funds, lines].every((parts) => sumText(parts) === whole) && bySchool
  }) as fc.IRawProperty<unknown>
}

/** Every change by what it is a change of. */
function changesOf({ total, funds, lines, schools, pupils }: RunComparison): [string, Rational][] {
  return [
    ['total', total.change],
    ...(pupils.change === undefined ? [] : ([['pupils', pupils.change]] as [string, Rational][])),
    ...funds.map(({ id, change }): [string, Rational] => [`fund ${id}`, change]),
    ...lines.map(({ id, change }): [string, Rational] => [`line ${id}`, change]),
    ...schools.flatMap((school): [string, Rational][] => [
      [`school ${school.id}`, school.total.change],
      ...school.lines.map(({ id, change }): [string, Rational] => [`${school.id} line ${id}`, change]),
      ...school.funds.map(({ id, change }): [string, Rational] => [`${school.id} fund ${id}`, change]),
      ...(school.perPupil.change === undefined
        ? []
        : ([[`${school.id} per student`, school.perPupil.change]] as [string, Rational][])),
    ]),
  ]
}

async function allocated(text: string): Promise<Allocation> {
  return (await runFiles([['district.yaml', text]])).allocation
}

function sumText(parts: readonly AmountChange[]): string {
  return fixedText(sum(parts.map(({ change }) => change)))
}

function textOf(value: Rational | undefined): string {
  return value === undefined ? '–' : fixedText(value)
}

function changeText({ before: from, after: to, change, percent }: AmountChange): string {
  const share = percent === undefined ? 'no percent' : `${fixedText(percent)} %`
  return `${fixedText(from)} to ${fixedText(to)}: ${fixedText(change)}, ${share}`
}
