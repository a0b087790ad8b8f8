import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import ts from 'typescript'
import { root } from '../support/committed-scenarios.ts'

interface Pattern {
  readonly place: string
  readonly source: string
  readonly flags: string
}

const LETTERS = 50_000
const MOST_MILLISECONDS = 50

/** Every pattern that stands in the sources. */
function patternsIn(path: string): Pattern[] {
  const file = ts.createSourceFile(path, readFileSync(`${root}${path}`, 'utf8'), ts.ScriptTarget.ESNext)
  const found: Pattern[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
      found.push({
        place: `${path}:${line}`,
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Long texts that a pattern may go back and forth in: its own letters repeated, and an end that it does not expect. */
function attacksOn({ source }: Pattern): string[] {
  const classes: Readonly<Record<string, string>> = { d: '0', s: ' ', w: 'a', S: 'a', D: 'a', W: '-' }
  const letters = Array.from(source.replaceAll(/\\(.)/g, (_all, letter: string) => classes[letter] ?? letter))
  const own = [...new Set(letters.filter((letter) => !'()[]{}|?*+^$.'.includes(letter)))]
  const units = [...own, '0', 'a', ' ', '\n', '"', "'", own.join(''), 'a0', '0.', ' a', '--', '""']
  return units
    .filter((unit) => unit !== '')
    .flatMap((unit) => {
      const long = unit.repeat(Math.ceil(LETTERS / unit.length))
      return [long, `${long}\u0001`, `${own[0] ?? ''}${long}!`]
    })
}

/** The slowest of a pattern's attacks, each tried again where something else held it up. */
function slowestOf(pattern: Pattern): number {
  let slowest = 0
  for (const attack of attacksOn(pattern)) {
    let fastest = Infinity
    for (let tries = 0; tries < 3 && fastest > MOST_MILLISECONDS; tries += 1)
      fastest = Math.min(fastest, timeOf(pattern, attack))
    slowest = Math.max(slowest, fastest)
    if (slowest > MOST_MILLISECONDS) break
  }
  return slowest
}

function timeOf({ source, flags }: Pattern, attack: string): number {
  const expression = new RegExp(source, flags)
  const start = performance.now()
  expression.test(attack)
  return performance.now() - start
}

t.test('no pattern takes long for any text (S12)', async (t) => {
  const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path.endsWith('.ts'))
  const patterns = paths.flatMap(patternsIn)
  t.ok(patterns.length > 100, `${patterns.length} patterns are tried`)
  const slow = patterns.filter((pattern) => slowestOf(pattern) > MOST_MILLISECONDS)
  t.strictSame(
    slow.map(({ place, source }) => `${place} /${source}/`),
    [],
  )
})

t.test('the control: a pattern that starts again from every place is found', async (t) => {
  for (const source of ['0+$', '\\s+$'])
    t.ok(slowestOf({ place: 'planted', source, flags: '' }) > MOST_MILLISECONDS, source)
})
