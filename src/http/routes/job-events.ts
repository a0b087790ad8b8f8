import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Known, Office, StoredAnswer, StoredRequest } from '../../app/service/stored-request.ts'
import { readQuery } from '../../contract/api/read-query.ts'
import { FORMS } from '../../contract/api/route.ts'
import type { GivenBy } from '../../contract/api/route-types.ts'
import { MOST_PARTS } from '../../contract/api/routes/jobs.ts'
import { ROUTES } from '../../contract/api/routes.ts'
import { answerProblem } from '../problem-answer.ts'
import type { Served } from '../server-parts.ts'
import { refuseEarly } from './stored-routes.ts'

/** Of one key, and of all: each asks the database several times a second. */
const MOST_STREAMS = { ofKey: 8, ofAll: 64 } as const
const LOOK_EVERY_MILLISECONDS = 300
/** Sooner than anything between us and a browser takes a connection for dead; whoever listens is asked for again too. */
const HEARTBEAT_MILLISECONDS = 15_000
const RETRY_MILLISECONDS = 1_000

/** Registers the route that tells of a job while it happens: an answer that does not end with what is known by now. */
export function addJobEvents(app: FastifyInstance, served: Served): void {
  const { office, identify, state } = served
  const { method, path, params, query } = ROUTES.jobEvents
  const streams = new Map<string, number>()
  app.route<{ Params: Record<string, string> }>({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operation: 'jobEvents' },
    // What is held back until there is enough to compress comes too late.
    compress: false,
    onRequest: async (request, reply) => refuseEarly(ROUTES.jobEvents, request, reply),
    async handler(request, reply) {
      const known = request.identity?.known
      const read = readQuery(query, request.url)
      if (office === undefined || known === undefined || read.kind === 'refused')
        throw new Error('refused before')
      const asked = params.safeParse(request.params)
      const gone = request.gone?.signal ?? new AbortController().signal
      const stream = { office, known, job: asked.data?.job ?? '', signal: gone }
      const first = asked.success
        ? await ask(stream, 'jobEvents', {})
        : await office.absent({ ...requestOf(stream, 'jobEvents', {}), params: request.params })
      if (first.kind === 'refused') return answerProblem(reply, first.type, first)
      const leave = entered(streams, known.secretId)
      if (leave === undefined) return tooMany(reply)
      reply.raw.once('close', leave)
      const events = eventsOf(stream, {
        after: placeIn(request),
        withParts: read.query['parts'] !== 'false',
        mayGoOn: () => !state.isStopping && !gone.aborted,
        isStillKnown: async () => (await identify(request)) !== undefined,
      })
      return reply.type(`${FORMS.events}; charset=utf-8`).send(Readable.from(events))
    },
  })
}

function entered(streams: Map<string, number>, key: string): (() => void) | undefined {
  const own = streams.get(key) ?? 0
  const all = [...streams.values()].reduce((sum, each) => sum + each, 0)
  if (own >= MOST_STREAMS.ofKey || all >= MOST_STREAMS.ofAll) return undefined
  streams.set(key, own + 1)
  return () => {
    const left = (streams.get(key) ?? 1) - 1
    if (left > 0) streams.set(key, left)
    else streams.delete(key)
  }
}

function tooMany(reply: FastifyReply): FastifyReply {
  const detail = `At most ${MOST_STREAMS.ofKey} streams of one key are open at a time.`
  return answerProblem(reply, 'rate', { detail, retryAfterSeconds: 1 })
}

/** The part after which a listener goes on; all of them, if it says none that we gave. */
function placeIn({ headers }: FastifyRequest): number {
  const said = headers['last-event-id']?.toString() ?? ''
  return /^\d{1,9}$/.test(said) ? Number(said) : 0
}

interface Stream {
  readonly office: Office
  readonly known: Known
  readonly job: string
  readonly signal: AbortSignal
}

interface Listening {
  readonly after: number
  readonly withParts: boolean
  readonly mayGoOn: () => boolean
  readonly isStillKnown: () => Promise<boolean>
}

type JobTold = GivenBy<'job'>
type PartsTold = GivenBy<'jobParts'>

/** What happens to a job, as text, until it has ended or nobody listens any more. */
async function* eventsOf(
  stream: Stream,
  { after, withParts, mayGoOn, isStillKnown }: Listening,
): AsyncGenerator<string> {
  yield `retry: ${RETRY_MILLISECONDS}\n\n`
  let place = after
  let shown = ''
  let heard = performance.now()
  while (mayGoOn()) {
    const job = told<JobTold>(await ask(stream, 'jobEvents', {}))
    if (job === undefined) return
    // The job is looked at before its parts: of one that has ended, all are there by now.
    while (withParts && place < job.parts.done && mayGoOn()) {
      const parts = told<PartsTold>(await ask(stream, 'jobParts', pageAfter(place)))
      if (parts === undefined || parts.items.length === 0) break
      for (const part of parts.items) yield event('part', part, part.place)
      place = parts.items.at(-1)?.place ?? place
    }
    const text = JSON.stringify(job)
    if (text !== shown) yield event('progress', job)
    else if (performance.now() - heard >= HEARTBEAT_MILLISECONDS) {
      if (!(await isStillKnown())) return
      yield ': still here\n\n'
    }
    if (text !== shown || performance.now() - heard >= HEARTBEAT_MILLISECONDS) heard = performance.now()
    shown = text
    if (job.ended !== null) return yield event('end', job)
    await pause(LOOK_EVERY_MILLISECONDS, undefined, { signal: stream.signal }).catch(() => undefined)
  }
}

function event(name: string, data: object, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

function pageAfter(place: number): Readonly<Record<string, string>> {
  return { after: Buffer.from(`${place}`).toString('base64url'), limit: `${MOST_PARTS}` }
}

/** What an answer tells; nothing where it is none, and the listener has to come again. */
function told<Value>(answer: StoredAnswer): Value | undefined {
  // Written by the office, by the schema of its route.
  return answer.kind === 'refused' ? undefined : (JSON.parse(answer.body) as Value)
}

async function ask(
  stream: Stream,
  operation: 'jobEvents' | 'jobParts',
  query: Readonly<Record<string, string>>,
): Promise<StoredAnswer> {
  return stream.office.answer(requestOf(stream, operation, query))
}

function requestOf(
  { known, job, signal }: Stream,
  operation: 'jobEvents' | 'jobParts',
  query: Readonly<Record<string, string>>,
): StoredRequest {
  return {
    operation,
    known,
    params: { job },
    query,
    fields: {},
    posted: undefined,
    ifMatch: undefined,
    once: undefined,
    form: 'json',
    signal,
  }
}
