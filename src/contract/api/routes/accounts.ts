import { z } from 'zod'
import { accountTableSchema } from '../../ledger/account-table.ts'
import { journalComparisonSchema, journalSchema } from '../../ledger/journal-schema.ts'
import type { StoredRoute } from '../route.ts'
import { FINANCE, id, NO_PARAMETERS, pageOnly, pageSchema, plainName, revision } from '../stored-fields.ts'

const named = z.strictObject({ name: z.string(), revision })
const table = z.strictObject({ ...named.shape, ...accountTableSchema.shape })
const oneTable = z.strictObject({ accounts: plainName })
const oneRun = z.strictObject({ run: id })
const byAccounts = z.strictObject({
  /** Name of the table of accounts. */
  accounts: plainName,
})

/** The accounts of the ledger, and runs booked to them. */
export const ACCOUNT_ROUTES = {
  accountTables: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/accounts',
    summary: 'The tables of accounts',
    description: 'By name.',
    access: FINANCE,
    scope: 'read',
    params: NO_PARAMETERS,
    query: pageOnly,
    result: pageSchema(named),
  },
  accountTable: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/accounts/{accounts}',
    summary: 'One table of accounts',
    description: 'Which accounts of the ledger each line is booked to; as CSV as it can be read again.',
    access: FINANCE,
    scope: 'read',
    params: oneTable,
    query: NO_PARAMETERS,
    result: table,
    forms: ['json', 'csv'],
    revision: 'told',
  },
  keepAccounts: {
    kind: 'stored',
    method: 'PUT',
    path: '/v1/accounts/{accounts}',
    summary: 'Keep a table of accounts',
    description:
      'A CSV or XLSX file with the columns `line` and `account`, and `fund`, `school` and `share` if need be. One that ' +
      'is there has to be named by If-Match; for a new one the header is left out.',
    access: FINANCE,
    scope: 'write',
    params: oneTable,
    query: NO_PARAMETERS,
    takes: { kind: 'table' },
    result: table,
    revision: 'needed-if-there',
  },
  runJournal: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/runs/{run}/journal',
    summary: 'The budget journal of a run',
    description:
      'Every line of every school booked to its accounts, to the cent, with the bytes of `leeway journal`. A line with ' +
      'money and without an account is a problem, and then there is no journal.',
    access: FINANCE,
    scope: 'read',
    params: oneRun,
    query: byAccounts,
    result: journalSchema,
    forms: ['json', 'csv'],
    isComputedAgain: true,
  },
  checkJournal: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/runs/{run}/journal',
    summary: 'Hold a ledger against the journal of a run',
    description:
      'A CSV or XLSX file with the columns `account` and `amount`, as `leeway journal --check` reads it: what each ' +
      'account was budgeted, what was booked to it, and the difference. Nothing is kept.',
    access: FINANCE,
    scope: 'read',
    params: oneRun,
    query: byAccounts,
    takes: { kind: 'table' },
    result: journalComparisonSchema,
    forms: ['json', 'csv'],
    isComputedAgain: true,
  },
  removeAccounts: {
    kind: 'stored',
    method: 'DELETE',
    path: '/v1/accounts/{accounts}',
    summary: 'Forget a table of accounts',
    description: 'Nothing is booked by it from then on.',
    access: FINANCE,
    scope: 'write',
    params: oneTable,
    query: NO_PARAMETERS,
    revision: 'needed',
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
