import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { readDocument } from '../../src/contract/source/read-document.ts'
import { readJson } from '../../src/contract/source/read-json.ts'
import { readYaml } from '../../src/contract/source/read-yaml.ts'
import { plainValue } from '../../src/contract/source/source-document.ts'
import type { Problem } from '../../src/core/problems/problem.ts'
import { ownWork } from '../support/own-work.ts'
import { smallDistrict } from '../support/small-district.ts'

t.test('a number keeps the digits that were written', async (t) => {
  const numbers = [
    '1.50',
    '0.10',
    '100.00',
    '9007199254740993',
    '12345678901234567890.12',
    '-0',
    '1e400',
    '1E-999999999',
  ]
  for (const number of numbers) t.strictSame(read(`{"a": ${number}}`), { a: number }, number)
})

t.test('true, false and null are the texts that stand there, as in YAML', async (t) => {
  t.strictSame(read('{"a": true, "b": false, "c": null}'), { a: 'true', b: 'false', c: 'null' })
})

t.test('escapes in a text are what they stand for', async (t) => {
  t.strictSame(read(String.raw`{"a": "\u00f1 \"\\ \/ \n", "\u0062": "n\u0303"}`), { a: 'ñ "\\ / \n', b: 'ñ' })
})

t.test('a key stands once, and those that stand again are said in good time', async (t) => {
  t.strictSame(read('{"a": 1,\n "b": {"c": 1, "c": 2},\n "\\u0061": 3}'), [
    'DUPLICATE_KEY 2:16',
    'DUPLICATE_KEY 3:2',
  ])
  const worked = ownWork()
  const problems = read(`{"a": 1${',\n"a": 1'.repeat(40_000)}}`)
  t.equal(Array.isArray(problems) && problems.length, 501)
  t.strictSame(Array.isArray(problems) && problems.slice(-2), ['DUPLICATE_KEY 501:1', 'PROBLEMS_LIMIT 502:1'])
  t.ok(worked() < 2000, `${worked()} ms`)
})

t.test('no depth ends the program', async (t) => {
  const worked = ownWork()
  t.strictSame(read(`{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`), ['TOO_DEEP 1:71'])
  t.strictSame(read('{"a":'.repeat(100_000)), ['TOO_DEEP 1:326'])
  t.strictSame(read(`${'['.repeat(66)}${']'.repeat(66)}`), ['TOO_DEEP 1:66'])
  t.ok(worked() < 2000, `${worked()} ms`)
})

t.test('remarks are read over, and a comma too many is not', async (t) => {
  t.strictSame(read('// ours\n{"a": 1, /* why */ "b": [2] // because\n}'), { a: '1', b: ['2'] })
  t.strictSame(new Set(Array.of(read('{"a": 1,}')).flat()), new Set(['JSON_SYNTAX 1:9']))
  t.strictSame(new Set(Array.of(read('{"a": [1,]}')).flat()), new Set(['JSON_SYNTAX 1:10']))
})

t.test('what is no JSON is said where it stops', async (t) => {
  t.strictSame(read(''), ['JSON_SYNTAX 1:1'])
  t.equal(firstOf(read('{"a": 1\n')), 'JSON_SYNTAX 2:1')
  t.equal(firstOf(read('{"a": 01}')), 'JSON_SYNTAX 1:8')
  t.equal(firstOf(read("{'a': 1}")), 'JSON_SYNTAX 1:2')
  t.equal(firstOf(read('{"a": NaN}')), 'JSON_SYNTAX 1:7')
  t.equal(firstOf(read('{"a": 1} {"a": 2}')), 'JSON_SYNTAX 1:10')
  t.equal(firstOf(read('{"a": "x\ny"}')), 'JSON_SYNTAX 1:7')
})

t.test('no key reaches into the language that Leeway is written in', async (t) => {
  const problems = read('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}')
  t.strictSame(problems, ['RESERVED_KEY 1:2', 'RESERVED_KEY 1:32', 'RESERVED_KEY 1:48'])
  t.equal(Reflect.get({}, 'polluted'), undefined)
})

t.test('a file is JSON by its name or by its first character', async (t) => {
  const kindOf = (text: string, file: string): string => {
    const outcome = readDocument(text, file)
    return outcome.kind === 'done'
      ? JSON.stringify(plainValue(outcome.value.root))
      : (outcome.problems[0]?.code ?? '')
  }
  t.equal(kindOf('a: 1', 'district.json'), 'JSON_SYNTAX')
  t.equal(kindOf('{"a": 1.50}', 'district.yaml'), '{"a":"1.50"}')
  t.equal(kindOf('\n { // ours\n "a": 1.50}', 'district'), '{"a":"1.50"}')
  t.equal(kindOf('{a: 1.50}', 'district'), '{"a":"1.50"}')
  t.equal(kindOf('{ }', 'district'), '{}')
})

t.test('a document is the same in YAML and in JSON', async (t) => {
  const yaml = readYaml(smallDistrict(), 'district.yaml')
  if (yaml.kind === 'failed') throw new Error('the small district is YAML')
  const value = plainValue(yaml.value.root)
  t.strictSame(read(JSON.stringify(value)), value)
})

/** What a file says, with its places and without, or what is wrong with it: `CODE line:column`. */
function read(text: string): unknown {
  const outcome = readJson(text, 'district.json')
  if (outcome.kind === 'failed') return outcome.problems.map(codeAndPlace)
  const placed = plainValue(outcome.value.root)
  return isDeepStrictEqual(placed, outcome.value.value)
    ? placed
    : 'one thing with its places, another without'
}

function firstOf(problems: unknown): unknown {
  return Array.isArray(problems) ? problems[0] : problems
}

function codeAndPlace({ code, at }: Problem): string {
  return at.kind === 'file' ? `${code} ${at.line}:${at.column}` : code
}
