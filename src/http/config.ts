import { nearest } from '../core/text/nearest.ts'
import { SETTINGS, type Setting } from './settings.ts'

/** Where the service listens, and what it takes. */
export interface ServerConfig {
  readonly host: string
  readonly port: number
  /** Where browsers see the service, such as `https://leeway.example.org`. */
  readonly origin: string | undefined
  /** Of one request's body. */
  readonly bodyBytes: number
  /** Schools that one request may bring. */
  readonly rows: number
  /** Of computing one request. */
  readonly computeMilliseconds: number
  /** That a request waits for a thread. */
  readonly waitMilliseconds: number
  readonly heapMb: number
  readonly threads: number
  /** Of all requests that are here at a time. */
  readonly heldBytes: number
  /** Requests to compute that are here at a time. */
  readonly inFlight: number
  /** Of one key. */
  readonly requestsPerMinute: number
  /** For the headers of a request to arrive, and for all of it. */
  readonly headerMilliseconds: number
  readonly requestMilliseconds: number
  /** That a stop waits for answers. */
  readonly stopMilliseconds: number
  /** That what a job has printed is kept once it has ended. */
  readonly documentDays: number
  /** Processes for long work that are started with the service. */
  readonly workers: number
}

/** Names that the environment may have beside numbers. */
const OTHERS = [
  'LEEWAY_HOST',
  'LEEWAY_API_KEY',
  'LEEWAY_ORIGIN',
  'LEEWAY_DATA_DIR',
  'LEEWAY_DEMONSTRATION',
] as const

const SHORTEST_KEY = 32

export type Environment = Readonly<Record<string, string | undefined>>

export type ConfigReading =
  | { readonly kind: 'read'; readonly config: ServerConfig; readonly key: string | undefined }
  /** One sentence each. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/**
 * Reads the environment, and tells of all that is wrong with it at once. No problem quotes the key. A service without
 * people needs a key of its own where others reach it.
 */
export function readConfig(env: Environment, { needsKey }: { readonly needsKey: boolean }): ConfigReading {
  const problems: string[] = []
  const number = (name: keyof typeof SETTINGS): number => readNumber(SETTINGS[name], env, problems)
  const host = env['LEEWAY_HOST'] ?? '127.0.0.1'
  const key = env['LEEWAY_API_KEY']
  const config: ServerConfig = {
    host,
    port: number('port'),
    origin: env['LEEWAY_ORIGIN'],
    bodyBytes: number('bodyMb') * 1024 * 1024,
    rows: number('rows'),
    computeMilliseconds: number('seconds') * 1000,
    waitMilliseconds: number('waitSeconds') * 1000,
    heapMb: number('heapMb'),
    threads: number('threads'),
    heldBytes: number('heldMb') * 1024 * 1024,
    inFlight: number('inFlight'),
    requestsPerMinute: number('rate'),
    headerMilliseconds: number('headerSeconds') * 1000,
    requestMilliseconds: number('requestSeconds') * 1000,
    stopMilliseconds: number('stopSeconds') * 1000,
    documentDays: number('documentDays'),
    workers: number('workers'),
  }
  problems.push(
    ...hostProblems(host),
    ...(needsKey ? keyProblems(key, host) : []),
    ...originProblems(config.origin),
    ...misspelt(env),
  )
  if (config.heldBytes < config.bodyBytes) problems.push('LEEWAY_HELD_MB is less than LEEWAY_BODY_MB')
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'read', config, key }
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

function readNumber({ name, otherwise, least, most }: Setting, env: Environment, problems: string[]): number {
  const text = env[name]
  if (text === undefined) return otherwise
  const value = /^\d{1,9}$/.test(text) ? Number(text) : undefined
  if (value !== undefined && value >= least && value <= most) return value
  problems.push(`${name} is a whole number from ${least} to ${most}, not "${text.slice(0, 40)}"`)
  return otherwise
}

function hostProblems(host: string): string[] {
  return host === '' ? ['LEEWAY_HOST is empty: leave it out, or name an address such as 127.0.0.1'] : []
}

function keyProblems(key: string | undefined, host: string): string[] {
  if (key === undefined)
    return isLoopback(host)
      ? []
      : [`LEEWAY_API_KEY is needed, because ${host} can be reached from other machines`]
  if (new RegExp(`^[\\x21-\\x7e]{${SHORTEST_KEY},512}$`).test(key)) return []
  return [
    `LEEWAY_API_KEY has ${SHORTEST_KEY} to 512 letters, digits and signs, without spaces; openssl rand -hex 32 makes one`,
  ]
}

function originProblems(origin: string | undefined): string[] {
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).origin === origin)) return []
  return ['LEEWAY_ORIGIN is where browsers see the service, such as https://leeway.example.org']
}

/** Names that nearly are settings: whoever wrote them believes that they hold. */
function misspelt(env: Environment): string[] {
  const known = [...Object.values(SETTINGS).map(({ name }) => name), ...OTHERS]
  return Object.keys(env)
    .filter((name) => name.startsWith('LEEWAY_') && !known.some((each) => each === name))
    .flatMap((name) => {
      const meant = nearest(name, known)
      return meant === undefined ? [] : [`${name} is no setting: did you mean ${meant}?`]
    })
}
