import t from 'tap'
import { bundleScenario } from '../../src/app/bundle-scenario.ts'
import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

/** The three schools, 7,957,800 dollars, in a formula that names no parameter that gives way. */
const unbalanced = adopted.replace('  balance: { parameter: base }\n', '')

/** A neutral what-if with these lines in its file. */
const neutral = (lines: string, base = 'adopted.yaml'): string =>
  `leeway: 1\nscenario: { id: what-if, budget: neutral }\nbase: ${base}\n${lines}\n`

async function finished(files: Readonly<Record<string, string>>, path = 'b.yaml'): Promise<Run> {
  const { run, problems } = await runScenario(path, memoryFiles(files))
  if (run === undefined) throw new Error(problems.map(({ code, message }) => `${code}: ${message}`).join())
  return run
}

/** What a neutral what-if costs more than its base, and whether that is said to be neutral. */
async function heldAgainst(base: string, lines: string): Promise<readonly unknown[]> {
  const { result } = await finished({ 'adopted.yaml': base, 'b.yaml': neutral(lines) })
  return [result.budget?.change, result.budget?.holds]
}

/** Every school's foundation, which is 225,000 in the base. */
const foundation = (amount: string): string => `changes: [{ set: foundation, to: "${amount}" }]`

t.test('where nothing gives way, neutral is the same to the cent, and neither more nor less', async (t) => {
  t.strictSame(await heldAgainst(unbalanced, foundation('225000.00')), ['0.00', true])
  t.strictSame(await heldAgainst(unbalanced, foundation('225000.01')), ['0.03', false])
  t.strictSame(await heldAgainst(unbalanced, foundation('224999.99')), ['-0.03', false])
  t.strictSame(await heldAgainst(unbalanced, foundation('0')), ['-675000.00', false])
})

t.test('what is left because one cent more of the base would cost too much is neutral', async (t) => {
  const { result } = await finished(whatIfFiles, 'weight.yaml')
  t.strictSame([result.budget?.change, result.budget?.holds], ['-5.20', true])
  // 1,684 weighted students: at 4,324 dollars each and 675,000 the schools get 7,956,616, and a dollar more is too much.
  const coarse = adopted.replace('balance: { parameter: base }', 'balance: { parameter: base, places: "0" }')
  t.strictSame(await heldAgainst(coarse, 'changes: [{ set: weight.low_income, to: "0.20" }]'), [
    '-1184.00',
    true,
  ])
})

t.test('solving for less than the base costs is not neutral', async (t) => {
  const solve = (to: string): string => `solve: { parameter: base, to: ${to} }`
  t.strictSame(await heldAgainst(unbalanced, solve('base')), ['0.00', true])
  // 1,618.4 weighted students: at 4,499.99 they get 16.184 less, 16.19 line by line, and 4,500 is what the base costs.
  t.strictSame(await heldAgainst(unbalanced, solve('"7957799.99"')), ['-16.19', false])
})

t.test(
  'solving over one fund is neutral when a cent more would cost more than all of the base',
  async (t) => {
    const base = smallDistrict({
      parameters: `parameters:
  base: { value: "100", unit: money/pupil, assumed: for the test }
  aid: { value: "50", unit: money/pupil, assumed: for the test }`,
      lines: `lines:
  - { id: base, amount: enrollment * base, fund: general, flexibility: free }
  - { id: aid, amount: frl * aid, fund: title1, flexibility: purpose }`,
    })
    const solve = 'solve: { parameter: base, to: base, fund: general }'
    // 30 pupils and 9: a cent of the base is 0.30, and of the aid 0.09.
    t.strictSame(await heldAgainst(base, `${solve}\nchanges: [{ set: aid, to: "49.99" }]`), ['-0.09', true])
    t.strictSame(await heldAgainst(base, `${solve}\nchanges: [{ set: aid, to: "49.96" }]`), ['-0.36', false])
  },
)

t.test('a pool is neutral when it is what the base costs', async (t) => {
  const pool = (total: string): string =>
    `changes:\n  - add_adjustment: { id: pool, kind: scale_to_pool, fund: general, total: "${total}" }`
  t.strictSame(await heldAgainst(adopted, pool('7957800')), ['0.00', true])
  t.strictSame(await heldAgainst(adopted, pool('7957799.99')), ['-0.01', false])
  t.strictSame(await heldAgainst(adopted, pool('7957800.01')), ['0.01', false])
})

t.test('what a neutral base leaves of its budget may stay left', async (t) => {
  const weight = neutral(
    'solve: { parameter: base, to: base }\nchanges: [{ set: weight.low_income, to: "0.20" }]',
  )
  const on = async (lines: string) => {
    const files = {
      'adopted.yaml': unbalanced,
      'weight.yaml': weight,
      'b.yaml': neutral(lines, 'weight.yaml'),
    }
    const { result, document } = await finished(files)
    return { budget: result.budget, baseline: (document as { baseline?: object }).baseline, files, result }
  }
  const shown = await on('changes: [{ restrict: low_income > 200 }]')
  t.match(shown.budget, { base: { id: 'adopted', total: '7957800.00' }, change: '-5.20', holds: true })
  t.match(shown.baseline, { id: 'adopted', total: '7957800.00', left: '5.20' })
  const less = await on(foundation('224998'))
  t.match(less.budget, { change: '-11.20', holds: false })
  // In one file it is held against the same.
  const { bundle } = await bundleScenario('b.yaml', memoryFiles(shown.files), { isPretty: false })
  t.strictSame(bundle?.result.budget, shown.budget)
})

t.test('a base that itself misses its budget does not excuse what is built on it', async (t) => {
  const files = {
    'adopted.yaml': unbalanced,
    'cheap.yaml': neutral(foundation('0')),
    'b.yaml': neutral('', 'cheap.yaml'),
  }
  const { result } = await finished(files)
  t.match(result.budget, { base: { id: 'adopted' }, change: '-675000.00', holds: false })
})

t.test('a missed budget is the first line, with how much it is off and to which side', async (t) => {
  const says = async (amount: string, command: string) => {
    const folder = t.testdir({ 'adopted.yaml': unbalanced, 'b.yaml': neutral(foundation(amount)) })
    return inProcess([command, `${folder}/b.yaml`])
  }
  const less = 'BUDGET NOT MET  declared neutral, and costs 3,000.00 USD less than Adopted formula'
  const run = await says('224000', 'run')
  t.strictSame([run.code, run.out.split('\n')[0]], [3, less])
  const check = await says('224000', 'check')
  t.strictSame([check.code, check.err.split('\n')[0]], [3, less])
  const more = await says('226000', 'run')
  t.equal(more.code, 3)
  t.equal(more.out.split('\n')[0], less.replace('less', 'more'))
  const same = await says('225000', 'run')
  t.equal(same.code, 0)
  t.notMatch(same.out + same.err, 'BUDGET')
})
