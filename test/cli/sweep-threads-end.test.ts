import { readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { leeway } from '../support/spawned-leeway.ts'
import { whatIfFiles } from '../support/weight-what-ifs.ts'

const files = {
  ...whatIfFiles,
  'many.yaml': `leeway: 1
scenario: { id: sweep, budget: new-money }
base: adopted.yaml
vary: { foundation: { from: "225000", to: "234999", step: "1" } }
`,
}

const errScreen = 'process.stderr.isTTY = true; process.stderr.columns = 60'

t.test('Ctrl-C ends all threads with 130, and leaves no file', async (t) => {
  const cwd = t.testdir(files)
  const args = ['sweep', '--threads', '2', '--out', 'out.csv', '--format', 'csv', 'many.yaml']
  const { code, out } = await leeway(args, { cwd, first: errScreen, isInterrupted: true })
  t.strictSame([code, out], [130, ''])
  t.notOk(readdirSync(cwd).some((name) => name.startsWith('out')))
})

/** What every thread but the first does at its start. */
const inThreads = (does: string): string =>
  `import { isMainThread, parentPort } from 'node:worker_threads'; if (!isMainThread) { ${does} }`

t.test('a thread that dies is a fault of the program, and no result is printed in part', async (t) => {
  const cwd = t.testdir(files)
  const deaths: readonly (readonly [does: string, words: string])[] = [
    ['throw new Error("planted")', 'planted'],
    ['parentPort.postMessage = () => process.exit(9)', 'it ended with code 9'],
    ['parentPort.postMessage = () => process.exit(0)', 'it ended with code 0'],
  ]
  for (const [does, words] of deaths) await dies(t, { cwd, first: inThreads(does) }, words)
})

async function dies(t: Test, surroundings: { cwd: string; first: string }, words: string): Promise<void> {
  const args = ['sweep', '--threads', '2', '--out', 'out.csv', '--format', 'csv', 'many.yaml']
  const { code, out, err } = await leeway(args, surroundings)
  t.strictSame([code, out], [70, ''], words)
  t.equal(
    err,
    `leeway sweep failed, and the fault is ours: a thread of the sweep died: ${words}; with --threads 1 there is none to die\nPlease report it together with the file.\n`,
  )
  t.notOk(readdirSync(surroundings.cwd).some((name) => name.startsWith('out')))
}
