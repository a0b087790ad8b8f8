import pg from 'pg'
import { tablesOf } from './catalogue.ts'
import { type DistrictName, idOf, insert, ROWS } from './planted-rows.ts'

export interface Actor {
  readonly name: string
  /** Nobody's district where it is not stated. */
  readonly district?: string
  readonly person?: string
  readonly role: string
  readonly schools?: readonly string[]
}

const inA = (role: string, schools: readonly string[] = []): Actor => ({
  name: `${role} of A`,
  district: idOf('a'),
  person: idOf('a kim'),
  role,
  schools,
})

/** Those who see one school, those who see all of their district, and those who see none. */
export const SCHOOL_ACTORS = ['principal', 'supervisor', 'budget-partner'].map((role) => inA(role, ['s1']))
export const DISTRICT_ACTORS = ['finance', 'analyst', 'viewer', 'system'].map((role) => inA(role))
const STRANGERS: readonly Actor[] = [
  { name: 'somebody who said nothing', role: '' },
  { name: 'somebody without a district', role: 'finance', person: idOf('a kim') },
  { name: 'finance of a district that is not there', district: idOf('nowhere'), role: 'finance' },
  { name: 'a role that is not there', district: idOf('a'), role: 'superintendent' },
]
export const ACTORS = [...SCHOOL_ACTORS, ...DISTRICT_ACTORS, ...STRANGERS]

export interface Survey {
  readonly cells: number
  /** One sentence each: who, what, on which table. */
  readonly findings: readonly string[]
}

/** One thing that is tried: it must be refused, or touch no row. */
interface Attempt {
  readonly verb: string
  readonly sql: string
  readonly values?: readonly unknown[]
}

/** Every actor tries every verb on every table against the rows of district B. Nothing may be seen or touched. */
export async function acrossDistricts(client: pg.ClientBase): Promise<Survey> {
  return survey(client, ACTORS, (table) => attemptsOn(table, 'b', undefined, 'true'))
}

/** Open to a whole district: which schools there are, whose portfolio they are in. */
const OPEN: readonly string[] = ['schools', 'portfolio_schools']

/** Those of one school try every verb on every table that has schools, against rows of another school. */
export async function acrossSchools(client: pg.ClientBase): Promise<Survey> {
  return survey(client, SCHOOL_ACTORS, (table) => {
    const row = ROWS[table]?.('a', 's2', '')
    if (row === undefined || !('school_id' in row)) return []
    const attempts = attemptsOn(table, 'a', 's2', "school_id = 's2'")
    // Whose schools they are is theirs to read.
    const isOpen = OPEN.includes(table) || table === 'person_schools'
    return attempts.filter(({ verb }) => !(isOpen && verb === 'select'))
  })
}

async function survey(
  client: pg.ClientBase,
  actors: readonly Actor[],
  attemptsOf: (table: string) => readonly Attempt[],
): Promise<Survey> {
  const findings: string[] = []
  let cells = 0
  for (const table of await tablesOf(client)) {
    for (const attempt of attemptsOf(table)) {
      for (const actor of actors) {
        cells += 1
        const touched = await tried(client, actor, attempt)
        if (touched > 0) findings.push(`${actor.name}: ${attempt.verb} on ${table} touches ${touched}`)
      }
    }
  }
  return { cells, findings }
}

function attemptsOn(
  table: string,
  district: DistrictName,
  school: string | undefined,
  which: string,
): readonly Attempt[] {
  const place = `leeway.${table}`
  const theirs = `district_id = '${idOf(district)}' and ${which}`
  const row = ROWS[table]?.(district, school ?? 's1', '2')
  const column = columnToSet(table)
  return [
    { verb: 'select', sql: `select 1 from ${place} where ${theirs}` },
    { verb: 'update', sql: `update ${place} set ${column} = ${column} where ${theirs}` },
    { verb: 'update of all', sql: `update ${place} set district_id = '${idOf('b')}'` },
    { verb: 'delete', sql: `delete from ${place} where ${theirs}` },
    { verb: 'truncate', sql: `truncate ${place} cascade` },
    ...(row === undefined ? [] : [{ verb: 'insert', sql: '', values: [table, row] }]),
  ]
}

/** A column that the application may set, where there is one. */
function columnToSet(table: string): string {
  if (/_versions$|^runs$/.test(table)) return 'released_at'
  const columns: Readonly<Record<string, string>> = {
    sessions: 'ended_at',
    api_keys: 'revoked_at',
    passwords: 'hash',
    adoptions: 'version',
    mappings: 'content',
    accounts: 'content',
    jobs: 'state',
  }
  return columns[table] ?? (ROWS[table]?.('a', 's1', '')['name'] === undefined ? 'district_id' : 'name')
}

/** Rows that an attempt touched; none where it was refused. A refusal for another reason than the rights is thrown. */
async function tried(client: pg.ClientBase, actor: Actor, { sql, values }: Attempt): Promise<number> {
  await client.query('begin')
  try {
    await enter(client, actor)
    if (values === undefined) return (await client.query(sql)).rowCount ?? 0
    const [table, row] = values as [string, Readonly<Record<string, unknown>>]
    await insert(client, table, row)
    return 1
  } catch (thrown) {
    if (thrown instanceof pg.DatabaseError && thrown.code === '42501') return 0
    throw thrown
  } finally {
    await client.query('rollback')
  }
}

/** Makes the rest of the transaction that actor's. */
export async function enter(client: pg.ClientBase, actor: Actor): Promise<void> {
  await client.query('set local role leeway_app')
  await client.query(
    `select set_config('leeway.district', $1, true), set_config('leeway.person', $2, true),
      set_config('leeway.role', $3, true), set_config('leeway.schools', $4::text[]::text, true)`,
    [actor.district ?? '', actor.person ?? '', actor.role, actor.schools ?? []],
  )
}

/** For every table the roles that may add a row to their own district, as that really is. */
export async function whoAdds(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const table of await tablesOf(client)) {
    found[table] = []
    for (const actor of [...DISTRICT_ACTORS, ...SCHOOL_ACTORS]) {
      const row = ROWS[table]?.('a', 's3', '2')
      const own = row !== undefined && 'created_by' in row ? { ...row, created_by: actor.person } : row
      const touched = await tried(client, actor, { verb: 'insert', sql: '', values: [table, own] })
      if (touched > 0) found[table].push(actor.role)
    }
  }
  return found
}
