import type { PEOPLE_ROUTES } from '../contract/api/routes/people.ts'
import { changePerson } from '../store/change-person.ts'
import { checkPassword, setPassword } from '../store/passwords.ts'
import { addPerson, findPerson, listPeople, type Person } from '../store/people.ts'
import { endSessions, listSessions } from '../store/sessions.ts'
import { asProgram } from '../store/with-district.ts'
import { changed, conflict, done, invalid, NOT_FOUND } from './answers.ts'
import type { Handled, Handlers, Work } from './handler.ts'
import { idWishOf, pageAnswer, wishOf } from './paging.ts'

/** The people of a district, and their sign-ins. */
export const PEOPLE_HANDLERS: Handlers<keyof typeof PEOPLE_ROUTES> = {
  async users({ trx, query }) {
    const { role, school } = query
    return done(pageAnswer(await listPeople(trx, { ...wishOf(query), role, school }), asUser))
  },
  async addUser({ trx, who, fields }) {
    const { password, portfolio: portfolioId, ...person } = fields
    const personId = await addPerson(trx, who, { ...person, portfolioId })
    // A password is its person's alone to write, but for the program.
    if (password !== undefined)
      await asProgram(trx, who, async () => setPassword(trx, who, personId, password))
    const user = await findPerson(trx, personId)
    if (user === undefined) throw new Error('a person who was just added cannot be seen')
    return done(asUser(user), { revision: user.revision, location: `/v1/users/${personId}` })
  },
  async user({ trx, params }) {
    const user = await findPerson(trx, params.user)
    return user === undefined ? NOT_FOUND : done(asUser(user), { revision: user.revision })
  },
  async changeUser({ trx, who, params, ifMatch, fields }) {
    const { portfolio: portfolioId, disabled, ...rest } = fields
    const isDisabled = disabled === undefined ? undefined : disabled === 'true'
    const change = { ...rest, portfolioId, isDisabled }
    const outcome = await changePerson(trx, who, params.user, ifMatch, change)
    return outcome.kind === 'last-of-finance' ? LAST_OF_FINANCE : changed(outcome, asUser)
  },
  async setPassword(work) {
    const { trx, who, params, fields } = work
    if ((await findPerson(trx, params.user)) === undefined) return NOT_FOUND
    if (params.user.toLowerCase() === who.personId) return setOwnPassword(work)
    await asProgram(trx, who, async () => setPassword(trx, who, params.user, fields.password))
    return done(undefined)
  },
  async userSessions({ trx, params, query }) {
    if ((await findPerson(trx, params.user)) === undefined) return NOT_FOUND
    const page = await listSessions(trx, { ...idWishOf(query, 'oldest-first'), personId: params.user })
    return done(
      pageAnswer(page, ({ sessionId: id, createdAt: created, expiresAt: expires }) => {
        return { id, created, expires }
      }),
    )
  },
  async endUserSessions({ trx, params }) {
    if ((await findPerson(trx, params.user)) === undefined) return NOT_FOUND
    await endSessions(trx, params.user)
    return done(undefined)
  },
}

const LAST_OF_FINANCE = conflict(
  'Nobody else of finance could undo this. Give somebody else that role first.',
)

function asUser({ personId, portfolioId, schools, isDisabled, createdAt, ...rest }: Person) {
  return {
    id: personId,
    email: rest.email,
    name: rest.name,
    role: rest.role,
    schools: [...schools],
    portfolio: portfolioId ?? null,
    disabled: isDisabled,
    created: createdAt,
    revision: rest.revision,
  }
}

/** Who has somebody's key or open window does not have their password, and must not be able to take their place. */
async function setOwnPassword({ trx, who, fields }: Work<'setPassword'>): Promise<Handled<undefined>> {
  const { password, current } = fields
  if (current === undefined)
    return invalid({
      code: 'NOT_TOGETHER',
      pointer: '',
      message: 'who changes their own password sends the current one too',
      expected: 'current: …',
    })
  if (!(await checkPassword(trx, who.personId, current)))
    return invalid({
      code: 'PASSWORD_WRONG',
      pointer: '/current',
      message: 'this is not the current password',
      suggestion: 'who has forgotten it asks finance for another one',
    })
  await setPassword(trx, who, who.personId, password)
  return done(undefined)
}
