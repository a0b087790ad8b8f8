import { SESSION_COOKIE } from '../../src/http/identity.ts'
import { signIn } from '../../src/store/sign-in.ts'
import { senderWith } from './sender.ts'
import { PASSWORD } from './sound-requests.ts'
import type { StoredService } from './stored-service.ts'

export interface PageHeaders {
  /** Of a page of ours, in a browser in which finance has signed in. */
  readonly page: Readonly<Record<string, string>>
  /** Of another page in the same browser, which does not know the token. */
  readonly otherPage: Readonly<Record<string, string>>
}

/** What a browser sends after finance has signed in, once things have been planted. */
export async function pageHeaders({ app, database }: StoredService): Promise<PageHeaders> {
  const credentials = { district: 'lake', email: 'finance@lake.org', password: PASSWORD }
  const session = `${SESSION_COOKIE}=${await signIn(database.pool, credentials)}`
  const answer = await senderWith(app, { cookie: session }).get('/v1/session')
  const [csrf = ''] = String(answer.headers['set-cookie']).split(';')
  return {
    page: { cookie: `${session}; ${csrf}`, 'csrf-token': String(answer.json()['csrf']) },
    otherPage: { cookie: session },
  }
}
