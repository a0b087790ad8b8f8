import { readDistrict } from '../store/districts.ts'
import { findPerson } from '../store/people.ts'
import { done, NOT_FOUND } from './answers.ts'
import type { Handlers } from './handler.ts'

/** Who is asking. */
export const SESSION_HANDLERS: Handlers<'session'> = {
  async session({ trx, who, known: { scopes, expires, person } }) {
    const { code, name } = await readDistrict(trx, who)
    const user = await findPerson(trx, who.personId)
    if (user === undefined) return NOT_FOUND
    const { personId: id, email, name: called, role } = user
    return done({
      district: { code, name },
      user: { id, email, name: called, role, schools: [...person.schools] },
      scopes: [...scopes],
      expires,
      csrf: null,
    })
  },
}
