import t from 'tap'
import { withAddresses } from '../../../src/app/stored/take-apart.ts'
import { canonicalJson, documentHash } from '../../../src/contract/canonical/canonical-json.ts'
import { readHere } from '../../../src/worker/read-here.ts'
import { scenarioParts } from '../../support/read-for-keeping.ts'
import { smallDistrict } from '../../support/small-district.ts'

const pinned = (kind: 'formula' | 'dataset' | 'scenario', last: number) =>
  ({ kind, id: `0198c0de-0000-7000-8000-00000000000${last}`, version: last }) as const

async function problemsOf(
  text: string,
  rowLimit = 100,
): Promise<readonly (readonly [string, string | undefined])[]> {
  const bytes = new TextEncoder().encode(text)
  const read = await readHere({ task: 'scenario', bytes, form: 'yaml', rowLimit })
  if (read.kind === 'fault') throw new Error(read.trace)
  const problems = read.kind === 'refused' ? read.problems : read.warnings
  return problems.map(({ code, pointer }) => [code, pointer])
}

t.test('a scenario brings its formula and its schools, and addresses take their places', async (t) => {
  const parts = await scenarioParts(smallDistrict())
  t.match(parts, { id: 'two-schools', name: 'two-schools', year: '2025-26', isSwept: false })
  t.match(parts.slots, [
    {
      kind: 'table',
      role: 'data',
      dataset: 'now',
      place: '/data/rows',
      name: 'two-schools',
      table: { rows: [{}, {}] },
    },
    {
      kind: 'formula',
      role: 'formula',
      place: '/formula',
      formula: { name: 'simple', label: 'simple', year: '2025-26' },
    },
  ])
  const { content, hash } = withAddresses(parts, [pinned('dataset', 1), pinned('formula', 2)])
  t.strictSame(JSON.parse(content), {
    leeway: '1',
    scenario: { id: 'two-schools' },
    formula: 'formulas/0198c0de-0000-7000-8000-000000000002@2',
    data: { file: 'datasets/0198c0de-0000-7000-8000-000000000001@1' },
  })
  t.equal(content, canonicalJson(JSON.parse(content)), 'it is in canonical form')
  t.equal(hash, documentHash(JSON.parse(content)))
})

t.test('a what-if names its base, several datasets and an earlier run', async (t) => {
  const text = `leeway: 1
scenario: { id: what-if, budget: cut }
data:
  prior: { rows: [{ id: "1", students: 3 }] }
  now: { file: datasets/Spring, delimiter: ",", vintage: Spring }
  last: { earlier: scenarios/2024-25@3 }
base: scenarios/Adopted
changes: [{ set: base, to: "1.50" }]
`
  const parts = await scenarioParts(text)
  t.match(parts.slots, [
    { role: 'base', place: '/base', address: { kind: 'scenario', nameOrId: 'Adopted', version: undefined } },
    {
      role: 'earlier',
      dataset: 'last',
      place: '/data/last/earlier',
      address: { nameOrId: '2024-25', version: 3 },
    },
    { role: 'data', dataset: 'now', place: '/data/now/file', address: { nameOrId: 'Spring' } },
    { kind: 'table', dataset: 'prior', name: 'what-if (prior)' },
  ])
  const addresses = [pinned('scenario', 1), pinned('scenario', 2), pinned('dataset', 3), pinned('dataset', 4)]
  t.match(JSON.parse(withAddresses(parts, addresses).content), {
    base: /@1$/,
    data: { last: { earlier: /@2$/ }, now: { file: /@3$/, vintage: 'Spring' }, prior: { file: /@4$/ } },
    changes: [{ set: 'base', to: '1.50' }],
  })
  t.throws(() => withAddresses(parts, addresses.slice(1)))
})

t.test('a scenario whose data is one address keeps that shape', async (t) => {
  const parts = await scenarioParts('leeway: 1\nbase: scenarios/x\ndata: datasets/y@2\n')
  t.match(parts.slots[1], { place: '/data', dataset: 'now', address: { nameOrId: 'y', version: 2 } })
  const { content } = withAddresses(parts, [pinned('scenario', 1), pinned('dataset', 2)])
  t.match(JSON.parse(content), { data: /^datasets\/.*@2$/ })
})

t.test('every problem of a document is told at once', async (t) => {
  const text = `leeway: 1
formula: formula.yaml
base: base.yaml
data:
  now: schools.csv
  prior: { file: datasets/x, rows: [] }
  twice: { rows: [{ id: "1" }, { id: "1" }, { id: " 2" }, { name: Oak }] }
  "line\\nbreak": datasets/y
`
  t.strictSame(await problemsOf(text), [
    ['ADDRESS_FORM', '/base'],
    ['ADDRESS_FORM', '/formula'],
    ['ADDRESS_FORM', '/data/now'],
    ['DATA_MISSING', '/data/prior'],
    ['ID_DUPLICATE', '/data/twice/rows/1/id'],
    ['ID_MISSING', '/data/twice/rows/3/id'],
    ['ID_FORM', '/data/twice/rows/2/id'],
    ['NAME_FORM', '/data/line\nbreak'],
  ])
})

t.test('a document that is none of ours is refused as every other is', async (t) => {
  t.strictSame(await problemsOf('formula: {}\n'), [['FORMAT_VERSION', '']])
  t.strictSame(await problemsOf('leeway: 1\nbase: scenarios/x\nchange: []\n'), [['FIELD_UNKNOWN', '/change']])
  t.strictSame(await problemsOf('leeway: 1\nscenario: { id: x }\n'), [['FORMULA_MISSING', '/formula']])
  t.strictSame(await problemsOf(smallDistrict(), 1), [['ROWS_LIMIT', undefined]])
})

t.test('a formula is kept from a whole scenario, and only when it is sound', async (t) => {
  const read = async (text: string) =>
    readHere({ task: 'formula', bytes: new TextEncoder().encode(text), form: 'yaml' })
  const whole = await read(smallDistrict())
  const alone = await read(smallDistrict({ scenario: '', data: '' }))
  t.match(whole, { kind: 'read', value: { name: 'simple', content: /^\{"formula":\{.*\},"leeway":"1"\}$/ } })
  t.strictSame(whole, alone)
  const unsound = await read(smallDistrict({ pupils: 'pupils: enrolment' }))
  t.match(unsound, {
    kind: 'refused',
    why: 'input',
    problems: [{ code: 'NAME_UNKNOWN', where: { file: 'body.yaml' } }],
  })
  t.match(await read('leeway: 1\nbase: scenarios/x\n'), { problems: [{ code: 'FORMULA_MISSING' }] })
})

t.test('every fault of a file of schools is told at once, at its line', async (t) => {
  const upload = async (csv: string | Uint8Array, rowLimit = 100) => {
    const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv
    const read = await readHere({ task: 'dataset', form: 'csv', bytes, rowLimit, stated: {} })
    if (read.kind === 'fault') throw new Error(read.trace)
    return read.kind === 'read'
      ? []
      : read.problems.map(({ code, where }) => `${code} ${where.line ?? ''}`.trim())
  }
  t.strictSame(await upload('id,a\n1,2\n2\n3,4,5\n'), ['CSV_RAGGED 3', 'CSV_RAGGED 4'])
  t.strictSame(await upload('id,a,a\n1,2,3\n1,2,3\n,2,3\n'), [
    'COLUMN_DUPLICATE 1',
    'ID_DUPLICATE 3',
    'ID_MISSING 4',
  ])
  t.strictSame(await upload('school,a\n1,2\n'), ['COLUMN_MISSING 1'])
  t.strictSame(await upload('id,a\n'), ['CSV_EMPTY'])
  t.strictSame(await upload('id,a\n1,\0\n'), ['FILE_NOT_UTF8 2'])
  t.strictSame(await upload(new Uint8Array([0x69, 0x64, 0x0a, 0xe9, 0x0a])), ['FILE_NOT_UTF8 2'])
  t.strictSame(await upload('id,a\n1,2\n2,3\n', 1), ['ROWS_LIMIT'])
  t.strictSame(await upload('---\nmeasures: { a: { unit: pupil } }\n---\nid,a\n1,two\n'), ['CELL_FORMAT 5'])
  t.strictSame(await upload('---\nmeasures: { a: { units: pupil } }\n---\nid,a\n1,2\n'), ['FIELD_UNKNOWN 2'])
  t.strictSame(await upload('id,a\n1,2\n'), [])
})
