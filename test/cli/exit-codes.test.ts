import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { main } from '../../src/cli/main.ts'
import { plainPaint } from '../../src/cli/terminal.ts'
import { smallDistrict } from '../support/small-district.ts'
import { leeway, spawnedAt } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const control = (amount: string): string =>
  smallDistrict({ controls: `controls:\n  - { of: total, amount: "${amount}", source: the budget book }` })

// 10 and 20 pupils at 100 dollars: 3,000.00 in all.
const cwd = t.testdir({
  'fine.yaml': smallDistrict(),
  'tied.yaml': control('3000'),
  'off.yaml': control('2999.99'),
  'broken.yaml': smallDistrict({
    lines: 'lines:\n  - { id: base, amount: enrolment * base, fund: general, flexibility: free }',
  }),
})

t.test('0: what is asked for is done', async (t) => {
  t.equal((await leeway(['run', 'fine.yaml'], { cwd })).code, 0)
  for (const args of [
    ['check', 'fine.yaml'],
    ['run', 'fine.yaml'],
    ['explain', 'fine.yaml', '--school', '1'],
    ['fmt', 'fine.yaml'],
    ['run', 'tied.yaml'],
  ]) {
    const { code, out, err } = await inProcess(args.map((arg) => arg.replace(/^.*\.yaml$/, `${cwd}/$&`)))
    t.equal(code, 0, args.join(' '))
    t.not(out, '', args.join(' '))
    t.equal(err, '', args.join(' '))
  }
})

t.test('1: the input is wrong, and nothing is printed as if it were a result', async (t) => {
  for (const command of [['check'], ['run'], ['run', '--format', 'json'], ['explain', '--school', '1']]) {
    const { code, out, err } = await inProcess([...command, `${cwd}/broken.yaml`])
    t.equal(code, 1, command.join(' '))
    t.equal(out, '', command.join(' '))
    t.match(err, /\/broken\.yaml:\d+:\d+: error: .*\[NAME_UNKNOWN\]\n/, command.join(' '))
    t.match(err, 'did you mean enrollment?', command.join(' '))
    t.match(err, /\n1 error, 0 warnings\n$/, command.join(' '))
  }
  const { code, out, err } = await leeway(['run', 'broken.yaml'], { cwd })
  t.strictSame([code, out], [1, ''])
  t.match(err, /^broken\.yaml:\d+:\d+: error: /)
  const missing = await leeway(['run', 'nowhere.yaml'], { cwd })
  t.strictSame([missing.code, missing.out], [1, ''])
  t.match(missing.err, /^nowhere\.yaml: error: there is no such file \[FILE_NOT_FOUND\]\n/)
})

t.test('2: the command line is wrong, and the help that fits is shown', async (t) => {
  const faults: [string[], string][] = [
    [['runn', 'fine.yaml'], 'leeway has no command "runn": did you mean run?\n'],
    [['budget'], 'leeway has no command "budget"\n'],
    [['run'], 'leeway run: a FILE is missing\n'],
    [['run', ''], 'leeway run: a FILE is missing\n'],
    [['check'], 'leeway check: a FILE is missing\n'],
    [['run', 'fine.yaml', 'tied.yaml'], 'leeway run: one FILE is taken, and 2 are given\n'],
    [
      ['run', '--formt', 'json', 'fine.yaml'],
      'leeway run: there is no option --formt: did you mean --format?\n',
    ],
    [['run', '--school', '1', 'fine.yaml'], 'leeway run: --school goes with --format xlsx\n'],
    [['run', 'fine.yaml', '--out'], 'leeway run: --out has no value\n'],
    [['run', 'fine.yaml', '--out='], 'leeway run: --out has no value\n'],
    [
      ['run', '--out', '--format', 'fine.yaml'],
      'leeway run: --out has no value, unless --out=--format is meant\n',
    ],
    [
      ['run', '--format', 'odf', 'fine.yaml'],
      'leeway run: --format is one of table, json, csv, xlsx, not odf\n',
    ],
    [
      ['run', '--format', 'xlsx', 'fine.yaml'],
      'leeway run: --format xlsx needs --out FILE: a workbook is not printed\n',
    ],
    [['explain', 'fine.yaml'], 'leeway explain: --school ID is missing\n'],
    [['explain', 'fine.yaml', '--school', '1', '--school', '2'], 'leeway explain: --school is given twice\n'],
    [['fmt', '--write=no', 'fine.yaml'], 'leeway fmt: --write takes no value\n'],
    [['fmt', '--write', '--check', 'fine.yaml'], 'leeway fmt: --write and --check exclude each other\n'],
  ]
  const endings = await Promise.all(faults.map(([args]) => inProcess(args)))
  for (const [i, { code, out, err }] of endings.entries()) {
    const [args = [], words = ''] = faults[i] ?? []
    t.equal(code, 2, args.join(' '))
    t.equal(out, '', args.join(' '))
    t.ok(err.startsWith(`${words}\n`), `${args.join(' ')}: ${err.split('\n')[0]}`)
    t.match(err, /\n(?:Usage: leeway COMMAND|Examples:)/, args.join(' '))
  }
  const bare = await leeway([], { cwd })
  t.strictSame([bare.code, bare.out], [2, ''])
  t.match(bare.err, 'Usage: leeway COMMAND')
  const spawned = await leeway(['run', '--formt', 'json', 'fine.yaml'], { cwd })
  t.strictSame([spawned.code, spawned.out], [2, ''])
  t.match(spawned.err, 'did you mean --format?')
})

t.test('3: a total is off its control by a cent, and that is the first line', async (t) => {
  const words = 'TIE-OUT FAILED  total: computed 3,000.00, control 2,999.99, difference 0.01 USD\n'
  const table = await leeway(['run', 'off.yaml'], { cwd })
  t.equal(table.code, 3)
  t.ok(table.out.startsWith(words), table.out.slice(0, 100))
  t.equal(table.err, '')
  const json = await leeway(['run', '--format', 'json', 'off.yaml'], { cwd })
  t.strictSame([json.code, json.err], [3, words])
  t.equal(JSON.parse(json.out).total, '3000.00')
  const csv = await inProcess(['run', '--format', 'csv', `${cwd}/off.yaml`])
  t.strictSame([csv.code, csv.err], [3, words])
  t.ok(csv.out.startsWith('id,name,students,'))
  const checked = await inProcess(['check', `${cwd}/off.yaml`])
  t.strictSame([checked.code, checked.err], [3, words])
})

t.test('a total that ties out says so', async (t) => {
  const { out } = await inProcess(['run', `${cwd}/tied.yaml`])
  t.match(out, '1 control total ties out\n')
})

t.test('a wrong file outweighs a total that is off', async (t) => {
  const { code } = await inProcess(['check', `${cwd}/off.yaml`, `${cwd}/broken.yaml`])
  t.equal(code, 1)
})

t.test('70: a fault of this program is owned up to, without its insides', async (t) => {
  const words: string[] = []
  const code = await main(['run', `${cwd}/fine.yaml`], {
    out: () => {
      throw new Error('the page is torn')
    },
    err: (text) => void words.push(text),
    width: 100,
    paint: plainPaint,
  })
  t.equal(code, 70)
  t.equal(
    words.join(''),
    'leeway run failed, and the fault is ours: the page is torn\nPlease report it together with the file.\n',
  )
})

t.test('70: a program that is not installed whole says what to do', async (t) => {
  const alone = t.testdir({})
  const program = fileURLToPath(new URL('../../src/cli/leeway.mjs', import.meta.url))
  copyFileSync(program, `${alone}/leeway.mjs`)
  const { code, out, err } = await spawnedAt(`${alone}/leeway.mjs`, ['--version'])
  t.strictSame([code, out], [70, ''])
  t.match(err, /^leeway cannot start: .*\nRun "npm ci" in its folder\.\n$/)
})
