import fc from 'fast-check'
import t from 'tap'
import { QUARTILES, type Quartile, quartilesOfStudents } from '../../../src/core/funding/quartiles.ts'
import { byNeedQuartile } from '../../../src/core/funding/statistics.ts'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import { fraction, whole } from '../../../src/core/numbers/rational.ts'
import { holds } from '../../support/property.ts'

interface School {
  readonly id: string
  readonly number: ReturnType<typeof whole>
  readonly pupils: ReturnType<typeof whole>
}

/** `a3x10 b1x40` as schools a and b with the numbers 3 and 1, and 10 and 40 students. */
function schools(text: string): School[] {
  return text.split(' ').map((each) => {
    const [number = '', pupils = '1'] = each.slice(1).split('x')
    return { id: each.slice(0, 1), number: whole(BigInt(number)), pupils: whole(BigInt(pupils)) }
  })
}

/** The schools of each quartile. */
function quartered(text: string): string {
  const all = schools(text)
  const quartileOf = quartilesOfStudents(all)
  const placed = all.map((school) => ({ id: school.id, quartile: quartileOf(school) }))
  const members = (quartile: Quartile): string =>
    placed
      .filter((each) => each.quartile === quartile)
      .map(({ id }) => id)
      .join('')
  return QUARTILES.map(members).join(' ')
}

t.test('quartiles have the schools in order of their number, the lowest in Q1', async (t) => {
  t.equal(quartered('a4 b3 c2 d1'), 'd c b a')
  t.equal(quartered('a8 b7 c6 d5 e4 f3 g2 h1'), 'gh ef cd ab')
  t.equal(quartered('d0 c0 b0 a0'), 'a b c d', 'of schools with the same number the lower id comes first')
  t.equal(quartered('b1 a1 d1 c9'), 'a b d c')
})

t.test('a quartile is a quarter of the students, and not of the schools', async (t) => {
  // 300 small-school students in three schools stand before 900 others: a quarter of 1,200.
  t.equal(quartered('a1x100 b2x100 c3x100 d4x300 e5x300 f6x300'), 'abc d e f')
  // One school has half of the students: the middle of them ends the second quarter and begins the third.
  t.equal(quartered('a1x25 b2x25 c3x100 d4x50'), 'ab  c d')
  t.equal(quartered('a1x600'), '  a ', 'a single school is where its middle student is')
})

t.test('a school without students is in no order of students, and takes no place in it', async (t) => {
  t.equal(quartered('a1x0 b2x0 c3x10 d4x10 e5x10 f6x10'), 'abc d e f')
  const none = quartilesOfStudents(schools('a1x0 b2x0'))
  t.equal(none({ id: 'a', number: whole(1n) }), undefined)
})

t.test('a new school belongs where its number would put it, and moves no other', async (t) => {
  const quartileOf = quartilesOfStudents(schools('b10x20 d20x20 f30x20 h40x20'))
  const place = (id: string, number: bigint) => quartileOf({ id, number: whole(number) })
  t.equal(place('x', 5n), 'Q1')
  t.equal(place('x', 25n), 'Q3')
  t.equal(place('a', 20n), 'Q2', 'a tie goes by id')
  t.equal(place('e', 20n), 'Q3')
  t.equal(place('x', 99n), 'Q4')
  t.equal(place('b', 10n), 'Q1')
  // 40 students stand before it, of 100; the next school's middle one is the 70th.
  const between = quartilesOfStudents(schools('b10x40 d20x60'))
  t.equal(between({ id: 'x', number: whole(15n) }), 'Q2')
})

const anySchools = fc.array(fc.record({ number: fc.integer({ min: 0, max: 9 }), pupils: fc.nat(60) }), {
  minLength: 1,
  maxLength: 30,
})

t.test('a quartile is off a quarter of the students by at most half a school at either end', async (t) => {
  let seen = 0
  await holds(
    t,
    fc.property(anySchools, (drawn) => {
      const all = drawn.map(({ number, pupils }, i) => {
        return {
          id: `${100 + i}`,
          number: whole(BigInt(number)),
          pupils: whole(BigInt(pupils)),
          pupilCount: pupils,
        }
      })
      const students = drawn.reduce((sum, { pupils }) => sum + pupils, 0)
      const largest = Math.max(...drawn.map(({ pupils }) => pupils))
      if (students === 0) return true
      seen += 1
      const quartileOf = quartilesOfStudents(all)
      return QUARTILES.every((quartile) => {
        const own = all.filter((school) => school.pupilCount > 0 && quartileOf(school) === quartile)
        const count = own.reduce((sum, { pupilCount }) => sum + pupilCount, 0)
        return Math.abs(count - students / 4) <= largest
      })
    }),
    { runs: 300 },
  )
  t.ok(seen > 100, `${seen} districts had students`)
})

t.test('dollars per student of a quartile are those of its schools together', async (t) => {
  const money = [
    { id: 'a', pupils: whole(30n), total: whole(300n) },
    { id: 'b', pupils: whole(10n), total: whole(500n) },
    { id: 'c', pupils: whole(40n), total: whole(800n) },
    { id: 'd', pupils: whole(0n), total: whole(7n) },
    { id: 'e', pupils: whole(80n), total: whole(1600n) },
    { id: 'f', total: whole(9n) },
  ]
  const needs = new Map('abcdef'.split('').map((id, i) => [id, fraction(BigInt(i), 10n)]))
  t.strictSame(
    byNeedQuartile(money, needs).map(
      ({ schools: count, pupils, perStudent }) =>
        `${count} ${exactText(pupils)} ${perStudent === undefined ? '–' : exactText(perStudent)}`,
    ),
    // 160 students: a and b end the first quarter, c is the second, and e has the middle of the second half.
    ['2 40 20', '1 40 20', '0 0 –', '1 80 20'],
  )
})
