import { readdirSync } from 'node:fs'
import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'
import { runScenario } from '../../src/app/run-scenario.ts'
import { scenarioJsonSchema } from '../../src/contract/schema/json-schema.ts'
import { scenarioSchema } from '../../src/contract/schema/scenario-schema.ts'
import { root, textOf } from '../support/committed-scenarios.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { richDistrict } from '../support/rich-district.ts'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'

// Strict: a keyword that does nothing, or is misspelt, is an error. A place that takes several types is meant.
const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(scenarioJsonSchema())

/** What an editor reads: numbers and yes or no as such. */
function asEditorReads(yaml: string): unknown {
  return parse(yaml)
}

/** What Leeway reads: every value as the text that stands there. */
function asLeewayReads(yaml: string): unknown {
  return parse(yaml, { schema: 'failsafe' })
}

/** Everything that an editor would mark, as text; nothing where it would mark nothing. */
function marks(document: unknown): string {
  if (accepts(document)) return ''
  return (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('\n')
}

t.test('an editor marks nothing in the scenario files that we publish', async (t) => {
  const paths = readdirSync(`${root}scenarios`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => `scenarios/${path}`)
  t.ok(paths.length >= 5, `${paths.length} files`)
  for (const path of paths) t.equal(marks(asEditorReads(textOf(path))), '', path)
})

t.test('an editor asks for no count of students, and knows what rows are called', async (t) => {
  const text = smallDistrict({ pupils: 'rows: { one: district, many: districts }' })
  t.notMatch(text, 'pupils:')
  t.equal(marks(asEditorReads(text)), '')
  const { run } = await runScenario('a.yaml', memoryFiles({ 'a.yaml': text }))
  t.equal(run?.result.total, '3000.00', 'and Leeway runs it')
})

t.test('a number and a yes or no may stand without quotes, as people write them', async (t) => {
  for (const text of [smallDistrict(), richDistrict]) {
    t.equal(marks(asEditorReads(text)), '')
    t.equal(marks(asLeewayReads(text)), '')
  }
  const district = (value: unknown): unknown => ({ leeway: 1, scenario: { id: 'a', demonstration: value } })
  for (const value of [true, false, 'true', 'false']) t.equal(marks(district(value)), '', `${value}`)
  t.match(marks(district('yes')), '/scenario/demonstration')
  t.match(marks(district(1)), '/scenario/demonstration')
})

const faults: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'a field that nobody knows': ['id: two-schools', 'id: two-schools, nmae: x'],
  'a line without a fund': ['fund: general, ', ''],
  'a flexibility that there is not': ['flexibility: free', 'flexibility: loose'],
  'a list in the place of a text': ['pupils: enrollment', 'pupils: [enrollment]'],
  'a date that is none': ['start: 2025-07-01', 'start: July 2025'],
  'a number in the place of a date': ['start: 2025-07-01', 'start: 2025'],
  'a currency in words': ['currency: USD', 'currency: dollars'],
  'another version of the format': ['leeway: 1', 'leeway: 2'],
  'a basis that there is not': ['basis: projection', 'basis: guess'],
  'a word for one row, and none for several': ['  funds:', '  rows: { one: district }\n  funds:'],
  'no funds': ['funds: [general, title1]', 'funds: []'],
  'an adjustment of no known kind': ['  lines:\n', '  adjustments: [{ id: a, kind: minimal }]\n  lines:\n'],
  'a dataset with a slip of the pen': ['  measures:', '  measurse:'],
}

t.test('an editor marks what Leeway refuses', async (t) => {
  for (const [what, [from, to]] of Object.entries(faults)) {
    const text = smallDistrict().replace(from, to)
    t.not(text, smallDistrict(), what)
    t.not(marks(asEditorReads(text)), '', what)
    t.notOk(scenarioSchema.safeParse(asLeewayReads(text)).success, what)
  }
})

t.test('a file may say where its schema is, and runs to the same bytes', async (t) => {
  const text = smallDistrict()
  const named = `$schema: ./leeway.schema.json\n${text}`
  t.equal(marks(asEditorReads(named)), '')
  const [plain, other] = await Promise.all(
    [text, named].map((each) => runScenario('district.yaml', memoryFiles({ 'district.yaml': each }))),
  )
  t.match(plain?.run?.result.leeway.inputs, /^sha256:/)
  t.equal(JSON.stringify(other?.run?.result), JSON.stringify(plain?.run?.result))
})

t.test('leeway schema prints the schema, and writes it where it is told to', async (t) => {
  const printed = await inProcess(['schema'])
  t.equal(printed.code, 0)
  t.strictSame(JSON.parse(printed.out), JSON.parse(JSON.stringify(scenarioJsonSchema())))
  const folder = t.testdir()
  t.strictSame(await inProcess(['schema', '--out', `${folder}/leeway.schema.json`]), {
    code: 0,
    out: '',
    err: '',
  })
  t.strictSame(readdirSync(folder), ['leeway.schema.json'])
  t.equal((await inProcess(['schema', 'district.yaml'])).code, 2)
})
