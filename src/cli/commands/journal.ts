import { journalAgainst, journalOfRun } from '../../app/journal-of-run.ts'
import { type Run, runScenario } from '../../app/run-scenario.ts'
import { comparisonOfJournalCsv, journalCsv } from '../../contract/ledger/journal-result.ts'
import type { JournalComparison, JournalResult } from '../../contract/ledger/journal-schema.ts'
import type { LocatedProblem } from '../../contract/report/source-map.ts'
import { withSeparators } from '../../core/numbers/format.ts'
import { type CommandLine, choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { deliver, type Finished, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { type DiskFiles, diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { tieOutSection, titleOf } from '../run-report.ts'
import { shownTexts } from '../shown-text.ts'
import { type TableColumn, table } from '../table.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway journal FILE --accounts FILE [--check FILE]` */
export async function journal(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    accounts: { type: 'string' },
    check: { type: 'string' },
    ...RESULT_OPTIONS,
  })
  const path = onlyFile(line)
  const accounts = line.text('accounts')
  if (accounts === undefined) throw new UsageFault('--accounts FILE is missing: the table of accounts')
  const place = { out: line.text('out'), files: diskFiles(), terminal }
  const { run, problems } = await runScenario(path, place.files)
  if (run === undefined) return deliver(undefined, problems, place)
  const made = await finishedOf(line, { run, accounts, ...place })
  return 'text' in made ? deliver(made, problems, place) : deliver(undefined, [...made, ...problems], place)
}

interface Making {
  readonly run: Run
  readonly accounts: string
  readonly files: DiskFiles
  readonly terminal: Terminal
}

/** A journal is for a program to read, and a comparison for a person, unless another form is asked for. */
async function finishedOf(
  line: CommandLine,
  { run, accounts, files, terminal }: Making,
): Promise<Finished | readonly LocatedProblem[]> {
  const actuals = line.text('check')
  const failedTieOut = tieOutSection({ ...run.result, ...run.result.scenario }, terminal)
  if (actuals === undefined) {
    const format = choiceOf(line, 'format', ['csv', 'table', 'json'])
    const made = await journalOfRun(run, files, { accounts })
    if (made.kind === 'refused') return made.problems
    const { result } = made
    const forms = { failedTieOut, json: result, csv: () => journalCsv(result) }
    return inForm(format, { ...forms, table: (page) => journalText(result, page) })
  }
  const format = choiceOf(line, 'format', ['table', 'json', 'csv'])
  const made = await journalAgainst(run, files, { accounts, actuals })
  if (made.kind === 'refused') return made.problems
  const { result } = made
  const forms = { failedTieOut, json: result, csv: () => comparisonOfJournalCsv(result) }
  return inForm(format, { ...forms, table: (page) => comparisonText(result, page) })
}

function journalText(result: JournalResult, page: Terminal): string {
  const { accounts, rows, total } = shownTexts(result)
  const columns = [
    texts('Account', [...accounts.map(({ account }) => account), 'Total']),
    numbers('Budget', [...accounts.map(({ amount }) => amount), total]),
  ]
  return `${heading(result, page)}\n${table(columns, page)}${rows.length} rows, in --format csv\n`
}

/** Accounts that differ from their budget, and how many do not. */
function comparisonText(result: JournalComparison, page: Terminal): string {
  const { accounts, ...sums } = shownTexts(result)
  const differing = accounts.filter(({ difference }) => !/^-?[0.]+$/.test(difference))
  const columns = [
    texts('Account', [...differing.map(({ account }) => account), 'All accounts']),
    numbers('Budget', [...differing.map(({ budget }) => budget ?? '–'), sums.budget]),
    numbers('Actual', [...differing.map(({ actual }) => actual ?? '–'), sums.actual]),
    numbers('Difference', [...differing.map(({ difference }) => difference), sums.difference]),
  ]
  const equal = `${accounts.length - differing.length} of ${accounts.length} accounts are as budgeted\n`
  return `${heading(result, page)}\n${table(columns, page)}${equal}`
}

function heading({ scenario }: Pick<JournalResult, 'scenario'>, { paint }: Terminal): string {
  const { currency, demonstration } = shownTexts(scenario)
  const notice = demonstration === undefined ? '' : `${paint('yellow', demonstration)}\n`
  return `${paint('bold', `${titleOf(shownTexts(scenario))} (${currency})`)}\n${notice}`
}

function texts(title: string, cells: readonly string[]): TableColumn {
  return { title, align: 'left', cells }
}

function numbers(title: string, cells: readonly string[]): TableColumn {
  return { title, align: 'right', cells: cells.map(withSeparators) }
}
