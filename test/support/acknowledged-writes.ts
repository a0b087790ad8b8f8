import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import type { SendTo, Sent } from './sent-to.ts'
import { asked } from './served-district.ts'
import { smallDistrict } from './small-district.ts'

type Kind = keyof typeof KEPT

/** What somebody was told is kept. */
interface Acknowledged {
  readonly kind: Kind
  readonly id: string
}

export interface Writers {
  readonly acknowledged: readonly Acknowledged[]
  /** Statuses that are neither an acknowledgement, nor 503, nor a connection that was cut. */
  readonly strange: readonly string[]
  /** Until the next acknowledgement. */
  next(): Promise<void>
  stop(): Promise<void>
}

const FILE_ROWS = 50

/** By what the service calls it, every one that is kept; of a file with all its rows. */
const KEPT = {
  schools: 'select school_id as id from schools',
  scenarios: 'select scenario_id::text as id from scenarios',
  versions: "select scenario_id || ' ' || version as id from scenario_versions",
  runs: 'select run_id::text as id from runs',
  files: `select dataset_id || ' ' || version as id from dataset_versions v
    where (select count(*) from dataset_rows r where r.upload_id = v.upload_id) = ${FILE_ROWS}`,
} as const

/** Writes one thing more, and says what it was if that was acknowledged. */
type Write = (send: SendTo, scenario: string, name: string) => Promise<readonly [Sent, string | undefined]>

const WAYS: Readonly<Record<Kind, Write>> = {
  async schools(send, _scenario, name) {
    const id = name.replaceAll(' ', '-')
    const sent = await send('/v1/schools', { body: { schools: [{ id, name }] } })
    return [sent, sent.status === 201 ? id : undefined]
  },
  async scenarios(send, scenario, name) {
    const sent = await send(`/v1/scenarios/${scenario}/copy`, { body: { name } })
    return [sent, sent.status === 201 ? scenarioIn(sent).id : undefined]
  },
  async versions(send, scenario, name) {
    const before = await send(`/v1/scenarios/${scenario}`, { method: 'GET' })
    if (before.status !== 200) return [before, undefined]
    const headers = { 'if-match': `"${String(before.json()['revision'])}"` }
    const body = smallDistrict({ scenario: `scenario: { id: x, name: "${name}" }` })
    const sent = await send(`/v1/scenarios/${scenario}`, { method: 'PUT', body, headers })
    if (sent.status !== 200) return [sent, undefined]
    const { id, version } = scenarioIn(sent)
    return [sent, `${id} ${version}`]
  },
  async runs(send, scenario) {
    const sent = await send('/v1/runs', { body: { scenario } })
    return [sent, sent.status === 201 ? String(sent.json()['id']) : undefined]
  },
  async files(send, _scenario, name) {
    const words = name.split(' ')
    const count = words.pop() ?? ''
    const rows = Array.from({ length: FILE_ROWS }, (_, i) => `${words.join('-')}-${i},${count}\n`)
    const path = `/v1/datasets?name=${words.join('-')}`
    const headers = { 'content-type': 'text/csv' }
    const sent = await send(path, { body: `id,count\n${rows.join('')}`, headers })
    return [sent, sent.status === 201 ? Object.values(datasetIn(sent)).join(' ') : undefined]
  },
}

const KINDS: readonly Kind[] = ['schools', 'scenarios', 'versions', 'runs', 'files']
const EXPECTED = [0, 200, 201, 503]

/** Writers of all kinds, each as fast as it is answered, until they are stopped. */
export async function writers(
  t: Test,
  send: SendTo,
  { of, name }: { readonly of: number; readonly name: string },
): Promise<Writers> {
  const scenarios = await Promise.all(
    Array.from({ length: of }, async (_, i) => plantedScenario(send, `${name} ${i}`)),
  )
  const acknowledged: Acknowledged[] = []
  const strange: string[] = []
  const waiting = new Set<() => void>()
  const stopping = new AbortController()
  t.teardown(() => stopping.abort())
  const all = scenarios.map(async (scenario, i) => {
    const kind = KINDS[i % KINDS.length] ?? 'runs'
    for (let n = 0; !stopping.signal.aborted; n += 1) {
      const [{ status }, id] = await WAYS[kind](send, scenario, `${name} ${i} ${n}`)
      if (!EXPECTED.includes(status)) strange.push(`${kind} ${status}`)
      if (id === undefined) await pause(10)
      else {
        acknowledged.push({ kind, id })
        for (const each of waiting) each()
        waiting.clear()
      }
    }
  })
  return {
    acknowledged,
    strange,
    next: async () => new Promise((resolve) => void waiting.add(resolve)),
    async stop() {
      stopping.abort()
      await Promise.all(all)
    },
  }
}

/** Keeps the two schools under a name, and gives the id of the scenario. */
export async function plantedScenario(send: SendTo, name: string, text = smallDistrict()): Promise<string> {
  const sent = await send(`/v1/scenarios?name=${encodeURIComponent(name)}`, { body: text })
  if (sent.status !== 201) throw new Error(`a scenario was answered with ${sent.status}`)
  return scenarioIn(sent).id
}

interface KeptVersion {
  readonly id: string
  readonly version: number
}

function scenarioIn(sent: Sent): KeptVersion {
  const { scenario } = sent.json()
  return (scenario ?? sent.json()) as KeptVersion
}

function datasetIn(sent: Sent): KeptVersion {
  const { id, version } = sent.json() as unknown as KeptVersion
  return { id, version }
}

/** What was acknowledged and is not there. */
export async function lost(database: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const missing: string[] = []
  for (const kind of KINDS) {
    const kept = new Set((await asked<{ readonly id: string }>(database, KEPT[kind])).map(({ id }) => id))
    const told = acknowledged.filter((each) => each.kind === kind)
    missing.push(...told.filter(({ id }) => !kept.has(id)).map(({ id }) => `${kind} ${id}`))
  }
  return missing
}
