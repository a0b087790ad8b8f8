import { existsSync } from 'node:fs'
import t, { type Test } from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { EXIT } from '../../src/cli/exit-codes.ts'
import { type CorpusCase, casesOf, corpusFolders, said, scenarioOf } from '../support/corpus-folder.ts'
import { ownWork } from '../support/own-work.ts'
import { inProcess } from '../support/split-terminal.ts'

const MOST_MILLISECONDS = 2000

for (const folder of corpusFolders()) {
  t.test(
    `every bad file under ${folder} is refused where it is wrong, with nothing in its place`,
    async (t) => {
      const scratch = t.testdir({})
      const cases = casesOf(folder)
      t.ok(cases.length > 0, 'the folder has cases')
      for (const each of cases) await refuses(t, each, scratch)
    },
  )
}

async function refuses(t: Test, each: CorpusCase, scratch: string): Promise<void> {
  const path = scenarioOf(each, scratch)
  const worked = ownWork()
  const { run, problems } = await runScenario(path, diskFiles())
  const errors = problems.filter(({ severity }) => severity === 'error')
  t.strictSame(
    errors.map((problem) => said(problem, each)),
    each.says,
    each.file,
  )
  t.equal(run, undefined, `${each.file}: no result`)
  const result = `${scratch}/result.json`
  const { code, out, err } = await inProcess(['run', path, '--format', 'json', '--out', result])
  t.strictSame([code, out, existsSync(result)], [EXIT.input, '', false], `${each.file}: no part of a result`)
  t.match(err, /error: \S.*\[[A-Z_0-9]+\]\n/, `${each.file}: it is said why`)
  t.notMatch(
    err,
    /\n {4}at |the fault is ours|\[object |undefined is/,
    `${each.file}: in words for its author`,
  )
  t.ok(err.length < 30_000, `${each.file}: ${err.length} characters`)
  const milliseconds = worked()
  t.ok(milliseconds < MOST_MILLISECONDS, `${each.file}: ${milliseconds.toFixed(0)} ms`)
}

t.test('a file that is not refused would be noticed', async (t) => {
  const good = { folder: 'what-ifs', file: 'district.yaml', says: ['NAME_UNKNOWN at 1:1'] }
  const { run, problems } = await runScenario(scenarioOf(good, t.testdir({})), diskFiles())
  t.ok(run, 'the district of the what-ifs runs')
  t.notSame(
    problems.map((problem) => said(problem, good)),
    good.says,
  )
})
