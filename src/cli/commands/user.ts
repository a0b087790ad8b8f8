import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createDistrict, systemOf } from '../../store/districts.ts'
import type { Store } from '../../store/open-store.ts'
import {
  addPerson,
  disablePerson,
  findPerson,
  listPeople,
  type Person,
  setPassword,
} from '../../store/people.ts'
import { StoreFault } from '../../store/store-fault.ts'
import { ROLES } from '../../store/tables.ts'
import { type Trx, withDistrict } from '../../store/with-district.ts'
import { type CommandLine, choiceOf, readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { shownText } from '../shown-text.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { namedDistrict, needed, withStore } from '../with-store.ts'

const ACTIONS: Readonly<Record<string, (line: CommandLine, terminal: Terminal) => Promise<ExitCode>>> = {
  add,
  list,
  password: changePassword,
  disable,
}

/** `leeway user add|list|password|disable` */
export async function user(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [action = '', ...rest] = args
  const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (run === undefined) throw new UsageFault(`user is followed by ${Object.keys(ACTIONS).join(', ')}`)
  const line = readCommandLine(rest, {
    district: { type: 'string' },
    'new-district': { type: 'string' },
    role: { type: 'string' },
    name: { type: 'string' },
    school: { type: 'string', multiple: true },
    'password-file': { type: 'string' },
  })
  return run(line, terminal)
}

async function add(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const email = needed(line.files[0], 'an EMAIL')
  const code = needed(line.text('district'), '--district')
  needed(line.text('role'), '--role')
  const role = choiceOf(line, 'role', ROLES)
  const schools = line.texts('school')
  const hasSchools = role === 'principal' || role === 'budget-partner'
  if (hasSchools !== schools.length > 0)
    throw new UsageFault(
      hasSchools ? `--school is missing: a ${role} has one at least` : `a ${role} takes no --school`,
    )
  const name = line.text('name') ?? email
  const { password, isMade } = chosenPassword(line)
  const newDistrict = line.text('new-district')
  return withStore(terminal, async (store) => {
    const districtId =
      newDistrict === undefined
        ? await namedDistrict(store, code)
        : await createDistrict(store.pool, { code, name: newDistrict })
    const identity = systemOf(districtId)
    await withDistrict(store.pool, identity, async (trx) => {
      const personId = await addPerson(trx, identity, { email, name, role, schools })
      await setPassword(trx, identity, personId, password)
    })
    terminal.out(`${shownText(email)} is ${role} in ${code}.\n${isMade ? passwordLine(password) : ''}`)
    return EXIT.fine
  })
}

async function list(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const people = await withDistrict(store.pool, identity, async (trx) => listPeople(trx))
    terminal.out(peopleTable(people, terminal))
    return EXIT.fine
  })
}

function peopleTable(people: readonly Person[], terminal: Terminal): string {
  const column = (title: string, cell: (person: Person) => string) => ({
    title,
    align: 'left' as const,
    cells: people.map((person) => shownText(cell(person))),
  })
  return table(
    [
      column('e-mail', ({ email }) => email),
      column('name', ({ name }) => name),
      column('role', ({ role }) => role),
      column('schools', ({ schools }) => schools.join(', ')),
      column('state', ({ isDisabled }) => (isDisabled ? 'disabled' : 'active')),
    ],
    terminal,
  )
}

async function changePassword(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const { password, isMade } = chosenPassword(line)
  return withPerson(line, terminal, async (trx, personId, districtId) => {
    await setPassword(trx, systemOf(districtId), personId, password)
    return `The password is changed, and open sessions are ended.\n${isMade ? passwordLine(password) : ''}`
  })
}

async function disable(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  return withPerson(line, terminal, async (trx, personId) =>
    (await disablePerson(trx, personId))
      ? 'Disabled: sessions and keys of this person open nothing any more.\n'
      : 'This person was disabled already.\n',
  )
}

async function withPerson(
  line: CommandLine,
  terminal: Terminal,
  work: (trx: Trx, personId: string, districtId: string) => Promise<string>,
): Promise<ExitCode> {
  const email = needed(line.files[0], 'an EMAIL')
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store: Store) => {
    const districtId = await namedDistrict(store, code)
    const said = await withDistrict(store.pool, systemOf(districtId), async (trx) => {
      const personId = await findPerson(trx, email)
      if (personId === undefined)
        throw new StoreFault('reference', `nobody in ${code} has the e-mail ${shownText(email)}`)
      return work(trx, personId, districtId)
    })
    terminal.out(said)
    return EXIT.fine
  })
}

/** From the file that is named, `-` for standard input; or a new one. Never from the command line, which others see. */
function chosenPassword(line: CommandLine): { readonly password: string; readonly isMade: boolean } {
  const file = line.text('password-file')
  if (file === undefined) return { password: randomBytes(15).toString('base64url'), isMade: true }
  try {
    const [password = ''] = readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/)
    return { password, isMade: false }
  } catch {
    throw new UsageFault(`the file of --password-file cannot be read: ${shownText(file)}`)
  }
}

function passwordLine(password: string): string {
  return `Password, shown only now: ${password}\n`
}
