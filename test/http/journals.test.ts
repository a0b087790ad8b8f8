import { readFileSync } from 'node:fs'
import t from 'tap'
import { keptRun } from '../support/kept-run.ts'
import { made } from '../support/planted-content.ts'
import { from } from '../support/sender.ts'
import { inProcess } from '../support/split-terminal.ts'
import { storedServices } from '../support/stored-service.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'
import { sheetFile } from '../support/workbook-file.ts'

const CSV = { 'content-type': 'text/csv' }
const AS_CSV = { accept: 'text/csv' }

const accounts = 'line,account,share\n*,01-{school}-1110,2/3\n*,01-{school}-3000,1/3\nfoundation,90,\n'

const open = await storedServices(t)
const { as, b } = await open(t)
const finance = as('finance')
const folder = t.testdir({
  ...threeSchoolFiles,
  'accounts.csv': accounts,
  'actuals.csv': 'account,amount,clerk\n90,675000.01,a\n01-s1-1110,12,a\n77,-3.50,a\n',
})
const run = await keptRun(finance, `${folder}/weight.yaml`, 'Weight')

async function printed(...args: readonly string[]): Promise<string> {
  const out = `${folder}/out`
  const files = ['--accounts', `${folder}/accounts.csv`, `${folder}/weight.yaml`]
  const { code, err } = await inProcess(['journal', ...files, ...args, '--out', out])
  if (code !== 0) throw new Error(err)
  return readFileSync(out, 'utf8')
}

t.test('a table of accounts is kept, changed from what it was, and forgotten', async (t) => {
  const { get, put, delete: remove } = finance
  const first = await put('/v1/accounts/ERP', 'Account,LINE,note\n 01-{school} ,base,x\n=2,*,y\n', CSV)
  const rows = [
    { line: 'base', fund: '*', school: '*', account: '01-{school}' },
    { line: '*', fund: '*', school: '*', account: '=2' },
  ]
  t.match(
    [first.status, first.headers['etag'], first.json()],
    [200, '"1"', { name: 'ERP', rows, revision: 1 }],
  )
  t.equal(
    (await put('/v1/accounts/ERP', accounts, CSV)).status,
    428,
    'what is there is not overwritten unseen',
  )
  t.equal((await put('/v1/accounts/ERP', accounts, { ...CSV, ...from(7) })).status, 412)
  const csv = await get('/v1/accounts/ERP', AS_CSV)
  t.equal(csv.text, "line,fund,school,account,share\r\nbase,,,01-{school},\r\n,,,'=2,\r\n")
  const same = await put('/v1/accounts/ERP', csv.text, { ...CSV, ...from(1) })
  t.strictSame(same.json()['rows'], first.json()['rows'], 'what is read back is what was kept')
  t.match((await get('/v1/accounts')).json(), { items: [{ name: 'ERP', revision: 2 }], next: null })
  t.equal((await remove('/v1/accounts/ERP')).status, 428)
  t.equal((await remove('/v1/accounts/ERP', from(2))).status, 204)
  t.equal((await get('/v1/accounts/ERP')).status, 404)
})

t.test('a table of accounts comes as a workbook too', async (t) => {
  const sheet = sheetFile([
    ['line', 'account', 'share'],
    ['base', '01', 0.25],
    ['base', '02', 0.75],
  ])
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const kept = await finance.send('PUT', '/v1/accounts/Sheet', Buffer.from(sheet), { 'content-type': type })
  t.strictSame(
    [kept.status, kept.json()['rows']],
    [
      200,
      [
        { line: 'base', fund: '*', school: '*', account: '01', share: '0.25' },
        { line: 'base', fund: '*', school: '*', account: '02', share: '0.75' },
      ],
    ],
  )
})

t.test('what is wrong with a table whatever the run is told when it is kept', async (t) => {
  const wrong = 'line,account,share\nbase,A,half\nel,,\nlow,B,0.5\nlow,B,0.4\n*,X-{id},\n'
  const refused = await finance.put('/v1/accounts/Wrong', wrong, CSV)
  const told = refused.json().errors?.map(({ code, where }) => `${code} ${where.row}`)
  t.strictSame(
    [refused.status, told],
    [422, ['ACCOUNT_SHARE 2', 'ACCOUNT_TARGET 6', 'ACCOUNT_MISSING 3', 'ACCOUNT_TWICE 5', 'ACCOUNT_SHARE 4']],
  )
  t.equal((await finance.get('/v1/accounts/Wrong')).status, 404, 'and nothing is kept')
})

t.test('the journal of a kept run has the bytes of the command line', async (t) => {
  await made(finance.put('/v1/accounts/body', accounts, CSV))
  const path = `/v1/runs/${run}/journal?accounts=body`
  const csv = await finance.get(path, AS_CSV)
  t.equal(csv.text, await printed())
  t.match(csv.text, /^account,amount,school,line,fund\r\n01-s1-1110,864940\.00,s1,base,general\r\n/)
  const json = await finance.get(path)
  t.equal(json.text, await printed('--format', 'json'))
  const { total } = (await finance.get(`/v1/runs/${run}`)).json()
  t.equal(json.json()['total'], total, 'it adds up to the run')
})

t.test('a ledger is held against the journal, with the bytes of the command line', async (t) => {
  const path = `/v1/runs/${run}/journal?accounts=body`
  const actuals = readFileSync(`${folder}/actuals.csv`)
  const check = ['--check', `${folder}/actuals.csv`]
  const csv = await finance.send('POST', path, actuals, { ...CSV, ...AS_CSV })
  t.equal(csv.text, await printed(...check, '--format', 'csv'))
  t.match(csv.text, /^90,675000\.00,675000\.01,0\.01\r$/m)
  const json = await finance.send('POST', path, actuals, CSV)
  t.equal(json.text, await printed(...check, '--format', 'json'))
  const back = await finance.send('POST', path, (await finance.get(path, AS_CSV)).text, CSV)
  t.match(back.json(), { difference: '0.00' }, 'a journal that is read back differs nowhere')
  const wrong = await finance.send('POST', path, 'account,amount\nA,"1,000"\n', CSV)
  t.match(
    [wrong.status, wrong.json().errors],
    [422, [{ code: 'CELL_FORMAT', where: { file: 'body.csv', row: 2 } }]],
  )
})

t.test('a line without an account leaves no journal, and says where', async (t) => {
  await made(finance.put('/v1/accounts/Few', 'line,school,account\nbase,,A\nlow_income,s9,B\n', CSV))
  const refused = await finance.get(`/v1/runs/${run}/journal?accounts=Few`, AS_CSV)
  t.match(
    [refused.status, refused.json().errors],
    [422, [{ code: 'ACCOUNT_TARGET', where: { file: 'accounts/Few.csv', row: 3, header: 'school' } }]],
  )
  const told = refused.json().errors?.map(({ code, message }) => `${code} ${message}`)
  t.strictSame(
    told,
    [
      'ACCOUNT_TARGET the run has no school "s9"',
      'ACCOUNT_MISSING the line low_income has money and no account, at 3 schools',
      'ACCOUNT_MISSING the line el has money and no account, at 3 schools',
      'ACCOUNT_MISSING the line foundation has money and no account, at 3 schools',
    ],
    'all of it at once',
  )
  const absent = await finance.get(`/v1/runs/${run}/journal?accounts=None`)
  t.match([absent.status, absent.json().errors], [422, [{ code: 'NOT_THERE', parameter: 'accounts' }]])
  t.equal((await finance.get(`/v1/runs/${run}/journal`)).status, 400)
})

t.test('the ledger is for finance, and of one district', async (t) => {
  await made(finance.post(`/v1/runs/${run}/release`, {}))
  for (const role of ['analyst', 'budget-partner', 'principal', 'supervisor', 'viewer'] as const)
    for (const path of ['/v1/accounts', '/v1/accounts/body', `/v1/runs/${run}/journal?accounts=body`])
      t.equal((await as(role).get(path)).status, 403, `${role} ${path}`)
  t.equal((await b.as('finance').get('/v1/accounts/body')).status, 404)
  t.strictSame((await b.as('finance').get('/v1/accounts')).json()['items'], [])
})
