import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { migrate } from '../../src/store/migrate.ts'
import { MIGRATIONS, migrationNames } from '../../src/store/migrations-folder.ts'
import { asAdministrator, emptyServer } from '../support/database.ts'
import { idOf } from '../support/planted-rows.ts'

const server = await emptyServer(t)

t.test('rows that a district kept before there were uploads are those of the same versions', async (t) => {
  const before = join(t.testdir(), 'migrations')
  mkdirSync(before)
  for (const name of migrationNames(MIGRATIONS).filter((each) => each < '0014'))
    cpSync(join(MIGRATIONS, `${name}.sql`), join(before, `${name}.sql`))
  await migrate(server.connection, before)
  const hash = 'a'.repeat(64)
  await asAdministrator(server.connection, async (client) => {
    await client.query('set search_path = leeway')
    for (const district of ['lake', 'hill']) {
      const id = idOf(district)
      await client.query('insert into districts (district_id, code, name) values ($1, $2::text, $2::text)', [
        id,
        district,
      ])
      for (const school of ['0101', '0102'])
        await client.query(
          'insert into schools (district_id, school_id, name) values ($1, $2::text, $2::text)',
          [id, school],
        )
      await client.query("insert into datasets (district_id, dataset_id, name) values ($1, $1, 'fall')", [id])
      for (const version of [1, 2]) {
        await client.query(
          `insert into dataset_versions (district_id, dataset_id, version, description, number_columns, text_columns, hash, released_at)
            values ($1, $1, $2::int, '{}', '{n}', '{}', $3, case $2::int when 1 then now() end)`,
          [id, version, hash],
        )
        for (const school of ['0101', '0102'].slice(0, version))
          await client.query("insert into dataset_rows values ($1, $1, $2, $3, array[$4::numeric], '{}')", [
            id,
            version,
            school,
            `${version}.50`,
          ])
      }
    }
  })
  const noted = 'select count(*)::int as n from leeway.audit'
  const entries = await asAdministrator(server.connection, async (client) => (await client.query(noted)).rows)
  const { applied } = await migrate(server.connection)
  t.ok(applied.includes('0014-uploads'))
  const { rows, after } = await asAdministrator(server.connection, async (client) => ({
    rows: (
      await client.query(`select d.code, v.version, r.school_id, r.numbers::text from leeway.dataset_rows r
        join leeway.dataset_versions v using (district_id, upload_id) join leeway.districts d using (district_id)
        order by 1, 2, 3`)
    ).rows,
    after: (await client.query(noted)).rows,
  }))
  t.same(
    rows.map((row) => Object.values(row)),
    ['hill', 'lake'].flatMap((code) => [
      [code, 1, '0101', '{1.50}'],
      [code, 2, '0101', '{2.50}'],
      [code, 2, '0102', '{2.50}'],
    ]),
  )
  t.strictSame(after, entries, 'and nobody has changed a version')
})
