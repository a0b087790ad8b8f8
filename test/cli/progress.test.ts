import { readdirSync } from 'node:fs'
import t from 'tap'
import { type BarStream, progressBar } from '../../src/cli/progress-bar.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { whatIfFiles } from '../support/weight-what-ifs.ts'

const sweepText = (to: string): string => `leeway: 1
scenario: { id: sweep, budget: new-money }
base: adopted.yaml
vary: { foundation: { from: "225000", to: "${to}", step: "1" } }
`

const files = { ...whatIfFiles, 'few.yaml': sweepText('225010'), 'many.yaml': sweepText('234999') }

/** What the program does first, to believe that its standard error is a screen. */
const errScreen = 'process.stderr.isTTY = true; process.stderr.columns = 60'

t.test('a bar shows on a screen how far a sweep is, and is gone when it is done', async (t) => {
  const cwd = t.testdir(files)
  const { code, out, err } = await leeway(['sweep', 'few.yaml'], { cwd, first: errScreen })
  t.equal(code, 0)
  t.match(err, '100 %, 11 of 11 variants')
  t.ok(err.endsWith('\r\u001b[K'), 'the line is cleared at the end')
  t.notMatch(out, '\u001b[K')
  const split = await leeway(['split', 'adopted.yaml', 'weight.yaml'], { cwd, first: errScreen })
  t.match(split.err, '100 %, 9 of 9 runs')
})

t.test('nothing is drawn into a file or a pipe, and no colours with NO_COLOR', async (t) => {
  const cwd = t.testdir(files)
  const piped = await leeway(['sweep', 'few.yaml'], { cwd })
  t.strictSame([piped.code, piped.err], [0, ''])
  const coloured = await leeway(['sweep', 'few.yaml'], { cwd, first: errScreen })
  const plain = await leeway(['sweep', 'few.yaml'], { cwd, first: errScreen, env: { NO_COLOR: '1' } })
  t.match(coloured.err, '\u001b[32m')
  t.notMatch(plain.err, '\u001b[3')
  t.match(plain.err, '100 %, 11 of 11 variants')
})

t.test('a bar fits on its line, and is not drawn anew for every step', async (t) => {
  const pieces: string[] = []
  const stream: BarStream = { isTTY: true, columns: 30, write: (text) => pieces.push(text) }
  const bar = progressBar('variants', stream, { NO_COLOR: '1' })
  for (let done = 0; done <= 10_000; done += 1) bar.update(done, 10_000)
  t.ok(pieces.length <= 102, `${pieces.length} pieces`)
  const lines = pieces.map((piece) => piece.replace('\r\u001b[K', ''))
  t.strictSame(
    lines.filter((line) => line.length >= 30),
    [],
  )
  t.equal(lines.at(-1), '100 %, 10000 of 10000 variant')
})

t.test('Ctrl-C ends a sweep with 130, and leaves no file', async (t) => {
  const cwd = t.testdir(files)
  const args = ['sweep', '--format', 'json', '--out', 'out.json', 'many.yaml']
  // The first of the bar says that the sweep has begun.
  const { code, out } = await leeway(args, { cwd, first: errScreen, isInterrupted: true })
  t.strictSame([code, out], [130, ''])
  t.strictSame(
    readdirSync(cwd).filter((name) => name.startsWith('out')),
    [],
  )
})
