import t from 'tap'
import { from } from '../support/sender.ts'
import type { Answer } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { csvRows } from '../support/table-rows.ts'

const open = await storedServices(t)
const AS_CSV = { accept: 'text/csv' }
const CSV = { 'content-type': 'text/csv' }

/** Texts that a spreadsheet would run, or take for the start of a line. */
const RUN = ['=1+1', '+1 555', '-SUM(A1)', '@here', '\ttab', '＝1+1', '－1', '=cmd|"/C calc"!A0']
const NUMBERS = ['-12.50', '12.5', '-0.01', '0']

t.test(
  'a cell that a spreadsheet would run is a text in every table that leaves, and a negative amount stays one (S13)',
  async (t) => {
    const { as } = await open(t)
    const finance = as('finance')
    const rows = RUN.map((text, i) => [`${i + 10}`, text, NUMBERS[i % NUMBERS.length] ?? ''] as const)
    const csv = `id,note,change\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`
    const kept = await finance.post('/v1/datasets?name=notes', csv, CSV)
    t.equal(kept.status, 201, kept.text)
    const place = rowsOf(kept)
    const exported = csvRows((await finance.get(place, AS_CSV)).text)
    t.strictSame(
      exported.map((row) => [row['id'], row['note'], row['change']]),
      rows.map(([id, note, change]) => [id, `'${note}`, change]),
    )
    const { items } = (await finance.get(place)).json()
    t.strictSame(
      (items as readonly { readonly cells: Readonly<Record<string, string>> }[]).map(
        ({ cells }) => cells['note'],
      ),
      RUN,
      'as JSON they are what they were',
    )
  },
)

t.test(
  'rows that were taken as a table and kept again are the same, but for the sign before what would be run (S13)',
  async (t) => {
    const { as } = await open(t)
    const finance = as('finance')
    const csv = 'id,change,note,"a ""b"", c"\n1,-12.50,"two\nlines",007\n2,,,x\n3,0.10,"1,234",é学\n'
    const kept = await finance.post('/v1/datasets?name=sound', csv, CSV)
    const table = await finance.get(rowsOf(kept), AS_CSV)
    const again = await finance.post('/v1/datasets?name=again', table.text, CSV)
    t.strictSame([kept.status, again.status], [201, 201])
    const hashOf = (answer: typeof kept): unknown =>
      (answer.json()['report'] as { readonly hash: string }).hash
    t.equal(hashOf(again), hashOf(kept), 'to the letter')
    const spoilt = await finance.post('/v1/datasets?name=run', 'id,note\n1,=1+1\n', CSV)
    const quotedOnce = await finance.get(rowsOf(spoilt), AS_CSV)
    t.equal(quotedOnce.text, "id,note\r\n1,'=1+1\r\n")
  },
)

t.test('names that a spreadsheet would run leave as texts in runs (S13)', async (t) => {
  const { as } = await open(t)
  const finance = as('finance')
  const rows = `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  rows:
    - { id: "=1+1", name: "@Ash", enrollment: 10, frl: 4, level: ES }
    - { id: "-2", name: "-SUM(A1)", enrollment: 20, frl: 5, level: HS }`
  const yaml = { 'content-type': 'application/yaml' }
  const made = await finance.post('/v1/scenarios?name=run', smallDistrict({ data: rows }), yaml)
  t.equal(made.status, 201, made.text)
  const { id: scenario } = made.json()['scenario'] as { readonly id: string }
  const run = String((await finance.post('/v1/runs', { scenario })).json()['id'])
  for (const path of [`/v1/runs/${run}/result`, `/v1/runs/${run}/schools`]) {
    const names = csvRows((await finance.get(path, AS_CSV)).text).map(({ id, name }) => [id, name])
    t.strictSame(names, NAMES, path)
  }
})

/** In the order of the ids. */
const NAMES = [
  ['-2', "'-SUM(A1)"],
  ["'=1+1", "'@Ash"],
]

/** What a name must not do: lead elsewhere, break a header, or be more than a name. */
const REFUSED = [
  'a\r\nset-cookie: x=y',
  'a\u0000b',
  'a\tb',
  ' a',
  '',
  'n'.repeat(300),
  '\u2028'.repeat(201),
  '\ud800',
]
const ODD = [
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\windows',
  '..\\..',
  '%2e%2e%2f',
  '"; filename="x',
  '学校',
  "'; drop table x",
  '<img src=x>',
]

t.test(
  'a name is a name: what could be more is refused, and nothing is found or written by it (S14)',
  async (t) => {
    const { as } = await open(t)
    const finance = as('finance')
    const yaml = { 'content-type': 'application/yaml' }
    for (const [i, name] of REFUSED.entries()) {
      const query = new URLSearchParams({ name }).toString()
      const answers = [
        await finance.post(`/v1/datasets?${query}`, 'id\n1\n', CSV),
        await finance.post(`/v1/datasets/check?${query}`, 'id\n1\n', CSV),
        await finance.post(`/v1/scenarios?${query}`, smallDistrict(), yaml),
        await finance.post(`/v1/formulas?${query}`, smallDistrict(), yaml),
        await finance.post('/v1/portfolios', { name, schools: [] }),
        await finance.patch('/v1/district', { name }, from(1)),
      ]
      // A lone surrogate does not get through an address: there it is another letter.
      const shown = name === '\ud800' ? answers.slice(4) : answers
      t.strictSame([...new Set(shown.map(({ status }) => status))], [400], `name ${i}`)
    }
    for (const name of ODD) {
      const query = new URLSearchParams({ name }).toString()
      const answers = [
        await finance.post(`/v1/datasets?${query}`, 'id\n1\n', CSV),
        await finance.post(`/v1/scenarios?${query}`, smallDistrict(), yaml),
        await finance.post(`/v1/formulas?${query}`, smallDistrict(), yaml),
        await finance.post('/v1/portfolios', { name, schools: [] }),
        await finance.get(`/v1/scenarios?${query}`),
        await finance.get(`/v1/audit?subject=${encodeURIComponent(name)}`),
      ]
      for (const { status, headers, text } of answers) {
        t.ok([200, 201].includes(status), `${name}: ${status} ${text.slice(0, 200)}`)
        t.notOk(JSON.stringify(headers).includes(name), 'no header has it')
        t.match(
          headers['location'] ?? '/v1/',
          /^\/v1\/(?:[a-z]+\/[0-9a-f-]{36}(?:\/versions\/1)?)?$/,
          'it is kept by an id of ours',
        )
      }
      const { items } = (await finance.get(`/v1/scenarios?${query}`)).json()
      t.match(items, [{ name }])
    }
    const { items } = (await finance.get('/v1/datasets')).json()
    const names = (items as readonly { readonly name: string }[]).map(({ name }) => name)
    t.strictSame(
      ODD.filter((name) => !names.includes(name)),
      [],
      'each is a name like any other',
    )
  },
)

/** Where the rows of an upload are found. */
function rowsOf({ headers }: Answer): string {
  return `${String(headers['location'])}/rows`
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}
