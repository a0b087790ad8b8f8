import type { z } from 'zod'
import type { Role, Scope } from './roles.ts'

/** The forms a result is given in, the first where nothing else is asked for. */
export const FORMS = {
  json: 'application/json',
  csv: 'text/csv',
  /** A workbook. */
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  /** A result with the problems met on the way and what does not tie out, as the command line shows them. */
  outcome: 'application/vnd.leeway.outcome+json',
  /** Pages for a browser, and for paper. */
  html: 'text/html',
  pdf: 'application/pdf',
  /** Several documents. */
  zip: 'application/zip',
  /** What happens, while it happens. */
  events: 'text/event-stream',
} as const

export type Form = keyof typeof FORMS

/** The forms a posted document is read in. */
export const BODY_MEDIA = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
} as const

export type BodyForm = (typeof BODY_MEDIA)[keyof typeof BODY_MEDIA]

/** The forms of a table that is uploaded. */
export const TABLE_MEDIA = {
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
} as const

export type TableForm = (typeof TABLE_MEDIA)[keyof typeof TABLE_MEDIA]

/** The forms of a change to a document (RFC 6902). */
export const PATCH_MEDIA = { 'application/json-patch+json': 'json' } as const

/** Who may use a route: anybody, or who is known and has one of these roles. */
export type Access = 'public' | readonly Role[]

interface AnyRoute {
  /** With the places of ids in braces: `/v1/schools/{school}`. */
  readonly path: `/${string}`
  /** One sentence for the list of routes. */
  readonly summary: string
  readonly description: string
  readonly access: Access
}

/** A route that computes what was posted and stores nothing. */
export interface ComputingRoute extends AnyRoute {
  readonly kind: 'computing'
  readonly method: 'POST'
  readonly query: z.ZodObject
  readonly body: z.ZodType
  /** Whether the body may be the document itself, or files only. */
  readonly bodyKind: 'document-or-files' | 'files'
  readonly result: z.ZodType
  readonly outcome: z.ZodType
  readonly forms: readonly [Form, ...Form[]]
}

/** A route that says something of the service itself. */
export interface ServiceRoute extends AnyRoute {
  readonly kind: 'service'
  readonly method: 'GET'
  readonly media: string
  readonly result?: z.ZodType
  /** Whether it can also answer that the service is not ready. */
  readonly mayBeUnready?: true
  /** Whether somebody may hold what is answered already, by its tag. */
  readonly mayBeHeld?: true
}

/** What the body of a request to a stored route is. */
export type Taken =
  /** Fields, in JSON. */
  | { readonly kind: 'fields'; readonly schema: z.ZodType }
  /** A list of changes (RFC 6902). */
  | { readonly kind: 'patch'; readonly schema: z.ZodType }
  /** A scenario or formula, in JSON or YAML, read by the threads that compute. */
  | { readonly kind: 'document'; readonly task: 'scenario' | 'formula'; readonly schema: z.ZodType }
  /** A table, in CSV or XLSX, read by them too. */
  | { readonly kind: 'table' }

/** A route on what a district keeps. */
export interface StoredRoute extends AnyRoute {
  readonly kind: 'stored'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** What a key needs to be for. */
  readonly scope: Scope
  /** The ids in the path; an id that cannot be one is not found. */
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly takes?: Taken
  /** Missing where there is nothing to say but that it is done. */
  readonly result?: z.ZodType
  /** Whether something is there afterwards that was not before. */
  readonly creates?: true
  readonly forms?: readonly [Form, ...Form[]]
  /** Whether something of it is computed again, which only the engine that computed it does. */
  readonly isComputedAgain?: true
  /** Whether what it gives is kept for a time. */
  readonly mayBeGone?: true
  /**
   * `told`: the answer carries the revision as its tag. `needed`: the request has to name it (If-Match);
   * `needed-if-there`: unless what it makes is not there yet.
   */
  readonly revision?: 'told' | 'needed' | 'needed-if-there'
}

export type Route = ComputingRoute | ServiceRoute | StoredRoute
