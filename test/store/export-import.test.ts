import t from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { COPIED_TABLES, LEFT_OUT } from '../../src/store/district-copy/copied-tables.ts'
import { exportDistrict } from '../../src/store/export-district.ts'
import { tablesOf } from '../support/catalogue.ts'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'
import {
  contentLines,
  districtOf,
  exported,
  imported,
  rowsOfDistrict,
  sealed,
} from '../support/district-copy.ts'
import { FILLED, fillDistrict, OTHER } from '../support/filled-district.ts'
import { beforeUploads } from '../support/older-export.ts'
import { idOf } from '../support/planted-rows.ts'

const clone = await databaseServer(t)
const TABLES = COPIED_TABLES.map(({ name }) => name)

async function filled(): Promise<TestDatabase> {
  const database = await clone()
  await asAdministrator(database.administrator, fillDistrict)
  return database
}

/** Every row of the district with that code. */
async function rowsIn({ administrator }: TestDatabase, code: string): Promise<Record<string, string[]>> {
  return asAdministrator(administrator, async (client) => rowsOfDistrict(client, code, TABLES))
}

t.test('every table of the database is exported, or is left out for a reason', async (t) => {
  const { administrator } = await clone()
  await asAdministrator(administrator, async (client) => {
    t.strictSame([...TABLES, ...LEFT_OUT.keys()].sort(compareCodePoints), await tablesOf(client))
    const jobs = [
      'jobs',
      'job_scenarios',
      'job_chunks',
      'job_results',
      'job_boards',
      'job_documents',
      'job_imports',
      'job_pieces',
    ]
    const secrets = ['passwords', 'sessions', 'api_keys', 'idempotency_keys']
    t.strictSame([...LEFT_OUT.keys()], ['uploads', ...jobs, ...secrets])
    const { rows } = await client.query<{ readonly type: string }>(
      `select distinct format_type(case when typtype = 'd' then typbasetype else t.oid end, null) as type
        from pg_attribute join pg_class c on c.oid = attrelid join pg_type t on t.oid = atttypid
        where relnamespace = 'leeway'::regnamespace and relname = any ($1) and attnum > 0 and not attisdropped
        order by 1`,
      [TABLES],
    )
    t.strictSame(
      rows.map(({ type }) => type),
      ['integer', 'numeric', 'numeric[]', 'text', 'text[]', 'timestamp with time zone', 'uuid'],
      'a new type has to be tried on the way out and in',
    )
  })
})

t.test('a district comes back in another database, row for row and digit for digit', async (t) => {
  const [from, to] = [await filled(), await clone()]
  const before = await rowsIn(from, FILLED)
  t.strictSame(
    TABLES.filter((table) => before[table]?.length === 0),
    [],
    'every table has rows',
  )
  const text = await exported(from.pool, idOf('a'))
  t.strictSame(await imported(to.pool, text), { code: FILLED, rows: text.split('\n').length - 3 })
  const { audit = [], ...after } = await rowsIn(to, FILLED)
  const { audit: told = [], ...expected } = before
  t.strictSame(after, expected)
  t.strictSame(
    told.filter((entry) => !audit.includes(entry)),
    [],
    'and every entry of the audit',
  )
  const own = audit.filter((entry) => !told.includes(entry)).map((entry) => JSON.parse(entry))
  t.ok(own.length > 20 && own.every(({ role, person_id }) => role === 'system' && person_id === null))
  const lines = (whole: string): string[] =>
    contentLines(whole).filter((line) => !line.startsWith('{"table":"audit"'))
  const again = await asAdministrator(to.administrator, async (client) => districtOf(client, FILLED))
  t.strictSame(lines(await exported(to.pool, again ?? '')), lines(text), 'and is exported as it was')
})

t.test('a copy beside the original has another code, and leaves the original alone', async (t) => {
  const database = await filled()
  const before = await rowsIn(database, FILLED)
  const text = await exported(database.pool, idOf('a'))
  await t.rejects(imported(database.pool, text), {
    kind: 'taken',
    message: /there is a district d-a already: --as CODE/,
  })
  await t.rejects(imported(database.pool, text, { code: 'No Code' }), {
    message: /against a rule/,
    constraint: 'short_code_is_simple',
  })
  t.match(await imported(database.pool, text, { code: 'trial', name: 'A trial' }), { code: 'trial' })
  t.strictSame(await rowsIn(database, FILLED), before)
  const { districts = [], audit: _, ...copy } = await rowsIn(database, 'trial')
  const { districts: __, audit: ___, ...original } = before
  t.strictSame(copy, original)
  t.match(JSON.parse(districts[0] ?? ''), { code: 'trial', name: 'A trial', revision: 3 })
})

t.test('nothing that opens a door is in an export', async (t) => {
  const database = await filled()
  const text = await exported(database.pool, idOf('a'))
  const { administrator } = database
  const secrets = await asAdministrator(administrator, async (client) => {
    const { rows } = await client.query<{ readonly secret: string }>(
      `select hash as secret from leeway.passwords union select encode(hash, 'hex') from leeway.sessions
        union select encode(hash, 'hex') from leeway.api_keys`,
    )
    return rows.map(({ secret }) => secret)
  })
  t.ok(secrets.length >= 5)
  t.strictSame(
    secrets.filter((secret) => text.includes(secret)),
    [],
  )
  for (const table of LEFT_OUT.keys()) t.notOk(text.includes(`{"table":"${table}"`), table)
})

/** What an export says that is of the other district of the test. */
async function ofOthers({ administrator }: TestDatabase, text: string): Promise<string[]> {
  const rows = await asAdministrator(administrator, async (client) => rowsOfDistrict(client, OTHER, TABLES))
  const ids = Object.values(rows).flatMap((all) =>
    all.flatMap((row) => row.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []),
  )
  return [...new Set([...ids, idOf('b'), '@b.org', `"${OTHER}"`])].filter((word) => text.includes(word))
}

t.test('nothing of another district is in an export', async (t) => {
  const database = await filled()
  const text = await exported(database.pool, idOf('a'))
  t.strictSame(await ofOthers(database, text), [])
  t.ok((await ofOthers(database, await exported(database.pool, idOf('b')))).length > 20, 'its own has it all')
  for (const table of ['people', 'run_rows', 'audit']) {
    const unsafe = await filled()
    await asAdministrator(unsafe.administrator, async (client) => {
      await client.query(`alter table leeway.${table} disable row level security`)
    })
    const pieces: string[] = []
    const leaking = exportDistrict(unsafe.pool, idOf('a'), async (piece) => void pieces.push(piece))
    await t.rejects(
      leaking,
      { message: `a row of ${table} is of another district` },
      `${table} without its rules`,
    )
    t.strictSame(await ofOthers(unsafe, pieces.join('')), [])
  }
})

t.test('an export is the district at one moment, whatever is written meanwhile', async (t) => {
  const { pool, administrator } = await filled()
  const before = await exported(pool, idOf('a'))
  // Large enough that pieces are written before the end.
  await asAdministrator(administrator, async (client) => {
    await client.query('alter table leeway.schools disable trigger user')
    await client.query(
      `insert into leeway.schools (district_id, school_id, name) select $1, 'x' || n, 'X' from generate_series(1, 3000) n`,
      [idOf('a')],
    )
    const pieces: string[] = []
    await exportDistrict(pool, idOf('a'), async (piece) => {
      pieces.push(piece)
      await client.query(`insert into leeway.formulas (district_id, name) values ($1, $2)`, [
        idOf('a'),
        `late ${pieces.length}`,
      ])
    })
    t.ok(pieces.length > 2, `${pieces.length} pieces`)
    const text = pieces.join('')
    t.equal(text.split('\n').length, before.split('\n').length + 3000)
    t.notOk(text.includes('"late '))
  })
})

t.test('an export of an older database has defaults where it has no columns', async (t) => {
  const [from, to] = [await filled(), await clone()]
  const older = beforeUploads(contentLines(await exported(from.pool, idOf('a'))))
    .filter((line) => !line.startsWith('{"table":"scenario_sources"'))
    .map((line) => line.replace(/,"revision":\d+/, '').replace(/,"000[2-9]-[^\]]*/, ''))
  t.notOk(older.join('').includes('revision":'))
  t.match(await imported(to.pool, sealed(older)), { code: FILLED })
  const rows = await rowsIn(to, FILLED)
  t.match(JSON.parse(rows['districts']?.[0] ?? ''), { revision: 1 })
  t.equal(rows['scenario_sources']?.length, 0)
  t.equal(rows['run_rows']?.length, 2)
})

t.test('an export of a newer database is taken unless it holds what this one has no place for', async (t) => {
  const [from, to] = [await filled(), await clone()]
  const lines = contentLines(await exported(from.pool, idOf('a'))).map((line) =>
    line.replace('"],"district"', '","0099-plans"],"district"'),
  )
  const [, , school = ''] = lines
  const refused = async (text: string, message: RegExp) => t.rejects(imported(to.pool, text), { message })
  const table = school.replace('"schools"', '"plans"')
  await refused(
    sealed([...lines, table]),
    /no table plans: the file is of a newer Leeway, and this database has not had 0099-plans/,
  )
  const column = school.replace('"name":', '"principal":')
  await refused(
    sealed([...lines.slice(0, 2), column]),
    /line 3: schools has no column principal: the file is of a newer/,
  )
  const breaking = lines.map((line) => line.replace('0099-plans', '0099-plans.breaking'))
  await refused(
    sealed(breaking),
    /line 1: the file is of a newer Leeway \(0099-plans.breaking\), which is needed/,
  )
  t.match(await imported(to.pool, sealed(lines)), { code: FILLED })
})
