import { readFileBytes, readFileText } from '../app/read-file.ts'
import { createDistrictClient, type DistrictReply } from '../client/district-client.ts'
import { type Service, ServiceFault } from '../client/sending.ts'
import type { JournalComparison, JournalResult } from '../contract/ledger/journal-schema.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import { createSourceMap, type LocatedProblem } from '../contract/report/source-map.ts'
import { isXlsx } from '../contract/source/read-xlsx.ts'
import type { Outcome } from '../core/problems/problem.ts'
import type { DiskFiles } from './disk-files.ts'
import { refusedKept, resultOfKept, runIdOf } from './kept-run.ts'

export interface BookingWish {
  /** The scenario, or the id of a run that a service keeps. */
  readonly file: string
  /** File of the table of accounts, or its name on the service. */
  readonly accounts: string
  /** File of what the ledger has. */
  readonly check: string | undefined
  readonly files: DiskFiles
}

/** A run, booked to its accounts or held against a ledger. */
export type Booked = { readonly run: RunResult } & (
  | { readonly kind: 'journal'; readonly result: JournalResult }
  | { readonly kind: 'comparison'; readonly result: JournalComparison }
)

export interface Booking {
  readonly booked: Booked | undefined
  readonly problems: readonly LocatedProblem[]
}

/** Has a service book a run that it keeps, by a table of accounts that it keeps. */
export async function bookedElsewhere(
  service: Service,
  { file, accounts, check, files }: BookingWish,
): Promise<Booking> {
  const params = { run: runIdOf(file, 'FILE') }
  const client = createDistrictClient(service)
  const posted = check === undefined ? undefined : await postedTable(check, files)
  if (posted?.kind === 'failed') {
    const { locate } = createSourceMap(check ?? '')
    return { booked: undefined, problems: posted.problems.map(locate) }
  }
  const query = { accounts }
  const refused = ({ problem }: Extract<DistrictReply<never>, { kind: 'refused' }>): Booking => {
    const absent = `${service.address} has no run ${params.run} that you may see`
    return { booked: undefined, problems: refusedKept(problem, absent).map((each) => inFile(each, check)) }
  }
  const resulted = async (): Promise<RunResult> => {
    const run = await resultOfKept(client, params.run)
    if (run === undefined) throw new ServiceFault(`${service.address} has no result of run ${params.run}`)
    return run
  }
  if (posted === undefined) {
    const reply = await client.ask('runJournal', { params, query })
    if (reply.kind === 'refused') return refused(reply)
    return { booked: { kind: 'journal', result: reply.value, run: await resulted() }, problems: [] }
  }
  const reply = await client.ask('checkJournal', { params, query, ...posted.value })
  if (reply.kind === 'refused') return refused(reply)
  return { booked: { kind: 'comparison', result: reply.value, run: await resulted() }, problems: [] }
}

type Posted = { readonly text: string } | { readonly workbook: Uint8Array<ArrayBuffer> }

async function postedTable(path: string, files: DiskFiles): Promise<Outcome<Posted>> {
  if (!isXlsx(path)) {
    const text = await readFileText(files, { path })
    return text.kind === 'failed' ? text : { ...text, value: { text: text.value } }
  }
  const bytes = await readFileBytes(files, { path })
  return bytes.kind === 'failed' ? bytes : { ...bytes, value: { workbook: Uint8Array.from(bytes.value) } }
}

/** What was posted is called `body.csv` there; here it has its path. */
function inFile(problem: LocatedProblem, path: string | undefined): LocatedProblem {
  const isPosted = /^body\.(?:csv|xlsx)$/.test(problem.where.file ?? '')
  return isPosted && path !== undefined ? { ...problem, where: { ...problem.where, file: path } } : problem
}
