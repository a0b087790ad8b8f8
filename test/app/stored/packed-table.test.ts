import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { loadTable } from '../../../src/app/load-dataset.ts'
import { newTable } from '../../../src/app/stored/new-table.ts'
import { packedRows, packedTable } from '../../../src/app/stored/packed-table.ts'
import { tableDraft } from '../../../src/app/stored/table-draft.ts'
import { canonicalJson, textHash } from '../../../src/contract/canonical/canonical-json.ts'
import { createSourceMap } from '../../../src/contract/report/source-map.ts'
import type { Outcome } from '../../../src/core/problems/problem.ts'
import { comparedTables } from '../../support/compared-tables.ts'
import { holds } from '../../support/property.ts'
import { unpackedTable } from '../../support/unpacked-table.ts'

/** A table of these rows, as a draft and made at once. */
async function tables(rows: readonly Readonly<Record<string, string>>[]) {
  const loaded = madeOf(
    await loadTable(
      { read: async () => ({ kind: 'missing' }) },
      {
        name: 'now',
        definition: { rows: [...rows] },
        pointer: '',
        beside: '',
        sourceMap: createSourceMap('a'),
      },
      async () => undefined,
    ),
  )
  return { draft: madeOf(tableDraft(loaded)), made: madeOf(newTable(loaded)) }
}

function madeOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.kind === 'done') return outcome.value
  throw new Error(JSON.stringify(outcome.problems))
}

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'NULL',
    '\\N',
    '\\',
    '"',
    '{',
    '}',
    ',',
    '\t',
    '\n',
    '\r\n',
    'é',
    '😀',
    'a"b\\c',
    '-0',
    '007',
  ),
  fc.string({ maxLength: 6 }).filter((text) => text.isWellFormed() && !text.includes('\0')),
)
const number = fc.oneof(
  fc.constantFrom('', '-0.5', '0', '999999999999999999999999', '-12345678901234.5', '0.000000000000000001'),
  fc.tuple(fc.integer({ min: -(10 ** 15), max: 10 ** 15 }), fc.nat(999)).map(([a, b]) => `${a}.${b}`),
)
const rowsOf = fc
  .array(fc.record({ name: cell, level: cell, count: number, other: number }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((rows) => rows.map((row, i) => ({ id: `s${i}`, ...row })))

t.test('what was packed is unpacked to the letter, and is compared as the first of its name', async (t) => {
  const property = fc.asyncProperty(rowsOf, async (rows) => {
    const { draft, made } = await tables(rows)
    const packed = packedTable(draft)
    const compared = comparedTables(undefined, made)
    return isDeepStrictEqual(unpackedTable(packed), made) && isDeepStrictEqual(packed.comparison, compared)
  })
  await holds(t, property, { runs: 150 })
})

t.test('the hash is that of the canonical document of a thousand schools after another', async (t) => {
  const { draft, made } = await tables(many(2500))
  const stretches = [0, 1000, 2000].map((from) => made.rows.slice(from, from + 1000))
  const hashes = [made.description, ...stretches.map((rows) => canonicalJson(rows))].map(textHash)
  t.equal(made.hash, textHash(hashes.join('\n')))
  t.equal(packedTable(draft).hash, made.hash)
})

t.test('rows that are sent on as they are packed are not held, and are the same', async (t) => {
  const { draft } = await tables(many(2500))
  const kept = packedTable(draft)
  const sent: Uint8Array[] = []
  const seen = new Map<number, number>()
  // Notes how many pieces had been sent when the first row of a piece was looked at.
  const rows = new Proxy(draft.rows, {
    get(target, key) {
      const school = Number(key)
      if (school % 1000 === 0 && !seen.has(school)) seen.set(school, sent.length)
      return Reflect.get(target, key)
    },
  })
  const read = packedRows({ ...draft, rows }, (piece) => void sent.push(piece))
  t.strictSame({ ...read, schools: kept.schools, rows: sent }, kept)
  t.strictSame(
    [...seen],
    [
      [0, 0],
      [1000, 1],
      [2000, 2],
    ],
    'each piece before the next one is begun',
  )
})

function many(schools: number): Record<string, string>[] {
  return Array.from({ length: schools }, (_, i) => ({ id: `${10_000 + i}`, count: `${i}.50`, level: 'ES' }))
}
