import type { z } from 'zod'
import type { ComputingId, ROUTES } from './routes.ts'

type Routes = typeof ROUTES

/** What each operation takes and gives, read off the table of routes. */
export type BodyOf<Id extends ComputingId> = z.input<Routes[Id]['body']>
export type QueryOf<Id extends ComputingId> = z.input<Routes[Id]['query']>
export type ResultOf<Id extends ComputingId> = z.output<Routes[Id]['result']>
export type OutcomeOf<Id extends ComputingId> = z.output<Routes[Id]['outcome']>
