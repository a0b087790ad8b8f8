import t from 'tap'
import type { VariantOutcome } from '../../src/app/run-variant.ts'
import { type RunVariants, type SweepOutcome, sweepScenario } from '../../src/app/sweep-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { keptFiles } from '../../src/cli/kept-files.ts'
import { sweepReport } from '../../src/cli/sweep-report.ts'
import { sweepThreads } from '../../src/cli/threads/sweep-threads.ts'
import { sweepCsv } from '../../src/contract/report/sweep-csv.ts'
import { capturedTerminal } from '../support/captured-terminal.ts'
import { inProcess } from '../support/split-terminal.ts'
import { whatIfFiles } from '../support/weight-what-ifs.ts'

const sweepText = (parts: string): string =>
  `leeway: 1\nscenario: { id: sweep, budget: cut }\nbase: adopted.yaml\nstatistics: { poverty: low_income }\n${parts}\n`
const foundation = (from: string, to: string, step: string): string =>
  `vary: { foundation: { from: "${from}", to: "${to}", step: "${step}" } }`
// Three schools: more than 200,000 each leaves nothing for the base.
const solved = 'solve: { parameter: base, to: "600000" }'
// From some foundation on, the pool takes from a school what the floor gave it.
const warned = `changes:
  - add_adjustment: { id: floor, kind: floor_change, over: [base, low_income, el, foundation], against: prior_total, least: "-0.001" }
  - add_adjustment: { id: pool, kind: scale_to_pool, fund: general, total: "7957800" }`

const files = {
  ...whatIfFiles,
  'warned.yaml': sweepText(`${warned}\n${foundation('200200', '325000', '800')}`),
  'some-fail.yaml': sweepText(`${solved}\n${foundation('84600', '209400', '800')}`),
  'hopeless.yaml': sweepText(`${solved}\n${foundation('160200', '285000', '800')}`),
  'first-fails.yaml': sweepText(`${solved}\n${foundation('200600', '75800', '-800')}`),
}

/** A sweep in so many threads, none of which is idle: after each variant of its own, this one waits for another. */
async function sweptBy(
  threads: number,
  path: string,
): Promise<{ outcome: SweepOutcome; fromOthers: number }> {
  const kept = keptFiles(diskFiles())
  let fromOthers = 0
  const runVariants: RunVariants = async (rest, take) => {
    const own = new WeakSet<VariantOutcome>()
    const other = Promise.withResolvers<void>()
    const run = (variant: number): VariantOutcome => {
      const outcome = rest.run(variant)
      own.add(outcome)
      return outcome
    }
    const watched: typeof take = async (from, outcomes) => {
      if (outcomes.some((each) => own.has(each))) await (threads === 1 ? undefined : other.promise)
      else fromOthers += outcomes.length
      other.resolve()
      return take(from, outcomes)
    }
    await sweepThreads(threads, kept)({ ...rest, run }, watched)
  }
  const wish = { withRows: true, step: async () => true, runVariants }
  return { outcome: await sweepScenario(path, kept, wish), fromOthers }
}

function written({ sweep, problems }: SweepOutcome) {
  const words = JSON.stringify(problems)
  if (sweep === undefined) return { words }
  const { terminal } = capturedTerminal()
  return { words, json: JSON.stringify(sweep), csv: sweepCsv(sweep), page: sweepReport(sweep, terminal) }
}

t.test('one, two and four threads give the same bytes, and the same problems', async (t) => {
  const folder = t.testdir(files)
  const cases: readonly (readonly [name: string, problem: string, ...threads: readonly number[]])[] = [
    [
      'warned.yaml',
      'pool breaks floor at 1 school (at foundation 245800, and in 99 more of 157 variants)',
      2,
      4,
    ],
    ['some-fail.yaml', 'at foundation 200600, and in 11 more of 157 variants', 4],
    ['hopeless.yaml', 'at foundation 200200, and in 24 more of 75 variants', 2],
    ['first-fails.yaml', 'at foundation 200600)', 2],
  ]
  for (const [name, problem, ...counts] of cases) {
    const path = `${folder}/${name}`
    const alone = await sweptBy(1, path)
    t.match(written(alone.outcome).words, problem, name)
    t.equal(alone.fromOthers, 0, name)
    t.equal(alone.outcome.sweep?.variants.length, name === 'warned.yaml' ? 157 : undefined, name)
    for (const threads of counts) {
      const { outcome, fromOthers } = await sweptBy(threads, path)
      t.ok(fromOthers > 1, `${name}: ${fromOthers} variants from other threads`)
      t.strictSame(written(outcome), written(alone.outcome), `${name} in ${threads} threads`)
    }
  }
})

t.test('a thread reads the files as they were when the sweep began', async (t) => {
  const folder = t.testdir(files)
  const kept = keptFiles(diskFiles())
  const first = await kept.read(`${folder}/warned.yaml`)
  t.testdir({ ...files, 'warned.yaml': 'something else' })
  t.strictSame(await kept.read(`${folder}/warned.yaml`), first)
  t.strictSame([...(await kept.readings()).values()], [first])
})

t.test('--threads is a whole number from 1 to 64', async (t) => {
  const folder = t.testdir(files)
  for (const given of ['0', '65', '1.5', 'two', '1e1', '']) {
    const { code, out, err } = await inProcess(['sweep', `--threads=${given}`, `${folder}/warned.yaml`])
    t.strictSame([code, out], [2, ''], given)
    t.match(err, /^leeway sweep: --threads (?:is a whole number from 1 to 64, not|has no value)/, given)
  }
})
