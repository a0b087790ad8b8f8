import type { ScenarioSummary } from '../app/check-scenario.ts'
import type { SchoolExplanation } from '../app/explain-school.ts'
import type { Files } from '../app/files.ts'
import { type Client, createClient, type Reply } from '../client/client.ts'
import { type Service, ServiceFault } from '../client/sending.ts'
import type { CheckReport } from '../contract/api/check-schema.ts'
import type { TiedRun } from '../contract/api/outcome-schema.ts'
import type { OutcomeOf, QueryOf } from '../contract/api/route-types.ts'
import type { ComputingId } from '../contract/api/routes.ts'
import { asLocated, type WireProblem } from '../contract/api/wire-problem.ts'
import type { ComparisonResult } from '../contract/report/comparison-schema.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { SplitResult } from '../contract/report/split-schema.ts'
import { type CommandLine, UsageFault } from './command-line.ts'
import { gatheredFiles } from './gathered-files.ts'

/** The option of a command that a service can answer. */
export const SERVICE_OPTION = { server: { type: 'string' } } as const

/** What a service came to: the same as the work done here would. */
export interface ServiceOutcome<Result> {
  readonly result: Result | undefined
  readonly runs: readonly TiedRun[]
  readonly problems: readonly LocatedProblem[]
}

/** A file that was checked, here or elsewhere; its summary is null where it has errors. */
export interface CheckedFile extends Pick<CheckReport, 'controls' | 'budget'> {
  readonly summary: ScenarioSummary | null
  readonly problems: readonly LocatedProblem[]
}

/** Does the work of commands elsewhere, with the files of this disk. */
export interface ServiceWork {
  check(path: string): Promise<CheckedFile>
  run(path: string): Promise<ServiceOutcome<RunResult>>
  compare(paths: readonly string[], query: QueryOf<'compare'>): Promise<ServiceOutcome<ComparisonResult>>
  split(paths: readonly [string, string]): Promise<ServiceOutcome<SplitResult>>
  explain(path: string, query: QueryOf<'explain'>): Promise<ServiceOutcome<SchoolExplanation>>
}

/** The service that `--server` names, if it is given. */
export function serviceOf(line: CommandLine, files: Files): ServiceWork | undefined {
  const service = namedService(line)
  return service && serviceWork(createClient(service), files)
}

/** Where that service is, and the key that it is asked with. */
export function namedService(line: CommandLine): Service | undefined {
  const address = line.text('server')
  if (address === undefined) return undefined
  return { address: addressOf(address), key: keyOf(process.env['LEEWAY_API_KEY']) }
}

function serviceWork(client: Client, files: Files): ServiceWork {
  const one = async (path: string) => ({ files: await gatheredFiles([path], files), scenario: path })
  const several = async (paths: readonly string[]) => ({
    files: await gatheredFiles(paths, files),
    scenarios: [...paths],
  })
  return {
    async check(path) {
      const reply = await client.outcome('check', { body: await one(path) })
      if (reply.kind === 'refused')
        return { summary: null, controls: [], budget: null, problems: problemsOf(reply) }
      const { summary, controls, budget, problems } = reply.value
      // The schema was written for this type; what may be left out is left out in both.
      return {
        summary: summary as ScenarioSummary | null,
        controls,
        budget,
        problems: problems.map(asLocated),
      }
    },
    run: async (path) => asOutcome(await client.outcome('compute', { body: await one(path) })),
    compare: async (paths, query) =>
      asOutcome(await client.outcome('compare', { body: await several(paths), query })),
    split: async (paths) => asOutcome(await client.outcome('split', { body: await several(paths) })),
    async explain(path, query) {
      const { result, ...rest } = asOutcome(await client.outcome('explain', { body: await one(path), query }))
      // As in a check.
      return { ...rest, result: result as SchoolExplanation | undefined }
    },
  }
}

type WithOutcome = OutcomeOf<Exclude<ComputingId, 'check'>>

function asOutcome<Outcome extends WithOutcome>(reply: Reply<Outcome>): ServiceOutcome<Outcome['result']> {
  if (reply.kind === 'refused') return { result: undefined, runs: [], problems: problemsOf(reply) }
  const { result, runs, problems } = reply.value
  return { result, runs, problems: problems.map(asLocated) }
}

/** What the sender can mend; a refusal for another reason is thrown in words. */
export function problemsOf({ problem }: Extract<Reply<never>, { kind: 'refused' }>): LocatedProblem[] {
  const { title, detail, errors = [], status } = problem
  const mendable: readonly WireProblem[] = status === 400 || status === 422 || status === 413 ? errors : []
  if (mendable.length === 0) throw new ServiceFault(`${title} ${detail}`)
  return mendable.map(asLocated)
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageFault(`--server is an address such as http://127.0.0.1:8080, not ${text}`)
  if (url.username !== '' || url.password !== '')
    throw new UsageFault('--server holds no name or password: the key is in LEEWAY_API_KEY')
  return url.href.endsWith('/') ? url.href.slice(0, -1) : url.href
}

function keyOf(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key
  throw new UsageFault('LEEWAY_API_KEY has letters, digits and signs, without spaces')
}
