import { journalAgainst, journalOfRun } from '../../app/journal-of-run.ts'
import { runScenario } from '../../app/run-scenario.ts'
import { comparisonOfJournalCsv, journalCsv } from '../../contract/ledger/journal-result.ts'
import type { JournalComparison, JournalResult } from '../../contract/ledger/journal-schema.ts'
import { withSeparators } from '../../core/numbers/format.ts'
import { choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { deliver, type Forms, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { type Booked, type Booking, type BookingWish, bookedElsewhere } from '../journal-elsewhere.ts'
import { tieOutSection, titleOf } from '../run-report.ts'
import { namedService, SERVICE_OPTION } from '../service.ts'
import { shownTexts } from '../shown-text.ts'
import { type TableColumn, table } from '../table.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway journal FILE --accounts FILE [--check FILE]`, or of a run that a service keeps */
export async function journal(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    accounts: { type: 'string' },
    check: { type: 'string' },
    ...RESULT_OPTIONS,
    ...SERVICE_OPTION,
  })
  const file = onlyFile(line)
  const service = namedService(line)
  const accounts = line.text('accounts')
  if (accounts === undefined)
    throw new UsageFault(`--accounts ${service ? 'NAME' : 'FILE'} is missing: the table of accounts`)
  // A journal is for a program to read, and a comparison for a person, unless another form is asked for.
  const check = line.text('check')
  const format = choiceOf(
    line,
    'format',
    check === undefined ? ['csv', 'table', 'json'] : ['table', 'json', 'csv'],
  )
  const place = { out: line.text('out'), files: diskFiles(), terminal }
  const asked = { file, accounts, check, files: place.files }
  const { booked, problems } = await (service ? bookedElsewhere(service, asked) : bookedHere(asked))
  return deliver(booked && inForm(format, formsOf(booked, terminal)), problems, place)
}

async function bookedHere({ file, accounts, check, files }: BookingWish): Promise<Booking> {
  const { run, problems } = await runScenario(file, files)
  if (run === undefined) return { booked: undefined, problems }
  if (check === undefined) {
    const made = await journalOfRun(run, files, { accounts })
    if (made.kind === 'refused') return { booked: undefined, problems: [...made.problems, ...problems] }
    return { booked: { kind: 'journal', result: made.result, run: run.result }, problems }
  }
  const made = await journalAgainst(run, files, { accounts, actuals: check })
  if (made.kind === 'refused') return { booked: undefined, problems: [...made.problems, ...problems] }
  return { booked: { kind: 'comparison', result: made.result, run: run.result }, problems }
}

function formsOf(booked: Booked, terminal: Terminal): Forms {
  const { run } = booked
  const failedTieOut = tieOutSection({ ...run, ...run.scenario }, terminal)
  if (booked.kind === 'journal') {
    const { result } = booked
    return {
      failedTieOut,
      json: result,
      csv: () => journalCsv(result),
      table: (page) => journalText(result, page),
    }
  }
  const { result } = booked
  return {
    failedTieOut,
    json: result,
    csv: () => comparisonOfJournalCsv(result),
    table: (page) => comparisonText(result, page),
  }
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
