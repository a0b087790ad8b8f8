import { existsSync, openSync, readFileSync } from 'node:fs'
import t from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { smallDistrict } from '../support/small-district.ts'
import { leeway, screenOf } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const ESCAPE = '\u001b'
const off = smallDistrict({ controls: 'controls: [{ of: total, amount: "1" }]' })
const cwd = t.testdir({ 'off.yaml': off })
const run = ['run', 'off.yaml']

t.test('a screen has colours; a pipe, NO_COLOR and a plain terminal have none', async (t) => {
  const first = screenOf(100)
  const screen = await leeway(run, { cwd, first })
  t.match(screen.out, `${ESCAPE}[31mTIE-OUT FAILED`)
  t.match(screen.out, `${ESCAPE}[1mtwo-schools`)
  const plain = [
    await leeway(run, { cwd }),
    await leeway(run, { cwd, first, env: { NO_COLOR: '1' } }),
    await leeway(run, { cwd, first, env: { TERM: 'dumb' } }),
    await leeway(run, { cwd, env: { FORCE_COLOR: '1' } }),
  ]
  for (const { code, out, err } of plain) {
    t.equal(code, 3)
    t.equal(out, plain[0]?.out)
    t.notMatch(out + err, ESCAPE)
  }
  const empty = await leeway(run, { cwd, first, env: { NO_COLOR: '' } })
  t.match(empty.out, ESCAPE, 'an empty NO_COLOR asks for nothing')
})

t.test('a file gets no colours, even from a screen', async (t) => {
  const folder = t.testdir({ 'off.yaml': off })
  await leeway([...run, '--out', 'page.txt'], { cwd: folder, first: screenOf(100) })
  const page = readFileSync(`${folder}/page.txt`, 'utf8')
  t.match(page, /^TIE-OUT FAILED/)
  t.notMatch(page, ESCAPE)
})

t.test('the width is that of the screen; one that has none counts as 100', async (t) => {
  const path = 'scenarios/demonstration/district.yaml'
  const noColour = { NO_COLOR: '1' }
  const [narrow, none, piped] = await Promise.all([
    leeway(['run', path], { cwd: root, first: screenOf(60), env: noColour }),
    leeway(['run', path], { cwd: root, first: screenOf(0), env: noColour }),
    leeway(['run', path], { cwd: root, env: { COLUMNS: '60' } }),
  ])
  t.equal(none.out, piped.out)
  t.not(narrow.out, piped.out)
  t.equal(narrow.out, (await inProcess(['run', root + path], { width: 60 })).out)
})

t.test('a reader who stops after the first line is no fault', async (t) => {
  const args = ['run', '--format', 'json', 'scenarios/demonstration/district.yaml']
  const { code, out, err } = await leeway(args, { cwd: root, stopsReading: true })
  t.equal(code, 0)
  t.match(out, /^\{/)
  t.equal(err, '')
})

t.test('a disk that takes no more is said in words', async (t) => {
  // A device that is always full; where a system has none, another open file that takes nothing.
  const target = existsSync('/dev/full') ? openSync('/dev/full', 'w') : openSync(`${cwd}/off.yaml`, 'r')
  const { code, err } = await leeway(run, { cwd, out: target })
  t.equal(code, 1)
  t.match(err, /^the output cannot be written: [^\n]+\n$/)
})

t.test('what a file says cannot move the cursor, colour the screen or start a new line', async (t) => {
  const name = 'Evil\\u001b[2J\\u001b]0;x\\u0007\\r\\nFake Total 9,999.00\\u202e\\u009b31m'
  const folder = t.testdir({
    'evil.yaml': smallDistrict({
      scenario: `scenario: { id: evil, name: "${name}" }`,
      data: `data:\n  name: school\n  rows:\n    - { id: "1", school: "${name}", enrollment: 10, frl: 4, level: ES }`,
      funds: `funds: [{ id: general, label: "${name}" }, title1]`,
    }),
    'evil-base.yaml':
      'leeway: 1\nscenario: { id: dearer, budget: neutral }\nbase: evil.yaml\nchanges: [{ set: base, to: "110" }]\n',
    'evil-fault.yaml': smallDistrict({
      lines:
        'lines: [{ id: base, amount: enrollment * base, fund: "no\\u001b[2Jbody\\r\\nx", flexibility: free }]',
    }),
  })
  for (const args of [['run'], ['check'], ['explain', '--school', '1']]) {
    const { out, err } = await inProcess([...args, `${folder}/evil.yaml`])
    t.match(out, 'Evil␛[2J␛]0;x␇␍␊Fake', args.join(' '))
    t.notMatch(out + err, /[[\p{Cc}\u202e]--\n]/v, args.join(' '))
  }
  const fault = await inProcess(['check', `${folder}/evil-fault.yaml`])
  t.equal(fault.code, 1)
  t.match(fault.err, 'no␛[2Jbody␍␊x')
  t.notMatch(fault.err, /[\p{Cc}--\n]/v)
  for (const args of [['check'], ['run', '--format', 'csv']]) {
    const { err } = await inProcess([...args, `${folder}/evil-base.yaml`])
    t.match(err, /^BUDGET NOT MET .* than Evil␛\[2J/m, args.join(' '))
    t.notMatch(err, /[[\p{Cc}\u202e]--\n]/v, args.join(' '))
  }
  const data = JSON.parse((await inProcess(['run', '--format', 'json', `${folder}/evil.yaml`])).out)
  t.match(data.schools[0].name, `Evil${ESCAPE}[2J`, 'data stay as they are')
})
