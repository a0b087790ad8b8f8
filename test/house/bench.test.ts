import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { SIZES, sizeName } from '../bench/cases.ts'
import { disagreements } from '../bench/exact-agreement.ts'
import { exponentOf, goals, memoryRatio, outcomeOf } from '../bench/goals.ts'
import type { CaseReport } from '../bench/report-case.ts'
import { fastest, ratioOf } from '../bench/rounds.ts'

const folder = fileURLToPath(new URL('../bench', import.meta.url))

t.test('exact baselines give the same cents, and the float loops are off by the same few', async (t) => {
  const { cases, wrong } = JSON.parse(
    ran('run.ts', '--json --hurry --rounds 1 --schools 1200 --only simple --only columns --only rows'),
  )
  t.strictSame(wrong, [])
  const reports: Record<string, CaseReport | undefined> = Object.fromEntries(
    cases.map((each: { name: string; rounds: CaseReport[] }) => [each.name, each.rounds[0]]),
  )
  const exact = BigInt(reports['bigint-simple']?.checksum ?? -1)
  t.ok(exact > 0n)
  for (const name of ['float-columns', 'float-rows']) {
    const { checksum = '', deviation } = reports[name] ?? {}
    t.equal(BigInt(checksum) - exact, BigInt(deviation?.cents ?? ''), name)
    t.ok((deviation?.amounts ?? Number.POSITIVE_INFINITY) < 100, name)
  }
})

t.test('the float loop over wide lines is off by few of the cents of BigInt', async (t) => {
  const [floats, exact] = [reportOf('float-wide', 1_200), reportOf('bigint-wide', 1_200)]
  const { amounts, cents } = floats.deviation ?? { amounts: Number.POSITIVE_INFINITY, cents: '' }
  t.equal(BigInt(floats.checksum ?? '') - BigInt(exact.checksum ?? ''), BigInt(cents))
  t.ok(amounts < 100)
})

t.test('decimal.js gives the first schools what BigInt gives them', async (t) => {
  const [slow, fast] = [reportOf('decimal-js', 1_200), reportOf('bigint-simple', 1_200)]
  t.equal(slow.schools, 1_000)
  t.equal(slow.checksumOfFirst, fast.checksumOfFirst)
})

t.test('the realistic formula in floats is off from the engine by cents only', async (t) => {
  const { lines, adjustments, totals } = JSON.parse(ran('realistic/against-engine.ts', '--schools 60'))
  t.match(lines, { amounts: 60 * 30, mostCents: 1 })
  t.match(adjustments, { amounts: 60 * 9 })
  t.ok(adjustments.mostCents <= 4)
  t.match(totals, { amounts: 60 })
  t.ok(totals.mostCents <= 3)
})

t.test('a ratio is the median of the ratios within each round', async (t) => {
  // The machine is twice as slow in the second round, for both: 3, 3 and 4 times.
  const rounds = [times({ a: 3, b: 1 }), times({ a: 6, b: 2 }), times({ a: 8, b: 2 })]
  t.equal(ratioOf(rounds, 'a', 'b'), 3)
  t.equal(fastest(rounds, ['a', 'b', 'absent']), 'b')
})

t.test('a goal is reached at its limit, and says what it lacks', async (t) => {
  const [simple, decimals] = goals
  if (simple === undefined || decimals === undefined)
    throw new Error('the first goals are about simple lines')
  const floats = { 'float-columns': 1, 'float-blocks': 2, 'float-rows': 3 }
  const reached = (kernel: number): boolean | undefined =>
    outcomeOf(simple, [times({ 'kernel-simple': kernel, ...floats })]).isReached
  t.strictSame([reached(2), reached(2.1)], [true, false])
  t.match(outcomeOf(decimals, [times({ 'kernel-simple': 2, 'decimal-js': 600 })]), {
    measured: 300,
    isReached: true,
  })
  t.strictSame(outcomeOf(simple, [times(floats)]).missing, ['kernel-simple'])
})

t.test('time that grows tenfold with tenfold schools has the exponent 1', async (t) => {
  const growing = (factor: number): ReadonlyMap<string, CaseReport> =>
    new Map(
      SIZES.map((schools, i) => [
        sizeName('a', schools),
        { ...reported('a', 1), schools, msPerPass: factor ** i },
      ]),
    )
  t.equal(exponentOf('a', [growing(10)]).toFixed(6), '1.000000')
  t.equal(exponentOf('a', [growing(100)]).toFixed(6), '2.000000')
})

t.test('memory is what a process has on top of an empty one', async (t) => {
  const report = { ...reported('a', 1), peakRssKb: 300, columnBytes: 100 * 1_024 }
  t.equal(memoryRatio(report, { ...report, peakRssKb: 100 }), 2)
})

t.test('exact cases that give different cents are named', async (t) => {
  const round = new Map([
    ['a', { ...reported('a', 1), checksum: '100' }],
    ['b', { ...reported('b', 1), checksum: '101' }],
    ['c', { ...reported('c', 1), checksum: '99', isExact: false }],
  ])
  t.strictSame(disagreements([round]), ['made up: 100 cents by a; 101 cents by b'])
})

function ran(file: string, words: string): string {
  return execFileSync(process.execPath, [`${folder}/${file}`, ...words.split(' ')], { encoding: 'utf8' })
}

function reportOf(name: string, schools: number): CaseReport {
  return JSON.parse(ran(`baselines/${name}.ts`, `--hurry --schools ${schools}`))
}

function times(ns: Readonly<Record<string, number>>): ReadonlyMap<string, CaseReport> {
  return new Map(Object.entries(ns).map(([name, each]) => [name, reported(name, each)]))
}

function reported(name: string, nsPerAmount: number): CaseReport {
  return {
    name,
    data: 'made up',
    schools: 1,
    amounts: 1,
    nsPerAmount,
    msPerPass: nsPerAmount / 1e6,
    wallMsPerPass: nsPerAmount / 1e6,
    samples: [],
    peakRssKb: 0,
    columnBytes: 0,
    isExact: true,
  }
}
