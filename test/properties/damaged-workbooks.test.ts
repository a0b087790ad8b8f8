import fc from 'fast-check'
import t from 'tap'
import { readXlsx } from '../../src/contract/source/read-xlsx.ts'
import { fails, holds } from '../support/property.ts'
import { rawRows } from '../support/raw-rows.ts'
import { workbookParts } from '../support/workbook-file.ts'
import { zipFile } from '../support/zip-file.ts'

const parts = workbookParts({
  sheets: [
    {
      name: 'Fall',
      rows: [
        ['id', 'name', 'students', 'open'],
        ...[1, 2, 3, 4, 5].map((i) => [`00${i}`, `School ${i}`, i * 101.5, i > 2]),
      ],
    },
  ],
  formats: ['mm/dd/yyyy'],
})
const whole = zipFile(parts)

/** Some bytes with other values, at places anywhere in the file. */
const anyDamage = fc.array(
  fc.record({
    at: fc.nat({ max: 1_000_000 }),
    xor: fc.integer({ min: 1, max: 255 }),
  }),
  { minLength: 1, maxLength: 3 },
)

/** What the table comes to; nothing where it is refused. */
async function tableOf(bytes: Uint8Array): Promise<string | undefined> {
  const outcome = await readXlsx(bytes, { dataset: 'now' })
  if (outcome.kind === 'failed') return undefined
  const { table } = outcome.value
  return JSON.stringify([table.headerLine, table.header, rawRows(table)])
}

t.test('a damaged workbook is refused, or gives the table that it had', async (t) => {
  const expected = await tableOf(whole)
  t.match(expected, /School 5/, 'the whole one is read')
  const met = { refused: 0, read: 0 }
  await holds(
    t,
    fc.asyncProperty(anyDamage, fc.integer({ min: 0, max: 9 }), async (damage, cut) => {
      const bytes = Uint8Array.from(whole)
      for (const { at, xor } of damage) {
        const place = at % bytes.length
        bytes[place] = (bytes[place] ?? 0) ^ xor
      }
      const table = await tableOf(cut === 0 ? bytes.slice(0, (damage[0]?.at ?? 0) % bytes.length) : bytes)
      met[table === undefined ? 'refused' : 'read'] += 1
      return table === undefined || table === expected
    }),
    { runs: 2500 },
  )
  t.ok(met.refused > 1000, `${met.refused} were refused`)
  t.ok(met.read > 20, `${met.read} were hurt where it does not matter`)
})

t.test('without the checksums of its parts, a damaged workbook would give other tables', async (t) => {
  const expected = await tableOf(whole)
  await fails(
    t,
    fc.asyncProperty(anyDamage, async (damage) => {
      const repacked = parts.map((part) => {
        if (part.name !== 'xl/worksheets/sheet1.xml') return part
        const content = Buffer.from(part.content)
        for (const { at, xor } of damage) {
          const place = at % content.length
          // A digit mostly stays one.
          content[place] = (content[place] ?? 0) ^ (xor & 1)
        }
        return { ...part, content }
      })
      const table = await tableOf(zipFile(repacked))
      return table === undefined || table === expected
    }),
    { runs: 2500 },
  )
})
