import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { PackedTable } from '../../src/app/stored/packed-table.ts'
import type { TableComparison } from '../../src/app/stored/table-comparison.ts'
import { type DatasetVersion, readDatasetVersion, saveDataset } from '../../src/store/datasets.ts'
import { addPackedSchools } from '../../src/store/schools.ts'
import { stagedChanges } from '../../src/store/staged-changes.ts'
import { withStagedTable } from '../../src/store/staged-table.ts'
import { addToUpload, beginUpload } from '../../src/store/uploads.ts'
import type { VersionRef } from '../../src/store/versions.ts'
import { besideDistrict, type Identity, type Trx } from '../../src/store/with-district.ts'
import { comparedTables } from '../support/compared-tables.ts'
import { databaseServer } from '../support/database.ts'
import { lakeDistrict } from '../support/lake-district.ts'
import { fails, holds } from '../support/property.ts'
import { csvOf, type RandomTable, randomTable } from '../support/random-table.ts'
import { packed } from '../support/read-for-keeping.ts'
import { unpackedTable } from '../support/unpacked-table.ts'

const clone = await databaseServer(t)
const AS_WRITTEN = { quality: { lost_zeros: 'off' } } as const
const OLD = 'id,students,level,amount\n0101,300,ES,0.10\n0102,200,HS,0.20\n0103,100,ES,\n'
const NEW = 'id,students,level,note\n0102,210,HS,a\n0103,100,MS,\n0104,50,ES,b\n'

t.test('an upload says which schools come and go, and what changes in each column', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const compared = await inside(async (trx, who) =>
    held(trx, await saved(trx, who, await packed(OLD)), await packed(NEW)),
  )
  const textsOf = (before: number | null, after: number | null) => {
    return { missing: { before, after }, sum: { before: null, after: null } }
  }
  t.strictSame(compared, {
    rows: { before: 3, after: 3 },
    added: ['0104'],
    gone: ['0101'],
    columns: [
      { header: 'id', kind: 'kept', changed: 0, ...textsOf(0, 0) },
      {
        header: 'students',
        kind: 'kept',
        changed: 1,
        missing: { before: 0, after: 0 },
        sum: { before: '600', after: '360' },
      },
      { header: 'level', kind: 'kept', changed: 1, ...textsOf(0, 0) },
      { header: 'note', kind: 'added', changed: 1, ...textsOf(null, 1) },
      {
        header: 'amount',
        kind: 'gone',
        changed: 1,
        missing: { before: 1, after: null },
        sum: { before: '0.3', after: null },
      },
    ],
  })
})

t.test('sums are exact where a float would lose what is added', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const rows = ['0101,9007199254740993.000000000000000001', '0102,-0.5', '0103,999999999999999999999999']
  const file = await packed(`id,amount\n${rows.join('\n')}\n`)
  const { columns } = await inside(async (trx, who) => held(trx, await saved(trx, who, file), file))
  const exact = '1000000009007199254740991.500000000000000001'
  t.match(columns[1], { changed: 0, sum: { before: exact, after: exact } })
})

t.test('whoever sees two schools of the version before is told of no other', async (t) => {
  const { inside, as } = await lakeDistrict(await clone())
  const ref = await inside(async (trx, who) => saved(trx, who, await packed(OLD)))
  const partner = { role: 'budget-partner', schools: ['0102', '0103'] } as const
  const { rows, added, gone, columns } = await as(partner, async (trx) =>
    held(trx, ref, await packed('id,students\n0101,300\n0102,200\n')),
  )
  t.strictSame([rows, added, gone], [{ before: 2, after: 2 }, ['0101'], ['0103']])
  t.match(columns[1], { header: 'students', changed: 0, sum: { before: '300', after: '500' } })
})

t.test('lists of schools go by code points', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const file = (ids: readonly string[]) => packed(`id,n\n${ids.map((id) => `${id},1\n`).join('')}`)
  const [some, others] = [
    ['b', 'é', '\u{1f3eb}', 'B', '\uffee'],
    ['c', 'x', 'C', '\u{1f3ec}', '\uffed'],
  ]
  const { added, gone } = await inside(async (trx, who) =>
    held(trx, await saved(trx, who, await file(some)), await file(others)),
  )
  t.strictSame(gone, ['B', 'b', 'é', '\uffee', '\u{1f3eb}'])
  t.strictSame(added, ['C', 'c', 'x', '\uffed', '\u{1f3ec}'])
})

t.test(
  'of a table with more columns than are looked at together, each has its own sums and changes',
  async (t) => {
    const { inside } = await lakeDistrict(await clone())
    const header = Array.from({ length: 70 }, (_, i) => [`n${i}`, `t${i}`])
    const file = (edition: number) => {
      // Of each third column another cell comes with the next edition.
      const cells = header.map(
        (_, i) => `${i + (i % 3 === 0 ? edition : 0)},T${i + (i % 3 === 1 ? edition : 0)}`,
      )
      return packed(`id,${header.join(',')}\n0101,${cells.join(',')}\n`)
    }
    const { columns } = await inside(async (trx, who) =>
      held(trx, await saved(trx, who, await file(0)), await file(1)),
    )
    t.strictSame(
      columns.slice(1).map((column) => [column.header, column.changed, column.sum.before]),
      header.flatMap(([number, letters], i) => [
        [number, i % 3 === 0 ? 1 : 0, `${i}`],
        [letters, i % 3 === 1 ? 1 : 0, null],
      ]),
    )
  },
)

t.test('whatever two tables hold, the database finds what a comparison cell by cell finds', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const finds = (expected: (old: PackedTable, next: PackedTable) => TableComparison) =>
    fc.asyncProperty(tables, async ([old, next]) => {
      const [was, is] = await Promise.all([old, next].map((table) => packed(csvOf(table), AS_WRITTEN)))
      if (was === undefined || is === undefined) return false
      const compared = await inside(async (trx, who) => held(trx, await saved(trx, who, was), is))
      return isDeepStrictEqual(compared, expected(was, is))
    })
  await holds(
    t,
    finds((old, next) => comparedTables(unpackedTable(old), unpackedTable(next))),
    { runs: 150 },
  )
  await fails(
    t,
    finds((old, next) => comparedTables(trimmed(old), trimmed(next))),
    { runs: 150 },
  )
})

t.test('what is found in two halves, side by side, is what is found at once', async (t) => {
  const { inside, pool } = await lakeDistrict(await clone())
  let halves = 0
  const property = fc.asyncProperty(tables, async ([old, next]) => {
    const [was, is] = await Promise.all([old, next].map((table) => packed(csvOf(table), AS_WRITTEN)))
    if (was === undefined || is === undefined) return false
    // Another transaction sees what is done.
    const ref = await inside(async (trx, who) => saved(trx, who, was))
    const uploadId = await inside(async (trx, who) => written(trx, who, is))
    const compared = await inside(async (trx, who) =>
      stagedChanges(trx, await there(trx, ref), { ...is, rows: { uploadId } }, (work) => {
        halves += 1
        return besideDistrict(pool, who, work)
      }),
    )
    return isDeepStrictEqual(compared, comparedTables(unpackedTable(was), unpackedTable(is)))
  })
  await holds(t, property, { runs: 60 })
  t.ok(halves >= 60, `${halves} halves were found beside`)
})

t.test('where one half cannot be looked at, nothing is said of the other', async (t) => {
  const { inside } = await lakeDistrict(await clone())
  const [was, is] = await Promise.all([OLD, NEW].map(async (text) => packed(text)))
  if (was === undefined || is === undefined) throw new Error('both are read')
  const compared = inside(async (trx, who) => {
    const ref = await saved(trx, who, was)
    const rows = { uploadId: await written(trx, who, is) }
    return stagedChanges(trx, await there(trx, ref), { ...is, rows }, async () => {
      throw new Error('the connection is lost')
    })
  })
  await t.rejects(compared, { message: 'the connection is lost' })
})

/** The fault that is planted: a number without the zeros at its end is taken for the same. */
function trimmed(table: PackedTable): ReturnType<typeof unpackedTable> {
  const whole = unpackedTable(table)
  const rows = whole.rows.map((row) => {
    return { ...row, numbers: row.numbers.map((number) => number?.replace(/(\.\d+?)0+$/, '$1') ?? null) }
  })
  return { ...whole, rows }
}

/** A table and the next one: of its rows, columns and cells some stay, some go, and some come from a third. */
const tables: fc.Arbitrary<readonly [RandomTable, RandomTable]> = fc
  .tuple(randomTable, randomTable, fc.infiniteStream(fc.nat(9)))
  .map(([old, other, chances]) => {
    const oneIn = (many: number): boolean => (chances.next().value ?? 0) % many === 0
    const mixed = (some: readonly string[], more: readonly string[]) => [
      ...new Set([...some.filter(() => !oneIn(4)), ...more.filter(() => oneIn(3))]),
    ]
    const ids = mixed(idsOf(old), idsOf(other))
    const header = ['id', ...mixed(old.header.slice(1), other.header.slice(1))]
    const cell = (school: string, column: string): string => {
      const found = cellIn(oneIn(4) ? other : old, school, column)
      return oneIn(4) && /^-?\d+\.\d{1,17}$/.test(found) ? `${found}0` : found
    }
    const rows = (ids.length === 0 ? ['only'] : ids).map((school) => {
      return [school, ...header.slice(1).map((column) => cell(school, column))]
    })
    return [old, { header, rows }]
  })

function idsOf({ rows }: RandomTable): string[] {
  return rows.map(([school = '']) => school)
}

function cellIn({ header, rows }: RandomTable, school: string, column: string): string {
  return rows.find(([id]) => id === school)?.[header.indexOf(column)] ?? ''
}

let names = 0

async function saved(trx: Trx, who: Identity, table: PackedTable): Promise<VersionRef> {
  names += 1
  const uploadId = await written(trx, who, table)
  return saveDataset(trx, who, { ...table, name: `table ${names}`, rows: { uploadId } })
}

async function written(trx: Trx, who: Identity, table: PackedTable): Promise<string> {
  await addPackedSchools(trx, who, table.schools)
  const uploadId = await beginUpload(trx, who)
  await addToUpload(trx, who, uploadId, table.rows)
  return uploadId
}

async function held(trx: Trx, ref: VersionRef, table: PackedTable): Promise<TableComparison> {
  const before = await there(trx, ref)
  return withStagedTable(trx, table.rows, async (staged) =>
    stagedChanges(trx, before, { ...table, rows: { staged } }),
  )
}

async function there(trx: Trx, ref: VersionRef): Promise<DatasetVersion> {
  const found = await readDatasetVersion(trx, ref)
  if (found === undefined) throw new Error('what was saved is there')
  return found
}
