import t from 'tap'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'
import { contentLines, exported, imported, sealed } from '../support/district-copy.ts'
import { fillDistrict } from '../support/filled-district.ts'
import { beforeUploads } from '../support/older-export.ts'
import { idOf } from '../support/planted-rows.ts'

const clone = await databaseServer(t)

t.test('an export from before there were uploads gives each version its rows', async (t) => {
  const [from, to] = [await clone(), await clone()]
  await asAdministrator(from.administrator, fillDistrict)
  const lines = beforeUploads(contentLines(await exported(from.pool, idOf('a'))))
  t.notMatch(lines.join(''), /upload_id/)
  t.match(await imported(to.pool, sealed(lines)), { code: 'd-a' })
  const expected = await rowsByVersion(from)
  t.equal(expected.length, 2)
  t.strictSame(await rowsByVersion(to), expected)
  const row = lines.findIndex((line) => line.startsWith('{"table":"dataset_rows"'))
  await t.rejects(
    imported(to.pool, sealed(lines.with(row, (lines[row] ?? '').replace('"version":1', '"version":7'))), {
      code: 'other',
    }),
    { message: `line ${row + 1}: dataset_rows is of a version that is not there` },
  )
})

async function rowsByVersion({ administrator }: TestDatabase): Promise<unknown[]> {
  return asAdministrator(administrator, async (client) => {
    const { rows } = await client.query(
      `select dataset_id, version, school_id, numbers::text, texts from leeway.dataset_rows
        join leeway.dataset_versions using (district_id, upload_id) join leeway.districts using (district_id)
        where code = 'd-a' order by dataset_id, version, school_id`,
    )
    return rows
  })
}
