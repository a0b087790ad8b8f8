import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import ts from 'typescript'
import { root } from '../support/committed-scenarios.ts'
import { ownWork } from '../support/own-work.ts'

/** A regular expression of the sources, with the place where it stands. */
interface Pattern {
  readonly at: string
  readonly pattern: RegExp
}

const LENGTH = 40_000
const MOST_MILLISECONDS = 50

/**
 * Texts on which a pattern that tries again from every place, or in every way, takes for ever: one thing over and over,
 * and then one that does not fit.
 */
const ATTACKS: readonly string[] = [
  'a',
  ' ',
  '0',
  '.',
  '-',
  '"',
  '(',
  '/',
  '\\',
  '\n',
  'é',
  '\u0301',
  '_',
  '1,',
  '000,',
  '.0',
  'a.',
  ' a',
  '$ ',
  '\r\n',
  '---\n',
  'a\u0301',
].flatMap((unit) => {
  const long = unit.repeat(LENGTH / unit.length)
  return [`${long}!`, `!${long}`, `1${long}x`]
})

t.test('no pattern of the sources takes its time over a hostile text', async (t) => {
  const patterns = patternsIn(`${root}src`)
  t.ok(patterns.length > 50, `${patterns.length} patterns`)
  for (const { at, pattern } of patterns) {
    const slow = ATTACKS.filter((text) => millisecondsOf(pattern, text) > MOST_MILLISECONDS)
    t.strictSame(slow.map(shown), [], at)
  }
})

t.test('a pattern that does is found', async (t) => {
  const planted = [
    { pattern: /\s+$/, text: `${' '.repeat(LENGTH)}!` },
    { pattern: /(?:1,?)*x/, text: `${'1,'.repeat(LENGTH / 2)}!` },
    { pattern: /^(?:a+)+$/, text: `${'a'.repeat(25)}!` },
  ]
  for (const { pattern, text } of planted)
    t.ok(millisecondsOf(pattern, text) > MOST_MILLISECONDS, pattern.source)
})

/** Every pattern that is written in a source file. */
function patternsIn(folder: string): Pattern[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const tree = ts.createSourceFile(
        path,
        readFileSync(`${folder}/${path}`, 'utf8'),
        ts.ScriptTarget.ES2024,
        true,
      )
      return literalsIn(tree).map((text) => {
        const end = text.lastIndexOf('/')
        return { at: `${path}: ${text}`, pattern: new RegExp(text.slice(1, end), text.slice(end + 1)) }
      })
    })
}

function literalsIn(node: ts.Node): string[] {
  if (ts.isRegularExpressionLiteral(node)) return [node.text]
  const inside: string[] = []
  ts.forEachChild(node, (child) => void inside.push(...literalsIn(child)))
  return inside
}

/** The best of three, so that a busy machine does not fail a fast pattern. */
function millisecondsOf(pattern: RegExp, text: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3 && best > MOST_MILLISECONDS; i += 1) {
    const worked = ownWork()
    if (pattern.global) text.replaceAll(pattern, '')
    else {
      // A sticky one looks at one place only; the others look at all.
      pattern.lastIndex = 0
      pattern.exec(text)
    }
    best = Math.min(best, worked())
  }
  return best
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 12))
}
