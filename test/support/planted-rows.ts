import { createHash } from 'node:crypto'
import type pg from 'pg'

/** Two districts with two schools each, and ids that are known beforehand. */
export type DistrictName = 'a' | 'b'
const SCHOOLS = ['s1', 's2'] as const

/** A UUID that stands for a word, so that rows of a test can name each other. */
export function idOf(word: string): string {
  const hex = createHash('sha256').update(word).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

type Row = Readonly<Record<string, unknown>>

const HASH = 'a'.repeat(64)
const SECRET = (word: string): Buffer => createHash('sha256').update(word).digest()
const LATER = '2999-01-01'

/**
 * For every table a row of that district, about that school where the table has schools; `twist` makes another one.
 * A table that is not here fails the tests that plant them all.
 */
export const ROWS: Readonly<Record<string, (district: DistrictName, school: string, twist: string) => Row>> =
  {
    districts: (d, _s, twist) => ({ district_id: idOf(d + twist), code: `d-${d}${twist}`, name: d }),
    schools: (d, s, twist) => ({ district_id: idOf(d), school_id: s + twist, name: s }),
    portfolios: (d, _s, twist) => ({
      district_id: idOf(d),
      portfolio_id: idOf(`${d} folio${twist}`),
      name: `p${twist}`,
    }),
    portfolio_schools: (d, s, twist) => ({
      district_id: idOf(d),
      portfolio_id: idOf(`${d} folio`),
      school_id: twist === '' ? s : 's3',
    }),
    people: (d, _s, twist) => ({
      district_id: idOf(d),
      person_id: idOf(`${d} kim${twist}`),
      email: `kim${twist}@${d}.org`,
      name: 'Kim',
      role: 'supervisor',
      portfolio_id: idOf(`${d} folio`),
    }),
    person_schools: (d, s, twist) => ({
      district_id: idOf(d),
      person_id: idOf(`${d} kim`),
      school_id: twist === '' ? s : 's3',
    }),
    passwords: (d, _s, twist) => ({
      district_id: idOf(d),
      person_id: idOf(twist === '' ? `${d} kim` : `${d} lee`),
      hash: `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    }),
    sessions: (d, _s, twist) => ({
      district_id: idOf(d),
      session_id: idOf(`${d} session${twist}`),
      person_id: idOf(`${d} kim`),
      hash: SECRET(`${d} session${twist}`),
      expires_at: LATER,
    }),
    api_keys: (d, _s, twist) => ({
      district_id: idOf(d),
      key_id: idOf(`${d} key${twist}`),
      person_id: idOf(`${d} kim`),
      name: `key${twist}`,
      hash: SECRET(`${d} key${twist}`),
      scopes: ['read'],
      expires_at: LATER,
    }),
    ...named('dataset', { description: '{}', number_columns: ['n'], text_columns: ['t'] }),
    // Its id is the database's to choose.
    uploads: (d, _s, twist) => ({
      district_id: idOf(d),
      ...(twist === '' && { upload_id: idOf(`${d} open`) }),
    }),
    dataset_rows: (d, s, twist) => ({
      district_id: idOf(d),
      upload_id: idOf(`${d} dataset upload`),
      school_id: twist === '' ? s : 's3',
      numbers: ['1'],
      texts: ['x'],
    }),
    ...named('formula', { content: '{}' }),
    ...named('scenario', { content: '{}' }, { year: '2026-27', created_by: null }),
    scenario_sources: (d, _s, twist) => ({
      district_id: idOf(d),
      scenario_id: idOf(`${d} scenario`),
      version: 1,
      place: `prior${twist}`,
      dataset_id: idOf(`${d} dataset`),
      dataset_version: 1,
    }),
    mappings: (d, _s, twist) => ({ district_id: idOf(d), name: `counts${twist}`, content: '{}' }),
    accounts: (d, _s, twist) => ({ district_id: idOf(d), name: `ledger${twist}`, content: '{}' }),
    adoptions: (d, _s, twist) => ({
      district_id: idOf(d),
      year: `2026${twist}`,
      scenario_id: idOf(`${d} scenario`),
      version: 1,
    }),
    runs: (d, _s, twist) => ({
      district_id: idOf(d),
      run_id: idOf(`${d} run${twist}`),
      scenario_id: idOf(`${d} scenario`),
      version: 1,
      engine: '0',
      inputs_hash: HASH,
      line_ids: ['base'],
      total: '2',
      schools: 2,
      created_by: null,
    }),
    run_rows: (d, s, twist) => ({
      district_id: idOf(d),
      run_id: idOf(`${d} run`),
      school_id: twist === '' ? s : 's3',
      amounts: ['1'],
      total: '1',
    }),
    run_results: (d, _s, twist) => ({
      district_id: idOf(d),
      run_id: idOf(twist === '' ? `${d} run` : `${d} bare`),
      content: '{}',
    }),
    jobs: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(`${d} job${twist}`),
      kind: 'sweep',
      state: 'running',
      units: 3,
      chunk_units: 1,
      chunks: 3,
      first_turn: 1,
      created_by: null,
    }),
    job_scenarios: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(`${d} job`),
      chunk: twist === '' ? 0 : 1,
      scenario_id: idOf(`${d} scenario`),
      version: 1,
    }),
    job_chunks: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(`${d} job`),
      chunk: twist === '' ? 0 : 1,
      place: twist === '' ? 1 : 2,
      outcomes: '[]',
    }),
    job_results: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(twist === '' ? `${d} job` : `${d} idle job`),
      content: '{}',
      csv: '',
    }),
    job_boards: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(twist === '' ? `${d} job` : `${d} idle job`),
      run_id: idOf(`${d} run`),
      paper: 'a4',
      locale: 'en-US',
    }),
    job_documents: (d, s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(`${d} job`),
      place: twist === '' ? Number(s.slice(1)) : 3,
      school_id: twist === '' ? s : 's3',
      content: Buffer.from('%PDF'),
    }),
    job_imports: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(twist === '' ? `${d} job` : `${d} idle job`),
      name: 'fall',
      upload_id: idOf(`${d} open`),
    }),
    job_pieces: (d, _s, twist) => ({
      district_id: idOf(d),
      job_id: idOf(`${d} job`),
      chunk: 0,
      place: twist === '' ? 0 : 1,
      content: Buffer.from('1\n'),
    }),
    idempotency_keys: (d, _s, twist) => ({
      district_id: idOf(d),
      person_id: idOf(`${d} kim`),
      operation: 'createRun',
      key: `k${twist}`,
      request_hash: SECRET('request'),
      status: 201,
      headers: '{}',
      body: '',
      expires_at: LATER,
    }),
    audit: (d, _s, twist) => ({
      district_id: idOf(d),
      entry_id: idOf(`${d} entry${twist}`),
      role: 'system',
      action: 'insert',
      subject: 'runs',
      subject_key: '{}',
    }),
  }

function named(kind: string, content: Row, more: Row = {}): typeof ROWS {
  return {
    [`${kind}s`]: (d, _s, twist) => ({
      district_id: idOf(d),
      [`${kind}_id`]: idOf(`${d} ${kind}${twist}`),
      name: `${kind}${twist}`,
      ...more,
    }),
    [`${kind}_versions`]: (d, _s, twist) => ({
      district_id: idOf(d),
      [`${kind}_id`]: idOf(`${d} ${kind}`),
      version: twist === '' ? 1 : 2,
      hash: HASH,
      ...content,
      ...(kind === 'dataset' && { upload_id: idOf(`${d} dataset upload${twist}`) }),
    }),
  }
}

/** Plants one row of every table for both districts and, where a table has schools, for both schools. */
export async function plantRows(client: pg.Client): Promise<void> {
  for (const district of ['a', 'b'] as const) {
    for (const [table, rowOf] of Object.entries(ROWS)) {
      const schools = 'school_id' in rowOf(district, 's1', '') ? SCHOOLS : (['s1'] as const)
      for (const school of schools) await insert(client, table, rowOf(district, school, ''))
      await plantMore(client, table, district)
    }
  }
}

/** What the second rows of other tables name. */
async function plantMore(client: pg.Client, table: string, district: DistrictName): Promise<void> {
  const rowOf = ROWS[table]
  if (rowOf === undefined) return
  if (table === 'schools') await insert(client, table, { ...rowOf(district, 's3', '') })
  if (table === 'people')
    await insert(client, table, {
      ...rowOf(district, 's1', ''),
      person_id: idOf(`${district} lee`),
      email: `lee@${district}.org`,
    })
  if (table === 'jobs')
    await insert(client, table, { ...rowOf(district, 's1', ''), job_id: idOf(`${district} idle job`) })
  if (table === 'runs')
    await insert(client, table, { ...rowOf(district, 's1', ''), run_id: idOf(`${district} bare`) })
}

/** Inserts one row as whoever the connection is at the moment. */
export async function insert(client: pg.ClientBase, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row)
  const places = columns.map((_, i) => `$${i + 1}`)
  await client.query(
    `insert into leeway.${table} (${columns.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  )
}
