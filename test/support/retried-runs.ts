import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import type { SendTo } from './sent-to.ts'
import { asked } from './served-district.ts'

export interface Clients {
  /** Runs that were wanted and in the end acknowledged, by their ids. */
  readonly runs: readonly string[]
  /** Requests that were sent again because no answer had come. */
  readonly again: number
  /** Statuses that tell neither of success nor of a service that is away. */
  readonly strange: readonly number[]
  /** Lets everybody end what they are at. */
  stop(): Promise<void>
}

interface ClientPlan {
  readonly scenario: string
  readonly clients: number
  readonly chance: () => number
  /** The share of answers that are lost: half of them have come, of the others the request is cut off. One in twenty. */
  readonly dropped?: number
  /** The Idempotency-Key of a request: the same for every try, or the control's. */
  readonly keyOf: (operation: string, tries: number) => string
}

const AWAY = [0, 503]

/** Clients that each want one run after the other, and send a request again until it is acknowledged. */
export function retriedRuns(
  t: Test,
  send: SendTo,
  { scenario, clients, chance, dropped = 0.05, keyOf }: ClientPlan,
): Clients {
  const runs: string[] = []
  const strange: number[] = []
  let again = 0
  const stopping = new AbortController()
  // After a failure nobody may be left who would tell them.
  const over = new AbortController()
  t.teardown(() => over.abort())
  const one = async (operation: string): Promise<void> => {
    for (let tries = 0; !over.signal.aborted; tries += 1) {
      const isLost = chance() < dropped
      const cut = isLost && chance() < 0.5 ? AbortSignal.timeout(Math.ceil(60 * chance())) : undefined
      const headers = { 'idempotency-key': keyOf(operation, tries) }
      const sent = await send('/v1/runs', { body: { scenario }, headers, ...(cut && { signal: cut }) })
      if (sent.status === 201 && !isLost) return void runs.push(String(sent.json()['id']))
      if (![201, ...AWAY].includes(sent.status)) return void strange.push(sent.status)
      again += 1
      await pause(50)
    }
  }
  const all = Array.from({ length: clients }, async (_, client) => {
    for (let n = 0; !stopping.signal.aborted && !over.signal.aborted; n += 1) await one(`${client} ${n}`)
  })
  return {
    runs,
    strange,
    get again() {
      return again
    },
    async stop() {
      stopping.abort()
      await Promise.all(all)
    },
  }
}

/** How many runs are kept of a scenario, and of how many the audit tells. */
export async function keptRuns(
  database: string,
  scenario: string,
): Promise<{ readonly runs: number; readonly audited: number }> {
  const [row] = await asked<{ readonly runs: number; readonly audited: number }>(
    database,
    `select (select count(*)::int from runs where scenario_id = $1) as runs,
      (select count(*)::int from audit where subject = 'runs' and action = 'insert' and exists (select from runs r
        where r.scenario_id = $1 and r.run_id::text = subject_key::jsonb ->> 'run_id')) as audited`,
    [scenario],
  )
  return row ?? { runs: -1, audited: -1 }
}
