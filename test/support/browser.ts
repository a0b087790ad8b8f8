import { setPassword } from '../../src/store/passwords.ts'
import { type Sender, senderWith } from './sender.ts'
import type { Member, StoredDistrict, StoredService } from './stored-service.ts'

export const PASSWORD = 'canary in the coal mine'

/** Somebody's browser after signing in: it sends its cookies, and the token of its own page. */
export interface Browser extends Sender {
  /** As a page of another site has it send: with the cookies alone. */
  readonly withoutToken: Sender
  readonly token: string
  /** The secret in the cookie. */
  readonly secret: string
}

/** Gives somebody a password, past the service. */
export async function givePassword(
  district: StoredDistrict,
  { personId }: Pick<Member, 'personId'>,
  password = PASSWORD,
): Promise<void> {
  await district.by('system', async (trx, identity) => setPassword(trx, identity, personId, password))
}

/** Signs somebody in who has a password. */
export async function browserOf(
  { app }: StoredService,
  { code }: StoredDistrict,
  { email }: Pick<Member, 'email'>,
  password = PASSWORD,
): Promise<Browser> {
  const answer = await senderWith(app, {}).post('/v1/session', { district: code, email, password })
  if (answer.status !== 201) throw new Error(`signing in was answered with ${answer.status}`)
  const cookies = [answer.headers['set-cookie'] ?? []].flat().map((each) => String(each).split(';')[0] ?? '')
  const cookie = cookies.join('; ')
  const token = String(answer.json()['csrf'])
  return {
    ...senderWith(app, { cookie, 'csrf-token': token }),
    withoutToken: senderWith(app, { cookie }),
    token,
    secret: /leeway-session=([^;]*)/.exec(cookie)?.[1] ?? '',
  }
}
