import type { StoredRoute } from '../../src/contract/api/route.ts'
import { STORED_ROUTES, type StoredId } from '../../src/contract/api/routes.ts'
import { setPassword } from '../../src/store/passwords.ts'
import { from } from './sender.ts'
import type { Answer } from './service.ts'
import { smallCsv, smallDistrict } from './small-district.ts'
import type { StoredService } from './stored-service.ts'

/** What stands in the places of ids: of each kind one that is there, and may be asked for by finance. */
export type Places = Readonly<Record<PlaceName, string>>

type PlaceName =
  | 'accounts'
  | 'dataset'
  | 'formula'
  | 'job'
  | 'key'
  | 'mapping'
  | 'portfolio'
  | 'run'
  | 'scenario'
  | 'school'
  | 'user'
  | 'version'
  | 'year'

/** A request that would be done. */
export interface SoundRequest {
  readonly operation: StoredId
  readonly method: StoredRoute['method']
  /** With its query. */
  readonly path: string
  readonly type: string | undefined
  readonly payload: string | undefined
  /** The path whose tag the request has to name. */
  readonly changes: string | undefined
}

export const PASSWORD = 'canary in the coal mine'

/** Of long work that has been done, or is followed while it is: they need a worker, and have tests of their own. */
const OF_WORK: readonly string[] = ['jobResult', 'jobEvents', 'jobDocument']

export const STORED_IDS = Object.keys(STORED_ROUTES).filter((id) => !OF_WORK.includes(id)) as StoredId[]

/** Keeps one of everything in district A: two schools, their formula and scenario, a run, and who signs in. */
export async function plantedPlaces({ a, as }: StoredService, name = 'Two schools'): Promise<Places> {
  const { post } = as('finance')
  const kept = await post(`/v1/scenarios?name=${encodeURIComponent(name)}`, smallDistrict(), {
    'content-type': 'application/yaml',
  })
  const { scenario } = made(kept) as { readonly scenario: { readonly id: string } }
  const { document, dataset } = made(await as('finance').get(`/v1/scenarios/${scenario.id}/versions/1`)) as {
    readonly document: { readonly formula: string }
    readonly dataset: { readonly id: string }
  }
  const { id: run } = made(await post('/v1/runs', { scenario: scenario.id })) as { readonly id: string }
  const job = made(await post('/v1/jobs', batchOf(scenario.id))) as { readonly id: string }
  const year = `2025-26 ${name}`
  made(await as('finance').put(`/v1/adoptions/${encodeURIComponent(year)}`, { scenario: scenario.id }))
  const email = `${scenario.id}@lake.org`
  const { id: user } = made(await post('/v1/users', { email, name, role: 'viewer' })) as {
    readonly id: string
  }
  const portfolio = made(await post('/v1/portfolios', { name, schools: ['1'] })) as { readonly id: string }
  made(await as('finance').put(`/v1/mappings/${encodeURIComponent(name)}`, { name: 'level' }))
  const table = { 'content-type': 'text/csv' }
  made(
    await as('finance').put(
      `/v1/accounts/${encodeURIComponent(name)}`,
      'line,account\n*,01-{school}\n',
      table,
    ),
  )
  const wish = { name, scopes: ['read'], days: '30', user }
  const key = made(await post('/v1/keys', wish)) as { readonly id: string }
  await a.by('system', async (trx, identity) => setPassword(trx, identity, as('finance').personId, PASSWORD))
  const [, formula = ''] = /^formulas\/([^@]+)@/.exec(document.formula) ?? []
  return {
    accounts: name,
    dataset: dataset.id,
    formula,
    job: job.id,
    key: key.id,
    mapping: name,
    portfolio: portfolio.id,
    run,
    scenario: scenario.id,
    school: '1',
    user,
    version: '1',
    year,
  }
}

function made(answer: Answer): Readonly<Record<string, unknown>> {
  const { status, text } = answer
  if (status !== 200 && status !== 201) throw new Error(`${status} ${text}`)
  return answer.json()
}

const QUERIES: Partial<Record<StoredId, Readonly<Record<string, string>>>> = {
  checkDataset: { name: 'Counts' },
  uploadDataset: { name: 'Counts' },
  importDataset: { name: 'Counts' },
  diffScenario: { from: '1' },
}

function queryOf(operation: StoredId, { accounts }: Places): Readonly<Record<string, string>> {
  const isBooked = operation === 'runJournal' || operation === 'checkJournal'
  return { ...QUERIES[operation], ...(isBooked && { accounts }) }
}

type Taking = {
  [Id in StoredId]: (typeof STORED_ROUTES)[Id] extends { readonly takes: unknown } ? Id : never
}[StoredId]

/** A body for every operation that takes one. */
const BODIES: Readonly<Record<Taking, (places: Places) => unknown>> = {
  signIn: () => ({ district: 'lake', email: 'finance@lake.org', password: PASSWORD }),
  changeDistrict: () => ({ name: 'Lake' }),
  addSchools: () => ({ schools: [{ id: 's9', name: 'Elm' }] }),
  changeSchool: () => ({ name: 'Elm' }),
  addUser: () => ({ email: 'kim@lake.org', name: 'Kim', role: 'viewer' }),
  changeUser: () => ({ name: 'Kim' }),
  setPassword: () => ({ password: PASSWORD }),
  addPortfolio: () => ({ name: 'East', schools: ['1'] }),
  changePortfolio: () => ({ name: 'West', schools: ['1'] }),
  addKey: () => ({ name: 'nightly', scopes: ['read'], days: '30' }),
  checkDataset: () => smallCsv,
  uploadDataset: () => smallCsv,
  importDataset: () => smallCsv,
  keepAccounts: () => 'line,account\n*,02-{school}\n',
  checkJournal: () => 'account,amount\n01-1,1000\n',
  keepMapping: () => ({ name: 'level', measures: { frl: { basis: 'projection' } } }),
  changeDataset: () => ({ name: 'Counts of October' }),
  saveFormula: () => smallDistrict(),
  changeFormula: () => ({ name: 'By student' }),
  createScenario: () => smallDistrict({ scenario: 'scenario: { id: next, name: Next }' }),
  changeScenario: () => [{ op: 'replace', path: '/scenario/id', value: 'other' }],
  replaceScenario: () => smallDistrict(),
  renameScenario: () => ({ name: 'Renamed' }),
  copyScenario: () => ({ name: 'Copied' }),
  releaseScenario: () => ({ version: '1' }),
  adopt: ({ scenario }) => ({ scenario, version: '1' }),
  createRun: ({ scenario }) => ({ scenario, version: '1' }),
  createJob: ({ scenario }) => batchOf(scenario),
}

function batchOf(scenario: string): object {
  return { kind: 'batch', scenarios: [{ scenario, version: '1' }] }
}

/** A request of this operation that would be done. */
export function soundRequest(operation: StoredId, places: Places): SoundRequest {
  const route: StoredRoute = STORED_ROUTES[operation]
  const path = placed(route.path, places)
  const query = new URLSearchParams(queryOf(operation, places)).toString()
  const body = Object.hasOwn(BODIES, operation) ? BODIES[operation as Taking](places) : undefined
  return {
    operation,
    method: route.method,
    path: query === '' ? path : `${path}?${query}`,
    type: route.takes === undefined ? undefined : MEDIA[route.takes.kind],
    payload: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    changes: isNamed(route) ? placed(/^.*?(?:\}|$)/.exec(route.path)?.[0] ?? '', places) : undefined,
  }
}

function isNamed({ revision }: StoredRoute): boolean {
  return revision === 'needed' || revision === 'needed-if-there'
}

const MEDIA = {
  fields: 'application/json',
  patch: 'application/json-patch+json',
  document: 'application/yaml',
  table: 'text/csv',
} as const

function placed(path: string, places: Places): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: PlaceName) => encodeURIComponent(places[name]))
}

/** The headers of a request of finance, which starts from the state that there is. */
export async function headersOf(
  { as }: StoredService,
  { type, changes }: SoundRequest,
): Promise<Readonly<Record<string, string>>> {
  const revision = changes === undefined ? undefined : (await as('finance').get(changes)).json()['revision']
  return { ...(revision !== undefined && from(Number(revision))), ...(type && { 'content-type': type }) }
}

/** Sends it as finance. */
export async function sentSoundly(service: StoredService, request: SoundRequest): Promise<Answer> {
  const { method, path, payload } = request
  return service.as('finance').send(method, path, payload, await headersOf(service, request))
}
