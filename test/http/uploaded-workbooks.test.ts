import t from 'tap'
import { hostileWorkbooks } from '../support/hostile-workbooks.ts'
import { smallCsv, smallDistrict } from '../support/small-district.ts'
import { storedServices } from '../support/stored-service.ts'
import { sheetFile, workbookFile } from '../support/workbook-file.ts'

const open = await storedServices(t)
const XLSX = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
const ROWS = [
  ['id', 'enrollment', 'frl', 'level'],
  ['1', 10, 4, 'ES'],
  ['2', 20, 5, 'HS'],
]

t.test('a workbook is kept as the dataset that its CSV file is', async (t) => {
  const { as } = await open(t)
  const { post, get } = as('finance')
  const csv = await post('/v1/datasets?name=counts', smallCsv, { 'content-type': 'text/csv' })
  t.match(csv.json(), { version: 1, isNew: true })
  const same = await post('/v1/datasets?name=counts', Buffer.from(sheetFile(ROWS)), XLSX)
  t.match([same.status, same.json()], [201, { version: 1, isNew: false }], 'and no new version of it')
  const titled = workbookFile({
    sheets: [
      { name: 'Notes', rows: [['from the office']] },
      { name: 'Fall', rows: [['Counts'], [], ...ROWS.slice(0, 2), ['2', 21, 5, 'HS']] },
    ],
  })
  const address = '/v1/datasets/check?name=counts&sheet=Fall&header_row=3'
  const checked = await post(address, Buffer.from(titled), XLSX)
  t.match(checked.json(), {
    rows: { before: 2, after: 2 },
    columns: [{}, { header: 'enrollment', changed: 1 }],
  })
  const kept = await post(
    `/v1/datasets?name=counts&sheet=Fall&header_row=3&expect=${String(checked.json()['hash'])}`,
    Buffer.from(titled),
    XLSX,
  )
  t.match(kept.json(), { version: 2, isNew: true })
  const rows = await get(`/v1/datasets/${String(kept.json()['id'])}/versions/2/rows`)
  t.match(rows.json(), {
    items: [{ school: '1' }, { school: '2', cells: { enrollment: '21', level: 'HS' } }],
  })
})

t.test('what is wrong with a workbook is told at its sheet and cell', async (t) => {
  const { as } = await open(t)
  const { post } = as('analyst')
  const broken = sheetFile([
    ['id', 'students'],
    ['1', { xml: '<c r="{REF}" t="e"><v>#REF!</v></c>' }],
  ])
  const refused = await post('/v1/datasets/check?name=counts', Buffer.from(broken), XLSX)
  t.equal(refused.status, 422)
  t.match(refused.json(), {
    errors: [
      {
        code: 'XLSX_CELL',
        found: '#REF!',
        where: { file: 'body.xlsx', sheet: 'Fall', row: 2, letter: 'B', header: 'students' },
      },
    ],
  })
  const several = workbookFile({
    sheets: [
      { name: 'Fall', rows: ROWS },
      { name: 'Spring', rows: ROWS },
    ],
  })
  const unclear = await post('/v1/datasets/check?name=counts', Buffer.from(several), XLSX)
  t.match(unclear.json(), { errors: [{ code: 'XLSX_SHEET', expected: 'one of Fall, Spring' }] })
  const twice = sheetFile([ROWS[0] ?? [], ROWS[1] ?? [], ROWS[1] ?? []])
  const same = await post('/v1/datasets/check?name=counts', Buffer.from(twice), XLSX)
  t.match(same.json(), { errors: [{ code: 'ID_DUPLICATE', where: { sheet: 'Fall', letter: 'A', row: 3 } }] })
  const delimited = await post(
    '/v1/datasets/check?name=counts&delimiter=tab',
    Buffer.from(sheetFile(ROWS)),
    XLSX,
  )
  t.match([delimited.status, delimited.json()], [422, { errors: [{ code: 'FIELD_VALUE' }] }])
})

t.test('a workbook that is sent to do harm is the mistake of who sends it', async (t) => {
  const { as } = await open(t)
  const { post } = as('finance')
  const small = hostileWorkbooks.filter(({ isLong }) => !isLong)
  t.ok(small.length > 40, `${small.length} kinds`)
  for (const { claim, bytes, says } of small) {
    const answer = await post('/v1/datasets/check?name=counts', Buffer.from(bytes()), XLSX)
    const codes: unknown[] = (answer.json()['errors'] as { code: string }[]).map(({ code }) => code)
    t.strictSame([answer.status, codes.includes(says)], [422, true], claim)
  }
})

t.test('files that are posted may be workbooks, and count as many schools as they have rows', async (t) => {
  const { as } = await open(t, { config: { rows: 60 } })
  const { post } = as('finance')
  const scenario = smallDistrict({
    data: 'data: { file: schools.xlsx, measures: { enrollment: { basis: projection }, frl: { basis: projection } } }',
  })
  const computed = async (bytes: Uint8Array) =>
    post('/v1/compute', {
      files: { 'a.yaml': scenario, 'schools.xlsx': { base64: Buffer.from(bytes).toString('base64') } },
      scenario: 'a.yaml',
    })
  const fine = await computed(sheetFile(ROWS))
  t.match([fine.status, fine.json()], [200, { total: '3000.00' }])
  const many = Array.from({ length: 61 }, (_, i) => [`${i}`, 1, 1, 'ES'])
  const over = await computed(sheetFile([ROWS[0] ?? [], ...many]))
  t.match([over.status, over.json()], [413, { errors: [{ code: 'ROWS_LIMIT' }] }])
})
