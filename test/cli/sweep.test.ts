import { existsSync, readdirSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import type { Files } from '../../src/app/files.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { sweepScenario } from '../../src/app/sweep-scenario.ts'
import { type SweepResult, sweepResultSchema } from '../../src/contract/report/sweep-schema.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { inProcess } from '../support/split-terminal.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'
import { whatIf } from '../support/what-if.ts'

/** A sweep on the three schools. */
function sweepText(parts: string, budget = 'neutral'): string {
  return `leeway: 1\nscenario: { id: sweep, budget: ${budget} }\nbase: adopted.yaml\n${parts}\n`
}

async function sweep(t: Test, text: string, ...args: readonly string[]) {
  const folder = t.testdir({ ...whatIfFiles, 'sweep.yaml': text })
  return inProcess(['sweep', `${folder}/sweep.yaml`, ...args.map((word) => word.replace('@', folder))])
}

async function swept(t: Test, text: string, ...args: readonly string[]): Promise<SweepResult> {
  const { code, out, err } = await sweep(t, text, '--format', 'json', ...args)
  t.equal(code, 0, err)
  return sweepResultSchema.parse(JSON.parse(out))
}

const weights = 'vary: { weight.low_income: ["0.12", "0.20"] }'

t.test('a weight is tried out for the same money', async (t) => {
  const { code, out, err } = await sweep(t, sweepText(`${weights}\nstatistics: { poverty: low_income }`))
  t.strictSame([code, err], [0, ''])
  t.equal(
    out.replace(/sha256:\w+/, '…'),
    `sweep, 2025-26 (USD)
2 variants of weight.low_income
Changes are against Adopted formula, 7,957,800.00 USD
Declared: budget-neutral
Engine 0.1.0, inputs …

Variant  weight.low_income  base solved         Total  Change  Left over  Up  Increases  Down  Decreases
      1               0.12     4,500.00  7,957,800.00    0.00       0.00   0       0.00     0       0.00
      2               0.2      4,324.70  7,957,794.80   -5.20       5.20   2  58,537.40     1  58,542.60

Dollars per student; by quartile of students, schools in order of their share of low_income
Variant  weight.low_income     Least    Median  Greatest  Least need  2nd       3rd  Most need
      1               0.12  5,100.00  6,202.50  6,402.00    5,100.00    –  6,402.00   6,202.50
      2               0.2   5,002.43  6,289.08  6,458.60    5,002.43    –  6,458.60   6,289.08
`,
  )
})

t.test('every combination is a variant, the last parameter changing fastest', async (t) => {
  const vary = 'vary: { foundation: ["0", "1"], weight.el: { from: "0.5", to: "0.4", step: "-0.05" } }'
  const { variants, parameters } = await swept(t, sweepText(vary, 'cut'))
  t.strictSame(
    variants.map(({ variant, values }) => `${variant}: ${values.join(' ')}`),
    ['1: 0 0.5', '2: 0 0.45', '3: 0 0.4', '4: 1 0.5', '5: 1 0.45', '6: 1 0.4'],
  )
  t.strictSame(
    parameters.map(({ name, unit }) => [name, unit]),
    [
      ['foundation', 'money'],
      ['weight.el', '1'],
    ],
  )
})

t.test('values that are zipped go together', async (t) => {
  const vary = 'zip: true\nvary: { foundation: ["0", "1"], weight.el: ["0.5", "0.6"] }'
  const { variants, zip } = await swept(t, sweepText(vary, 'cut'))
  t.equal(zip, true)
  t.strictSame(
    variants.map(({ values }) => values.join(' ')),
    ['0 0.5', '1 0.6'],
  )
})

t.test('a variant is what a run with those values gives', async (t) => {
  const vary = 'vary: { weight.low_income: ["0.15", "0.35"], foundation: ["225000.01", "300000"] }'
  for (const budget of ['neutral', 'new-money']) {
    const { variants } = await swept(t, sweepText(vary, budget), '--rows')
    t.equal(variants.length, 4)
    for (const { values, total, solved, schools } of variants) {
      const [weight = '', foundation = ''] = values
      const changes = [
        { set: 'weight.low_income', to: weight },
        { set: 'foundation', to: foundation },
      ]
      const files = memoryFiles({ ...whatIfFiles, 'b.yaml': whatIf('b', changes, budget) })
      const { result } = (await runScenario('b.yaml', files)).run ?? {}
      const name = `${budget} ${values.join(' ')}`
      t.equal(total, result?.total, name)
      t.equal(solved?.value, result?.budget?.solved?.value, name)
      t.strictSame(
        schools?.map((school) => [school.id, school.total, school.perPupil]),
        result?.schools.map((school) => [school.id, school.total, school.perPupil]),
        name,
      )
    }
  }
})

t.test('without a base changes are against the first variant', async (t) => {
  const { against, variants } = await swept(
    t,
    `${adopted}vary: { foundation: ["225000", "225001", "224990"] }\n`,
  )
  t.strictSame([against.kind, against.total], ['first-variant', '7957800.00'])
  t.strictSame(
    variants.map(({ change, increases, decreases }) => [change, increases?.schools, decreases?.amount]),
    [
      ['0.00', 0, '0.00'],
      ['3.00', 3, '0.00'],
      ['-30.00', 0, '30.00'],
    ],
  )
})

t.test('an entry of a table is varied alone', async (t) => {
  const text = adopted
    .replace(
      '  parameters:\n',
      '  parameters:\n    rate: { kind: table, unit: text -> money, value: { ES: 10, HS: 20 }, assumed: x }\n',
    )
    .replace('amount: foundation,', 'amount: rate(level),')
  const { variants, parameters } = await swept(t, `${text}vary: { rate.HS: [20, 25.50] }\n`, '--rows')
  t.strictSame(parameters, [{ name: 'rate.HS', unit: 'money', values: ['20', '25.5'] }])
  t.strictSame(
    variants[1]?.schools?.map(({ change }) => change),
    ['0.00', '5.50', '0.00'],
  )
})

t.test('the median is the median student, and a quartile a quarter of the students', async (t) => {
  const rows = [
    ['A', 10, 0, 100],
    ['B', 10, 2, 300],
    ['C', 10, 4, 200],
    ['D', 10, 9, 600],
    ['E', 0, 0, 50],
  ].map(
    ([id, students, poor, money]) => `{ id: ${id}, students: ${students}, poor: ${poor}, money: ${money} }`,
  )
  const text = `leeway: 1
formula:
  id: four
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs: { students: { unit: pupil }, poor: { unit: pupil }, money: { unit: money } }
  pupils: students
  funds: [general]
  parameters: { times: { value: 1, assumed: x } }
  lines: [{ id: one, amount: money * times, fund: general, flexibility: free }]
data: { measures: { students: { basis: census }, poor: { basis: census } }, rows: [${rows.join(', ')}] }
vary: { times: [1, 2] }
statistics: { poverty: poor }
`
  const { variants, poverty } = await swept(t, text)
  // 10, 20, 30 and 60 a student: half of the students are at 10 and 20, so that the median lies between 20 and 30.
  t.strictSame(variants[0]?.perPupil, { least: '10.00', median: '25.00', greatest: '60.00' })
  t.strictSame(
    variants[0]?.quartiles?.map(({ perPupil }) => perPupil),
    ['10.00', '30.00', '20.00', '60.00'],
  )
  t.strictSame(variants[1]?.perPupil, { least: '20.00', median: '50.00', greatest: '120.00' })
  t.strictSame(poverty?.leftOut, ['E'], 'a school without students has no share')
})

t.test('a list, a range and other zeros are the same inputs, and another order is not', async (t) => {
  const inputs = async (vary: string): Promise<string> =>
    (await swept(t, sweepText(`vary: ${vary}`))).leeway.inputs
  const listed = await inputs('{ weight.el: ["0.4", "0.5"], weight.low_income: ["0.12"] }')
  const ranged = '{ weight.el: { from: "0.40", to: "0.50", step: "0.1" }, weight.low_income: ["0.120"] }'
  t.equal(await inputs(ranged), listed)
  t.not(await inputs('{ weight.low_income: ["0.12"], weight.el: ["0.4", "0.5"] }'), listed)
  t.not(await inputs('{ weight.el: ["0.5", "0.4"], weight.low_income: ["0.12"] }'), listed)
})

t.test('spreadsheets get a row a variant, or a row a school in every variant', async (t) => {
  const { out } = await sweep(t, sweepText(weights), '--format', 'csv')
  t.equal(
    out,
    [
      'variant,weight.low_income,total,change,solved.base,left_over,schools_increased,increases,schools_decreased,decreases,least_per_student,median_per_student,greatest_per_student\r\n',
      '1,0.12,7957800.00,0.00,4500.00,0.00,0,0.00,0,0.00,5100.00,6202.50,6402.00\r\n',
      '2,0.2,7957794.80,-5.20,4324.70,5.20,2,58537.40,1,58542.60,5002.43,6289.08,6458.60\r\n',
    ].join(''),
  )
  const { out: rows } = await sweep(t, sweepText(weights), '--format', 'csv', '--rows')
  t.strictSame(rows.split('\r\n').slice(0, 2), [
    'variant,weight.low_income,id,name,students,total,change,per_student',
    '1,0.12,A,Ash,300,1920600.00,0.00,6402.00',
  ])
  t.equal(rows.split('\r\n').length, 1 + 2 * 3 + 1)
})

t.test('a control total that some variants miss is the first line', async (t) => {
  const controls = 'controls: [{ of: total, amount: "7957800.00", tolerance: "1" }]'
  const { code, out } = await sweep(t, sweepText(`${weights}\n${controls}`))
  t.equal(code, 3)
  t.equal(
    out.split('\n')[0],
    'TIE-OUT FAILED  total: in 1 of 2 variants; first, variant 2, difference -5.20 USD',
  )
  const cut = await sweep(t, sweepText(weights, 'cut'), '--format', 'csv')
  t.equal(cut.code, 3)
  t.equal(cut.err.split('\n')[0], 'BUDGET NOT MET  declared cut, and 1 of 2 variants cost something else: 2')
})

t.test('a variant that comes to no result is named, and nothing is printed in part', async (t) => {
  const solved =
    'solve: { parameter: base, to: "600000" }\nvary: { foundation: ["100000", "225000", "300000"] }'
  const { code, out, err } = await sweep(t, sweepText(solved, 'cut'))
  t.strictSame([code, out], [1, ''])
  t.match(
    err,
    'even at zero the run comes to 675000.00 (at foundation 225000, and in 1 more of 3 variants) [SOLVE_OUT_OF_REACH]',
  )
  const some = sweepText(
    'changes: [{ replace_line: { id: el, amount: el * base / (weight.el - 0.5), fund: general, flexibility: free } }]\nvary: { weight.el: ["0.4", "0.5"] }',
    'new-money',
  )
  const { code: second, out: nothing, err: words } = await sweep(t, some)
  t.strictSame([second, nothing], [1, ''])
  t.match(words, 'a division by zero at 3 schools: A, B, C (at weight.el 0.5) [ZERO_DIVISOR]')
})

t.test(
  'a file that varies is swept, not run, explained or compared, and a check counts its variants',
  async (t) => {
    const folder = t.testdir({ ...whatIfFiles, 'sweep.yaml': sweepText(weights) })
    for (const args of [['run'], ['explain', '--school', 'A'], ['compare', `${folder}/adopted.yaml`]]) {
      const { code, out, err } = await inProcess([...args, `${folder}/sweep.yaml`])
      t.strictSame([code, out], [1, ''], args.join(' '))
      t.match(err, 'try: leeway sweep, or leave out vary', args.join(' '))
    }
    const { code, out } = await inProcess(['check', `${folder}/sweep.yaml`])
    t.equal(code, 0)
    t.match(out, '\n  2 variants to sweep\n')
  },
)

t.test('files are read once, however many the variants', async (t) => {
  const readsOf = async (values: string): Promise<number> => {
    const files: Files = memoryFiles({
      ...whatIfFiles,
      'sweep.yaml': sweepText(`vary: { foundation: ${values} }`),
    })
    let reads = 0
    const counted: Files['read'] = async (path, beside) => {
      reads += 1
      return files.read(path, beside)
    }
    const wish = { withRows: false, step: async () => true }
    t.ok((await sweepScenario('sweep.yaml', { read: counted }, wish)).sweep)
    return reads
  }
  t.equal(await readsOf('["1"]'), await readsOf('["1", "2", "3", "4", "5"]'))
})

t.test('a sweep that is told to stop leaves nothing behind', async (t) => {
  const wish = { withRows: false, step: async (done: number) => done < 2 }
  const files = memoryFiles({ ...whatIfFiles, 'sweep.yaml': sweepText(weights) })
  const { sweep: result, isStopped } = await sweepScenario('sweep.yaml', files, wish)
  t.strictSame([result, isStopped], [undefined, true])
})

t.test('what --out writes is whole, and what the screen would have shown', async (t) => {
  const { out } = await sweep(t, sweepText(weights), '--format', 'json')
  const folder = t.testdirName
  const written = await sweep(t, sweepText(weights), '--format', 'json', '--out', '@/out.json')
  t.strictSame(written, { code: 0, out: '', err: '' })
  t.equal(readFileSync(`${folder}/out.json`, 'utf8'), out)
  const over = await sweep(t, sweepText(weights), '--out', '@/adopted.yaml')
  t.equal(over.code, 2)
  t.equal(readFileSync(`${folder}/adopted.yaml`, 'utf8'), adopted)
  t.notOk(readdirSync(folder).some((name) => name.endsWith('.part')))
  t.notOk(existsSync(`${folder}/out.csv`))
})
