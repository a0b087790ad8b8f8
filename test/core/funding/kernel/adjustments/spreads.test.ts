import fc from 'fast-check'
import t from 'tap'
import { openLedger } from '../../../../../src/core/funding/adjustments/ledger.ts'
import { amountsOf, moneyOperand } from '../../../../../src/core/funding/kernel/adjustments/cents.ts'
import { openColumnLedger } from '../../../../../src/core/funding/kernel/adjustments/column-ledger.ts'
import { exactText } from '../../../../../src/core/numbers/decimal.ts'
import { compareCodePoints } from '../../../../../src/core/text/code-points.ts'
import { fails, holds } from '../../../../support/property.ts'

/** Lines in cents by school, and changes that are spread over some of them one after another. */
interface SpreadCase {
  readonly lines: readonly (readonly [id: string, cents: readonly number[]])[]
  readonly spreads: readonly { readonly over: readonly string[]; readonly changes: readonly number[] }[]
}

t.test('one cent more than a line each has goes to the lines in the order of their ids', async (t) => {
  // 7 cents over three equal lines are 2.33 each: one cent is left, and it is the one of "a".
  const ledger = openColumnLedger(
    columnsOf([
      ['b', [10]],
      ['a', [10]],
      ['c', [10]],
    ]),
    1,
  )
  ledger.spread({ id: 'x', over: ['b', 'c', 'a'] }, Float64Array.of(-7))
  t.strictSame(changesOf(ledger.changes('x')), ['b -0.02', 'c -0.02', 'a -0.03'])
  t.strictSame(exactText(ledger.now('a', 0)), '0.07')
})

t.test('what is below zero or nothing takes no part, unless nothing has anything', async (t) => {
  const ledger = openColumnLedger(
    columnsOf([
      ['a', [-10, 0]],
      ['b', [30, -5]],
      ['c', [0, 0]],
    ]),
    2,
  )
  ledger.spread({ id: 'x', over: ['c', 'a', 'b'] }, Float64Array.of(9, 9))
  t.strictSame(changesOf(ledger.changes('x')), ['c 0 0.09', 'a 0 0', 'b 0.09 0'])
})

t.test('spreads one after another come to the same on columns, to the cent of every line', async (t) => {
  await holds(
    t,
    fc.property(anySpreads, (given) => columns(given) === reference(given)),
    { runs: 400 },
  )
})

t.test('more schools than are worked on at a time come to the same', async (t) => {
  await holds(
    t,
    fc.property(manySchools, (given) => columns(given) === reference(given)),
    { runs: 25 },
  )
})

t.test('odd cents that go by the order in which lines were named are found out', async (t) => {
  const renamed = (given: SpreadCase): SpreadCase => {
    const ids = given.lines.map(([id]) => id)
    const other = new Map(
      ids.toSorted(compareCodePoints).map((id, i, all) => [id, all[all.length - 1 - i] ?? '']),
    )
    const nameOf = (id: string): string => other.get(id) ?? ''
    return {
      lines: given.lines.map(([id, cents]) => [nameOf(id), cents]),
      spreads: given.spreads.map(({ over, changes }) => ({ over: over.map(nameOf), changes })),
    }
  }
  await fails(
    t,
    fc.property(
      anySpreads,
      (given) => changesOnly(columns(given)) === changesOnly(reference(renamed(given))),
    ),
    { runs: 400 },
  )
})

const IDS = ['b', 'a', '\u{10400}', '\ufb00', '10', '9'] as const

// Few different amounts, so that lines tie; and some that are great enough for two floats.
const cents = fc.oneof(
  fc.constantFrom(0, 1, 100, 100, 33_333, -5),
  fc.nat(90_000),
  fc.integer({ min: 2 ** 40, max: 2 ** 44 }),
)
const change = fc.oneof(
  fc.constantFrom(0, 0, 1, -1, 50, 100),
  fc.integer({ min: -90_000, max: 90_000 }),
  fc.nat(2 ** 44),
)

const anySpreads = spreadsOf({ minLength: 1, maxLength: 4 })
const manySchools = spreadsOf({ minLength: 250, maxLength: 300 })

function spreadsOf(schools: {
  readonly minLength: number
  readonly maxLength: number
}): fc.Arbitrary<SpreadCase> {
  const count = fc.integer({ min: schools.minLength, max: schools.maxLength })
  return fc.tuple(count, fc.subarray([...IDS], { minLength: 1 })).chain(([schoolCount, ids]) => {
    const each = (of: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
      fc.array(of, { minLength: schoolCount, maxLength: schoolCount })
    const spread = fc.record({ over: fc.shuffledSubarray(ids, { minLength: 1 }), changes: each(change) })
    return fc.record({
      lines: fc.tuple(...ids.map((id) => each(cents).map((all): [string, number[]] => [id, all]))),
      spreads: fc.array(spread, { minLength: 1, maxLength: 3 }),
    })
  })
}

/** Everything that the ledger on columns says afterwards, as one text. */
function columns({ lines, spreads }: SpreadCase): string {
  const schools = lines[0]?.[1].length ?? 0
  const ledger = openColumnLedger(columnsOf(lines), schools)
  for (const [i, { over, changes }] of spreads.entries()) {
    ledger.spread({ id: `x${i}`, over }, Float64Array.from(changes))
    // Sums that are asked for on the way are carried on.
    if (i === 0) ledger.centsOver(over)
  }
  return report(ledger, { lines, spreads })
}

function reference({ lines, spreads }: SpreadCase): string {
  const ledger = openLedger(new Map(lines.map(([id, all]) => [id, amountsOf(Float64Array.from(all))])))
  for (const [i, { over, changes }] of spreads.entries())
    ledger.spread({ id: `x${i}`, over }, { changes: amountsOf(Float64Array.from(changes)) })
  return report(ledger, { lines, spreads })
}

function report(
  ledger: Pick<ReturnType<typeof openLedger>, 'now' | 'changes' | 'change' | 'subtotal'>,
  { lines, spreads }: SpreadCase,
): string {
  const schools = (lines[0]?.[1] ?? []).map((_, school) => school)
  const changes = spreads.map((_, i) => changesOf(ledger.changes(`x${i}`)).toSorted(compareCodePoints))
  const amounts = schools.map((school) => [
    ...lines.map(([id]) => exactText(ledger.now(id, school))),
    ...spreads.map((_, i) => exactText(ledger.change(`x${i}`, school))),
    exactText(ledger.subtotal(school)),
  ])
  return JSON.stringify([changes, amounts])
}

/** What was done to lines without their names. */
function changesOnly(text: string): string {
  return text.replaceAll(/"[^" ]+ /g, '"')
}

function columnsOf(lines: SpreadCase['lines']): Parameters<typeof openColumnLedger>[0] {
  return new Map(lines.map(([id, all]) => [id, moneyOperand(Float64Array.from(all))]))
}

function changesOf(changes: ReturnType<ReturnType<typeof openLedger>['changes']>): string[] {
  return [...changes].map(([id, amounts]) => `${id} ${amounts.map(exactText).join(' ')}`)
}
