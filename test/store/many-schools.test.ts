import t from 'tap'
import { listAudit } from '../../src/store/audit-log.ts'
import { addPackedSchools, addSchools, listSchools, missingSchools } from '../../src/store/schools.ts'
import { withDistrict } from '../../src/store/with-district.ts'
import { databaseServer } from '../support/database.ts'
import { lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)

t.test('of a hundred schools each is noted, and of more a thousand in an entry', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const named = (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: `n${first + i}`, name: `School ${first + i}` }))
  const keys = async () => {
    const { rows } = await inside(async (trx) =>
      listAudit(trx, { after: undefined, limit: 500, subject: 'schools' }),
    )
    return rows.map(
      ({ subjectKey }) => JSON.parse(subjectKey) as { school_id?: string; school_ids?: string[] },
    )
  }
  const before = (await keys()).length
  await inside(async (trx, identity) => addSchools(trx, identity, named(0, 100)))
  const single = (await keys()).slice(0, -before || undefined)
  t.strictSame(
    single.map((key) => key.school_id).toReversed(),
    named(0, 100).map(({ id }) => id),
  )
  await inside(async (trx, identity) => addSchools(trx, identity, named(100, 1101)))
  const together = (await keys()).slice(0, -before - 100)
  t.strictSame(together.map((key) => key.school_ids?.length).toReversed(), [1000, 101])
  t.strictSame(
    together.toReversed().flatMap((key) => key.school_ids ?? []),
    named(100, 1101).map(({ id }) => id),
  )
  t.strictSame(await inside(async (trx) => missingSchools(trx, ['n1200', 'n1201', '0101', 'a'])), [
    'a',
    'n1201',
  ])
})

t.test('of two files that bring a school at the same moment, the second takes it as there', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const [added, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = inside(async (trx, identity) => {
    await addPackedSchools(trx, identity, fileOf(['0103', 'n1', 'n2']))
    added.resolve()
    await seen.promise
  })
  await added.promise
  // The second finds n2 not there, and waits for the first at its key.
  setTimeout(seen.resolve, 100)
  await inside(async (trx, identity) => {
    t.strictSame(await addPackedSchools(trx, identity, fileOf(['n2', 'n3'])), ['n3'])
    t.strictSame(await addPackedSchools(trx, identity, fileOf(['n2', 'n3'])), [])
  })
  await first
  const { rows } = await inside(async (trx) => listSchools(trx, { after: undefined, limit: 9 }))
  t.strictSame(
    rows.map(({ id, name }) => `${id} ${name}`),
    ['0101 Ash', '0102 Birch', '0103 Cedar', 'n1 of n1', 'n2 of n1', 'n3 of n2'],
  )
})

t.test('a district that nobody has made gets no schools', async (t) => {
  const { identity, pool } = await lakeDistrict(await clone())
  const nowhere = { ...identity, districtId: '00000000-0000-7000-8000-000000000000' }
  await t.rejects(
    withDistrict(pool, nowhere, async (trx) => addSchools(trx, nowhere, [{ id: 'x', name: 'x' }])),
    { kind: 'forbidden', message: /may not/ },
  )
})

/** Schools named after the first new one among them. */
async function* fileOf(schools: readonly string[]): AsyncGenerator<Uint8Array> {
  const title = schools.find((school) => school.startsWith('n'))
  for (const school of schools) yield Buffer.from(`${school}\tof ${title}\n`)
}
