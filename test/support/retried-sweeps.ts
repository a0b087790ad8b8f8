import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import type { SendTo, Sent } from './sent-to.ts'

export interface Sweeps {
  /** Those that are done, and what each came to. */
  readonly results: ReadonlyMap<string, string>
  /** How often one was given up, because its parts had ended too many workers, and was told to go on. */
  readonly resumed: number
  /** Lets the last one end. */
  stop(): Promise<void>
}

const ENDED_BADLY = ['failed', 'cancelled']

/** Wants one sweep of a scenario after the other, whatever happens to who does it. */
export function retriedSweeps(t: Test, send: SendTo, scenario: string): Sweeps {
  const results = new Map<string, string>()
  const stopping = new AbortController()
  const over = new AbortController()
  t.teardown(() => over.abort())
  let resumed = 0
  const told = async (ask: () => Promise<Sent>): Promise<Sent> => {
    for (;;) {
      const sent = await ask()
      if (![0, 503].includes(sent.status) || over.signal.aborted) return sent
      await pause(50)
    }
  }
  const one = async (n: number): Promise<void> => {
    const headers = { 'idempotency-key': `sweep-${n}` }
    const begun = await told(async () => send('/v1/jobs', { body: { kind: 'sweep', scenario }, headers }))
    const path = `/v1/jobs/${String(begun.json()['id'])}`
    for (let state = ''; state !== 'done' && !over.signal.aborted; await pause(100)) {
      state = String((await told(async () => send(path, { method: 'GET' }))).json()['state'])
      if (!ENDED_BADLY.includes(state)) continue
      resumed += 1
      await told(async () => send(`${path}/resume`, { body: {} }))
    }
    const result = await told(async () => send(`${path}/result`, { method: 'GET' }))
    results.set(path, result.text)
  }
  const all = (async () => {
    for (let n = 0; !stopping.signal.aborted && !over.signal.aborted; n += 1) await one(n)
  })()
  return {
    results,
    get resumed() {
      return resumed
    },
    async stop() {
      stopping.abort()
      await all
    },
  }
}
