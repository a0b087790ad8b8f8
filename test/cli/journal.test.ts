import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'
import { sheetFile } from '../support/workbook-file.ts'

const accounts = 'line,account,share\nbase,01-{school}-1110,0.75\nbase,01-{school}-3000,0.25\n'

const journalCsv = [
  'account,amount,school,line,fund',
  '01-1-1110,750.00,1,base,general',
  '01-1-3000,250.00,1,base,general',
  '01-2-1110,1500.00,2,base,general',
  '01-2-3000,500.00,2,base,general',
  '',
].join('\r\n')

t.test('leeway journal books every line to its accounts', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict(), 'accounts.csv': accounts })
  const args = ['journal', '--accounts', `${cwd}/accounts.csv`, `${cwd}/two.yaml`]
  t.strictSame(await inProcess(args), { code: 0, out: journalCsv, err: '' })
  const table = await inProcess([...args, '--format', 'table'])
  t.strictSame(
    table.out.split('\n').slice(-7),
    [
      'Account      Budget',
      '01-1-1110    750.00',
      '01-1-3000    250.00',
      '01-2-1110  1,500.00',
      '01-2-3000    500.00',
      'Total      3,000.00',
      '4 rows, in --format csv',
      '',
    ].slice(-7),
  )
  const json = JSON.parse((await inProcess([...args, '--format', 'json'])).out)
  t.equal(json.total, '3000.00')
  t.strictSame(json.accounts[0], { account: '01-1-1110', amount: '750.00' })
})

t.test('accounts and what a ledger has come as workbooks too', async (t) => {
  const sheet = (rows: readonly (readonly (string | number)[])[]): Buffer => Buffer.from(sheetFile(rows))
  const cwd = t.testdir({
    'two.yaml': smallDistrict(),
    'accounts.xlsx': sheet([
      ['line', 'account', 'share'],
      ['base', '01-{school}-1110', 0.75],
      ['base', '01-{school}-3000', 0.25],
    ]),
    'actuals.xlsx': sheet([
      ['account', 'amount'],
      ['01-1-1110', 750],
    ]),
  })
  const args = ['journal', '--accounts', `${cwd}/accounts.xlsx`, `${cwd}/two.yaml`]
  t.equal((await inProcess(args)).out, journalCsv)
  t.match(
    (await inProcess([...args, '--check', `${cwd}/actuals.xlsx`])).out,
    '1 of 4 accounts are as budgeted',
  )
})

t.test('a journal that is read back unchanged differs nowhere', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict(), 'accounts.csv': accounts })
  const args = ['journal', '--accounts', `${cwd}/accounts.csv`, `${cwd}/two.yaml`]
  const file = `${cwd}/journal.csv`
  t.equal((await inProcess([...args, '--out', file])).code, 0)
  t.equal(readFileSync(file, 'utf8'), journalCsv)
  const { code, out } = await inProcess([...args, '--check', file])
  t.equal(code, 0)
  t.match(out, '4 of 4 accounts are as budgeted')
  t.match(out, /^All accounts {2}3,000.00 {2}3,000.00 {8}0.00$/m)
})

t.test('what a ledger booked otherwise is told account by account', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict(), 'accounts.csv': accounts })
  const file = `${cwd}/actuals.csv`
  writeFileSync(
    file,
    'Account,Amount,Clerk\n01-1-1110,700.00,a\n01-1-1110,49.99,b\n01-1-3000,250,a\n01-2-1110,1500,a\n99,-12.50,a\n',
  )
  const args = ['journal', '--accounts', `${cwd}/accounts.csv`, '--check', file, `${cwd}/two.yaml`]
  const csv = await inProcess([...args, '--format', 'csv'])
  t.strictSame(csv.out.split('\r\n'), [
    'account,budget,actual,difference',
    '01-1-1110,750.00,749.99,-0.01',
    '01-1-3000,250.00,250.00,0.00',
    '01-2-1110,1500.00,1500.00,0.00',
    '01-2-3000,500.00,,-500.00',
    '99,,-12.50,-12.50',
    '',
  ])
  const table = await inProcess(args)
  t.equal(table.code, 0)
  t.match(table.out, /^All accounts {2}3,000.00 {2}2,487.49 {5}-512.51$/m)
  t.match(table.out, '2 of 5 accounts are as budgeted')
  t.notMatch(table.out, '01-1-3000')
})

t.test('what is wrong with the accounts is told with its place, and nothing is written', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict(), 'accounts.csv': 'line,account\nbas,A\n' })
  const { code, out, err } = await inProcess([
    'journal',
    '--accounts',
    `${cwd}/accounts.csv`,
    `${cwd}/two.yaml`,
  ])
  t.strictSame([code, out], [1, ''])
  t.match(err, /accounts\.csv:2 \(column line\): error: the run has no line "bas" \[ACCOUNT_TARGET\]/)
  t.match(err, '1 error, 0 warnings', 'the line that is meant is not told as well')
})

t.test('a journal needs its accounts', async (t) => {
  const { code, err } = await inProcess(['journal', 'two.yaml'])
  t.equal(code, 2)
  t.match(err, '--accounts FILE is missing')
})
