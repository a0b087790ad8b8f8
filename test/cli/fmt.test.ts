import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const line = (amount: string): string =>
  smallDistrict({
    lines: `lines:\n  - { id: base, amount: ${amount}, fund: general, flexibility: free } # per pupil`,
  })
const untidy = line('(enrollment)*base')
const tidy = line('enrollment * base')
const faulty = line('enrollment * * base')

const folder = (t: { testdir(fixture: Record<string, string>): string }): string =>
  t.testdir({ 'untidy.yaml': untidy, 'tidy.yaml': tidy, 'faulty.yaml': faulty, 'list.yaml': '- shopping\n' })

t.test('fmt prints the file in its one form and changes nothing', async (t) => {
  const cwd = folder(t)
  t.strictSame(await leeway(['fmt', 'untidy.yaml'], { cwd }), { code: 0, out: tidy, err: '' })
  t.strictSame(await leeway(['fmt', 'tidy.yaml'], { cwd }), { code: 0, out: tidy, err: '' })
  t.equal(readFileSync(`${cwd}/untidy.yaml`, 'utf8'), untidy)
})

t.test('fmt --write changes the file, prints nothing, and leaves no draft', async (t) => {
  const cwd = folder(t)
  t.strictSame(await leeway(['fmt', '--write', 'untidy.yaml'], { cwd }), { code: 0, out: '', err: '' })
  t.equal(readFileSync(`${cwd}/untidy.yaml`, 'utf8'), tidy)
  t.strictSame(await leeway(['fmt', '--check', 'untidy.yaml'], { cwd }), { code: 0, out: '', err: '' })
  t.equal(readdirSync(cwd).length, 4)
})

t.test('fmt --check ends with 1 where the file would change, and says what to do', async (t) => {
  const cwd = folder(t)
  t.strictSame(await leeway(['fmt', '--check', 'untidy.yaml'], { cwd }), {
    code: 1,
    out: '',
    err: 'untidy.yaml is not in its one form: leeway fmt --write untidy.yaml\n',
  })
  t.strictSame(await leeway(['fmt', '--check', 'tidy.yaml'], { cwd }), { code: 0, out: '', err: '' })
  t.equal(readFileSync(`${cwd}/untidy.yaml`, 'utf8'), untidy)
})

t.test('a file with a fault in an expression stays as it is', async (t) => {
  const cwd = folder(t)
  for (const args of [['fmt'], ['fmt', '--write'], ['fmt', '--check']]) {
    const { code, out, err } = await inProcess([...args, `${cwd}/faulty.yaml`])
    t.strictSame([code, out], [1, ''], args.join(' '))
    t.match(err, '[EXPRESSION_SYNTAX]', args.join(' '))
  }
  t.equal(readFileSync(`${cwd}/faulty.yaml`, 'utf8'), faulty)
})

t.test('a file that is no Leeway file is not touched', async (t) => {
  const cwd = folder(t)
  for (const args of [['fmt'], ['fmt', '--write'], ['fmt', '--check']]) {
    const { code, out, err } = await inProcess([...args, `${cwd}/list.yaml`])
    t.strictSame([code, out], [1, ''], args.join(' '))
    t.match(err, '[FORMAT_VERSION]', args.join(' '))
  }
  t.equal(readFileSync(`${cwd}/list.yaml`, 'utf8'), '- shopping\n')
})

t.test('a file that cannot be written is said in words, not in ours', async (t) => {
  const cwd = folder(t)
  // What fmt would write to first is already there, and a folder.
  mkdirSync(`${cwd}/untidy.yaml.${process.pid}.part`)
  const { code, out, err } = await inProcess(['fmt', '--write', `${cwd}/untidy.yaml`])
  t.strictSame([code, out], [1, ''])
  t.equal(err, `${cwd}/untidy.yaml cannot be written: it is a folder\n`)
  t.equal(readFileSync(`${cwd}/untidy.yaml`, 'utf8'), untidy)
})

t.test('no result changes with the form of the file', async (t) => {
  const cwd = folder(t)
  const runs = await Promise.all(
    ['untidy', 'tidy'].map((name) => inProcess(['run', '--format', 'csv', `${cwd}/${name}.yaml`])),
  )
  t.equal(runs[0]?.code, 0)
  t.equal(runs[0]?.out, runs[1]?.out)
})
