import t from 'tap'
import type { Tools } from '../../src/office/handler.ts'
import { withWrittenRows } from '../../src/office/written-rows.ts'
import { saveDataset } from '../../src/store/datasets.ts'
import { openPool } from '../../src/store/pool.ts'
import {
  besideDistrict,
  type Identity,
  spareConnections,
  type Trx,
  withDistrict,
} from '../../src/store/with-district.ts'
import { databaseServer } from '../support/database.ts'
import { type Lake, lakeDistrict } from '../support/lake-district.ts'

const clone = await databaseServer(t)

/** Keeps files in a district whose service has so many connections. */
async function keeping(lake: Lake, connections: number) {
  const pool = openPool(lake.service, { size: connections })
  t.teardown(async () => pool.end())
  let mostAtOnce = 0
  const beside: Tools['beside'] = {
    spare: () => spareConnections(pool),
    run: async (who, work) =>
      besideDistrict(pool, who, async (own) => {
        mostAtOnce = Math.max(mostAtOnce, pool.totalCount - pool.idleCount)
        return work(own)
      }),
  }
  const tools = { beside } as Tools
  const who = { ...lake.identity, personId: undefined as unknown as string }
  const keep = async (name: string, rows: readonly string[]) =>
    withDistrict(pool, who, async (trx) => {
      const handled = await withWrittenRows(
        { trx, who, tools },
        arriving(rows),
        async ({ uploadId, written }) => {
          await written()
          if (name === '') return { kind: 'refused', type: 'conflict', detail: 'it has no name' }
          return { kind: 'done', result: await saved(trx, who, name, uploadId) }
        },
      )
      if (handled.kind === 'refused') throw new Error(handled.detail)
      return handled
    })
  return { keep, mostAtOnce: () => mostAtOnce }
}

const ROWS = ['0101\t{1}\t{}\n', '0102\t{2}\t{}\n', '0103\t{3}\t{}\n']

t.test('however few connections there are, as many files as come at once are kept', async (t) => {
  for (const connections of [1, 2, 3, 4]) {
    const lake = await lakeDistrict(await clone())
    const { keep } = await keeping(lake, connections)
    const outcomes = await Promise.all(Array.from({ length: 9 }, async (_, i) => keep(`file ${i}`, ROWS)))
    t.strictSame(new Set(outcomes.map(({ kind }) => kind)), new Set(['done']))
    t.strictSame(await left(lake), { dataset_versions: 9, dataset_rows: 27, uploads: 0 }, `${connections}`)
  }
})

t.test('where connections are spare, rows are written beside the request', async (t) => {
  const lake = await lakeDistrict(await clone())
  const { keep, mostAtOnce } = await keeping(lake, 5)
  await keep('fall', ROWS)
  t.ok(mostAtOnce() > 2, `${mostAtOnce()} at once`)
})

t.test('rows of what comes to nothing are gone, wherever they were written', async (t) => {
  for (const connections of [1, 5]) {
    const lake = await lakeDistrict(await clone())
    const { keep } = await keeping(lake, connections)
    await keep('fall', ROWS)
    await t.rejects(keep('', ROWS), { message: /no name/ })
    await t.rejects(keep('spring', [...ROWS, '0104\t{NaN}\t{}\n']), { kind: 'against-rule', message: /./ })
    await t.rejects(keep('summer', [...ROWS, '0999\t{1}\t{}\n']), { kind: 'reference', message: /./ })
    t.strictSame(await left(lake), { dataset_versions: 1, dataset_rows: 3, uploads: 0 }, `${connections}`)
  }
})

t.test(
  'nothing of a request goes on after its answer, not even where its upload cannot be begun',
  async (t) => {
    let [under, begun] = [0, 0]
    const run: Tools['beside']['run'] = async (_who, work) => {
      begun += 1
      if (begun === 1) throw new Error('no connection')
      under += 1
      try {
        return await work({} as Trx)
      } finally {
        // As taking a transaction back takes its time.
        await new Promise((resolve) => setTimeout(resolve, 10))
        under -= 1
      }
    }
    const tools = { beside: { spare: () => 5, run } } as unknown as Tools
    const keep = withWrittenRows(
      { tools } as Parameters<typeof withWrittenRows>[0],
      arriving(ROWS),
      async () => {
        throw new Error('its upload was not begun')
      },
    )
    await t.rejects(keep, { message: 'no connection' })
    t.strictSame([begun > 1, under], [true, 0])
  },
)

async function* arriving(rows: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const row of rows) {
    await new Promise((resolve) => setImmediate(resolve))
    yield Buffer.from(row)
  }
}

async function saved(trx: Trx, who: Identity, name: string, uploadId: string) {
  const about = { description: '{}', numberColumns: ['n'], textColumns: [], hash: '0'.repeat(64) }
  return saveDataset(trx, who, { ...about, name, rows: { uploadId } })
}

async function left({ inside }: Lake): Promise<Record<string, number>> {
  return inside(async (trx) => {
    const counts: Record<string, number> = {}
    for (const table of ['dataset_versions', 'dataset_rows', 'uploads'] as const)
      counts[table] = (await trx.selectFrom(table).select('district_id').execute()).length
    return counts
  })
}
