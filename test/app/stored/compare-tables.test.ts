import t from 'tap'
import { compareTables } from '../../../src/app/stored/compare-tables.ts'
import type { KeptTable } from '../../../src/app/stored/dataset-table.ts'
import { uploaded } from '../../support/read-for-keeping.ts'

const OLD = 'id,students,level,amount\n1,300,ES,0.10\n2,200,HS,0.20\n3,100,ES,\n'
const NEW = 'id,students,level,note\n2,210,HS,a\n3,100,MS,\n4,50,ES,b\n'

const nobodyWaits = async (): Promise<void> => undefined

t.test('an upload says which schools come and go, and what changes in each column', async (t) => {
  const compared = await compareTables(await uploaded(OLD), await uploaded(NEW), nobodyWaits)
  t.strictSame(compared, {
    rows: { before: 3, after: 3 },
    added: ['4'],
    gone: ['1'],
    columns: [
      {
        header: 'id',
        kind: 'kept',
        changed: 0,
        missing: { before: 0, after: 0 },
        sum: { before: null, after: null },
      },
      {
        header: 'students',
        kind: 'kept',
        changed: 1,
        missing: { before: 0, after: 0 },
        sum: { before: '600', after: '360' },
      },
      {
        header: 'level',
        kind: 'kept',
        changed: 1,
        missing: { before: 0, after: 0 },
        sum: { before: null, after: null },
      },
      {
        header: 'note',
        kind: 'added',
        changed: 1,
        missing: { before: null, after: 1 },
        sum: { before: null, after: null },
      },
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
  const rows = ['1,9007199254740993.000000000000000001', '2,-0.5', '3,999999999999999999999999']
  const { columns } = await compareTables(
    undefined,
    await uploaded(`id,amount\n${rows.join('\n')}\n`),
    nobodyWaits,
  )
  t.match(columns[1], {
    kind: 'added',
    sum: { before: null, after: '1000000009007199254740991.500000000000000001' },
  })
})

t.test('the first upload of a name is all new', async (t) => {
  const { rows, added, gone } = await compareTables(undefined, await uploaded(OLD), nobodyWaits)
  t.strictSame([rows, added, gone], [{ before: 0, after: 3 }, ['1', '2', '3'], []])
})

t.test(
  'of a large table no more than a thousand schools are looked at before others have the thread',
  async (t) => {
    const [old, next] = await Promise.all([watched(0), watched(1)])
    const seen: number[] = []
    const { added, columns } = await compareTables(old.table, next.table, async () => {
      seen.push(old.looks() + next.looks())
    })
    seen.push(old.looks() + next.looks())
    const between = seen.map((looks, i) => looks - (seen[i - 1] ?? 0))
    // Of a school of both tables a cell of each is looked at.
    t.ok(Math.max(...between) <= 2000, `${Math.max(...between)}`)
    t.ok(Math.max(...between) > 1000, `${Math.max(...between)}`)
    t.strictSame([added, columns[1]?.changed], [[`${FIRST + MANY}`], MANY - 1])
  },
)

const MANY = 5000
const FIRST = 10_000

/** A table of many schools, with counts that differ from any other; it tells how many rows were looked at. */
async function watched(first: number): Promise<{ table: KeptTable; looks: () => number }> {
  const lines = Array.from({ length: MANY }, (_, i) => `${FIRST + i + first},${i * 2}`)
  const kept = await uploaded(`id,students\n${lines.join('\n')}\n`)
  let looks = 0
  const rows = kept.rows.map(({ school, numbers, texts }) => ({
    school,
    texts,
    get numbers() {
      looks += 1
      return numbers
    },
  }))
  return { table: { ...kept, rows }, looks: () => looks }
}
