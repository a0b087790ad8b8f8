import t from 'tap'
import { readSchools } from '../../support/read-schools.ts'

const table = (...ids: readonly string[]): string =>
  `id,enrollment\n${ids.map((id) => `"${id}",1\n`).join('')}`
const idsOf = async (csv: string, data = ''): Promise<(string | undefined)[]> =>
  (await readSchools({ csv, data })).schools.map(({ id }) => id)

t.test('an id is a text, and keeps what a number would lose', async (t) => {
  const ids = [
    '0042',
    '0007',
    '1e3',
    '12.50',
    '-5',
    'true',
    'null',
    'A 1',
    ' A1',
    'José',
    '12345678901234567890',
  ]
  t.strictSame(new Set(await idsOf(table(...ids))), new Set(ids))
})

t.test('schools go into a run in the order of their ids by code point', async (t) => {
  t.strictSame(await idsOf(table('b', 'B', 'a', '10', '9', '0042')), ['0042', '10', '9', 'B', 'a', 'b'])
})

t.test('a school without an id is named by its row', async (t) => {
  t.strictSame((await readSchools({ csv: table('1', '', '  ', '2') })).said, [
    'ID_MISSING schools.csv:3 id',
    'ID_MISSING schools.csv:4 id',
  ])
})

t.test('a school that stands twice is named by its row and its id', async (t) => {
  t.strictSame((await readSchools({ csv: table('1', '2', '1', '1') })).said, [
    'ID_DUPLICATE schools.csv:4 id of 1',
    'ID_DUPLICATE schools.csv:5 id of 1',
  ])
  t.strictSame((await readSchools({ csv: table('caf\u00e9', 'cafe\u0301') })).said, [
    'ID_DUPLICATE schools.csv:3 id of café',
  ])
  t.strictSame(await idsOf(table('1', '01', '1 ')), ['01', '1', '1 '], 'ids that only look alike are others')
})

t.test('ids that a spreadsheet took for numbers are noticed', async (t) => {
  const lost = await readSchools({ csv: table('1234', '42', '5678', '9012', '7') })
  t.strictSame(lost.said, ['ID_LOST_ZEROS schools.csv:3 id'])
  const none = [
    ['1234', '0042', '5678'],
    ['1234', 'A1', '5678'],
    ['123', '42', '567'],
    ['1234', '42', '7', '5678'],
    ['1234', '5678'],
  ]
  for (const ids of none) t.strictSame((await readSchools({ csv: table(...ids) })).said, [], ids.join(', '))
})

t.test('either of the two suggestions for lost zeros works', async (t) => {
  const csv = table('1234', '42', '5678', '9012', '7')
  const [suggestion = ''] = (await readSchools({ csv })).suggestions
  const lines = suggestion.match(/id: \{ [^}]+ \}/g) ?? []
  t.equal(lines.length, 2)
  const [pads = '', keeps = ''] = lines
  t.strictSame(await readSchools({ csv, data: pads }).then(({ said }) => said), [])
  t.strictSame(await idsOf(csv, pads), ['0007', '0042', '1234', '5678', '9012'])
  t.strictSame(await readSchools({ csv, data: keeps }).then(({ said }) => said), [])
  t.strictSame(await idsOf(csv, keeps), ['1234', '42', '5678', '7', '9012'])
})

t.test('a suggestion for lost zeros names the column as it is called', async (t) => {
  const csv = '"School, no.",enrollment\n1234,1\n42,1\n5678,1\n'
  const { suggestions } = await readSchools({ csv, data: 'id: "School, no."' })
  const [line = ''] = suggestions[0]?.match(/id: \{ [^}]+ \}/) ?? []
  t.strictSame(await idsOf(csv, line), ['0042', '1234', '5678'])
})

t.test('digits pad what is all digits, and nothing else', async (t) => {
  const data = 'id: { column: id, digits: 4 }'
  t.strictSame(await idsOf(table('1', '23', '00012', 'A1', '-5', '12345'), data), [
    '-5',
    '0001',
    '00012',
    '0023',
    '12345',
    'A1',
  ])
  t.strictSame((await readSchools({ csv: table('1', '01'), data })).said, [
    'ID_DUPLICATE schools.csv:3 id of 0001',
  ])
})

t.test('how much lost zeros matter can be said', async (t) => {
  const csv = table('1234', '42', '5678')
  const saidWith = async (setting: string) =>
    (await readSchools({ csv, data: `quality: { lost_zeros: ${setting} }` })).said
  t.strictSame(await saidWith('error'), ['ID_LOST_ZEROS schools.csv:3 id'])
  t.strictSame(await saidWith('warning'), ['(ID_LOST_ZEROS schools.csv:3 id)'])
  t.strictSame(await saidWith('off'), [])
})

t.test('a warning of lost zeros names no header, and what it says to write works', async (t) => {
  const csv = '"School, no.",enrollment\n1234,1\n42,1\n5678,1\n'
  const read = (id: string) => readSchools({ csv, data: `${id}\nquality: { lost_zeros: warning }` })
  const { suggestions } = await read('id: "School, no."')
  t.strictSame(suggestions, ['under id of the dataset now, digits: 4 pads them; digits: as-is keeps them'])
  for (const digits of suggestions[0]?.match(/digits: [\w-]+/g) ?? [])
    t.strictSame((await read(`id: { column: "School, no.", ${digits} }`)).said, [], digits)
})

t.test('a column of ids that is not there is named', async (t) => {
  const { said, suggestions } = await readSchools({ csv: 'number,enrollment\n1,2\n' })
  t.strictSame(said, ['COLUMN_MISSING schools.csv:1 id'])
  t.strictSame(suggestions, ['say which column it is: id: { column: "…" }'])
  t.strictSame(await idsOf('number,enrollment\n1,2\n', 'id: { column: number }'), ['1'])
})
