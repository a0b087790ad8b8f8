import { FORMS } from '../contract/api/route.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import { ROUTES } from '../contract/api/routes.ts'
import { problemIn, type Service, ServiceFault } from './sending.ts'

export type JobTold = GivenBy<'job'>

/** Hears what happens to a job. */
export interface JobListening {
  readonly service: Pick<Service, 'address' | 'key'>
  readonly job: string
  readonly signal: AbortSignal
  readonly progress: (job: JobTold) => void
}

/** A service that is started anew is back by then. */
const MOST_TRIES = 30
const PAUSE_MILLISECONDS = 1000

/** Listens to a job until it has ended, and comes again where the stream ends before. */
export async function followJob(listening: JobListening): Promise<JobTold> {
  for (let tries = 1; ; tries += 1) {
    try {
      const ended = await heard(listening, () => {
        tries = 1
      })
      if (ended !== undefined) return ended
    } catch (thrown) {
      if (thrown instanceof ServiceFault || listening.signal.aborted) throw thrown
    }
    if (tries >= MOST_TRIES) throw new ServiceFault(`${listening.service.address} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS))
  }
}

async function heard(
  { service: { address, key }, job, signal, progress }: JobListening,
  isThere: () => void,
): Promise<JobTold | undefined> {
  const path = ROUTES.jobEvents.path.replace('{job}', encodeURIComponent(job))
  const answer = await fetch(`${address}${path}?parts=false`, {
    headers: { accept: FORMS.events, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    redirect: 'error',
    signal,
  })
  // One that is busy or stopping is asked again.
  if (answer.status === 503 || answer.status === 429) return undefined
  if (answer.status !== 200 || answer.body === null) {
    const { title, detail } = problemIn(await answer.text(), answer.status)
    throw new ServiceFault(`${title} ${detail}`)
  }
  for await (const { name, data } of eventsIn(answer.body)) {
    isThere()
    // The service writes what its route says.
    const told: JobTold = JSON.parse(data)
    progress(told)
    if (name === 'end') return told
  }
  return undefined
}

/** The events of a stream. What is not ended by an empty line is none. */
async function* eventsIn(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly name: string; readonly data: string }> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of stream) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n')
      const name = lines.find((line) => line.startsWith('event: '))?.slice('event: '.length)
      const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length)
      if (name !== undefined && data !== undefined) yield { name, data }
    }
  }
}
