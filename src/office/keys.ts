import type { Known, Refusal } from '../app/service/stored-request.ts'
import { SCOPES, type Scope } from '../contract/api/roles.ts'
import type { KEY_ROUTES } from '../contract/api/routes/keys.ts'
import { addKey, findKey, type Key, listKeys, revokeKey } from '../store/api-keys.ts'
import { findPerson } from '../store/people.ts'
import { done, invalid, NOT_FOUND } from './answers.ts'
import type { Handlers } from './handler.ts'
import { idWishOf, pageAnswer } from './paging.ts'

/** Keys, with which scripts ask in the place of a person. */
export const KEY_HANDLERS: Handlers<keyof typeof KEY_ROUTES> = {
  async keys({ trx, query }) {
    return done(
      pageAnswer(await listKeys(trx, { ...idWishOf(query, 'oldest-first'), personId: query.user }), asWire),
    )
  },
  async addKey({ trx, who, known, fields }) {
    const { name, user: personId = who.personId } = fields
    const scopes = SCOPES.filter((scope) => fields.scopes.includes(scope))
    if ((await findPerson(trx, personId)) === undefined)
      return invalid({ code: 'NOT_THERE', pointer: '/user', message: 'there is nobody of this id here' })
    const { keyId, text } = await addKey(trx, who, { personId, name, scopes, days: Number(fields.days) })
    const key = await findKey(trx, keyId)
    if (key === undefined) throw new Error('a key that was just made cannot be seen')
    // Refused after it was made, which takes it back: when it ends is the database's to say.
    const refusal = beyond(known, key)
    if (refusal !== undefined) return refusal
    const told = asWire(key)
    return done({ ...told, text }, { location: `/v1/keys/${keyId}`, kept: { ...told, text: null } })
  },
  async key({ trx, params }) {
    const key = await findKey(trx, params.key)
    return key === undefined ? NOT_FOUND : done(asWire(key))
  },
  async revokeKey({ trx, params }) {
    if ((await findKey(trx, params.key)) === undefined) return NOT_FOUND
    await revokeKey(trx, params.key)
    return done(undefined)
  },
}

/** What stands against a key that is asked for with a key: otherwise one that was stolen could outlive its end. */
function beyond({ by, scopes, expires }: Known, { scopes: wanted, expiresAt }: Key): Refusal | undefined {
  if (by === 'session') return undefined
  const missing = wanted.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) return refused(`This key is not for ${words(missing)}, and makes none that is.`)
  if (Date.parse(expiresAt) > Date.parse(expires))
    return refused(`This key ends at ${expires}, and makes none that ends later. Sign in to make one.`)
  return undefined
}

function words(scopes: readonly Scope[]): string {
  return scopes.map((scope) => `"${scope}"`).join(' and ')
}

function refused(detail: string): Refusal {
  return { kind: 'refused', type: 'forbidden', detail }
}

function asWire({ keyId: id, personId: user, email, name, scopes, createdAt, expiresAt, state }: Key) {
  return { id, user, email, name, scopes: [...scopes], created: createdAt, expires: expiresAt, state }
}
