import { setTimeout as pause } from 'node:timers/promises'
import { plantedScenario } from './acknowledged-writes.ts'
import type { SendTo } from './sent-to.ts'
import { smallDistrict } from './small-district.ts'

export interface Traffic {
  /** How many requests of each kind were answered. */
  readonly answered: Readonly<Record<string, number>>
  /** What was answered otherwise than it should be. */
  readonly wrong: readonly string[]
  end(): Promise<void>
}

type Ask = (send: SendTo, scenario: string, n: number) => ReturnType<SendTo>

/** What people and scripts do in a day, one after the other. */
const DAY: Readonly<Record<string, Ask>> = {
  scenarios: async (send) => send('/v1/scenarios', { method: 'GET' }),
  scenario: async (send, scenario) => send(`/v1/scenarios/${scenario}/versions/1`, { method: 'GET' }),
  check: async (send) => send('/v1/check', { body: smallDistrict() }),
  compute: async (send) => send('/v1/compute', { body: smallDistrict() }),
  explain: async (send) => send('/v1/explain?school=1', { body: smallDistrict() }),
  run: async (send, scenario) => send('/v1/runs', { body: { scenario } }),
  runs: async (send) => send('/v1/runs?limit=20', { method: 'GET' }),
  audit: async (send) => send('/v1/audit?limit=20', { method: 'GET' }),
  school: async (send, _scenario, n) =>
    send('/v1/schools', { body: { schools: [{ id: `new-${n}`, name: 'New' }] } }),
  metrics: async (send) => send('/metrics', { method: 'GET' }),
  refused: async (send) => send('/v1/compute', { body: smallDistrict({ data: '' }) }),
  nowhere: async (send) => send('/v1/runs/01a20361-2fb0-7076-ae07-c5636837b6aa', { method: 'GET' }),
}
const EXPECTED: Readonly<Record<string, number>> = { run: 201, school: 201, refused: 422, nowhere: 404 }

/** So many who each ask for all of it in turn, with a rest between, until they are told to end. */
export async function mixedTraffic(send: SendTo, people: number, rest: number): Promise<Traffic> {
  const scenario = await plantedScenario(send, 'Soak')
  const answered: Record<string, number> = Object.fromEntries(Object.keys(DAY).map((name) => [name, 0]))
  const wrong: string[] = []
  const ending = new AbortController()
  let n = 0
  const one = async (): Promise<void> => {
    while (!ending.signal.aborted)
      for (const [name, ask] of Object.entries(DAY)) {
        n += 1
        const { status } = await ask(send, scenario, n)
        if (status === (EXPECTED[name] ?? 200)) answered[name] = (answered[name] ?? 0) + 1
        else wrong.push(`${name} ${status}`)
        await pause(rest)
      }
  }
  const all = Promise.all(Array.from({ length: people }, one))
  return {
    answered,
    wrong,
    async end() {
      ending.abort()
      await all
    },
  }
}
