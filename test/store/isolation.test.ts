import pg from 'pg'
import t, { type Test } from 'tap'
import { tablesOf } from '../support/catalogue.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import {
  ACTORS,
  acrossDistricts,
  acrossSchools,
  DISTRICT_ACTORS,
  enter,
  SCHOOL_ACTORS,
  whoAdds,
} from '../support/isolation.ts'
import { idOf, plantRows } from '../support/planted-rows.ts'

const clone = await databaseServer(t)

/** A connection of the service to a database in which every table has rows of both districts and schools. */
async function planted(t: Test): Promise<{ client: pg.Client; administrator: pg.ClientConfig }> {
  const { administrator, service } = await clone()
  await asAdministrator(administrator, plantRows)
  const client = new pg.Client({ ...service, options: '-c role=leeway_app -c search_path=leeway' })
  await client.connect()
  t.teardown(() => client.end())
  return { client, administrator }
}

t.test(
  'nobody sees or touches a row of another district, whoever they are and whatever they try',
  async (t) => {
    const { client } = await planted(t)
    const { cells, findings } = await acrossDistricts(client)
    t.strictSame(findings, [])
    const tables = (await tablesOf(client)).length
    t.ok(tables > 15 && cells === tables * ACTORS.length * 6, `${cells} cells over ${tables} tables`)
  },
)

t.test('who has one school sees and touches nothing of another', async (t) => {
  const { client } = await planted(t)
  const { cells, findings } = await acrossSchools(client)
  t.strictSame(findings, [])
  t.ok(cells > 80, `${cells} cells`)
})

t.test('a table or view that forgets the rules is found by both', async (t) => {
  const { client, administrator } = await planted(t)
  await asAdministrator(administrator, async (admin) => {
    await admin.query(`alter table leeway.portfolios no force row level security;
      alter table leeway.runs disable row level security;
      drop policy reads on leeway.run_rows;
      drop policy reads on leeway.dataset_rows; create policy reads on leeway.dataset_rows as restrictive using (true)`)
  })
  const districts = await acrossDistricts(client)
  t.ok(districts.findings.includes('finance of A: select on runs touches 2'))
  t.ok(districts.findings.includes('somebody who said nothing: select on runs touches 2'))
  const schools = await acrossSchools(client)
  t.ok(schools.findings.includes('principal of A: select on dataset_rows touches 1'))
  t.ok(schools.findings.includes('supervisor of A: select on run_rows touches 1'))
})

t.test('each role adds to its own district what is its to add, and nothing else', async (t) => {
  const { client } = await planted(t)
  const finance = ['finance', 'system']
  const analysts = ['finance', 'analyst', 'system']
  const owners = ['finance', 'analyst', 'system', 'principal', 'supervisor', 'budget-partner']
  const everybody = ['finance', 'analyst', 'viewer', 'system', 'principal', 'supervisor', 'budget-partner']
  t.strictSame(await whoAdds(client), {
    accounts: finance,
    adoptions: finance,
    api_keys: everybody,
    // An entry says truly who wrote it: here it says the program, without a person.
    audit: [],
    dataset_rows: analysts,
    dataset_versions: analysts,
    datasets: analysts,
    // A district is made from within, before it has anybody.
    districts: [],
    formula_versions: analysts,
    formulas: analysts,
    idempotency_keys: everybody,
    // Of a job that somebody else has made.
    job_boards: ['system'],
    job_chunks: ['system'],
    job_documents: ['system'],
    // Of a job that somebody else has made.
    job_imports: ['system'],
    job_pieces: ['system'],
    job_results: ['system'],
    // Of a job that somebody else has made.
    job_scenarios: ['system'],
    // A sweep tells of all schools.
    jobs: analysts,
    mappings: analysts,
    passwords: ['system'],
    people: finance,
    person_schools: finance,
    portfolio_schools: finance,
    portfolios: finance,
    run_results: analysts,
    run_rows: analysts,
    runs: owners,
    scenario_sources: analysts,
    scenario_versions: analysts,
    scenarios: owners,
    schools: analysts,
    sessions: everybody,
    uploads: analysts,
  })
})

t.test(
  'before release only those who work on drafts see them, after it the district sees the amounts',
  async (t) => {
    const { client, administrator } = await planted(t)
    const seen = async (sql: string): Promise<Record<string, number>> => {
      const counts: Record<string, number> = {}
      for (const actor of [...DISTRICT_ACTORS, ...SCHOOL_ACTORS]) {
        await client.query('begin')
        // Somebody else made the draft.
        await enter(client, { ...actor, person: idOf('a lee') })
        counts[actor.role] = (await client.query(sql)).rowCount ?? 0
        await client.query('rollback')
      }
      return counts
    }
    const run = `run_id = '${idOf('a run')}'`
    const nobody = {
      finance: 0,
      analyst: 0,
      viewer: 0,
      system: 0,
      principal: 0,
      supervisor: 0,
      'budget-partner': 0,
    }
    const workers = { finance: 1, analyst: 1, system: 1, 'budget-partner': 1 }
    t.strictSame(await seen(`select from runs where ${run}`), { ...nobody, ...workers })
    t.strictSame(await seen(`select from run_rows where ${run}`), {
      ...nobody,
      finance: 2,
      analyst: 2,
      system: 2,
      'budget-partner': 1,
    })
    t.strictSame(await seen(`select from run_results where ${run}`), {
      ...nobody,
      finance: 1,
      analyst: 1,
      system: 1,
    })
    for (const table of [
      'dataset_versions',
      'formula_versions',
      'scenario_versions',
      'scenario_sources',
      'scenarios',
      'datasets',
      'formulas',
    ])
      t.strictSame(await seen(`select from ${table}`), { ...nobody, ...workers }, table)
    await asAdministrator(administrator, async (admin) => {
      for (const table of ['runs', 'scenarios', 'scenario_versions', 'formula_versions', 'dataset_versions'])
        await admin.query(`update leeway.${table} set released_at = now()`)
    })
    const all = Object.fromEntries(Object.keys(nobody).map((role) => [role, 1]))
    for (const table of [
      'dataset_versions',
      'formula_versions',
      'scenario_versions',
      'scenario_sources',
      'scenarios',
      'datasets',
      'formulas',
    ])
      t.strictSame(await seen(`select from ${table}`), all, table)
    t.strictSame(await seen(`select from run_results where ${run}`), all)
    t.strictSame(await seen(`select from run_rows where ${run}`), {
      finance: 2,
      analyst: 2,
      viewer: 2,
      system: 2,
      principal: 2,
      supervisor: 2,
      'budget-partner': 2,
    })
    t.strictSame(await seen('select from dataset_rows'), {
      finance: 2,
      analyst: 2,
      viewer: 2,
      system: 2,
      principal: 1,
      supervisor: 1,
      'budget-partner': 1,
    })
  },
)

t.test('what is released, and what the audit says, stays as it is', async (t) => {
  const { client, administrator } = await planted(t)
  await asAdministrator(administrator, async (admin) => {
    await admin.query('update leeway.runs set released_at = now()')
  })
  const [finance] = DISTRICT_ACTORS
  if (finance === undefined) throw new Error('there is no finance among the actors')
  const attempt = async (sql: string): Promise<string | number> => {
    await client.query('begin')
    await enter(client, finance)
    try {
      return (await client.query(sql)).rowCount ?? 0
    } catch (thrown) {
      return thrown instanceof pg.DatabaseError ? (thrown.code ?? '') : String(thrown)
    } finally {
      await client.query('rollback')
    }
  }
  t.equal(await attempt('update runs set released_at = null'), 0, 'a release is not taken back')
  t.equal(
    await attempt(`insert into run_rows values ('${idOf('a')}', '${idOf('a run')}', 's3', '{1}', 1)`),
    '42501',
    'nothing is added to it',
  )
  for (const sql of [
    'update audit set action = $$x$$',
    'delete from audit',
    'truncate audit',
    'delete from runs',
  ])
    t.equal(await attempt(sql), '42501', sql)
  t.equal(
    await attempt(`insert into audit (district_id, person_id, role, action, subject, subject_key)
      values ('${idOf('a')}', '${idOf('a lee')}', 'finance', 'x', 'x', '{}')`),
    '42501',
    'nobody writes in the name of another',
  )
  t.equal(
    await attempt(`insert into audit (district_id, person_id, role, action, subject, subject_key)
      values ('${idOf('a')}', '${idOf('a kim')}', 'finance', 'x', 'x', '{}')`),
    1,
  )
  t.not(await attempt('select from audit'), 0, 'and what was planted here has been noted')
})
