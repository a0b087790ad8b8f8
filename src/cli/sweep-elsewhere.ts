import { setTimeout as pause } from 'node:timers/promises'
import { type SweepDocuments, sweepDocuments } from '../app/sweep-documents.ts'
import { createDistrictClient, type DistrictClient, type DistrictReply } from '../client/district-client.ts'
import { followJob, type JobTold } from '../client/follow-job.ts'
import { type Service, ServiceFault } from '../client/sending.ts'
import { asLocated } from '../contract/api/wire-problem.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { SweepResult } from '../contract/report/sweep-schema.ts'
import type { DiskFiles } from './disk-files.ts'
import type { Step } from './long-work.ts'

/** What a sweep on a service comes to: the same as one here. */
export interface SweptElsewhere {
  readonly sweep: SweepResult | undefined
  readonly problems: readonly LocatedProblem[]
  readonly isStopped: boolean
}

interface Wish {
  readonly withRows: boolean
  /** Told how many variants are done, and answers whether to go on. */
  readonly step: Step
}

const LOOK_EVERY_MILLISECONDS = 100

/** Sweeps a file on a service: keeps the scenario there, and lets the workers of the service do it. */
export async function sweepElsewhere(
  file: string,
  { files, service }: { readonly files: DiskFiles; readonly service: Service },
  wish: Wish,
): Promise<SweptElsewhere> {
  const documents = await sweepDocuments(file, files, wish)
  if (documents.kind === 'failed') return { sweep: undefined, problems: documents.problems, isStopped: false }
  const client = createDistrictClient(service)
  const scenario = await kept(client, documents)
  const rows = wish.withRows ? 'true' : 'false'
  const job = given(await client.ask('createJob', { fields: { kind: 'sweep', ...scenario, rows } }))
  const ended = await followed(client, service, { job, step: wish.step })
  if (ended === undefined) return { sweep: undefined, problems: [], isStopped: true }
  if (ended.state !== 'done') return failed(ended)
  const result = given(await client.ask('jobResult', { params: { job: job.id } }))
  if (!('variants' in result)) throw new ServiceFault('what answers is no service of Leeway')
  return {
    sweep: result,
    problems: [...documents.problems, ...ofVariants(result, documents)],
    isStopped: false,
  }
}

/**
 * Keeps the scenario of a sweep, and its base. They are named after what they are and what is in them: swept again, what
 * is kept is found by its name, and nothing is kept twice.
 */
async function kept(
  client: DistrictClient,
  { name, year, hash, base, text }: SweepDocuments,
): Promise<{ readonly scenario: string; readonly version: string }> {
  const { user } = given(await client.ask('session', {}))
  const keep = async (called: string, document: string): Promise<string> => {
    const { items } = given(await client.ask('scenarios', { query: { name: called } }))
    const own = items.find((each) => each.by === user.id && each.name === called && each.version === 1)
    if (own !== undefined) return own.id
    const query = { name: called, year }
    return given(await client.ask('createScenario', { query, text: document })).scenario.id
  }
  const under = base && (await keep(nameOf(`base of a sweep: ${base.name}`, base.hash), base.text))
  const scenario = await keep(nameOf(`sweep: ${name}`, hash), text(under && `scenarios/${under}@1`))
  return { scenario, version: '1' }
}

/** As long as the name of a scenario may be. */
const MOST_LETTERS = 200

/** `sweep: Dollars per lunch student, 1a2b3c4d`. */
function nameOf(words: string, hash: string): string {
  const mark = `, ${hash.slice('sha256:'.length).slice(0, 8)}`
  const plain = words.replaceAll(/\p{Cc}+/gu, ' ').normalize('NFC')
  return `${plain.slice(0, MOST_LETTERS - mark.length).toWellFormed()}${mark}`
}

/** The job when it has ended; nothing where it was stopped from here. */
async function followed(
  client: DistrictClient,
  service: Service,
  { job, step }: { readonly job: JobTold; readonly step: Step },
): Promise<JobTold | undefined> {
  const leaving = new AbortController()
  let latest = job
  let isOver = false
  const progress = (told: JobTold): void => {
    latest = told
  }
  const following = followJob({ service, job: job.id, signal: leaving.signal, progress }).finally(() => {
    isOver = true
  })
  // Heard below; until then it is nobody's.
  following.catch(() => undefined)
  while (!isOver) {
    if (await step(latest.done, latest.of)) await Promise.race([pause(LOOK_EVERY_MILLISECONDS), following])
    else {
      leaving.abort()
      // One that has ended meanwhile cannot be stopped, and need not be.
      await client.ask('cancelJob', { params: { job: job.id } })
      return undefined
    }
  }
  return following
}

function failed({ state, problem }: JobTold): SweptElsewhere {
  const errors = problem?.errors ?? []
  if (errors.length === 0)
    throw new ServiceFault(problem === null ? `the job is ${state}` : `${problem.title} ${problem.detail}`)
  return { sweep: undefined, problems: errors.map(asLocated), isStopped: false }
}

/** Warnings of variants, which are noted in the result; those of the file are known here, with their places. */
function ofVariants({ warnings }: SweepResult, { met }: SweepDocuments): LocatedProblem[] {
  const isMet = ({ code, message }: SweepResult['warnings'][number]): boolean =>
    met.some((each) => each.code === code && each.message === message)
  return warnings
    .filter((each) => !isMet(each))
    .map(({ code, message }) => asLocated({ code, message, severity: 'warning', where: {} }))
}

/** What was asked for; whatever stands in its place is thrown in words. */
function given<Value>(reply: DistrictReply<Value>): Value {
  if (reply.kind === 'done') return reply.value
  const { title, detail, errors = [] } = reply.problem
  const said = errors.map(({ message }) => message).join('; ')
  throw new ServiceFault(`${title} ${detail}${said === '' ? '' : ` (${said})`}`)
}
