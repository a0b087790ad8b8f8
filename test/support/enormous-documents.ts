import { type EnormousCase, lines } from './enormous-case.ts'
import { smallDistrict } from './small-district.ts'

const yaml =
  (text: string): (() => Record<string, string>) =>
  () => ({ 'district.yaml': text })
const json =
  (text: string): (() => Record<string, string>) =>
  () => ({ 'district.json': text })

/** YAML that repeats one thing, or puts it into itself. */
export const repeatedYaml: readonly EnormousCase[] = [
  {
    claim: '40,000 keys, all the same',
    files: yaml(`leeway: 1\n${'a: 1\n'.repeat(40_000)}`),
    says: ['DUPLICATE_KEY', 'district.yaml:3:1'],
  },
  {
    claim: '40,000 keys, all different',
    files: yaml(`leeway: 1\n${lines(40_000, (i) => `k${i}: 1`)}`),
    says: ['VALUES_LIMIT', 'district.yaml:2001:1'],
  },
  {
    claim: '100,000 brackets, one in another',
    files: yaml(`leeway: 1\nformula: ${'['.repeat(100_000)}\n`),
    says: ['TOO_DEEP', 'district.yaml:2:74'],
  },
  {
    claim: '100,000 brackets, all of them closed',
    files: yaml(`leeway: 1\nformula: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`),
    says: ['TOO_DEEP', 'district.yaml:2:74'],
  },
  {
    claim: '20,000 dashes on one line',
    files: yaml(`leeway: 1\nformula:\n${'- '.repeat(20_000)}x\n`),
    says: ['TOO_DEEP', 'district.yaml:3:129'],
  },
  {
    claim: '3,000 lines, each further in',
    files: yaml(`leeway: 1\n${lines(3000, (i) => `${' '.repeat(i)}a:`)}`),
    says: ['TOO_DEEP', 'district.yaml:67:66'],
  },
  {
    claim: 'an alias of aliases of aliases, a thousand million texts',
    files: yaml(`a0: &a0 [x, x]\n${lines(30, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)}`),
    says: ['YAML_ALIAS', 'district.yaml:1:9'],
  },
  {
    claim: '40,000 anchors',
    files: yaml(`leeway: 1\nx: [${lines(40_000, (i) => `  &a${i} 1,`)}  ]\n`),
    says: ['YAML_ALIAS', 'district.yaml:2:11'],
  },
  {
    claim: '40,000 aliases of one anchor',
    files: yaml(`leeway: 1\na: &a 1\nx: [${'*a,'.repeat(40_000)}]\n`),
    says: ['YAML_ALIAS', 'district.yaml:2:7'],
  },
  {
    claim: '40,000 tags',
    files: yaml(`leeway: 1\nx: [${'!!int 1,'.repeat(40_000)}]\n`),
    says: ['YAML_DIRECTIVE', 'district.yaml:2:11'],
  },
]

/** YAML with too much of something else. */
export const overfullYaml: readonly EnormousCase[] = [
  {
    claim: 'a list of a million entries',
    files: yaml(`leeway: 1\nx:\n${'- a\n'.repeat(1_000_000)}`),
    says: ['VALUES_LIMIT', 'district.yaml:60000:3'],
  },
  {
    claim: '50,000 faults',
    files: yaml(`leeway: 1\nx: [${'@,'.repeat(50_000)}]\n`),
    says: ['YAML_SYNTAX', 'district.yaml:2:5'],
  },
  {
    claim: '100,000 brackets that close nothing',
    files: yaml(`leeway: 1\nx: [1] ${'] '.repeat(100_000)}\n`),
    says: ['YAML_SYNTAX', 'district.yaml:2:8'],
  },
  {
    claim: 'eight million empty lines in a text',
    files: yaml(`leeway: 1\nx: >\n  a\n${'\n'.repeat(8_000_000)}  b\n`),
    says: ['VALUES_LIMIT', 'district.yaml:3:1'],
  },
  {
    claim: 'nine megabytes',
    files: yaml(`leeway: 1\n# ${'x'.repeat(9_000_000)}\n`),
    says: ['FILE_TOO_LARGE', 'district.yaml'],
  },
  {
    claim: 'a letter with 200,000 accents',
    files: yaml(`leeway: 1\nscenario: { id: e${'\u0301\u0323'.repeat(100_000)} }\n`),
    says: ['TEXT_MARKS', 'district.yaml:2:17'],
  },
  {
    claim: 'a key of three megabytes',
    files: yaml(`leeway: 1\n? ${'x'.repeat(3_000_000)}\n: 1\n`),
    says: ['FIELD_UNKNOWN', 'district.yaml:2:3'],
  },
  {
    claim: '40,000 rows that are lists',
    files: yaml(smallDistrict({ data: `data:\n  rows:\n${'    - []\n'.repeat(40_000)}` })),
    says: ['FIELD_VALUE', 'district.yaml:19:7'],
  },
]

/** JSON that no person wrote. */
export const enormousJson: readonly EnormousCase[] = [
  {
    claim: '40,000 keys, all the same',
    files: json(`{ "leeway": "1"${',\n"a": 1'.repeat(40_000)} }`),
    says: ['DUPLICATE_KEY', 'district.json:3:1'],
  },
  {
    claim: 'half a million keys, all the same',
    files: json(`{ "leeway": "1"${',\n"a": 1'.repeat(370_000)} }`),
    says: ['DUPLICATE_KEY', 'district.json:3:1'],
  },
  {
    claim: '300,000 keys, all different',
    files: json(`{ "leeway": "1"${lines(300_000, (i) => `, "k${i}": 1`)} }`),
    says: ['VALUES_LIMIT', 'district.json:2000:3'],
  },
  {
    claim: '200,000 brackets, one in another',
    files: json('['.repeat(200_000)),
    says: ['TOO_DEEP', 'district.json:1:66'],
  },
  {
    claim: '100,000 braces, one in another',
    files: json('{"a":'.repeat(100_000)),
    says: ['TOO_DEEP', 'district.json:1:326'],
  },
  {
    claim: 'a list of a million entries',
    files: json(`{ "leeway": "1", "x": [${'1,'.repeat(1_000_000)}1] }`),
    says: ['VALUES_LIMIT', 'district.json:1:1500016'],
  },
  {
    claim: 'a list of 200,000 entries',
    files: json(`{ "leeway": "1", "x": [${'1,'.repeat(200_000)}1] }`),
    says: ['VALUES_LIMIT', 'district.json:1:200024'],
  },
  {
    claim: '300,000 faults',
    files: json(`{ "leeway": "1", ${'a,'.repeat(300_000)}`),
    says: ['JSON_SYNTAX', 'district.json:1:18'],
  },
  {
    claim: 'seventeen megabytes',
    files: json(`{ "leeway": "1" } // ${'x'.repeat(17_000_000)}`),
    says: ['FILE_TOO_LARGE', 'district.json'],
  },
  {
    claim: 'a letter with 200,000 accents in escapes',
    files: json(`{ "leeway": "1", "scenario": { "id": "e${'\\u0301\\u0323'.repeat(100_000)}" } }`),
    says: ['TEXT_MARKS', 'district.json:1:38'],
  },
  {
    claim: '60,000 rows, each with three lists for texts',
    files: json(`{ "leeway": "1", "data": { "rows": [${'{"a":[],"b":[],"c":[]},'.repeat(60_000)}{}] } }`),
    says: ['FIELD_VALUE', 'district.json:1:38'],
  },
  {
    claim: 'three megabytes on one line, with 2,000 faults',
    files: () => ({ 'district.json': oneLine() }),
    says: ['NAME_UNKNOWN', 'district.json:1:3000241'],
  },
]

/** A formula on one line: to show the line of a fault with each of its faults would take six gigabytes. */
function oneLine(): string {
  const year = { label: '2025-26', start: '2025-07-01', end: '2026-06-30' }
  const wrong = Array.from({ length: 2000 }, (_, i) => ({
    id: `l${i}`,
    amount: 'nobody',
    fund: 'general',
    flexibility: 'free',
  }))
  const needs = { enrollment: { unit: 'pupil' } }
  const formula = {
    id: 'x',
    currency: 'USD',
    note: 'x'.repeat(3_000_000),
    year,
    needs,
    pupils: 'enrollment',
    funds: ['general'],
    lines: wrong,
  }
  return JSON.stringify({ leeway: '1', formula, data: { rows: [{ id: '1', enrollment: '1' }] } })
}
