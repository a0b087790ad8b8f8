import t from 'tap'
import {
  joinSweep,
  type RunVariants,
  type SweepOutcome,
  sweepScenario,
} from '../../src/app/sweep-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

const goOn = async (): Promise<boolean> => true

const files = memoryFiles({
  ...whatIfFiles,
  'based.yaml': `leeway: 1
scenario: { id: based, budget: neutral }
base: adopted.yaml
vary: { weight.low_income: { from: "0.12", to: "0.20", step: "0.01" } }
statistics: { poverty: low_income }
`,
  'alone.yaml': `${adopted}vary: { foundation: ["225000", "225001", "224990"] }\n`,
  // At 0.5 a divisor is zero, in the second of three variants or in the first of two.
  'second-fails.yaml': failing('["0.4", "0.5", "0.6"]'),
  'first-fails.yaml': failing('["0.5", "0.4"]'),
})

function failing(values: string): string {
  return `leeway: 1
scenario: { id: failing }
base: adopted.yaml
changes:
  - { replace_line: { id: el, amount: el * base / (weight.el - 0.5), fund: general, flexibility: free } }
vary: { weight.el: ${values} }
`
}

async function swept(path: string, runVariants?: RunVariants): Promise<SweepOutcome> {
  return sweepScenario(path, files, {
    withRows: true,
    step: goOn,
    ...(runVariants !== undefined && { runVariants }),
  })
}

/** Runs the variants as another thread would, the last first, with what comes through to it. */
const elsewhere: RunVariants = async ({ from, to, share }, take) => {
  const run = await joinSweep(structuredClone(share), files)
  for (let variant = to - 1; variant >= from; variant -= 1)
    await take(variant, JSON.parse(JSON.stringify([run(variant)])))
}

t.test('what joins a sweep gives what the sweep itself gives', async (t) => {
  for (const path of ['based.yaml', 'alone.yaml']) {
    const here = await swept(path)
    t.ok((here.sweep?.variants.length ?? 0) > 2, path)
    t.equal(JSON.stringify(await swept(path, elsewhere)), JSON.stringify(here), path)
  }
  for (const path of ['second-fails.yaml', 'first-fails.yaml']) {
    const here = await swept(path)
    t.equal(here.sweep, undefined, path)
    t.strictSame(
      here.problems.map(({ code }) => code),
      ['BUDGET_UNDECLARED', 'ZERO_DIVISOR'],
      path,
    )
    t.equal(JSON.stringify(await swept(path, elsewhere)), JSON.stringify(here), path)
  }
})

t.test('a sweep that lacks a variant comes to nothing', async (t) => {
  const allButTheLast: RunVariants = async ({ from, to, run }, take) => {
    for (let variant = from; variant < to - 1; variant += 1) await take(variant, [run(variant)])
  }
  await t.rejects(swept('based.yaml', allButTheLast), {
    message: 'a variant of the sweep has come to no outcome',
  })
})

t.test('what comes after Ctrl-C is refused', async (t) => {
  const answers: boolean[] = []
  const stubborn: RunVariants = async ({ from, to, run }, take) => {
    for (let variant = from; variant < to; variant += 1) answers.push(await take(variant, [run(variant)]))
  }
  const asked: number[] = []
  const step = async (done: number): Promise<boolean> => {
    asked.push(done)
    return done < 3
  }
  const outcome = await sweepScenario('based.yaml', files, { withRows: false, step, runVariants: stubborn })
  t.strictSame(outcome, { sweep: undefined, problems: [], isStopped: true })
  t.strictSame(answers, [true, false, false, false, false, false, false, false])
  t.strictSame(asked, [1, 2, 3])
})
