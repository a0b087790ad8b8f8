import fc from 'fast-check'
import t from 'tap'
import { type TotalTrend, totalTrend } from '../../src/core/funding/total-trend.ts'
import { compare, type Rational } from '../../src/core/numbers/rational.ts'
import type { AdjustedCase } from '../support/adjusted-case.ts'
import { anyMovingMoney, totalsOf } from '../support/moving-money.ts'
import { fails, holds } from '../support/property.ts'

t.test('what is said of a total and of a fund is so, whatever the adjustments', async (t) => {
  const claimed = { constant: 0, rises: 0, falls: 0, unknown: 0 }
  await holds(
    t,
    fc.asyncProperty(anyMovingMoney, async (given) => {
      const claims = await claimsOf(given)
      for (const { trend, totals } of claims) if (totals.length > 2) claimed[trend] += 1
      return claims.every(isTrue)
    }),
    { runs: 250 },
  )
  t.ok(claimed.constant > 20, `${claimed.constant} times constant`)
  t.ok(claimed.rises > 60, `${claimed.rises} times rising`)
})

t.test('a claim that every total rises is found out', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyMovingMoney, async (given) =>
      (await claimsOf(given)).every((claim) => isTrue({ ...claim, trend: 'rises' })),
    ),
    { runs: 300 },
  )
})

interface Claim {
  readonly trend: TotalTrend['trend']
  readonly totals: readonly Rational[]
}

async function claimsOf(given: AdjustedCase): Promise<Claim[]> {
  const { formula, data, totals } = await totalsOf(given)
  return [undefined, 'general', 'levy'].map((fund) => ({
    trend: totalTrend({ parameter: 'base', fund }, { formula, data }).trend,
    totals: totals.flatMap((each) => each.get(fund) ?? []),
  }))
}

function isTrue({ trend, totals }: Claim): boolean {
  const steps = totals.slice(1).map((total, i) => compare(total, totals[i] ?? total))
  if (trend === 'constant') return steps.every((step) => step === 0)
  if (trend === 'rises') return steps.every((step) => step >= 0)
  return trend !== 'falls' || steps.every((step) => step <= 0)
}
