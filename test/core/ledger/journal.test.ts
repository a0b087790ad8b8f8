import fc from 'fast-check'
import t from 'tap'
import type { Run } from '../../../src/app/run-scenario.ts'
import { readAccounts } from '../../../src/contract/ledger/read-accounts.ts'
import { readJournal } from '../../../src/contract/ledger/read-journal.ts'
import { readCsv } from '../../../src/contract/source/read-csv.ts'
import { type JournalRow, journalOf } from '../../../src/core/ledger/journal.ts'
import { fixedText } from '../../../src/core/numbers/decimal.ts'
import { equal, sum } from '../../../src/core/numbers/rational.ts'
import type { Problem } from '../../../src/core/problems/problem.ts'
import { holds } from '../../support/property.ts'
import { anyScenario } from '../../support/random-scenario.ts'
import { inYaml, runFiles } from '../../support/scenario-files.ts'
import { type Blocks, smallDistrict } from '../../support/small-district.ts'

// School 1 has 1,000.00 of base and 40.00 of title1, school 2 has 2,000.00 and nothing.
const twoLines = {
  lines: `lines:
  - { id: base, amount: enrollment * base, fund: general, flexibility: free }
  - { id: aides, amount: frl * 10, when: level == "ES", fund: title1, flexibility: purpose }`,
  parameters: 'parameters:\n  base: { value: "100", unit: money/pupil, assumed: x }',
  needs:
    'needs: { enrollment: { unit: pupil }, frl: { unit: money }, level: { kind: text, one_of: [ES, HS] } }',
}

t.test('every line of every school has its accounts, and 0.00 has none', async (t) => {
  const rows = await journal('line,account\nbase,A-{school}\naides,B')
  t.strictSame(rows, ['A-1 1000.00 1 base', 'B 40.00 1 aides', 'A-2 2000.00 2 base'])
})

t.test('a line that is shared adds up to the cent, the last cent by account', async (t) => {
  const rows = await journal('line,account,share\nbase,C,1/3\nbase,B,1/3\nbase,A,1/3\naides,D,')
  // 1,000 / 3 = 333.33 and a cent, which goes to A; 2,000 / 3 = 666.66 and two, to A and B.
  t.strictSame(rows, [
    'C 333.33 1 base',
    'B 333.33 1 base',
    'A 333.34 1 base',
    'D 40.00 1 aides',
    'C 666.66 2 base',
    'B 666.67 2 base',
    'A 666.67 2 base',
  ])
})

t.test('the row that says most of a line is its row', async (t) => {
  const all = '*,,,all,'
  const fund = '*,general,,fund,'
  const fundAtSchool = '*,general,2,fund-2,'
  const line = 'base,,,line,'
  const lineAtSchool = 'base,general,2,line-2,'
  const at2 = async (...rows: string[]): Promise<string | undefined> =>
    (await journal(['line,fund,school,account,share', ...rows].join('\n'))).at(-1)
  t.equal(await at2(all), 'all 2000.00 2 base')
  t.equal(await at2(all, fund), 'fund 2000.00 2 base')
  t.equal(await at2(all, fund, fundAtSchool), 'fund-2 2000.00 2 base')
  t.equal(await at2(all, fund, fundAtSchool, line), 'line 2000.00 2 base')
  t.equal(await at2(lineAtSchool, line, fundAtSchool, fund, all), 'line-2 2000.00 2 base')
})

t.test('money that an adjustment left is booked as the lines are', async (t) => {
  const figures = 'adjustments:\n  - { id: viable, kind: minimum, over: [base], least: "1500" }'
  const rows = await journal('line,account\n*,A\nviable.general.free,B', { figures })
  t.ok(rows.includes('B 500.00 1 viable.general.free'))
})

t.test('money that is taken back is shared to the cent as well', async (t) => {
  const parameters = 'parameters:\n  base: { value: "-100.001", unit: money/pupil, assumed: x }'
  const rows = await journal('line,account,share\nbase,A,1/3\nbase,B,2/3\naides,C,', { parameters })
  // −1,000.01: a third is −333.3366…, two thirds −666.6733….
  t.strictSame(rows.slice(0, 2), ['A -333.34 1 base', 'B -666.67 1 base'])
})

t.test('whatever the run, its journal adds up to it at every school and in every line', async (t) => {
  const table = accountsIn('line,account,share\n*,A,1/3\n*,B,1/7\n*,C-{school},11/21\nl0,D,')
  if (table.kind === 'failed') throw new Error('the table can be read')
  const property = fc.asyncProperty(anyScenario, async (scenario) => {
    const { allocation } = await runFiles(inYaml(scenario))
    const made = journalOf(allocation, table.value)
    if (made.kind === 'failed') return false
    return allocation.schools.every((school) =>
      school.lines.every(({ id, amount }) => {
        const own = made.value.filter((row) => row.school === school.id && row.line === id)
        return equal(sum(own.map((row) => row.amount)), amount)
      }),
    )
  })
  await holds(t, property, { runs: 100 })
})

t.test('all that is wrong with a table is told at once, and each of it once', async (t) => {
  const run: Run = await runFiles([['district.yaml', smallDistrict(twoLines)]])
  const told = (csv: string): string[] => {
    const rows = accountsIn(csv)
    const made = rows.kind === 'failed' ? rows : journalOf(run.allocation, rows.value)
    if (made.kind !== 'failed') throw new Error('something is wrong with it')
    return made.problems.map(
      ({ code, at }) => `${code} ${'row' in at ? at.row : ''} ${'column' in at ? at.column : ''}`,
    )
  }
  t.strictSame(told('line,account,share\nbas,A,\naides,B,half\naides,C,1/2'), [
    'ACCOUNT_TARGET 2 line',
    'ACCOUNT_SHARE 3 share',
  ])
  t.strictSame(told('line,fund,account\n*,genral,A\naides,,B'), ['ACCOUNT_TARGET 2 fund'])
  t.strictSame(told('line,account\nzzz,A\naides,B'), ['ACCOUNT_TARGET 2 line', 'ACCOUNT_MISSING  '])
})

t.test('a table that nobody writes is refused at once', async (t) => {
  const run: Run = await runFiles([['district.yaml', smallDistrict(twoLines)]])
  const told = (row: (i: number) => string, rows: number): readonly Problem[] => {
    const csv = Array.from({ length: rows }, (_, i) => row(i)).join('\n')
    const read = accountsIn(`line,account,share\n${csv}`)
    const made = read.kind === 'failed' ? read : journalOf(run.allocation, read.value)
    return made.kind === 'failed' ? made.problems : []
  }
  const misspelt = told((i) => `bas${i},A,`, 20_000)
  t.strictSame([misspelt.length, misspelt.at(-1)?.code], [501, 'PROBLEMS_LIMIT'])
  t.equal(told(() => 'base,A,1/20000', 20_000).at(-1)?.code, 'PROBLEMS_LIMIT')
  // Fractions whose sum has a denominator of their product: exact, and as long as the table.
  const fractions = (rows: number): string[] =>
    told((i) => `base,A${i},1/${10n ** 17n + BigInt(2 * i + 1)}`, rows).map(({ code }) => code)
  t.strictSame(fractions(20_000).slice(0, 1), ['ROWS_LIMIT'])
  t.strictSame(fractions(100).slice(0, 1), ['ACCOUNT_SHARE'])
  t.strictSame(
    told((i) => `base,A${i},1/100`, 100).map(({ code }) => code),
    ['ACCOUNT_MISSING'],
    'aides has none',
  )
  const booked = tableOf(`account,amount\n${'A,much\n'.repeat(20_000)}`)
  const actuals = booked.kind === 'failed' ? booked : readJournal(booked.value)
  t.equal(actuals.kind === 'failed' ? actuals.problems.length : 0, 501)
})

function accountsIn(csv: string): ReturnType<typeof readAccounts> {
  const table = tableOf(csv)
  return table.kind === 'failed' ? table : readAccounts(table.value)
}

function tableOf(csv: string): ReturnType<typeof readCsv> {
  return readCsv({ body: csv, linesAbove: 0 }, { dataset: 'accounts' })
}

/** The rows of the two schools' journal: account, amount, school, line. */
async function journal(csv: string, blocks: Blocks = {}): Promise<string[]> {
  const run: Run = await runFiles([['district.yaml', smallDistrict({ ...twoLines, ...blocks })]])
  const rows = accountsIn(csv)
  if (rows.kind === 'failed') throw new Error(rows.problems.map(({ message }) => message).join('; '))
  const made = journalOf(run.allocation, rows.value)
  if (made.kind === 'failed') throw new Error(made.problems.map(({ message }) => message).join('; '))
  return made.value.map(rowText)
}

function rowText({ account, amount, school, line }: JournalRow): string {
  return `${account} ${fixedText(amount)} ${school} ${line}`
}
