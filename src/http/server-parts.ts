import type { Computing } from '../app/service/posted-job.ts'
import type { Office } from '../app/service/stored-request.ts'
import type { OperationId } from '../contract/api/routes.ts'
import type { ServerConfig } from './config.ts'
import type { Identify, Identity } from './identity.ts'
import type { InFlight } from './in-flight.ts'
import type { Metrics } from './metrics.ts'

/** What a server is made of; whoever builds one hands it in. */
export interface ServerParts {
  readonly identify: Identify
  readonly computing: Computing
  /** Missing where the service keeps nothing. */
  readonly office: Office | undefined
  readonly config: ServerConfig
  readonly log: Log
}

/** One line of the log: plain values, none of which a user wrote. */
export type LogEntry = Readonly<Record<string, string | number | boolean>>

export type Log = (entry: LogEntry) => void

/** What the plugins and routes of one server share. */
export interface Served extends ServerParts {
  /** Requests to compute, and those on what districts keep. */
  readonly inFlight: InFlight
  readonly stored: InFlight
  readonly metrics: Metrics
  readonly state: { isStopping: boolean }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: OperationId
  }
  interface FastifyRequest {
    identity: Identity | undefined
    /** Says that nobody waits for the answer any more. */
    gone: AbortController | undefined
  }
}
