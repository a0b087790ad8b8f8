import t from 'tap'
import { compareRuns } from '../../../src/core/funding/compare-runs.ts'
import { groupChanges, QUARTILES, quartilesOf } from '../../../src/core/funding/school-groups.ts'
import { fixedText } from '../../../src/core/numbers/decimal.ts'
import { whole } from '../../../src/core/numbers/rational.ts'
import { runFiles } from '../../support/scenario-files.ts'
import { smallDistrict } from '../../support/small-district.ts'

/** `a3 b1` as schools a and b with 3 and 1. */
function numbers(text: string): ReadonlyMap<string, ReturnType<typeof whole>> {
  return new Map(text.split(' ').map((each) => [each.slice(0, 1), whole(BigInt(each.slice(1)))]))
}

/** The schools of each quartile. */
function quartered(text: string): string {
  const schools = numbers(text)
  const quartileOf = quartilesOf(schools)
  const members = [...schools].map(([id, number]) => ({ id, quartile: quartileOf(id, number) }))
  return QUARTILES.map((quartile) =>
    members
      .filter((each) => each.quartile === quartile)
      .map(({ id }) => id)
      .join(''),
  ).join(' ')
}

t.test('quartiles have the schools in order of their number, the lowest in Q1', async (t) => {
  t.equal(quartered('a4 b3 c2 d1'), 'd c b a')
  t.equal(quartered('a8 b7 c6 d5 e4 f3 g2 h1'), 'gh ef cd ab')
  t.equal(quartered('a1 b2 c3 d4 e5 f6'), 'ab c de f', 'as even as whole schools allow')
  t.equal(quartered('a1'), 'a   ')
})

t.test('of schools with the same number the one with the lower id comes first', async (t) => {
  t.equal(quartered('d0 c0 b0 a0'), 'a b c d')
  t.equal(quartered('b1 a1 d1 c9'), 'a b d c')
})

t.test('a new school belongs where its number would put it, and moves no other', async (t) => {
  const quartileOf = quartilesOf(numbers('b10 d20 f30 h40'))
  const place = (id: string, number: bigint): string => quartileOf(id, whole(number))
  t.equal(place('x', 5n), 'Q1')
  t.equal(place('x', 25n), 'Q3')
  t.equal(place('a', 20n), 'Q2', 'a tie goes by id')
  t.equal(place('e', 20n), 'Q3')
  t.equal(place('x', 99n), 'Q4')
  t.equal(place('b', 10n), 'Q1')
})

t.test('groups add up their schools, in the order stated, and those of no group come last', async (t) => {
  const run = async (base: string) => {
    const parameters = `parameters:\n  base: { value: "${base}", unit: money/pupil, assumed: x }`
    return (await runFiles([['district.yaml', smallDistrict({ parameters })]])).allocation
  }
  const { schools } = compareRuns(await run('100'), await run('110'))
  const groups = (groupOf: Readonly<Record<string, string>>, order: string[]): string[] =>
    groupChanges(schools, (id) => groupOf[id], order).map(
      ({ group, schools: count, total, perPupil }) =>
        `${group ?? 'none'} ${count} ${fixedText(total.change)} ${fixedText(total.percent ?? whole(0n))} ${fixedText(perPupil.change ?? whole(0n))}`,
    )
  t.strictSame(groups({ '1': 'ES', '2': 'HS' }, []), ['ES 1 100.00 10.00 10.00', 'HS 1 200.00 10.00 10.00'])
  t.strictSame(groups({ '1': 'ES', '2': 'HS' }, ['K8', 'HS', 'ES']), [
    'HS 1 200.00 10.00 10.00',
    'ES 1 100.00 10.00 10.00',
  ])
  t.strictSame(groups({ '2': 'HS' }, ['HS']), ['HS 1 200.00 10.00 10.00', 'none 1 100.00 10.00 10.00'])
  t.strictSame(groups({ '1': 'all', '2': 'all' }, []), ['all 2 300.00 10.00 10.00'])
})
