import {
  FORMS,
  type Form,
  PATCH_MEDIA,
  type StoredRoute,
  TABLE_MEDIA,
  type TableForm,
} from '../contract/api/route.ts'
import type {
  FieldsSentTo,
  FiledId,
  FileFormOf,
  GivenBy,
  PathOf,
  SearchSentTo,
  ToldId,
} from '../contract/api/route-types.ts'
import { STORED_ROUTES, type StoredId } from '../contract/api/routes.ts'
import { type AnsweredFile, fileIn } from './answered-file.ts'
import type { Reply } from './client.ts'
import { type Answered, jsonOf, problemIn, type Service, searchOf, sent, textOf } from './sending.ts'

/** What is asked of an operation on what a district keeps. */
export interface Request<Id extends StoredId> {
  readonly params?: PathOf<Id>
  readonly query?: SearchSentTo<Id>
  /** Of an operation that takes fields, or a list of changes. */
  readonly fields?: FieldsSentTo<Id>
  /** Of one that takes a document or a table: its text, a document in JSON. */
  readonly text?: string
  /** Of one that takes a table: a workbook (XLSX). */
  readonly workbook?: Uint8Array<ArrayBuffer>
  /** The ETag of what is changed. */
  readonly ifMatch?: string
  /** Sent again with it, the work is done once. */
  readonly idempotencyKey?: string
}

/** Asks a service for what a district keeps. Whatever keeps an answer from coming is thrown as a `ServiceFault`. */
export interface DistrictClient {
  ask<Id extends ToldId>(id: Id, request: Request<Id>): Promise<DistrictReply<GivenBy<Id>>>
  /** The same as a table, a workbook, pages or a ZIP, where the operation gives one. */
  file<Id extends FiledId>(
    id: Id,
    form: FileFormOf<Id>,
    request: Request<Id>,
  ): Promise<DistrictReply<AnsweredFile>>
}

/** A reply with the ETag of what it tells, for the next change of it. */
export type DistrictReply<Value> =
  | { readonly kind: 'done'; readonly value: Value; readonly etag: string | undefined }
  | Extract<Reply<never>, { kind: 'refused' }>

export function createDistrictClient(service: Service): DistrictClient {
  return {
    async ask<Id extends ToldId>(id: Id, request: Request<Id>) {
      const reply = await asked(service, { id, form: 'json', request })
      if (reply.kind === 'refused') return reply
      const { status, bytes } = reply.value
      // The service and the types come from one table.
      const value = (status === 204 ? undefined : jsonOf(textOf(bytes))) as GivenBy<Id>
      return { ...reply, value }
    },
    async file(id, form, request) {
      const reply = await asked(service, { id, form, request })
      return reply.kind === 'refused' ? reply : { ...reply, value: fileIn(reply.value, form) }
    },
  }
}

interface Asked<Id extends StoredId> {
  readonly id: Id
  readonly form: Form
  readonly request: Request<Id>
}

async function asked<Id extends StoredId>(
  service: Service,
  { id, form, request }: Asked<Id>,
): Promise<DistrictReply<Answered>> {
  const route: StoredRoute = STORED_ROUTES[id]
  const { params = {}, query, fields, text, workbook, ifMatch, idempotencyKey } = request
  const body = workbook ?? text ?? (fields === undefined ? undefined : JSON.stringify(fields))
  const answer = await sent(service, {
    method: route.method,
    path: pathOf(route.path, params) + searchOf(query),
    headers: {
      accept: FORMS[form],
      ...(body !== undefined && {
        'content-type': mediaOf(route, workbook === undefined ? 'csv' : 'xlsx'),
      }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(body !== undefined && { body }),
  })
  const { status, headers, bytes } = answer
  if (status >= 300) return { kind: 'refused', problem: problemIn(textOf(bytes), status) }
  return { kind: 'done', value: answer, etag: headers.get('etag') ?? undefined }
}

function mediaOf({ takes }: StoredRoute, table: TableForm): string {
  if (takes?.kind === 'table')
    return Object.entries(TABLE_MEDIA).find(([, form]) => form === table)?.[0] ?? ''
  if (takes?.kind === 'patch') return Object.keys(PATCH_MEDIA)[0] ?? ''
  return 'application/json'
}

function pathOf(path: string, params: object): string {
  const values = new Map(Object.entries(params))
  return path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(String(values.get(name))))
}
