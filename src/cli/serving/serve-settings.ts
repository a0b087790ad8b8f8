import { type Environment, readConfig, type ServerConfig } from '../../http/config.ts'
import { storeSettings } from '../../store/open-store.ts'

/** What the environment says of a service. */
export interface ServeSettings {
  readonly kind: 'read'
  readonly config: ServerConfig
  /** Of a service that keeps nothing. */
  readonly key: string | undefined
  readonly wantsDemonstration: boolean
}

/** Reads the environment; every problem with it is told, one sentence each. */
export function serveSettings(
  env: Environment,
  { isStateless }: { readonly isStateless: boolean },
): ServeSettings | { readonly kind: 'refused'; readonly problems: readonly string[] } {
  const reading = readConfig(env, { needsKey: isStateless })
  const problems = [
    ...(reading.kind === 'refused' ? reading.problems : []),
    ...(isStateless ? [] : databaseProblems(env)),
  ]
  if (reading.kind === 'refused' || problems.length > 0) return { kind: 'refused', problems }
  const said = env['LEEWAY_DEMONSTRATION'] ?? ''
  // Where the database is somebody's own, nothing goes into it that they have not asked for.
  const isOurs = storeSettings(env).databaseUrl === undefined
  return { ...reading, wantsDemonstration: said === '' ? isOurs : said === 'yes' }
}

function databaseProblems(env: Environment): string[] {
  const { databaseUrl } = storeSettings(env)
  const said = env['LEEWAY_DEMONSTRATION'] ?? ''
  return [
    ...(['', 'yes', 'no'].includes(said)
      ? []
      : [`LEEWAY_DEMONSTRATION is yes or no, not "${said.slice(0, 40)}"`]),
    // What stands there may hold a password, and is not repeated.
    ...(databaseUrl === undefined || isPostgres(databaseUrl)
      ? []
      : ['DATABASE_URL is an address such as postgres://leeway@db.example.org/leeway']),
  ]
}

function isPostgres(address: string): boolean {
  return URL.canParse(address) && /^postgres(?:ql)?:$/.test(new URL(address).protocol)
}
