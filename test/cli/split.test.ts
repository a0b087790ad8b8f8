import { readdirSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { type SplitResult, splitResultSchema } from '../../src/contract/report/split-schema.ts'
import { inProcess } from '../support/split-terminal.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'
import { whatIf } from '../support/what-if.ts'

const more = {
  'closed.yaml': whatIf('closed', ['{ drop_schools: [B] }', '{ set: foundation, to: "225000.004" }']),
  'elementary.yaml': whatIf('elementary', ['{ restrict: level == "ES" }', '{ set: base, to: "4501" }']),
  'reais.yaml': adopted.replace('USD', 'BRL'),
  'demonstration.yaml': adopted.replace('id: adopted,', 'id: adopted, demonstration: true,'),
  'sweep.yaml': `${whatIf('sweep', [])}vary: { base: ["4500"] }\n`,
  'off.yaml': `${whatIf('off', [])}controls: [{ of: total, amount: "7957800.01" }]\n`,
}

async function split(t: Test, ...args: readonly string[]) {
  const files: Readonly<Record<string, string>> = { ...whatIfFiles, ...more }
  const folder = t.testdir({ ...files })
  return inProcess(['split', ...args.map((word) => (word.includes('.') ? `${folder}/${word}` : word))])
}

async function splitJson(t: Test, ...args: readonly string[]): Promise<SplitResult> {
  const { code, out, err } = await split(t, '--format', 'json', ...args)
  t.equal(code, 0, err)
  return splitResultSchema.parse(JSON.parse(out))
}

t.test('a raised weight and the base that pays for it, for the district and for each school', async (t) => {
  const { code, out, err } = await split(t, 'adopted.yaml', 'weight.yaml', '--rows')
  t.strictSame([code, err], [0, ''])
  t.equal(
    out.replaceAll(/sha256:\w+/g, '…'),
    `From Adopted formula, 2025-26 to Weight 0.20, 2025-26 (USD)
7,957,800.00 to 7,957,794.80: 5.20 less

Cause                  From       To       Change  Schools up  Down
base (solved for)  4,500     4,324.7  -289,455.36           0     3
weight.low_income      0.12      0.2   289,450.16           3     0
All causes                                  -5.20

Engine 0.1.0, inputs … and …

Id  School          From            To      Change  parameter.base  parameter.weight.low_income
A   Ash     1,920,600.00  1,937,581.20   16,981.20      -67,735.92                    84,717.12
B   Birch   3,060,000.00  3,001,457.40  -58,542.60     -111,490.80                    52,948.20
C   Cedar   2,977,200.00  3,018,756.20   41,556.20     -110,228.64                   151,784.84
`,
  )
})

t.test('causes that do not fit side by side stand below each other', async (t) => {
  const { out } = await split(t, 'adopted.yaml', 'landing.yaml', '--rows')
  t.equal(
    out.slice(out.indexOf('Id ')),
    `Id  School  Cause                    Change
A   Ash     4 causes              12,178.50
              base               -30,571.67
              weight.low_income   46,688.85
              Adjustment floor     1,414.50
              Adjustment pool     -5,353.18
B   Birch   4 causes             -45,900.00
              base               -49,089.39
              weight.low_income   -2,878.79
              Adjustment floor    10,694.24
              Adjustment pool     -4,626.06
C   Cedar   4 causes              33,721.50
              base               -49,359.88
              weight.low_income   89,231.99
              Adjustment floor     2,639.67
              Adjustment pool     -8,790.28
`,
  )
})

t.test('spreadsheets get a row a school and a column a cause', async (t) => {
  const { out } = await split(t, 'adopted.yaml', 'closed.yaml', '--format', 'csv')
  t.strictSame(out.split('\r\n'), [
    'id,name,state,from,to,change,schools.closed,parameter.foundation',
    'A,Ash,both,1920600.00,1920600.00,0.00,0.00,0.00',
    'B,Birch,closed,3060000.00,,-3060000.00,-3060000.00,0.00',
    'C,Cedar,both,2977200.00,2977200.00,0.00,0.00,0.00',
    '',
  ])
})

t.test('JSON says what each part was before it was rounded, and what both runs are', async (t) => {
  const result = await splitJson(t, 'adopted.yaml', 'landing.yaml')
  t.strictSame([result.from.id, result.to.id, result.change], ['adopted', 'landing', '0.00'])
  t.match(result.from.inputs, /^sha256:[0-9a-f]{64}$/)
  t.strictSame(
    result.causes.map(({ id, kind }) => `${id} ${kind}`),
    [
      'parameter.base parameter',
      'parameter.weight.low_income parameter',
      'adjustment.floor adjustment',
      'adjustment.pool adjustment',
    ],
  )
  t.ok(
    result.schools.every(({ causes }) => causes.every(({ exact }) => /^-?\d+(?:\.\d+|\/\d+)?$/.test(exact))),
  )
  t.strictSame(numbersIn(result), ['increases', 'decreases'], 'only counts of schools are JSON numbers')
})

t.test('schools that a scenario does not show are in the sums, and not in the rows', async (t) => {
  const result = await splitJson(t, 'adopted.yaml', 'elementary.yaml')
  t.strictSame(
    result.schools.map(({ id }) => id),
    ['A', 'C'],
  )
  // 1,380 students, 820 in low income at 0.12 and 350 learning English at 0.40, a dollar each.
  t.equal(result.change, '1618.40')
})

t.test('a demonstration is called one everywhere', async (t) => {
  for (const format of ['table', 'json', 'csv']) {
    const { out } = await split(t, 'demonstration.yaml', 'weight.yaml', '--format', format)
    t.match(out, "Demonstration, not a real district's budget", format)
  }
})

t.test('a run that does not tie out is the first line', async (t) => {
  const { code, out } = await split(t, 'adopted.yaml', 'off.yaml')
  t.equal(code, 3)
  t.ok(out.startsWith('TIE-OUT FAILED  total: computed 7,957,800.00, control 7,957,800.01'), out)
  t.match(out, '\nNothing differs that money comes from.\n')
  const csv = await split(t, 'adopted.yaml', 'off.yaml', '--format', 'csv')
  t.strictSame([csv.code, csv.out.startsWith('id,')], [3, true])
  t.match(csv.err, 'TIE-OUT FAILED')
})

t.test('two files are split, and nothing else', async (t) => {
  const faults: [string[], string][] = [
    [[], 'two FILEs are needed: the run before, and the run after'],
    [['adopted.yaml'], 'two FILEs are needed: the run before, and the run after'],
    [['adopted.yaml', 'weight.yaml', 'landing.yaml'], 'two FILEs are taken, and 3 are given'],
    [['adopted.yaml', 'weight.yaml', '--format', 'xml'], '--format is one of table, json, csv, not xml'],
  ]
  for (const [args, words] of faults) {
    const { code, out, err } = await split(t, ...args)
    t.strictSame([code, out], [2, ''], args.join(' '))
    t.ok(err.startsWith(`leeway split: ${words}\n`), err)
  }
})

t.test('what cannot be run, or has no difference, is said', async (t) => {
  const cases: [string[], string][] = [
    [['adopted.yaml', 'reais.yaml'], '[SPLIT_CURRENCY]'],
    [['adopted.yaml', 'sweep.yaml'], '[VARY_SWEEP]'],
    [['nowhere.yaml', 'adopted.yaml'], '[FILE_NOT_FOUND]'],
  ]
  for (const [args, code] of cases) {
    const ended = await split(t, ...args)
    t.strictSame([ended.code, ended.out], [1, ''], args.join(' '))
    t.match(ended.err, code)
  }
})

t.test('what --out writes is what the screen would have shown, and never over what is read', async (t) => {
  const { out } = await split(t, 'adopted.yaml', 'weight.yaml')
  t.strictSame(await split(t, 'adopted.yaml', 'weight.yaml', '--out', 'out.text'), {
    code: 0,
    out: '',
    err: '',
  })
  t.equal(readFileSync(`${t.testdirName}/out.text`, 'utf8'), out)
  const over = await split(t, 'adopted.yaml', 'weight.yaml', '--out', 'adopted.yaml')
  t.equal(over.code, 2)
  t.equal(readFileSync(`${t.testdirName}/adopted.yaml`, 'utf8'), adopted)
  t.notOk(readdirSync(t.testdirName).some((name) => name.endsWith('.part')))
})

/** The names of everything that is a JSON number, each once. */
function numbersIn(value: unknown, name = ''): string[] {
  if (typeof value === 'number') return [name]
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.entries(value).flatMap(([key, part]) => numbersIn(part, key)))]
}
