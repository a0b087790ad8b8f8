import type { ACCOUNT_ROUTES } from '../contract/api/routes/accounts.ts'
import { type AccountTable, accountsCsv } from '../contract/ledger/account-table.ts'
import { findContent, listNames, type NamedContent } from '../store/contents-by-name.ts'
import { done, NOT_FOUND } from './answers.ts'
import { readPosted } from './computed.ts'
import type { Handlers } from './handler.ts'
import { checkJournal, runJournal } from './journals.ts'
import { keptByName, removedByName } from './kept-by-name.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** The accounts of the ledger, and runs booked to them. */
export const ACCOUNT_HANDLERS: Handlers<keyof typeof ACCOUNT_ROUTES> = {
  async accountTables({ trx, query }) {
    return done(pageAnswer(await listNames(trx, 'accounts', wishOf(query)), (each) => ({ ...each })))
  },
  async accountTable({ trx, params, form }) {
    const found = await findContent(trx, 'accounts', params.accounts)
    if (found === undefined) return NOT_FOUND
    const { revision } = found
    const table = tableWire(found)
    return done(table, { revision, ...(form === 'csv' && { text: accountsCsv(table) }) })
  },
  async keepAccounts(work) {
    const { trx, tools, posted, params } = work
    const form = posted?.form === 'xlsx' ? 'xlsx' : 'csv'
    const bytes = posted?.bytes ?? new Uint8Array(0)
    const read = await readPosted(trx, tools, { task: 'accounts', bytes, form })
    if (read.kind === 'refused') return read
    const content = JSON.stringify(read.value.accounts)
    return keptByName(work, 'accounts', { name: params.accounts, content, asWire: tableWire })
  },
  async removeAccounts(work) {
    return removedByName(work, 'accounts', work.params.accounts)
  },
  runJournal,
  checkJournal,
}

function tableWire({ name, content, revision }: NamedContent) {
  // Written by us, when it was kept.
  const { rows } = JSON.parse(content) as AccountTable
  return { name, rows, revision }
}
