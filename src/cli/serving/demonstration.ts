import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleScenario } from '../../app/bundle-scenario.ts'
import type { Known, Office } from '../../app/service/stored-request.ts'
import { type Role, SCOPES } from '../../contract/api/roles.ts'
import { createDistrict, findDistrict, systemOf } from '../../store/districts.ts'
import { type Store, storeSettings } from '../../store/open-store.ts'
import { addPerson, findPersonByEmail } from '../../store/people.ts'
import { addPortfolio, findPortfolioByName } from '../../store/portfolios.ts'
import { type Trx, withDistrict } from '../../store/with-district.ts'
import { diskFiles } from '../disk-files.ts'
import { asker } from './asker.ts'
import { type DemonstrationPerson, type SignIns, signIns } from './sign-ins.ts'

/** The code by which people sign in to the demonstration. */
const DEMONSTRATION = 'demonstration'

const FOLDER = fileURLToPath(new URL('../../../scenarios/demonstration/', import.meta.url))
const WHAT_IFS = ['what-if-frl-weight.yaml', 'what-if-soft-landing.yaml'] as const

/** Schools of the demonstration's principal, and of its supervisor. */
const OWN = ['0101'] as const
const PORTFOLIO = { name: 'North', schools: ['0101', '0102', '0103', '0104', '0105'] } as const

const PEOPLE: readonly { readonly role: Role; readonly schools?: readonly string[] }[] = [
  { role: 'finance' },
  { role: 'analyst' },
  { role: 'budget-partner', schools: [...OWN, '0602'] },
  { role: 'principal', schools: OWN },
  { role: 'supervisor' },
  { role: 'viewer' },
]

/** The demonstration, loaded if it was not, and how to get into it. */
export async function demonstrated(
  store: Store,
  office: Office,
): Promise<SignIns & { readonly runId: string }> {
  const { runId, districtId, people } = await loadDemonstration(store, office)
  const { dataDir } = storeSettings(process.env)
  return { ...(await signIns(store, office, { districtId, people, dataDir })), runId }
}

interface Loaded {
  readonly runId: string
  readonly districtId: string
  readonly people: readonly DemonstrationPerson[]
}

/**
 * Loads the demonstration district, its people, a released run and two drafts; what is there already stays, so that a
 * load that broke off goes on. Gives the people.
 */
async function loadDemonstration({ pool }: Store, office: Office): Promise<Loaded> {
  const lock = await pool.connect()
  try {
    // One of several that start at the same time loads it; for the others it is there.
    await lock.query("select pg_advisory_lock(hashtextextended('leeway demonstration', 0))")
    const districtId =
      (await findDistrict(pool, DEMONSTRATION)) ??
      (await createDistrict(pool, { code: DEMONSTRATION, name: 'Demonstration district' }))
    const finance = await withDistrict(pool, systemOf(districtId), async (trx) =>
      person(trx, districtId, 'finance'),
    )
    const runId = await loadScenarios(office, financeOf(districtId, finance.personId))
    return await withDistrict(pool, systemOf(districtId), async (trx) => {
      const people: DemonstrationPerson[] = []
      for (const { role } of PEOPLE) people.push(await person(trx, districtId, role))
      return { runId, districtId, people }
    })
  } finally {
    // The lock goes with its connection.
    lock.release(true)
  }
}

async function person(trx: Trx, districtId: string, role: Role): Promise<DemonstrationPerson> {
  const email = `${role}@demonstration.example`
  const identity = systemOf(districtId)
  const found = await findPersonByEmail(trx, email)
  if (found !== undefined) return { role, email, personId: found.personId }
  const portfolioId = role === 'supervisor' ? await portfolio(trx, districtId) : undefined
  const schools = PEOPLE.find((each) => each.role === role)?.schools
  const personId = await addPerson(trx, identity, {
    email,
    name: `Demonstration ${role}`,
    role,
    schools,
    portfolioId,
  })
  return { role, email, personId }
}

async function portfolio(trx: Trx, districtId: string): Promise<string> {
  const found = await findPortfolioByName(trx, PORTFOLIO.name)
  return found?.portfolioId ?? addPortfolio(trx, systemOf(districtId), PORTFOLIO)
}

function financeOf(districtId: string, personId: string): Known {
  const person = { districtId, personId, role: 'finance', schools: [] } as const
  return { person, by: 'key', secretId: 'demonstration', scopes: SCOPES, expires: '' }
}

/** The scenario of the district, run, released and adopted, and two what-ifs on it, as drafts. Gives the run. */
async function loadScenarios(office: Office, finance: Known): Promise<string> {
  const ask = asker(office, finance)
  const { items } = await ask('scenarios', {})
  const named = (name: string) => items.find((each) => each.name === name)
  const { bundle } = await bundleScenario(`${FOLDER}district.yaml`, diskFiles(), { isPretty: false })
  if (bundle === undefined) throw new Error('the demonstration cannot be run')
  const { name, year } = bundle.result.scenario
  const bytes = new TextEncoder().encode(bundle.text)
  const scenario =
    named(name) ??
    (await ask('createScenario', { posted: { bytes, form: 'json' }, query: { name, year } })).scenario
  const version = String(scenario.version ?? 1)
  const runs = await ask('runs', { query: { scenario: scenario.id } })
  const run = runs.items[0] ?? (await ask('createRun', { fields: { scenario: scenario.id, version } }))
  if (run.released === null) await ask('releaseRun', { params: { run: run.id } })
  if (scenario.adopted.length === 0)
    await ask('adopt', { params: { year }, fields: { scenario: scenario.id, version } })
  for (const file of WHAT_IFS) {
    const text = await readFile(`${FOLDER}${file}`, 'utf8')
    const title = /^ {2}name: "([^"]+)"$/m.exec(text)?.[1] ?? file
    if (named(title) !== undefined) continue
    const document = text.replace('base: district.yaml', `base: scenarios/${scenario.id}@${version}`)
    const posted = { bytes: new TextEncoder().encode(document), form: 'yaml' } as const
    await ask('createScenario', { posted, query: { name: title } })
  }
  return run.id
}
