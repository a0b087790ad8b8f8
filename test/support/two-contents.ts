import type { Role } from '../../src/contract/api/roles.ts'
import { addressedDocuments } from './addressed-documents.ts'
import { asAdministrator } from './database.ts'
import { districtHashes, districtRows } from './district-hashes.ts'
import type { Kind, Surroundings } from './id-positions.ts'
import { type PlantedContent, plantedContent } from './planted-content.ts'
import type { StoredService } from './stored-service.ts'

/** Two districts that are full, and what whoever asks in the first one sends beside an id that is not theirs. */
export interface TwoContents extends StoredService {
  readonly mine: PlantedContent
  readonly theirs: PlantedContent
  readonly around: Surroundings
  /** The hashes of every table of the second district, and of the first. */
  readonly hashes: () => Promise<{ readonly a: Record<string, string>; readonly b: Record<string, string> }>
  /** Every id in any row of the second district. */
  readonly theirIds: () => Promise<readonly string[]>
}

export async function twoContents(service: StoredService): Promise<TwoContents> {
  const { a, b, database } = service
  const mine = await plantedContent(service, a, { mark: 'lakemark', students: [1000, 2047, 3089] })
  const theirs = await plantedContent(service, b, { mark: 'hillmark', students: [1000, 880_011, 880_022] })
  return {
    ...service,
    mine,
    theirs,
    around: aroundOf(service, mine),
    hashes: async () =>
      asAdministrator(database.administrator, async (client) => ({
        a: await districtHashes(client, a.id),
        b: await districtHashes(client, b.id),
      })),
    theirIds: async () =>
      asAdministrator(database.administrator, async (client) => {
        const rows = await districtRows(client, b.id)
        return [...new Set(rows.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))]
      }),
  }
}

/** What whoever is of the first district sends beside an id that is not theirs. */
export function aroundOf(service: StoredService, mine: PlantedContent): Surroundings {
  return { own: ownOf(service, mine), bodies: bodiesOf(mine), documents: addressedDocuments(mine.released) }
}

function ownOf({ a }: StoredService, mine: PlantedContent): Surroundings['own'] {
  const { dataset, formula, scenario, run } = mine.released
  const ids: Readonly<Record<Kind, (role: Role) => string>> = {
    dataset: () => dataset,
    formula: () => formula,
    scenario: (role) => mine.own.get(role) ?? scenario,
    run: () => run,
    key: (role) => a.as(role).keyId,
    user: () => mine.other.user,
    portfolio: () => mine.portfolio,
    school: () => 's1',
    year: () => mine.year,
    name: () => mine.name,
    mapping: () => mine.mapping,
    accounts: () => mine.accounts,
    job: () => mine.job,
  }
  return (kind, role) => ids[kind](role)
}

/** The fields of a body without which it is refused, whatever it names. */
function bodiesOf({ own, released, portfolio }: PlantedContent): Surroundings['bodies'] {
  const person = { email: 'kim@lake.org', name: 'Kim' }
  const scenario = (role: Role) => own.get(role) ?? released.scenario
  const of = (body: unknown) => () => body
  const plain: Record<string, unknown> = {
    changeDistrict: { name: 'Lake' },
    changeSchool: { name: 'Oak' },
    addSchools: { schools: [{ id: 's7', name: 'Oak' }] },
    'addUser: body schools': { ...person, role: 'principal' },
    'addUser: body portfolio': { ...person, role: 'supervisor' },
    addUser: { ...person, role: 'viewer' },
    'changeUser: body portfolio': { role: 'supervisor', portfolio },
    changeUser: {},
    'createJob: body scenario': { kind: 'sweep' },
    'createJob: body scenarios': { kind: 'batch' },
    'createJob: body run': { kind: 'boards' },
    'createJob: body against': { kind: 'boards', run: released.run },
    keepAccounts: 'line,account\n*,1\n',
    checkJournal: 'account,amount\n1,2\n',
    setPassword: { password: 'a password of some length' },
    addPortfolio: { name: 'Mine', schools: [] },
    changePortfolio: { name: 'Mine', schools: [] },
    addKey: { name: 'mine', scopes: ['read'], days: '9' },
    changeDataset: { name: 'mine' },
    keepMapping: { name: 'level' },
    changeFormula: { name: 'mine' },
    changeScenario: [{ op: 'test', path: '/leeway', value: '1' }],
    renameScenario: {},
    copyScenario: { name: 'mine' },
    releaseScenario: {},
    checkDataset: 'id,students\ns1,5\n',
    uploadDataset: 'id,students\ns1,5\n',
    importDataset: 'id,students\ns1,5\n',
  }
  const document = { leeway: '1', scenario: { id: 'mine' }, base: `scenarios/${released.scenario}@1` }
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, body]) => [name, of(body)])),
    ...Object.fromEntries(
      ['createScenario', 'replaceScenario', 'saveFormula', 'check', 'compute', 'explain'].map((name) => [
        name,
        of(document),
      ]),
    ),
    adopt: (role) => ({ scenario: scenario(role) }),
    createRun: (role) => ({ scenario: scenario(role) }),
  }
}
