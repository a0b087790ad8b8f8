import t from 'tap'
import { readJson } from '../../src/contract/source/read-json.ts'
import { readYaml } from '../../src/contract/source/read-yaml.ts'

t.test('in YAML and in JSON alike, a key that stands twice is told where it stood first', async (t) => {
  const texts = { yaml: 'base: 1\nrate: 2\nbase: 3\n', json: '{\n"rate": 2,\n"base": 1, "base": 3\n}' }
  const found = [readYaml(texts.yaml, 'a'), readJson(texts.json, 'a')].map((reading) =>
    (reading.kind === 'failed' ? reading.problems : []).map(({ code, message, at }) =>
      [code, message, at.kind === 'file' ? at.line : ''].join(' | '),
    ),
  )
  t.strictSame(found, [
    ['DUPLICATE_KEY | "base" already stands in line 1 | 3'],
    ['DUPLICATE_KEY | "base" already stands in line 3 | 3'],
  ])
})

t.test('in YAML and in JSON alike, a word that no document may use is no key', async (t) => {
  const found = [readYaml('__proto__: 1\n', 'a'), readJson('{"__proto__": 1}', 'a')].map((reading) =>
    reading.kind === 'failed' ? reading.problems.map(({ code, found: word }) => `${code} ${word}`) : [],
  )
  t.strictSame(found, [['RESERVED_KEY __proto__'], ['RESERVED_KEY __proto__']])
})
