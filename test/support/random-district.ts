import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type pg from 'pg'
import { insert } from './planted-rows.ts'

/** What a district of two schools keeps, as it comes. */
export interface RandomDistrict {
  readonly name: string
  readonly schools: readonly string[]
  readonly numbers: readonly (string | null)[]
  readonly texts: readonly (string | null)[]
  readonly document: string
  readonly amounts: readonly string[]
  readonly at: string
  readonly isReleased: boolean
}

// PostgreSQL has no NUL in a text, and a half of a pair is no character.
const anyText = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''))

/** As the schema has names: composed, without control characters and spaces around. */
const anyName = anyText.map((text) =>
  `n${text.replaceAll(/\p{Cc}/gu, '').normalize('NFC')}.`.normalize('NFC'),
)

const digits = (most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.nat(9).map(String), minLength: 1, maxLength: most })

/** Up to 24 digits before the point and 18 after it, zeros at the end among them. */
const anyNumber = fc
  .tuple(fc.constantFrom('', '-'), digits(24), fc.option(digits(18)))
  .map(([sign, whole, part]) => `${sign}${whole}${part === null ? '' : `.${part}`}`)

const anyMoment = fc
  .tuple(fc.integer({ min: 0, max: 4_102_444_800 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([seconds, micro]) =>
    new Date(seconds * 1000).toISOString().replace('.000Z', `.${`${micro}`.padStart(6, '0')}Z`),
  )

export const anyDistrict: fc.Arbitrary<RandomDistrict> = fc.record({
  name: anyName,
  schools: fc.uniqueArray(anyName, { minLength: 2, maxLength: 2 }),
  numbers: fc.array(fc.option(anyNumber), { maxLength: 4 }),
  texts: fc.array(fc.option(anyText), { maxLength: 4 }),
  document: fc
    .dictionary(anyText, fc.oneof(anyText, anyNumber, fc.boolean()))
    .map((value) => JSON.stringify(value, null, 1)),
  amounts: fc.array(anyNumber, { minLength: 1, maxLength: 3 }),
  at: anyMoment,
  isReleased: fc.boolean(),
})

/** Writes it under that code, and gives its id. */
export async function plantDistrict(
  client: pg.Client,
  code: string,
  district: RandomDistrict,
): Promise<string> {
  const { name, schools, numbers, texts, document, amounts, at, isReleased } = district
  const [districtId, id] = [randomUUID(), randomUUID()]
  const row = async (table: string, values: Readonly<Record<string, unknown>>): Promise<void> =>
    insert(client, table, { district_id: districtId, ...values })
  const hash = 'a'.repeat(64)
  const moments = { created_at: at, released_at: isReleased ? at : null }
  await row('districts', { code, name, created_at: at })
  for (const school of schools) await row('schools', { school_id: school, name })
  await row('datasets', { dataset_id: id, name })
  const columns = { number_columns: texts.map((text) => text ?? ''), text_columns: schools }
  await row('dataset_versions', {
    dataset_id: id,
    version: 1,
    upload_id: id,
    description: document,
    hash,
    ...columns,
    ...moments,
  })
  for (const school of schools)
    await row('dataset_rows', { upload_id: id, school_id: school, numbers, texts })
  await client.query('update leeway.datasets set current_version = 1 where district_id = $1', [districtId])
  await row('scenarios', { scenario_id: id, name, year: name })
  await row('scenario_versions', { scenario_id: id, version: 1, content: document, hash, ...moments })
  const [total] = amounts
  const of = { scenario_id: id, version: 1, engine: name, inputs_hash: hash, line_ids: texts.map(String) }
  await row('runs', { run_id: id, ...of, total, schools: 2, ...moments })
  for (const school of schools) await row('run_rows', { run_id: id, school_id: school, amounts, total })
  await row('run_results', { run_id: id, content: document })
  return districtId
}
