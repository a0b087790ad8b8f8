import { asTold, type WireProblem } from '../../contract/api/wire-problem.ts'
import { accountsCsv } from '../../contract/ledger/account-table.ts'
import { comparisonOfJournalCsv, journalCsv } from '../../contract/ledger/journal-result.ts'
import type { Files } from '../files.ts'
import { type JournalOutcome, journalAgainst, journalOfRun } from '../journal-of-run.ts'
import { type Run, runScenario } from '../run-scenario.ts'
import type { Refused } from './no-result.ts'
import type { JournalJob, ReportDone } from './report-job.ts'
import { runBodies } from './run-bodies.ts'

/** Books a run to its accounts, and holds it against a ledger where one was sent, as the command line prints it. */
export async function answerJournal(job: JournalJob): Promise<ReportDone | Refused> {
  const bodies = await runBodies([job.bytes], job)
  if (bodies.kind === 'refused') return bodies
  const {
    files,
    paths: [path = ''],
  } = bodies
  const { run, problems } = await runScenario(path, files)
  if (run === undefined) return refused(problems)
  const made = await textOf(run, job)
  if (made.kind === 'refused') return refused(made.problems)
  const { inputs } = run.result.leeway
  return { kind: 'reported', documents: [new TextEncoder().encode(made.result)], inputs: [inputs] }
}

function refused(problems: readonly WireProblem[]): Refused {
  return { kind: 'refused', why: 'input', ...asTold(problems) }
}

async function textOf(run: Run, job: JournalJob): Promise<JournalOutcome<string>> {
  const { actuals, answerForm } = job
  const booked = journalFiles(job)
  const accounts = accountsPath(job)
  if (actuals === undefined) {
    const made = await journalOfRun(run, booked, { accounts })
    if (made.kind === 'refused') return made
    return { kind: 'done', result: answerForm === 'csv' ? journalCsv(made.result) : jsonText(made.result) }
  }
  const made = await journalAgainst(run, booked, { accounts, actuals: `body.${actuals.form}` })
  if (made.kind === 'refused') return made
  const { result } = made
  return { kind: 'done', result: answerForm === 'csv' ? comparisonOfJournalCsv(result) : jsonText(result) }
}

/** Where problems say that the table of accounts is: the rows are those of its CSV. */
function accountsPath({ name }: JournalJob): string {
  return `accounts/${name}.csv`
}

function journalFiles(job: JournalJob): Files {
  const table = new TextEncoder().encode(accountsCsv(job.accounts))
  const accounts = accountsPath(job)
  return {
    read: async (path) => {
      const bytes = path === accounts ? table : job.actuals?.bytes
      return bytes === undefined ? { kind: 'missing' } : { kind: 'bytes', bytes }
    },
  }
}

function jsonText(result: object): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
