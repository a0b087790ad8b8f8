import { sql } from 'kysely'
import t from 'tap'
import { createDistrict, systemOf } from '../../src/store/districts.ts'
import { assertReady } from '../../src/store/open-store.ts'
import { openPool } from '../../src/store/pool.ts'
import { type Identity, type Trx, withDistrict } from '../../src/store/with-district.ts'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'

const clone = await databaseServer(t)

async function lake(): Promise<TestDatabase & { readonly identity: Identity }> {
  const database = await clone()
  return {
    ...database,
    identity: systemOf(await createDistrict(database.pool, { code: 'lake', name: 'Lake' })),
  }
}

const names = async (trx: Trx) =>
  (await trx.selectFrom('districts').select('name').execute()).map(({ name }) => name)

t.test('who a transaction was for is forgotten when it ends', async (t) => {
  const { service, identity } = await lake()
  const pool = openPool(service, { size: 1 })
  t.teardown(() => pool.end())
  t.strictSame(await withDistrict(pool, identity, names), ['Lake'])
  const { rows } = await pool.query(`select current_setting('leeway.district', true) as district,
    current_setting('leeway.role', true) as role, (select count(*) from districts) as seen`)
  t.strictSame(rows, [{ district: '', role: '', seen: '0' }], 'the same connection, asked again')
})

t.test('a failure takes back everything, and the connection serves the next', async (t) => {
  const { service, identity } = await lake()
  const pool = openPool(service, { size: 1 })
  t.teardown(() => pool.end())
  const broken = withDistrict(pool, identity, async (trx) => {
    await trx.updateTable('districts').set({ name: 'Other' }).execute()
    throw new Error('the work broke off')
  })
  await t.rejects(broken, { message: 'the work broke off' })
  t.strictSame(await withDistrict(pool, identity, names), ['Lake'])
})

t.test('work that hides a failed statement is not taken for done', async (t) => {
  const { pool, identity } = await lake()
  const hidden = withDistrict(pool, identity, async (trx) => {
    await trx.updateTable('districts').set({ name: 'Other' }).execute()
    await sql`select 1 / 0`.execute(trx).catch(() => undefined)
  })
  await t.rejects(hidden, { message: /hid that one of its statements failed/ })
  t.strictSame(await withDistrict(pool, identity, names), ['Lake'])
})

t.test('a transaction inside another is refused at once, and does not wait for ever', async (t) => {
  const { pool, identity } = await lake()
  const nested = withDistrict(pool, identity, async () => withDistrict(pool, identity, names))
  await t.rejects(nested, { message: 'a transaction was opened inside another one' })
})

t.test('two who take from the same pool do not overdraw it', async (t) => {
  const { pool, identity, administrator } = await lake()
  await asAdministrator(administrator, async (client) => {
    await client.query(`create table leeway.moves (amount numeric not null);
      grant select, insert on leeway.moves to leeway_app; insert into leeway.moves values (100)`)
  })
  const read = sql<{ readonly left: string }>`select sum(amount) as left from moves`
  const take = async (trx: Trx, seen: () => Promise<void>): Promise<void> => {
    const { rows } = await read.execute(trx)
    await seen()
    if (BigInt(rows[0]?.left ?? '0') >= 10n) await sql`insert into moves values (-10)`.execute(trx)
  }
  const left = async (): Promise<bigint> =>
    BigInt((await pool.query('select sum(amount) as left from moves')).rows[0]?.left ?? '0')
  // Contended to the last try is an answer too: nothing was taken.
  const serializable = { isolation: 'serializable' } as const
  await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      withDistrict(pool, identity, (trx) => take(trx, async () => undefined), serializable),
    ),
  )
  const kept = await left()
  t.ok(kept >= 0n && kept < 100n, `${kept} left of 100`)
  for (const [options, expected] of [
    [serializable, 0n],
    [{}, -10n],
  ] as const) {
    await pool.query('insert into moves select 10 - sum(amount) from moves')
    const both = meeting(2)
    await Promise.all([1, 2].map(() => withDistrict(pool, identity, (trx) => take(trx, both), options)))
    t.equal(
      await left(),
      expected,
      'two see the last ten at once, and only that isolation lets one of them have it',
    )
  }
})

/** Waits until that many are there; whoever comes later need not wait. */
function meeting(size: number): () => Promise<void> {
  const all = Promise.withResolvers<void>()
  let there = 0
  return async () => {
    there += 1
    if (there >= size) all.resolve()
    await all.promise
  }
}

t.test('what reads without writing sees one moment, and writes nothing', async (t) => {
  const { pool, identity, administrator } = await lake()
  const isolation = 'repeatable read read only'
  const seen = async (options: { readonly isolation?: typeof isolation }): Promise<string[]> =>
    withDistrict(
      pool,
      identity,
      async (trx) => {
        const before = await names(trx)
        await asAdministrator(administrator, async (client) => {
          await client.query(`update leeway.districts set name = name || '!'`)
        })
        return [...before, ...(await names(trx))]
      },
      options,
    )
  t.strictSame(await seen({ isolation }), ['Lake', 'Lake'])
  t.strictSame(await seen({}), ['Lake!', 'Lake!!'], 'others see what is there when they look')
  const writing = withDistrict(
    pool,
    identity,
    async (trx) => trx.updateTable('districts').set({ name: 'Other' }).execute(),
    { isolation },
  )
  await t.rejects(writing, { kind: 'forbidden', message: /read-only/ })
})

t.test('work that cannot be begun again is tried once, and other work again', async (t) => {
  const { pool, identity } = await lake()
  for (const [options, expected] of [
    [{ isTriedOnce: true }, 1],
    [{}, 6],
  ] as const) {
    let tries = 0
    const contended = async (trx: Trx): Promise<void> => {
      tries += 1
      await sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(trx)
    }
    await t.rejects(withDistrict(pool, identity, contended, options), {
      kind: 'contended',
      message: /at the same moment/,
    })
    t.equal(tries, expected)
  }
})

t.test('connections that are cut off, idle or in use, end no program, and new ones are made', async (t) => {
  const { pool, identity, administrator, service } = await lake()
  const cut = async (): Promise<void> =>
    asAdministrator(administrator, async (client) => {
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
        [service.database],
      )
    })
  await withDistrict(pool, identity, names)
  await cut()
  t.strictSame(await eventually(() => withDistrict(pool, identity, names)), ['Lake'])
  const during = withDistrict(pool, identity, async (trx) => {
    await cut()
    return names(trx)
  })
  await t.rejects(during, { kind: 'unavailable', message: 'the database cannot be reached' })
  t.strictSame(await eventually(() => withDistrict(pool, identity, names)), ['Lake'])
})

/** A connection that was cut off a moment ago may be handed out once before that is known. */
async function eventually<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch {
    return work()
  }
}

t.test('what takes too long is ended, whoever is slow', async (t) => {
  const { service, identity } = await lake()
  const limits = { connect: 300, lock: 200, statement: 300, query: 600 }
  const pool = openPool(service, { size: 1, timeouts: limits })
  t.teardown(() => pool.end())
  const slow = withDistrict(pool, identity, async (trx) => sql`select pg_sleep(5)`.execute(trx))
  await t.rejects(slow, { kind: 'timeout', message: /longer than is allowed/ })
  const other = openPool(service)
  t.teardown(() => other.end())
  const rename = async (trx: Trx) => trx.updateTable('districts').set({ name: 'Other' }).execute()
  const [renamed, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holding = withDistrict(other, identity, async (trx) => {
    await rename(trx)
    renamed.resolve()
    await released.promise
  })
  await renamed.promise
  await t.rejects(withDistrict(pool, identity, rename), {
    kind: 'contended',
    message: /others changed the same/,
  })
  released.resolve()
  await holding
  const client = await pool.connect()
  await t.rejects(
    withDistrict(pool, identity, names),
    { kind: 'unavailable', message: /cannot be reached/ },
    'no connection is free',
  )
  client.release()
  const nowhere = openPool({ ...service, port: 1 }, { timeouts: limits })
  t.teardown(() => nowhere.end())
  await t.rejects(withDistrict(nowhere, identity, names), {
    kind: 'unavailable',
    message: /cannot be reached/,
  })
})

t.test('a login that could see all districts is refused', async (t) => {
  const { pool, administrator } = await lake()
  await assertReady(pool)
  await asAdministrator(administrator, async (client) => {
    await client.query('create table leeway.theirs (id int); alter table leeway.theirs owner to leeway_app')
  })
  await t.rejects(assertReady(pool), { kind: 'set-up', message: /could|would let it see all districts/ })
})

t.test('a database without a schema, or with half of it, is told to be migrated', async (t) => {
  const { pool, administrator } = await lake()
  await asAdministrator(administrator, async (client) => {
    await client.query(`delete from leeway.migration where name like '0005%'`)
  })
  await t.rejects(assertReady(pool), { kind: 'schema', message: /lacks 0005-requests: run "leeway migrate"/ })
})
