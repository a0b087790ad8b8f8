import { RULES } from '../store/broken-rules.ts'
import { findDistrict } from '../store/districts.ts'
import {
  migrateStore,
  openStore,
  type Store,
  type StoreSettings,
  storeSettings,
} from '../store/open-store.ts'
import { findPersonByEmail, type Person } from '../store/people.ts'
import { StoreFault } from '../store/store-fault.ts'
import type { Trx } from '../store/with-district.ts'
import { UsageFault } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { shownText } from './shown-text.ts'
import type { Terminal } from './terminal.ts'

/** Does work on the data of this machine or of `DATABASE_URL`, and says what stands in its way. */
export async function withStore(
  terminal: Terminal,
  work: (store: Store) => Promise<ExitCode>,
): Promise<ExitCode> {
  return worded(terminal, async (settings, tell) => {
    const store = await openStore(settings, tell)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  })
}

/** Brings the schema up to date, and says what was done. */
export async function withMigration(terminal: Terminal): Promise<ExitCode> {
  return worded(terminal, async (settings, tell) => {
    const { applied } = await migrateStore(settings, tell)
    for (const name of applied) terminal.out(`${name}: done\n`)
    if (applied.length === 0) terminal.out('The database is up to date.\n')
    return EXIT.fine
  })
}

/** The id of a district that somebody named. */
export async function namedDistrict({ pool }: Store, code: string): Promise<string> {
  const districtId = await findDistrict(pool, code)
  if (districtId === undefined)
    throw new StoreFault(
      'reference',
      `there is no district ${shownText(code)}: user add --new-district makes one`,
    )
  return districtId
}

/** The person of a district whose e-mail somebody named. */
export async function namedPerson(trx: Trx, email: string, code: string): Promise<Person> {
  const person = await findPersonByEmail(trx, email)
  if (person === undefined)
    throw new StoreFault('reference', `nobody in ${shownText(code)} has the e-mail ${shownText(email)}`)
  return person
}

export function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageFault(`${name} is missing`)
  return value
}

async function worded(
  terminal: Terminal,
  work: (settings: StoreSettings, tell: (line: string) => void) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work(storeSettings(process.env), (line) => terminal.err(`${line}\n`))
  } catch (thrown) {
    if (!(thrown instanceof StoreFault)) throw thrown
    terminal.err(`${terminal.paint('red', 'error')}: ${thrown.message}${remedyOf(thrown)}\n`)
    return EXIT.input
  }
}

/** The rule that was broken, where a person at the screen can do something about it. */
function remedyOf({ constraint }: StoreFault): string {
  const words = constraint === undefined ? undefined : RULES[constraint]?.words
  return words === undefined ? '' : ` (${words})`
}
