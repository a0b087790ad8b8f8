import { KEY_DAYS, SCOPES, type Scope } from '../../contract/api/roles.ts'
import { addKey, type Key, listKeys, revokeKey } from '../../store/api-keys.ts'
import { systemOf } from '../../store/districts.ts'
import { StoreFault } from '../../store/store-fault.ts'
import { withDistrict } from '../../store/with-district.ts'
import { type Actions, actionOf } from '../actions.ts'
import { allPages } from '../all-pages.ts'
import { type CommandLine, readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { textTable } from '../text-table.ts'
import { namedDistrict, namedPerson, needed, withStore } from '../with-store.ts'

const ACTIONS: Actions = {
  add,
  list,
  revoke,
}

/** `leeway key add|list|revoke` */
export async function key(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { act, rest } = actionOf('key', ACTIONS, args)
  const line = readCommandLine(rest, {
    district: { type: 'string' },
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    days: { type: 'string' },
  })
  return act(line, terminal)
}

async function add(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const email = needed(line.files[0], 'an EMAIL')
  const code = needed(line.text('district'), '--district')
  const name = needed(line.text('name'), '--name')
  const scopes = scopesOf(line.texts('scope'))
  const days = daysOf(line.text('days') ?? KEY_DAYS.unlessStated)
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const made = await withDistrict(store.pool, identity, async (trx) => {
      const { personId } = await namedPerson(trx, email, code)
      return addKey(trx, identity, { personId, name, scopes, days })
    })
    terminal.out(`Key ${made.keyId}, for ${days} days: ${scopes.join(', ')}\nShown only now: ${made.text}\n`)
    return EXIT.fine
  })
}

async function list(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const keys = await withDistrict(store.pool, identity, async (trx) =>
      allPages((wish) => listKeys(trx, wish)),
    )
    terminal.out(textTable(keys, COLUMNS, terminal))
    return EXIT.fine
  })
}

const COLUMNS: Readonly<Record<string, (key: Key) => string>> = {
  key: ({ keyId }) => keyId,
  'e-mail': ({ email }) => email,
  name: ({ name }) => name,
  scopes: ({ scopes }) => scopes.join(', '),
  until: ({ expiresAt }) => expiresAt.slice(0, 10),
  state: ({ state }) => state,
}

async function revoke(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const keyId = needed(line.files[0], 'a KEY')
  const code = needed(line.text('district'), '--district')
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(keyId))
    throw new UsageFault('a KEY is the first column of "leeway key list"')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const isDone = await withDistrict(store.pool, identity, async (trx) => revokeKey(trx, keyId))
    if (!isDone) throw new StoreFault('reference', `${code} has no such key that is not revoked`)
    terminal.out('Revoked: it opens nothing any more.\n')
    return EXIT.fine
  })
}

function scopesOf(words: readonly string[]): readonly Scope[] {
  if (words.length === 0) return SCOPES
  const unknown = words.find((word) => !SCOPES.some((scope) => scope === word))
  if (unknown !== undefined) throw new UsageFault(`--scope is one of ${SCOPES.join(', ')}, not ${unknown}`)
  return SCOPES.filter((scope) => words.includes(scope))
}

function daysOf(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (days < 1 || days > KEY_DAYS.most)
    throw new UsageFault(`--days is a number from 1 to ${KEY_DAYS.most}, not ${text}`)
  return days
}
