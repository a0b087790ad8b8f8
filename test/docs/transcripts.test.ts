import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import { main } from '../../src/cli/main.ts'
import { capturedTerminal } from '../support/captured-terminal.ts'
import { filesOf } from '../support/guide-example.ts'
import { type GuidePage, guidePages, root } from '../support/guide-pages.ts'
import { fencesOf } from '../support/markdown.ts'
import { notIn, stepsOf } from '../support/transcript.ts'

const pages = guidePages()
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  scripts: Record<string, string>
}

// What installs, or runs for as long as all tests do, is only named.
const NOT_RUN = ['npm ci', 'npm test']
const START = 'node src/cli/leeway.mjs'

t.test('every command of every page prints what its page shows', async (t) => {
  let compared = 0
  for (const page of pages) {
    const transcripts = fencesOf(page.text).filter(({ language }) => language === 'console')
    if (transcripts.length === 0) continue
    enterFolder(t, page)
    for (const { text, line } of transcripts) compared += await replay(t, `${page.path}:${line}`, text)
  }
  t.ok(compared >= 5, `${compared} commands`)
})

t.test('every JSON result on a page is part of the real one', async (t) => {
  let compared = 0
  for (const page of pages) {
    for (const { words, text, line } of fencesOf(page.text)) {
      const [mark, kind, ...args] = words
      if (mark !== 'leeway' || kind !== 'json') continue
      enterFolder(t, page)
      const { terminal, written } = capturedTerminal()
      await main([...args, '--format', 'json'], terminal)
      t.strictSame(partsNotIn(JSON.parse(written()), JSON.parse(text), ''), [], `${page.path}:${line}`)
      compared += 1
    }
  }
  t.ok(compared > 0, `${compared} results`)
})

t.test('every npm script that a page names is there', async (t) => {
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run (?:-s )?([a-z][a-z:-]*)/g)].map(([, script = '']) => ({ path, script })),
  )
  t.ok(named.length >= 5, `${named.length} scripts named`)
  t.strictSame(
    named.filter(({ script }) => !Object.hasOwn(scripts, script)),
    [],
  )
})

t.test('output that is not there is found', async (t) => {
  const written = 'one\ntwo\nthree\nfour\n'
  for (const shown of ['one\ntwo\nthree\nfour', 'one\n…\nfour', '…\nthr…\nfour', 'one\n…', '…'])
    t.strictSame(notIn(written, shown.split('\n')), [], shown)
  for (const shown of ['one', 'two\n…', 'one\nthree\n…', '…\nthree', 'four\n…\none', 'one\n…\nfive\n…'])
    t.equal(notIn(written, shown.split('\n')).length > 0, true, shown)
})

/** A folder with the files of a page, where its commands run. */
function enterFolder(t: Test, { text }: GuidePage): void {
  const scenarios = t.fixture('symlink', `${root}/scenarios`)
  const folder = t.testdir({ ...filesOf(text), scenarios })
  process.chdir(folder)
}

async function replay(t: Test, place: string, transcript: string): Promise<number> {
  let ended = 0
  let compared = 0
  for (const { command, shown } of stepsOf(transcript)) {
    const { terminal, written } = capturedTerminal()
    const commands = command.split(' && ').filter((each) => !NOT_RUN.includes(each))
    for (const each of commands) {
      if (each === 'echo $?') terminal.out(`${ended}\n`)
      else ended = await main(argumentsOf(each, place), terminal)
    }
    if (commands.length === 0 || shown.length === 0) continue
    t.strictSame(notIn(written(), shown), [], `${place}: ${command}`, { written: written() })
    compared += 1
  }
  return compared
}

/** What the command line is given; `npm run demo` stands for what package.json says. */
function argumentsOf(command: string, place: string): string[] {
  const [, name = '', rest = ''] = /^npm run -s ([a-z]+)(?: -- (.*))?$/.exec(command) ?? []
  const script = `${scripts[name] ?? ''} ${rest}`.trim()
  if (!script.startsWith(START)) throw new Error(`${place}: "${command}" is no command of leeway`)
  return script
    .slice(START.length)
    .split(' ')
    .filter((word) => word !== '')
}

/** Where a shown value differs from the real one: what is left out of an object, or of the end of a list, may be. */
function partsNotIn(real: unknown, shown: unknown, pointer: string): string[] {
  if (typeof shown !== 'object' || shown === null || typeof real !== 'object' || real === null)
    return isDeepStrictEqual(real, shown) ? [] : [`${pointer}: ${JSON.stringify(real)}`]
  const inside = new Map(Object.entries(real))
  return Object.entries(shown).flatMap(([key, value]) =>
    partsNotIn(inside.get(key), value, `${pointer}/${key}`),
  )
}
