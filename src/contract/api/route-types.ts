import type { z } from 'zod'
import type { Form } from './route.ts'
import type { ComputingId, OperationId, ROUTES, STORED_ROUTES, StoredId } from './routes.ts'

type Routes = typeof ROUTES

/** What each operation takes and gives, read off the table of routes. */
export type BodyOf<Id extends ComputingId> = z.input<Routes[Id]['body']>
export type QueryOf<Id extends ComputingId> = z.input<Routes[Id]['query']>
export type ResultOf<Id extends ComputingId> = z.output<Routes[Id]['result']>
export type OutcomeOf<Id extends ComputingId> = z.output<Routes[Id]['outcome']>

type Stored = typeof STORED_ROUTES

/** The same, of what can be done with what a district keeps. */
export type PathOf<Id extends StoredId> = z.output<Stored[Id]['params']>
export type SearchOf<Id extends StoredId> = z.output<Stored[Id]['query']>
export type FieldsOf<Id extends StoredId> = Stored[Id] extends {
  readonly takes: { readonly schema: infer Schema extends z.ZodType }
}
  ? z.output<Schema>
  : undefined
export type GivenBy<Id extends StoredId> = Stored[Id] extends {
  readonly result: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : undefined

/** The forms that an operation gives. */
type FormOf<Id extends OperationId> = Routes[Id] extends { readonly forms: readonly (infer Given)[] }
  ? Given & Form
  : 'json'

/** Those of them that are fetched whole and are no JSON. */
export type FileFormOf<Id extends OperationId> = Exclude<FormOf<Id>, 'json' | 'outcome' | 'events'>

/** The stored operations that can answer in JSON, or with nothing, and those that can answer in another form. */
export type ToldId = { [Id in StoredId]: 'json' extends FormOf<Id> ? Id : never }[StoredId]
export type FiledId = { [Id in StoredId]: [FileFormOf<Id>] extends [never] ? never : Id }[StoredId]

/** What is sent, where it may be written in more ways than it is read. */
export type SearchSentTo<Id extends StoredId> = z.input<Stored[Id]['query']>
export type FieldsSentTo<Id extends StoredId> = Stored[Id] extends {
  readonly takes: { readonly schema: infer Schema extends z.ZodType }
}
  ? z.input<Schema>
  : undefined
