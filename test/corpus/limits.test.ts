import { truncateSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { Lexer } from 'yaml'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { MOST_ENTRIES } from '../../src/contract/schema/fields.ts'
import { CSV_LIMITS } from '../../src/contract/source/csv-delimiter.ts'
import { readCsv } from '../../src/contract/source/read-csv.ts'
import { readJson } from '../../src/contract/source/read-json.ts'
import { readYaml } from '../../src/contract/source/read-yaml.ts'
import { SOURCE_LIMITS } from '../../src/contract/source/source-document.ts'
import { EXPRESSION_LIMITS, FORMULA_LIMITS } from '../../src/core/formula/syntax.ts'
import { MOST_PROBLEMS } from '../../src/core/problems/many-problems.ts'
import type { Outcome } from '../../src/core/problems/problem.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { type Blocks, smallCsv, smallDistrict } from '../support/small-district.ts'

const { yaml, json, depth, entries, items } = SOURCE_LIMITS

t.test('a document may be as large as is stated, and no larger', async (t) => {
  const yamlOf = (size: number): string => `leeway: 1\n# ${'x'.repeat(size - 12)}`
  t.equal(told(readYaml(yamlOf(yaml.bytes), 'a')), '')
  t.equal(told(readYaml(yamlOf(yaml.bytes + 1), 'a')), 'FILE_TOO_LARGE')
  const jsonOf = (size: number): string => `{} // ${'x'.repeat(size - 6)}`
  t.equal(told(readJson(jsonOf(json.bytes), 'a')), '')
  t.equal(told(readJson(jsonOf(json.bytes + 1), 'a')), 'FILE_TOO_LARGE')
})

t.test('a document may have as many words as are stated, and no more', async (t) => {
  t.equal([...new Lexer().lex(yamlOfWords(yaml.words))].length, yaml.words)
  t.equal(told(readYaml(yamlOfWords(yaml.words), 'a')), '')
  t.equal(told(readYaml(yamlOfWords(yaml.words + 1), 'a')), 'VALUES_LIMIT')
  t.equal(jsonOfWords(json.words).match(/\d|[[\],]/g)?.length, json.words)
  t.equal(told(readJson(jsonOfWords(json.words), 'a')), '')
  t.equal(told(readJson(jsonOfWords(json.words + 1), 'a')), 'VALUES_LIMIT')
})

t.test('maps and lists may have as many entries as are stated, and no more', async (t) => {
  const map = (count: number): string => Array.from({ length: count }, (_, i) => `"k${i}": 1`).join(',\n')
  t.equal(told(readYaml(`{${map(entries)}}`, 'a')), '')
  t.equal(told(readYaml(`{${map(entries + 1)}}`, 'a')), 'VALUES_LIMIT')
  t.equal(told(readJson(`{${map(entries)}}`, 'a')), '')
  t.equal(told(readJson(`{${map(entries + 1)}}`, 'a')), 'VALUES_LIMIT')
  t.equal(told(readJson(`[${'1,'.repeat(items - 1)}1]`, 'a')), '')
  t.equal(told(readJson(`[${'1,'.repeat(items)}1]`, 'a')), 'VALUES_LIMIT')
})

t.test('lists and maps may lie as deep as is stated, and no deeper', async (t) => {
  for (const read of [readYaml, readJson]) {
    t.equal(told(read(`${'['.repeat(depth + 1)}${']'.repeat(depth + 1)}`, 'a')), '')
    t.equal(told(read(`${'['.repeat(depth + 2)}${']'.repeat(depth + 2)}`, 'a')), 'TOO_DEEP')
    t.equal(told(read(`${'['.repeat(depth)}1${']'.repeat(depth)}`, 'a')), '')
    t.equal(told(read(`${'['.repeat(depth + 1)}1${']'.repeat(depth + 1)}`, 'a')), 'TOO_DEEP')
  }
})

t.test('a table may be as large as is stated, and no larger', async (t) => {
  const read = (body: string): string => told(readCsv({ body, linesAbove: 0 }, { dataset: 'now' }))
  const { rows, columns, cells, characters } = CSV_LIMITS
  t.equal(read(`id\n${'1\n'.repeat(rows)}`), '')
  t.equal(read(`id\n${'1\n'.repeat(rows + 1)}`), 'ROWS_LIMIT')
  t.equal(read(`${'a,'.repeat(columns - 1)}b\n${'1,'.repeat(columns - 1)}1\n`), '')
  t.equal(read(`${'a,'.repeat(columns)}b\n${'1,'.repeat(columns)}1\n`), 'CELLS_LIMIT')
  const wide = `${'1,'.repeat(1999)}1\n`
  t.equal(read(wide.repeat(cells / 2000)), '')
  t.equal(read(`${wide.repeat(cells / 2000)}1\n`), 'CELLS_LIMIT')
  t.equal(read(`id\n${'x'.repeat(characters)}\n`), '')
  t.equal(read(`id\n${'x'.repeat(characters + 1)}\n`), 'CELLS_LIMIT')
})

t.test('a file may have as many bytes as are stated, and no more', async (t) => {
  const folder = t.testdir({ 'district.yaml': 'x' })
  writeFileSync(`${folder}/schools.csv`, '')
  truncateSync(`${folder}/schools.csv`, CSV_LIMITS.bytes)
  t.equal((await diskFiles().read('schools.csv', `${folder}/district.yaml`)).kind, 'bytes')
  truncateSync(`${folder}/schools.csv`, CSV_LIMITS.bytes + 1)
  t.equal((await diskFiles().read('schools.csv', `${folder}/district.yaml`)).kind, 'too-large')
})

t.test('an expression may be as long as is stated, and no longer', async (t) => {
  const amount = (text: string): Blocks => ({
    lines: `lines:\n  - { id: base, fund: general, flexibility: free, amount: "${text}" }`,
  })
  const { characters, nodes, depth: levels } = EXPRESSION_LIMITS
  await tells(t, amount('1'.padEnd(characters)), '')
  await tells(t, amount('1'.padEnd(characters + 1)), 'EXPRESSION_SYNTAX')
  // Each sum is a part, and each of its numbers.
  await tells(t, amount(`-(1${'+1'.repeat(nodes / 2 - 1)})`), '')
  await tells(t, amount(`1${'+1'.repeat(nodes / 2)}`), 'EXPRESSION_SYNTAX')
  await tells(t, amount(`${'('.repeat(levels)}1${')'.repeat(levels)}`), '')
  await tells(t, amount(`${'('.repeat(levels + 1)}1${')'.repeat(levels + 1)}`), 'EXPRESSION_SYNTAX')
})

t.test('a formula may have as much in it as is stated, and no more', async (t) => {
  const each = 2500
  const longLines = (characters: number): Blocks => ({
    pupils: '',
    lines: `lines:\n${Array.from({ length: characters / each }, (_, i) => `  - { id: l${i}, fund: general, flexibility: free, amount: "${'1'.padEnd(each)}" }`).join('\n')}`,
  })
  await tells(t, longLines(FORMULA_LIMITS.characters), '')
  await tells(t, { ...longLines(FORMULA_LIMITS.characters), measures: 'measures: { x: 1 }' }, 'FORMULA_LIMIT')
  const { groups, members, units, standard } = MOST_ENTRIES
  const groupOf = (count: number): string =>
    `[${Array.from({ length: count }, (_, i) => `n${i}`).join(', ')}]`
  const needs = `needs:\n  enrollment: { unit: pupil }\n  frl: { unit: pupil }\n  level: { kind: text }\n${Array.from({ length: members + 1 }, (_, i) => `  n${i}: { missing: "0", dataset: none }`).join('\n')}`
  const sums = (count: number): Blocks => ({
    needs,
    data: '',
    groups: `groups: { all: ${groupOf(members)} }`,
    measures: `measures:\n${Array.from({ length: count / 50 }, (_, i) => `  s${i}: ${'sum(all) + '.repeat(49)}sum(all)`).join('\n')}`,
  })
  await tells(t, sums(FORMULA_LIMITS.opened / members), '')
  await tells(t, sums(FORMULA_LIMITS.opened / members + 50), 'FORMULA_LIMIT')
  await tells(t, { needs, data: '', groups: `groups: { all: ${groupOf(members)} }` }, '')
  await tells(t, { needs, data: '', groups: `groups: { all: ${groupOf(members + 1)} }` }, 'FIELD_VALUE')
  const many = (count: number): Blocks => ({
    groups: `groups:\n${Array.from({ length: count }, (_, i) => `  g${i}: [frl]`).join('\n')}`,
  })
  await tells(t, many(groups), '')
  await tells(t, many(groups + 1), 'FIELD_VALUE')
  const named = (count: number): Blocks => ({
    units: `units: [${Array.from({ length: count }, (_, i) => `u${'_'.repeat(i)}`).join(', ')}]`,
  })
  await tells(t, named(units), '')
  await tells(t, named(units + 1), 'FIELD_VALUE')
  const lines = (count: number): Blocks => ({
    lines: `lines:\n${Array.from({ length: count }, (_, i) => `  - { id: l${i}, amount: base * frl, fund: general, flexibility: free }`).join('\n')}`,
  })
  await tells(t, lines(standard), '')
  await tells(t, lines(standard + 1), 'FIELD_VALUE')
})

t.test('a scenario may have as many datasets as are stated, and no more', async (t) => {
  const district = (count: number): string =>
    smallDistrict({
      data: `data:\n  now: schools.csv\n${Array.from({ length: count - 1 }, (_, i) => `  d${i}: schools.csv\n`).join('')}`,
    })
  const codes = async (count: number): Promise<string> => {
    const { problems } = await checkScenario(
      'a.yaml',
      memoryFiles({ 'a.yaml': district(count), 'schools.csv': smallCsv }),
    )
    return errorsIn(problems)
  }
  t.equal(await codes(MOST_ENTRIES.datasets), '')
  t.equal(await codes(MOST_ENTRIES.datasets + 1), 'FIELD_VALUE')
})

t.test('a chain of bases may be as long as is stated, and no longer', async (t) => {
  const chain = (length: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `${i}.yaml`,
        i === length - 1
          ? smallDistrict()
          : `leeway: 1\nscenario: { id: s${i}, budget: new-money }\nbase: ${i + 1}.yaml\n`,
      ]),
    )
  const codes = async (length: number): Promise<string> =>
    errorsIn((await checkScenario('0.yaml', memoryFiles(chain(length)))).problems)
  t.equal(await codes(16), '')
  t.equal(await codes(17), 'BASE_CYCLE')
})

t.test('as many problems are told as are stated, and then that no more are looked for', async (t) => {
  const bad = (count: number): string => `leeway: 1\n${'a: 1\n'.repeat(count + 1)}`
  t.equal(told(readYaml(bad(MOST_PROBLEMS), 'a')), 'DUPLICATE_KEY')
  t.equal(told(readYaml(bad(MOST_PROBLEMS + 1), 'a')), 'DUPLICATE_KEY PROBLEMS_LIMIT')
})

t.test('a letter may carry as many marks as are stated, and no more', async (t) => {
  t.equal(told(readYaml(`a: e${'\u0301'.repeat(30)}`, 'a')), '')
  t.equal(told(readYaml(`a: e${'\u0301'.repeat(31)}`, 'a')), 'TEXT_MARKS')
})

async function tells(t: Test, blocks: Blocks, codes: string): Promise<void> {
  const { problems } = await checkScenario('a.yaml', memoryFiles({ 'a.yaml': smallDistrict(blocks) }))
  t.equal(errorsIn(problems), codes)
}

function errorsIn(problems: readonly { readonly code: string; readonly severity: string }[]): string {
  return [...new Set(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code))].join(
    ' ',
  )
}

/** The codes of what is wrong, each once. */
function told(outcome: Outcome<unknown>): string {
  return outcome.kind === 'failed' ? errorsIn(outcome.problems) : ''
}

/** A list, and as many empty lines as are missing to that many words. */
function yamlOfWords(words: number): string {
  const list = '- a\n'.repeat(50_000)
  return list + '\n'.repeat(words - [...new Lexer().lex(list)].length)
}

/** Lists in a list: each number is a word, and so is each sign. */
function jsonOfWords(words: number): string {
  const isOdd = words % 2 === 1
  const lists = 16
  const numbers = isOdd ? (words - 2 * lists - 1) / 2 : (words - 2 * lists - 4) / 2
  const inLists = Array.from(
    { length: lists },
    (_, i) => Math.floor(numbers / lists) + (i < numbers % lists ? 1 : 0),
  )
  const texts = inLists.map((count) => `[${'1,'.repeat(count - 1)}1]`)
  return `[${[...texts, ...(isOdd ? [] : ['[]'])].join(',')}]`
}
