import fc from 'fast-check'
import t from 'tap'
import { COPIED_TABLES } from '../../src/store/district-copy/copied-tables.ts'
import { asAdministrator, databaseServer } from '../support/database.ts'
import { contentLines, exported, imported, rowsOfDistrict, sealed } from '../support/district-copy.ts'
import { fails, holds } from '../support/property.ts'
import { anyDistrict, plantDistrict, type RandomDistrict } from '../support/random-district.ts'

const clone = await databaseServer(t)
const { pool, administrator } = await clone()
const TABLES = COPIED_TABLES.map(({ name }) => name).filter((name) => name !== 'audit')
let districts = 0

/** Whether a district is the same after it was exported, made another by `between`, and imported. */
async function isSameAfter(district: RandomDistrict, between: (text: string) => string): Promise<boolean> {
  return asAdministrator(administrator, async (client) => {
    districts += 1
    const [code, copy] = [`d-${districts}`, `c-${districts}`]
    const text = between(await exported(pool, await plantDistrict(client, code, district)))
    await imported(pool, text, { code: copy })
    const [before, after] = [
      await rowsOfDistrict(client, code, TABLES),
      await rowsOfDistrict(client, copy, TABLES),
    ]
    const renamed = JSON.stringify(after).replace(`\\"${copy}\\"`, `\\"${code}\\"`)
    return JSON.stringify(before) === renamed
  })
}

t.test('whatever a district keeps, its copy keeps the same', async (t) => {
  const property = fc.asyncProperty(anyDistrict, async (district) => isSameAfter(district, (text) => text))
  await holds(t, property, { runs: 25 })
})

t.test('a copy that rounds its numbers, or composes its letters anew, is found', async (t) => {
  const rounded = (text: string): string =>
    sealed(contentLines(text).map((line) => line.replaceAll(/"(-?\d+)\.\d+"/g, '"$1"')))
  const composed = (text: string): string => sealed(contentLines(text.normalize('NFKC')))
  for (const fault of [rounded, composed])
    await fails(
      t,
      fc.asyncProperty(anyDistrict, async (district) => isSameAfter(district, fault)),
      { runs: 60 },
    )
})
