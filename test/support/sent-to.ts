/** What a service that may be killed at any moment answered; status 0 where no answer came. */
export interface Sent {
  readonly status: number
  readonly headers: Headers
  readonly milliseconds: number
  readonly text: string
  json(): Readonly<Record<string, unknown>>
}

interface Sending {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** A document as YAML, or fields as JSON. */
  readonly body?: string | object
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Sends requests with a key to wherever the service listens now. */
export function senderTo(address: () => string, key: string) {
  return async (path: string, { method = 'POST', body, headers, signal }: Sending = {}): Promise<Sent> => {
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json'
    const start = performance.now()
    const over = (): number => performance.now() - start
    try {
      const answer = await fetch(`${address()}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': type }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(signal && { signal }),
      })
      const text = await answer.text()
      const { status, headers: said } = answer
      return { status, headers: said, milliseconds: over(), text, json: () => JSON.parse(text) }
    } catch {
      return { status: 0, headers: new Headers(), milliseconds: over(), text: '', json: () => ({}) }
    }
  }
}

export type SendTo = ReturnType<typeof senderTo>
