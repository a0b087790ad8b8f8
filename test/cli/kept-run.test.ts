import { readFileSync } from 'node:fs'
import t from 'tap'
import { keptRun } from '../support/kept-run.ts'
import { made } from '../support/planted-content.ts'
import type { Ending } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'
import { storedServices } from '../support/stored-service.ts'
import { threeSchoolFiles } from '../support/weight-what-ifs.ts'
import { sheetFile } from '../support/workbook-file.ts'

const accounts = 'line,account,share\n*,01-{school}-1110,2/3\n*,01-{school}-3000,1/3\nfoundation,90,\n'
const actuals = [
  ['account', 'amount'],
  ['90', '675000.01'],
  ['01-s1-1110', '12'],
]

const folder = t.testdir({
  ...threeSchoolFiles,
  'untied.yaml': `${threeSchoolFiles['adopted.yaml']}controls:\n  - { of: total, amount: "1.00" }\n`,
  'accounts.csv': accounts,
  'actuals.csv': `${actuals.map((row) => row.join()).join('\n')}\n`,
  'actuals.xlsx': Buffer.from(sheetFile(actuals)),
  'wrong.csv': 'account,amount\nA,"1,000"\n',
})
const service = await (await storedServices(t))(t)
const finance = service.as('finance')
const server = await service.listen()
const adopted = await keptRun(finance, `${folder}/adopted.yaml`, 'Adopted')
const weight = await keptRun(finance, `${folder}/weight.yaml`, 'Weight')
const untied = await keptRun(finance, `${folder}/untied.yaml`, 'Untied')
await made(finance.put('/v1/accounts/ERP', accounts, { 'content-type': 'text/csv' }))
await made(finance.put('/v1/accounts/Few', 'line,account\nbase,A\n', { 'content-type': 'text/csv' }))

async function there(words: readonly string[], { key } = finance): Promise<Ending> {
  process.env['LEEWAY_API_KEY'] = key
  return inProcess([...words, '--server', server])
}

const file = (name: string): string => `${folder}/${name}`

t.test('a board pack of a kept run has the bytes of one that is printed here', async (t) => {
  for (const [form, words] of [
    ['html', []],
    ['pdf', ['--school', 's2', '--school', 's1', '--paper', 'a4']],
    ['html', ['--locale', 'de-DE', '--date', '2026-03-31']],
  ] as const) {
    const [a, b] = [file(`there.${form}`), file(`here.${form}`)]
    const answer = await there(['board', weight, '--against', adopted, ...words, '--out', a])
    t.strictSame(answer, { code: 0, out: `${a}: printed by ${server}.\n`, err: '' })
    const paths = [file('weight.yaml'), '--against', file('adopted.yaml')]
    t.equal((await inProcess(['board', ...paths, ...words, '--out', b])).code, 0)
    t.ok(readFileSync(a).equals(readFileSync(b)), `${form} ${words.join(' ')}`)
  }
})

t.test('a kept run that does not tie out says so as it would here, and is printed', async (t) => {
  const [a, b] = [file('a.html'), file('b.html')]
  const words = ['--locale', 'de-DE', '--out']
  const answer = await there(['board', untied, '--against', untied, ...words, a])
  const here = await inProcess(['board', file('untied.yaml'), '--against', file('untied.yaml'), ...words, b])
  t.strictSame([answer.code, answer.err], [here.code, here.err])
  t.match([answer.code, answer.err], [3, /^DOES NOT TIE OUT: .*\nDOES NOT TIE OUT in Adopted/])
  t.ok(readFileSync(a).equals(readFileSync(b)))
})

t.test('a principal prints the sheets of their own school', async (t) => {
  await made(finance.post(`/v1/runs/${adopted}/release`, {}))
  const out = file('own.html')
  const printed = await there(['board', adopted, '--out', out], service.as('principal'))
  t.equal(printed.code, 0, printed.err)
  t.match(readFileSync(out, 'utf8'), 'Ash')
  t.notMatch(readFileSync(out, 'utf8'), 'Birch')
  t.strictSame(await there(['board', adopted, '--school', 's2', '--out', out], service.as('principal')), {
    code: 1,
    out: '',
    err: `leeway board: ${server} has no run ${adopted}, or no school s2 in it, that you may see\n`,
  })
  const refused = await there(['journal', adopted, '--accounts', 'ERP'], service.as('principal'))
  t.match(refused, { code: 1, out: '', err: /^leeway journal: The role has no right to this route\./ })
})

t.test('a journal of a kept run is the one that is made here, in every form', async (t) => {
  const here = ['journal', file('weight.yaml'), '--accounts', file('accounts.csv')]
  for (const words of [
    [],
    ['--format', 'json'],
    ['--format', 'table'],
    ['--check', file('actuals.csv')],
    ['--check', file('actuals.xlsx'), '--format', 'csv'],
    ['--check', file('actuals.csv'), '--format', 'json'],
  ])
    t.strictSame(
      await there(['journal', weight, '--accounts', 'ERP', ...words]),
      await inProcess([...here, ...words]),
      words.join(' '),
    )
  const csv = await finance.get(`/v1/runs/${weight}/journal?accounts=ERP`, { accept: 'text/csv' })
  const { out } = await there(['journal', weight, '--accounts', 'ERP'])
  t.equal(out, csv.text, 'and that of the service')
  const failing = await there(['journal', untied, '--accounts', 'ERP'])
  t.match([failing.code, failing.err], [3, /^TIE-OUT FAILED {2}total/])
})

t.test('what is wrong with a table of the ledger is told with its place', async (t) => {
  const few = await there(['journal', weight, '--accounts', 'Few'])
  t.match(few, { code: 1, out: '', err: /^accounts\/Few\.csv: error: the line \w+ has money and no account/ })
  const wrong = await there(['journal', weight, '--accounts', 'ERP', '--check', file('wrong.csv')])
  t.strictSame(
    wrong,
    await inProcess([
      'journal',
      file('weight.yaml'),
      '--accounts',
      file('accounts.csv'),
      '--check',
      file('wrong.csv'),
    ]),
  )
  t.match(wrong, { code: 1, err: 'wrong.csv:2' })
  const absent = await there(['journal', weight, '--accounts', 'ERP', '--check', file('nowhere.csv')])
  t.match(absent, { code: 1, err: /nowhere\.csv: error: there is no such file/ })
  const unknown = await there(['journal', weight, '--accounts', 'SAP'])
  t.match(unknown, { code: 1, err: /there is no table of accounts of this name .*\n {2}found: SAP/ })
})

t.test('a run is named by its id, and one that is not there is told', async (t) => {
  const other = '01a20361-2fb0-7076-ae07-c5636837b6aa'
  const pdf = ['--out', file('none.pdf')]
  t.match(await there(['board', file('weight.yaml'), ...pdf]), {
    code: 2,
    err: /^leeway board: with --server, FILE is the id of a run .*, not .*weight\.yaml\n/,
  })
  t.match(await there(['board', weight, '--against', 'adopted', ...pdf]), {
    code: 2,
    err: /--against is the id/,
  })
  t.match(await there(['journal', 'weight', '--accounts', 'ERP']), { code: 2, err: /FILE is the id/ })
  t.match(await there(['journal', weight]), { code: 2, err: /--accounts NAME is missing/ })
  t.match(await there(['board', weight, '--against', other, ...pdf]), {
    code: 1,
    err: `leeway board: ${server} has no run ${weight}, or no run ${other}, that you may see\n`,
  })
  t.match(await there(['journal', other, '--accounts', 'ERP']), {
    code: 1,
    err: `leeway journal: ${server} has no run ${other} that you may see\n`,
  })
  const many = Array.from({ length: 51 }, (_, i) => ['--school', `s${i}`]).flat()
  t.match(await there(['board', weight, ...many, ...pdf]), {
    code: 1,
    err: /found: a list of 51\n {2}expected: at most 50/,
  })
  t.throws(() => readFileSync(file('none.pdf')), 'and nothing is written')
})
