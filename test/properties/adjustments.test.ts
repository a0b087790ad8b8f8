import fc from 'fast-check'
import t from 'tap'
import { explainSchool } from '../../src/app/explain-school.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { exactText } from '../../src/core/numbers/decimal.ts'
import { adjustedText, runAdjusted } from '../support/adjusted-case.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { namelessValue } from '../support/nameless-value.ts'
import { fails, holds } from '../support/property.ts'
import { anyAdjustments, type RandomAdjustments, type RandomBound } from '../support/random-adjustments.ts'

t.test('adjusted money adds up by school, by fund and by adjustment, to the cent', async (t) => {
  await heldBy(t, (result) => leaksOf(result))
})

t.test('a pool is met to the cent', async (t) => {
  await heldBy(t, (result, { poolCents }) => {
    const general = result.funds.find(({ id }) => id === 'general')
    return cents(general?.total ?? '') === poolCents ? [] : [`${general?.total} for ${poolCents}`]
  })
})

t.test('floors and caps that a pool keeps hold afterwards, to the cent', async (t) => {
  let held = 0
  const check: Check = (result, given) => {
    const faults = given.kept.flatMap((bound) => brokenBy(result, given, bound))
    held += given.kept.length
    return faults
  }
  await heldBy(t, check, 300)
  t.ok(held > 40, `${held} were kept`)
})

t.test('restricted money and other funds stay as the formula gave them', async (t) => {
  await heldBy(t, (result) =>
    result.lines
      .filter(({ adjustment, fund }) => adjustment !== undefined && fund !== 'general')
      .map(({ id }) => id),
  )
})

t.test('nobody ends below nothing', async (t) => {
  await heldBy(t, ({ schools }) => schools.filter(({ total }) => total.startsWith('-')).map(({ id }) => id))
})

t.test('what an explanation of an adjustment substitutes comes to what the adjustment did', async (t) => {
  let opened = 0
  await heldBy(
    t,
    async (result, { parts }) => {
      const [school] = result.schools
      if (school === undefined) return ['no school']
      const files = memoryFiles({ 'case.yaml': adjustedText(parts) })
      const { explanation } = await explainSchool('case.yaml', files, { schoolId: school.id })
      return (explanation?.amounts ?? []).flatMap(({ kind, id, substituted, value, amount }) => {
        if (kind !== 'adjustment') return []
        opened += 1
        const ids = new Set(result.lines.filter(({ adjustment }) => adjustment === id).map((line) => line.id))
        const left = sumOf(school.lines.filter((line) => ids.has(line.id)).map((line) => line.amount))
        const found = namelessValue(substituted)
        const isRight = typeof found === 'object' && exactText(found) === value && cents(amount) === left
        return isRight ? [] : [`${id}: ${substituted} is not ${amount}`]
      })
    },
    120,
  )
  t.ok(opened > 200, `${opened} adjustments were opened`)
})

t.test('a floor that the pool is not told to keep is found broken, sooner or later', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyAdjustments, async (given) => {
      const adjustments = given.parts.adjustments.map((each) => ({
        ...each,
        ...(each['id'] === 'pool' && { keep: [] }),
      }))
      const result = await feasible({ ...given.parts, adjustments })
      return result === undefined || given.kept.every((bound) => brokenBy(result, given, bound).length === 0)
    }),
    { runs: 300 },
  )
})

type Check = (result: RunResult, given: RandomAdjustments) => string[] | Promise<string[]>

/** Holds a claim against every random case that can be met, and sees to it that enough of them can. */
async function heldBy(t: Parameters<typeof holds>[0], check: Check, runs = 200): Promise<void> {
  let met = 0
  await holds(
    t,
    fc.asyncProperty(anyAdjustments, async (given) => {
      const result = await feasible(given.parts)
      if (result === undefined) return true
      met += 1
      return (await check(result, given)).length === 0
    }),
    { runs },
  )
  t.ok(met > runs / 3, `${met} of ${runs} could be met`)
}

// With one seed every claim is held against the same cases, so each is run once.
const seen = new Map<string, Promise<RunResult | undefined>>()

/** The result, or nothing where the pool cannot be met; any other problem is a fault. */
function feasible(parts: RandomAdjustments['parts']): Promise<RunResult | undefined> {
  const key = JSON.stringify(parts)
  const found = seen.get(key) ?? feasibleRun(parts)
  seen.set(key, found)
  return found
}

async function feasibleRun(parts: RandomAdjustments['parts']): Promise<RunResult | undefined> {
  const { run, problems } = await runAdjusted(parts)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (run === undefined && errors.some(({ code }) => code !== 'ADJUSTMENT_INFEASIBLE'))
    throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('; '))
  return run?.result
}

/** Schools where the lines of a floor or cap, after all adjustments, are past its limit. */
function brokenBy(result: RunResult, { rows }: RandomAdjustments, bound: RandomBound): string[] {
  const flexibilities = bound.lines === 'all' ? ['free', 'purpose'] : [bound.lines]
  return rows.flatMap(({ id, lastCents }) => {
    if (lastCents === undefined || lastCents === 0n) return []
    const school = result.schools.find((each) => each.id === id)
    const lines = (school?.lines ?? []).filter(
      ({ fund, flexibility }) => fund === 'general' && flexibilities.includes(flexibility),
    )
    const thousandths = sumOf(lines.map(({ amount }) => amount)) * 1000n
    const limit = lastCents * (1000n + bound.share)
    const isHeld = bound.id === 'floor' ? thousandths >= limit : thousandths <= limit
    return isHeld ? [] : [`${bound.id} at ${id}`]
  })
}

function leaksOf({ total, schools, funds, lines, adjustments }: RunResult): string[] {
  const perLine = new Map(
    lines.map(({ id }) => [
      id,
      sumOf(schools.map((school) => school.lines.find((line) => line.id === id)?.amount ?? '')),
    ]),
  )
  const sums: (readonly [string, string, bigint])[] = [
    ['total', total, sumOf(schools.map((school) => school.total))],
    ...schools.map(
      (school) => [school.id, school.total, sumOf(school.lines.map(({ amount }) => amount))] as const,
    ),
    ...lines.map((line) => [line.id, line.total, perLine.get(line.id) ?? 0n] as const),
    ...funds.map(
      ({ id, total: stated }) =>
        [
          id,
          stated,
          lines
            .filter(({ fund }) => fund === id)
            .reduce((sum, line) => sum + (perLine.get(line.id) ?? 0n), 0n),
        ] as const,
    ),
    ...adjustments.map(
      ({ id, total: stated }) =>
        [
          id,
          stated,
          lines
            .filter(({ adjustment }) => adjustment === id)
            .reduce((sum, line) => sum + (perLine.get(line.id) ?? 0n), 0n),
        ] as const,
    ),
  ]
  return sums.filter(([, stated, found]) => cents(stated) !== found).map(([name]) => name)
}

function cents(amount: string): bigint {
  if (!/^-?\d+\.\d{2}$/.test(amount)) throw new Error(`not an amount in cents: ${amount}`)
  return BigInt(amount.replace('.', ''))
}

function sumOf(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + cents(amount), 0n)
}
