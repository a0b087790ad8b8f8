import { PATCH_MEDIA, type StoredRoute, TABLE_MEDIA, type TableForm } from '../contract/api/route.ts'
import type { FieldsSentTo, GivenBy, PathOf, SearchSentTo } from '../contract/api/route-types.ts'
import { STORED_ROUTES, type StoredId } from '../contract/api/routes.ts'
import type { Reply } from './client.ts'
import { jsonOf, problemIn, type Service, searchOf, sent } from './sending.ts'

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
  ask<Id extends StoredId>(id: Id, request: Request<Id>): Promise<DistrictReply<GivenBy<Id>>>
}

/** A reply with the ETag of what it tells, for the next change of it. */
export type DistrictReply<Value> =
  | { readonly kind: 'done'; readonly value: Value; readonly etag: string | undefined }
  | Extract<Reply<never>, { kind: 'refused' }>

export function createDistrictClient(service: Service): DistrictClient {
  return {
    async ask<Id extends StoredId>(id: Id, request: Request<Id>): Promise<DistrictReply<GivenBy<Id>>> {
      const route: StoredRoute = STORED_ROUTES[id]
      const { params = {}, query, fields, text, workbook, ifMatch, idempotencyKey } = request
      const body = workbook ?? text ?? (fields === undefined ? undefined : JSON.stringify(fields))
      const {
        status,
        headers,
        text: answer,
      } = await sent(service, {
        method: route.method,
        path: pathOf(route.path, params) + searchOf(query),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && {
            'content-type': mediaOf(route, workbook === undefined ? 'csv' : 'xlsx'),
          }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body }),
      })
      if (status >= 300) return { kind: 'refused', problem: problemIn(answer, status) }
      // The service and the types come from one table.
      const value = (status === 204 ? undefined : jsonOf(answer)) as GivenBy<Id>
      return { kind: 'done', value, etag: headers.get('etag') ?? undefined }
    },
  }
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
