import type { z } from 'zod'
import type { Role } from './roles.ts'

/** The forms a result is given in, the first where nothing else is asked for. */
export const FORMS = {
  json: 'application/json',
  csv: 'text/csv',
  /** A result with the problems met on the way and what does not tie out, as the command line shows them. */
  outcome: 'application/vnd.leeway.outcome+json',
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

/** Who may use a route: anybody, or who is known and has one of these roles. */
export type Access = 'public' | readonly Role[]

interface AnyRoute {
  readonly path: `/${string}`
  /** One sentence for the list of routes. */
  readonly summary: string
  readonly description: string
  readonly access: Access
}

/** A route that computes what was posted and stores nothing. */
export interface ComputingRoute extends AnyRoute {
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
  readonly method: 'GET'
  readonly media: string
  readonly result?: z.ZodType
  /** Whether it can also answer that the service is not ready. */
  readonly mayBeUnready?: true
  /** Whether somebody may hold what is answered already, by its tag. */
  readonly mayBeHeld?: true
}

export type Route = ComputingRoute | ServiceRoute
