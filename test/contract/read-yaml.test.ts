import t from 'tap'
import { decodeText } from '../../src/contract/source/decode-text.ts'
import { readYaml } from '../../src/contract/source/read-yaml.ts'
import { plainValue } from '../../src/contract/source/source-document.ts'
import type { Problem } from '../../src/core/problems/problem.ts'
import { ownWork } from '../support/own-work.ts'

t.test('every value of a file is the text that stands there', async (t) => {
  const words = ['yes', 'no', 'on', 'off', 'true', 'null', '~', '010', '0x1F', '1e3', '.5', '.inf', '.nan']
  const dates = ['2025-07-01', '12:30:45', '1_000', '+1', '-0', '1.50', '12345678901234567890.10']
  for (const word of [...words, ...dates]) t.strictSame(read(`a: ${word}`), { a: word }, word)
})

t.test('no version of YAML can be asked for, in which no would mean false and 010 mean 8', async (t) => {
  t.strictSame(read('%YAML 1.1\n---\na: no\nb: 010\n'), ['YAML_DIRECTIVE 1:1'])
  t.strictSame(read('# a remark\n%YAML 1.2\n---\na: no\n'), ['YAML_DIRECTIVE 2:1'])
  t.strictSame(read('%TAG ! tag:example.org,2000:\n---\na: !x 1\n'), ['YAML_DIRECTIVE 1:1'])
})

t.test('a tag makes nothing else of a text', async (t) => {
  for (const tag of ['!!int', '!!bool', '!!null', '!!binary', '!!timestamp', '!ours', '!!js/function'])
    t.strictSame(read(`a: ${tag} 2025-07-01`), [`YAML_DIRECTIVE 1:${tag.length + 5}`], tag)
  t.strictSame(read('a: !!str 5\nb: !!map {}\nc: !!seq []\n'), { a: '5', b: {}, c: [] })
  t.strictSame(read('a: !!set { x }\nb: !!omap [ x: 1 ]\n'), ['YAML_DIRECTIVE 1:10', 'YAML_DIRECTIVE 2:11'])
})

t.test('no value stands for another', async (t) => {
  t.strictSame(read('a: &x 1\nb: 2\n'), ['YAML_ALIAS 1:7'])
  t.strictSame(read('a: 1\nb: *x\n'), ['YAML_ALIAS 2:4'])
  t.strictSame(read('&x a: 1\n'), ['YAML_ALIAS 1:4'])
  t.strictSame(read('? *x\n: 1\n'), ['YAML_ALIAS 1:3'])
  t.strictSame(read('a: &x { b: 1 }\nc: { <<: *x }\n'), ['YAML_ALIAS 1:7', 'YAML_ALIAS 2:10'])
  t.strictSame(read('c: { <<: { b: 1 } }\n'), { c: { '<<': { b: '1' } } }, 'a merge key is a key')
})

t.test('aliases of aliases do not grow', async (t) => {
  const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)
  const problems = read(['a0: &a0 x', ...lines].join('\n'))
  t.strictSame(new Set(codesOf(problems)), new Set(['YAML_ALIAS']))
})

t.test('a key stands once, and those that stand again are said in good time', async (t) => {
  t.strictSame(read('a: 1\nb: { c: 1, "c": 2 }\na: 3\n'), ['DUPLICATE_KEY 2:12', 'DUPLICATE_KEY 3:1'])
  t.strictSame(read('caf\u00e9: 1\ncafe\u0301: 2\n'), ['DUPLICATE_KEY 2:1'], 'however an accent is written')
  const worked = ownWork()
  const found = read('a: 1\n'.repeat(40_000))
  const problems: readonly unknown[] = Array.isArray(found) ? found : []
  // The first stands in line 1 and is no problem; behind 500 of them the rest is not told.
  t.strictSame(problems.slice(-2), ['DUPLICATE_KEY 501:1', 'PROBLEMS_LIMIT 502:1'])
  t.equal(problems.length, 501)
  t.ok(worked() < 2000, `${worked()} ms`)
})

t.test('no depth ends the program', async (t) => {
  const worked = ownWork()
  for (const [open, close] of [
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
    ['{? ', '}'],
    ['[', ''],
  ] as const) {
    const problems = read(`x:\n  ${open.repeat(10_000)}${close.repeat(10_000)}\n`)
    // The map of x is level 0, so that the 65th of these is one too many.
    t.strictSame(problems, [`TOO_DEEP 2:${2 + 64 * open.length + 1}`], open)
  }
  const block = Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')
  t.strictSame(read(block), ['TOO_DEEP 66:66'], 'indented')
  t.strictSame(read(`${'['.repeat(66)}${']'.repeat(66)}`), ['TOO_DEEP 1:66'])
  t.ok(
    typeof read(`${'['.repeat(65)}${']'.repeat(65)}`) === 'object',
    'a document is level 0, and 64 more are read',
  )
  t.ok(worked() < 5000, `${worked()} ms`)
})

t.test('no key reaches into the language that Leeway is written in', async (t) => {
  for (const key of ['__proto__', 'constructor', 'prototype'])
    t.strictSame(read(`a: { ${key}: { polluted: yes } }`), ['RESERVED_KEY 1:6'], key)
  t.equal(Reflect.get({}, 'polluted'), undefined)
  const problems = read('constructor:\n  prototype: { polluted: yes }\n__proto__: { polluted: yes }\n')
  t.strictSame(problems, ['RESERVED_KEY 1:1', 'RESERVED_KEY 2:3', 'RESERVED_KEY 3:1'])
  t.equal(Reflect.get({}, 'polluted'), undefined)
  t.strictSame(read('toString: 1\nhasOwnProperty: 2\nvalueOf: 3\n'), {
    toString: '1',
    hasOwnProperty: '2',
    valueOf: '3',
  })
})

t.test('an expression that a comma cuts in pieces is one problem, with the quotes it needs', async (t) => {
  const cases = {
    'min(x, y)': "'min(x, y)'",
    'min(max(x, y), 3) * base': "'min(max(x, y), 3) * base'",
    'total(students, by: level)': "'total(students, by: level)'",
    'if(level == "a, (b", 1, 2)': `'if(level == "a, (b", 1, 2)'`,
    "if(level == 'ES', 1, 2)": "'if(level == ''ES'', 1, 2)'",
    'min(x,\n     y)': "'min(x, y)'",
  }
  for (const [written, quoted] of Object.entries(cases)) {
    t.strictSame(
      advice(`a:\n  - { id: base, amount: ${written}, fund: general }\n`),
      [`YAML_SYNTAX 2:25 amount: ${quoted}`],
      written,
    )
    t.strictSame(advice(`{ amount: ${written} }`), [`YAML_SYNTAX 1:11 amount: ${quoted}`], written)
  }
  t.strictSame(advice('a: { b: min(x, y), c: max(x, z), d: 1, d: 2 }'), [
    "YAML_SYNTAX 1:9 b: 'min(x, y)'",
    "YAML_SYNTAX 1:23 c: 'max(x, z)'",
    'DUPLICATE_KEY 1:40 remove one of the two',
  ])
})

t.test('a comma that cuts nothing in pieces is as it was', async (t) => {
  t.strictSame(read('a: { b: (x), c: "min(x, y)", d: \'min(x, y)\' }'), {
    a: { b: '(x)', c: 'min(x, y)', d: 'min(x, y)' },
  })
  t.strictSame(read('a: { b: (x + y) / z , c: (x) }\nd: { e: (x)\n  , f: (y)\n}'), {
    a: { b: '(x + y) / z', c: '(x)' },
    d: { e: '(x)', f: '(y)' },
  })
  t.strictSame(read('a: { b: (x) # (c, d)\n  , e: f }'), { a: { b: '(x)', e: 'f' } }, 'in a remark')
  t.strictSame(read('a: min(x, y)\nb: [(x), y]\n'), { a: 'min(x, y)', b: ['(x)', 'y'] })
  t.strictSame(read('a: { b: (x, c: { d: y) } }'), { a: { b: '(x', c: { d: 'y)' } } })
  t.strictSame(read('a: { b: (x, c: y }\nd: z)\n'), { a: { b: '(x', c: 'y' }, d: 'z)' })
})

t.test('a file is one document with texts for keys', async (t) => {
  t.strictSame(read('a: 1\n---\na: 2\n'), ['YAML_SYNTAX 2:1'])
  t.strictSame(read('---\na: 1\n...\n'), { a: '1' })
  t.strictSame(read('? [a, b]\n: 1\n'), ['YAML_SYNTAX 1:3'])
  t.strictSame(read('a:\nb: {c}\nd: ""\n'), { a: '', b: { c: '' }, d: '' })
  t.strictSame(read(''), '')
})

t.test('a file is text in UTF-8, with or without a mark that says so', async (t) => {
  const utf16 = (text: string, swapped = false): Uint8Array => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
    return swapped ? bytes.swap16() : bytes
  }
  t.strictSame(decoded(Buffer.from('\ufeffa: ñ\n')), 'a: ñ\n')
  t.strictSame(decoded(utf16('a: 1')), 'the file is in UTF-16')
  t.strictSame(decoded(utf16('a: 1', true)), 'the file is in UTF-16')
  t.strictSame(decoded(Buffer.from('a: 1', 'utf16le')), 'the file holds NUL characters, so it is no text')
  t.strictSame(decoded(Buffer.from('a: "\0"')), 'the file holds NUL characters, so it is no text')
  t.strictSame(decoded(Buffer.from('a: ñ', 'latin1')), 'the file is not text in UTF-8')
  t.strictSame(decoded(Buffer.from('a: \x93ñ\x94', 'latin1'), 'windows-1252'), 'a: “ñ”')
  t.strictSame(decoded(Buffer.from([0xed, 0xa0, 0x80])), 'the file is not text in UTF-8', 'half a pair')
})

t.test('the line ends of Windows change no value', async (t) => {
  const yaml = 'a: >-\n  one\n  two\nb: |\n  three\n  four\nc: "five\n  six"\n'
  t.strictSame(read(yaml.replaceAll('\n', '\r\n')), read(yaml))
  t.strictSame(read(yaml), { a: 'one two', b: 'three\nfour\n', c: 'five six' })
})

t.test('an accent is one text however it is written', async (t) => {
  t.strictSame(read('cafe\u0301: pen\u0303a\n'), { 'caf\u00e9': 'pe\u00f1a' })
})

/** What a file says, or what is wrong with it: `CODE line:column`. */
function read(text: string): unknown[] | object | string {
  const outcome = readYaml(text, 'district.yaml')
  if (outcome.kind === 'failed') return outcome.problems.map(codeAndPlace)
  return plainValue(outcome.value.root) as object | string
}

/** What is wrong with a file, and what to write: `CODE line:column suggestion`. */
function advice(text: string): string[] {
  const outcome = readYaml(text, 'district.yaml')
  const problems = outcome.kind === 'failed' ? outcome.problems : []
  return problems.map((each) => `${codeAndPlace(each)} ${each.suggestion}`)
}

function codeAndPlace({ code, at }: Problem): string {
  return at.kind === 'file' ? `${code} ${at.line}:${at.column}` : code
}

function codesOf(problems: unknown): string[] {
  return Array.isArray(problems) ? problems.map((each) => String(each).split(' ', 1)[0] ?? '') : []
}

function decoded(bytes: Uint8Array, encoding?: 'windows-1252'): string {
  const outcome = decodeText(bytes, 'district.yaml', encoding)
  return outcome.kind === 'done' ? outcome.value : (outcome.problems[0]?.message ?? '')
}
