import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { guidePage } from '../support/guide-pages.ts'
import { fencesOf } from '../support/markdown.ts'
import { storedServices } from '../support/stored-service.ts'

const run = promisify(execFile)

t.test('the script of the README tells the story of three schools', async (t) => {
  const open = await storedServices(t)
  const { listen, as } = await open(t)
  const story = fencesOf(guidePage('README.md').text).filter(
    ({ words }) => words.join(' ') === 'leeway story',
  )
  const [script = '', told = ''] = story.map(({ text }) => text)
  const file = join(t.testdir(), 'story.mjs')
  writeFileSync(file, script)
  const { stdout } = await run(process.execPath, [file, await listen(), as('analyst').key])
  t.equal(stdout, told)
  t.ok(script.trim().split('\n').length <= 30)
})
