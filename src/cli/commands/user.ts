import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ROLES, type Role } from '../../contract/api/roles.ts'
import { changePerson } from '../../store/change-person.ts'
import { createDistrict, systemOf } from '../../store/districts.ts'
import { setPassword } from '../../store/passwords.ts'
import { addPerson, listPeople, type Person } from '../../store/people.ts'
import { findPortfolioByName, listPortfolios } from '../../store/portfolios.ts'
import { hasPortfolio, hasSchools } from '../../store/role-rules.ts'
import { StoreFault } from '../../store/store-fault.ts'
import { type Identity, type Trx, withDistrict } from '../../store/with-district.ts'
import { type Actions, actionOf } from '../actions.ts'
import { allPages } from '../all-pages.ts'
import { type CommandLine, choiceOf, readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { shownText } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'
import { textTable } from '../text-table.ts'
import { namedDistrict, namedPerson, needed, withStore } from '../with-store.ts'

const ACTIONS: Actions = {
  add,
  list,
  password: changePassword,
  disable,
  enable,
}

/** `leeway user add|list|password|disable|enable` */
export async function user(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { act, rest } = actionOf('user', ACTIONS, args)
  const line = readCommandLine(rest, {
    district: { type: 'string' },
    'new-district': { type: 'string' },
    role: { type: 'string' },
    name: { type: 'string' },
    school: { type: 'string', multiple: true },
    portfolio: { type: 'string' },
    'password-file': { type: 'string' },
  })
  return act(line, terminal)
}

async function add(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const email = needed(line.files[0], 'an EMAIL')
  const code = needed(line.text('district'), '--district')
  needed(line.text('role'), '--role')
  const role = choiceOf(line, 'role', ROLES)
  const schools = line.texts('school')
  const portfolioName = line.text('portfolio')
  checkGiven(role, '--school', hasSchools(role), schools.length > 0)
  checkGiven(role, '--portfolio', hasPortfolio(role), portfolioName !== undefined)
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
      const portfolioId =
        portfolioName === undefined ? undefined : await namedPortfolio(trx, portfolioName, code)
      const personId = await addPerson(trx, identity, { email, name, role, schools, portfolioId })
      await setPassword(trx, identity, personId, password)
    })
    terminal.out(`${shownText(email)} is ${role} in ${code}.\n${isMade ? passwordLine(password) : ''}`)
    return EXIT.fine
  })
}

function checkGiven(role: Role, option: string, isNeeded: boolean, isGiven: boolean): void {
  if (isNeeded && !isGiven) throw new UsageFault(`${option} is missing: a ${role} has to have one`)
  if (!isNeeded && isGiven) throw new UsageFault(`a ${role} takes no ${option}`)
}

async function namedPortfolio(trx: Trx, name: string, code: string): Promise<string> {
  const portfolio = await findPortfolioByName(trx, name)
  if (portfolio === undefined)
    throw new StoreFault('reference', `${shownText(code)} has no portfolio ${shownText(name)}`)
  return portfolio.portfolioId
}

async function list(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    await withDistrict(store.pool, identity, async (trx) => {
      const people = await allPages((wish) => listPeople(trx, wish))
      const portfolios = await allPages((wish) => listPortfolios(trx, wish))
      const nameOf = new Map(portfolios.map(({ portfolioId, name }) => [portfolioId, name]))
      const columns = {
        'e-mail': ({ email }: Person) => email,
        name: ({ name }: Person) => name,
        role: ({ role }: Person) => role,
        schools: ({ schools, portfolioId = '' }: Person) => nameOf.get(portfolioId) ?? schools.join(', '),
        state: ({ isDisabled }: Person) => (isDisabled ? 'disabled' : 'active'),
      }
      terminal.out(textTable(people, columns, terminal))
    })
    return EXIT.fine
  })
}

async function changePassword(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const { password, isMade } = chosenPassword(line)
  return withPerson(line, terminal, async (trx, { personId }, identity) => {
    await setPassword(trx, identity, personId, password)
    return `The password is changed, and open sessions are ended.\n${isMade ? passwordLine(password) : ''}`
  })
}

async function disable(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  return withPerson(line, terminal, async (trx, person, identity) => {
    if (person.isDisabled) return 'This person was disabled already.\n'
    const { kind } = await changePerson(trx, identity, person.personId, person.revision, { isDisabled: true })
    if (kind === 'last-of-finance')
      throw new StoreFault('against-rule', 'this is the last one of finance: add another one first')
    if (kind !== 'changed') throw changedMeanwhile()
    return 'Disabled: sessions are ended, and the keys of this person open nothing any more.\n'
  })
}

async function enable(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  return withPerson(line, terminal, async (trx, person, identity) => {
    if (!person.isDisabled) return 'This person was not disabled.\n'
    const { kind } = await changePerson(trx, identity, person.personId, person.revision, {
      isDisabled: false,
    })
    if (kind !== 'changed') throw changedMeanwhile()
    return 'Enabled: the password holds again, and so do keys that are not over.\n'
  })
}

function changedMeanwhile(): StoreFault {
  return new StoreFault('contended', 'somebody changed this person at the same moment: try again')
}

async function withPerson(
  line: CommandLine,
  terminal: Terminal,
  work: (trx: Trx, person: Person, identity: Identity) => Promise<string>,
): Promise<ExitCode> {
  const email = needed(line.files[0], 'an EMAIL')
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const said = await withDistrict(store.pool, identity, async (trx) =>
      work(trx, await namedPerson(trx, email, code), identity),
    )
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
