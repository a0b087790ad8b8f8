export interface Event {
  readonly id: string | undefined
  readonly name: string
  readonly data: unknown
}

export interface EventStream {
  readonly status: number
  /** The next one; nothing when the stream has ended. */
  next(): Promise<Event | undefined>
  /** All that are still to come. */
  rest(): Promise<Event[]>
  close(): void
}

/** Listens to server-sent events. */
export async function eventStream(
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<EventStream> {
  const leaving = new AbortController()
  const answer = await fetch(address, { headers, signal: leaving.signal })
  const events = eventsIn(answer.body)
  const next = async (): Promise<Event | undefined> => {
    const { value, done } = await events.next()
    return done === true ? undefined : value
  }
  return {
    status: answer.status,
    next,
    async rest() {
      const all: Event[] = []
      for (let event = await next(); event !== undefined; event = await next()) all.push(event)
      return all
    },
    close: () => leaving.abort(),
  }
}

async function* eventsIn(body: AsyncIterable<Uint8Array> | null): AsyncGenerator<Event, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body ?? []) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string): string | undefined =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      const name = field('event')
      if (name !== undefined) yield { id: field('id'), name, data: JSON.parse(field('data') ?? 'null') }
    }
  }
  return undefined
}
