import type { Known, Office, PostedBytes, StoredRequest } from '../../app/service/stored-request.ts'
import type { FieldsOf, GivenBy, PathOf, SearchOf } from '../../contract/api/route-types.ts'
import type { StoredId } from '../../contract/api/routes.ts'

interface Asked<Id extends StoredId> {
  readonly params?: PathOf<Id>
  readonly query?: SearchOf<Id>
  readonly fields?: FieldsOf<Id>
  readonly posted?: PostedBytes
}

/** Asks an office for somebody, as the service does; whatever is refused is thrown. */
export function asker(office: Office, known: Known) {
  return async <Id extends StoredId>(operation: Id, asked: Asked<Id>): Promise<GivenBy<Id>> => {
    const { params = {}, query = {}, fields = {}, posted } = asked
    const request: StoredRequest = {
      operation,
      known,
      params,
      query,
      fields,
      posted,
      ifMatch: undefined,
      once: undefined,
      form: 'json',
      signal: new AbortController().signal,
    }
    const answer = await office.answer(request)
    if (answer.kind === 'done') return JSON.parse(answer.body) as GivenBy<Id>
    const [first] = answer.problems ?? []
    throw new Error(`${operation} was refused: ${answer.detail} ${first?.message ?? ''}`)
  }
}
