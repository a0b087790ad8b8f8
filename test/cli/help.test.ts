import { cpSync, readFileSync } from 'node:fs'
import t from 'tap'
import { COMMAND_HELP, COMMANDS, PROGRAM_HELP } from '../../src/cli/usage.ts'
import { root } from '../support/committed-scenarios.ts'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

t.test('the program says what it can do, and its version', async (t) => {
  for (const args of [['--help'], ['-h'], ['help']])
    t.strictSame(await inProcess(args), { code: 0, out: PROGRAM_HELP, err: '' }, args.join(' '))
  t.strictSame(await leeway(['--help']), { code: 0, out: PROGRAM_HELP, err: '' })
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  for (const args of [['--version'], ['-V']])
    t.strictSame(await inProcess(args), { code: 0, out: `${version}\n`, err: '' }, args.join(' '))
})

t.test('the help of the program names every command, exit code and NO_COLOR', async (t) => {
  for (const command of COMMANDS)
    t.match(PROGRAM_HELP, new RegExp(`^  (?:\\w+, )?${command},? `, 'm'), command)
  for (const words of ['0 fine', '1 the input', '2 the command line', '3 a total', '70 a fault', 'NO_COLOR'])
    t.match(PROGRAM_HELP, words)
})

t.test('each command has a help of its own, which no file needs', async (t) => {
  for (const command of COMMANDS) {
    const expected = { code: 0, out: COMMAND_HELP[command], err: '' }
    t.strictSame(await inProcess([command, '--help']), expected, command)
    t.strictSame(await inProcess([command, 'nowhere.yaml', '-h']), expected, command)
    t.match(COMMAND_HELP[command], /\n\nExamples:\n {2}leeway /, command)
  }
})

t.test('a help keeps to 85 columns and 40 rows, its examples apart', async (t) => {
  for (const text of [PROGRAM_HELP, ...Object.values(COMMAND_HELP)]) {
    t.strictSame(
      text.split('\n').filter((line) => line.length > 85 && !line.startsWith('  leeway ')),
      [],
    )
    t.ok(text.split('\n').length <= 40)
  }
})

t.test('every example that names a file of ours runs as it stands', async (t) => {
  const cwd = t.testdir({ 'budget.yaml': budget() })
  cpSync(`${root}scenarios`, `${cwd}/scenarios`, { recursive: true })
  // A service runs until it is stopped, and some need a database; they have tests of their own.
  const apart: readonly string[] = [
    'serve',
    'worker',
    'migrate',
    'school',
    'portfolio',
    'user',
    'key',
    'export',
    'import',
  ]
  const ending = COMMANDS.filter((command) => !apart.includes(command))
  const examples = ending.flatMap((command) => {
    const [, after = ''] = COMMAND_HELP[command].split('\nExamples:\n')
    const lines = after.split('\n').filter((line) => line.trim() !== '')
    return lines.map((line) => ({ command, example: line.trim() }))
  })
  const ours = examples.filter(({ example }) =>
    // Others stand for a file of the reader.
    [...example.matchAll(/\S+\.yaml/g)].every(([name]) => /^(?:scenarios\/|budget\.yaml$)/.test(name)),
  )
  t.strictSame(
    ending.filter((command) => !ours.some((each) => each.command === command)),
    [],
    'each command has an example that can be tried at once',
  )
  const endings = await Promise.all(
    ours.map(async ({ example }) => {
      const [program, ...args] = example.split(' ')
      return { example, program, ...(await leeway(args, { cwd })) }
    }),
  )
  for (const { example, program, code, out, err } of endings) {
    t.equal(program, 'leeway', example)
    t.equal(code, 0, `${example}: ${err}`)
    if (!/--out|--write/.test(example)) t.not(out, '', example)
    t.notMatch(err, 'error:', example)
  }
})

/** A scenario with the school that the examples ask for. */
function budget(): string {
  return smallDistrict().replace('id: "1"', 'id: "0042"')
}
