import type { Test } from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import type { Office } from '../../src/app/service/stored-request.ts'
import { ROLES } from '../../src/contract/api/roles.ts'
import type { ProblemDocument } from '../../src/contract/api/wire-problem.ts'
import { type BuiltServer, buildServer } from '../../src/http/build-server.ts'
import type { ServerConfig } from '../../src/http/config.ts'
import { type Identify, oneKey } from '../../src/http/identity.ts'
import type { LogEntry } from '../../src/http/server-parts.ts'
import { computedBytes } from '../../src/worker/computed-bytes.ts'
import { readHere } from '../../src/worker/read-here.ts'
import { reportHere } from '../../src/worker/report-here.ts'
import { sweepHere } from '../../src/worker/sweep-here.ts'

/** The key that the services of tests know, and the header that brings it. */
export const KEY = 'key-of-the-tests-0123456789abcdef'
export const AUTHORIZED = { authorization: `Bearer ${KEY}` } as const
export const JSON_BODY = { ...AUTHORIZED, 'content-type': 'application/json' } as const

const CONFIG: ServerConfig = {
  host: '127.0.0.1',
  port: 0,
  origin: undefined,
  heldBytes: 64 * 1024 * 1024,
  bodyBytes: 16 * 1024 * 1024,
  rows: 100_000,
  computeMilliseconds: 20_000,
  waitMilliseconds: 10_000,
  heapMb: 256,
  threads: 1,
  inFlight: 16,
  requestsPerMinute: 1_000_000,
  headerMilliseconds: 2_000,
  requestMilliseconds: 30_000,
  stopMilliseconds: 5_000,
  documentDays: 30,
  workers: 0,
}

export interface TestService extends BuiltServer {
  readonly log: readonly LogEntry[]
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>
  /** Where it listens, once it does. */
  readonly listen: () => Promise<string>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | string[] | undefined>>
  readonly text: string
  readonly bytes: Buffer
  /** The body as JSON. */
  json(): ProblemDocument & Record<string, unknown>
}

export interface ServicePlan {
  readonly config?: Partial<ServerConfig>
  readonly computing?: Computing
  readonly identify?: Identify
  readonly office?: Office
}

/** A service that computes in this thread, and is closed when the test ends. */
export async function service(
  t: Test,
  { config, computing, identify, office }: ServicePlan = {},
): Promise<TestService> {
  const log: LogEntry[] = []
  const built = await buildServer({
    identify: identify ?? oneKey(KEY, { id: 'tests', roles: ROLES }),
    computing: computing ?? computingHere(),
    office,
    config: { ...CONFIG, ...config },
    log: (entry) => void log.push(entry),
  })
  t.teardown(async () => {
    built.app.server.closeAllConnections()
    await built.app.close()
  })
  return {
    ...built,
    log,
    async post(path, body, headers = JSON_BODY) {
      const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
      const answer = await built.app.inject({ method: 'POST', url: path, headers, payload })
      const { statusCode: status, payload: text, rawPayload: bytes } = answer
      return { status, headers: answer.headers, text, bytes, json: () => answer.json() }
    },
    listen: async () => built.app.listen({ host: '127.0.0.1', port: 0 }),
  }
}

/** Computes in this thread, without limits. */
export function computingHere(): Computing {
  return {
    answer: async (job) => computedBytes(job),
    read: async (job) => readHere(job),
    sweep: async (job) => sweepHere(job),
    report: async (job) => reportHere(job),
    load: { waiting: 0, running: 0, replaced: 0 },
    isReady: true,
  }
}
