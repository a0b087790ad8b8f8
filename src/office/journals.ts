import type { GivenBy } from '../contract/api/route-types.ts'
import type { AccountTable } from '../contract/ledger/account-table.ts'
import { findContent } from '../store/contents-by-name.ts'
import { findRun } from '../store/runs.ts'
import { done, invalid, NOT_FOUND } from './answers.ts'
import { reported } from './computed.ts'
import type { Handled, Work } from './handler.ts'
import { runAgain } from './runs-again.ts'

/** A run booked to its accounts. */
export async function runJournal(work: Work<'runJournal'>): Promise<Handled<GivenBy<'runJournal'>>> {
  return journalAnswer(work, undefined)
}

/** What a ledger has, beside it. */
export async function checkJournal(work: Work<'checkJournal'>): Promise<Handled<GivenBy<'checkJournal'>>> {
  const { posted } = work
  const form = posted?.form === 'xlsx' ? 'xlsx' : 'csv'
  return journalAnswer(work, { bytes: posted?.bytes ?? new Uint8Array(0), form })
}

async function journalAnswer<Result>(
  {
    trx,
    who,
    params,
    query,
    form,
    tools,
  }: Pick<Work<'runJournal'>, 'trx' | 'who' | 'params' | 'query' | 'form' | 'tools'>,
  actuals: { readonly bytes: Uint8Array; readonly form: 'csv' | 'xlsx' } | undefined,
): Promise<Handled<Result>> {
  const run = await findRun(trx, params.run)
  if (run === undefined) return NOT_FOUND
  const kept = await findContent(trx, 'accounts', query.accounts)
  if (kept === undefined) return invalid(noTable(query.accounts))
  const again = await runAgain(trx, who, run)
  if ('kind' in again) return again
  const made = await reported(trx, tools, {
    report: 'journal',
    bytes: again.body,
    // Written by us, when it was kept.
    accounts: JSON.parse(kept.content) as AccountTable,
    name: kept.name,
    actuals,
    answerForm: form === 'csv' ? 'csv' : 'json',
    rowLimit: tools.rowLimit,
  })
  if (made.kind === 'refused') return made
  const other = again.otherThan(made.inputs)
  if (other !== undefined) return other
  const text = new TextDecoder().decode(made.documents[0])
  const headers = { 'leeway-engine': run.engine, 'leeway-inputs': run.inputsHash }
  // Written by us, in another thread; what is sent are its bytes, and a table is no JSON.
  return done((form === 'csv' ? undefined : JSON.parse(text)) as Result, { text, headers })
}

function noTable(found: string) {
  return {
    code: 'NOT_THERE',
    message: 'there is no table of accounts of this name',
    parameter: 'accounts',
    found,
    suggestion: 'GET /v1/accounts has the names of all, and PUT /v1/accounts/NAME keeps one',
  } as const
}
