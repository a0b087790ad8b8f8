import t from 'tap'
import { compareTables } from '../../../src/app/stored/compare-tables.ts'
import { uploaded } from '../../support/read-for-keeping.ts'

const OLD = 'id,students,level,amount\n1,300,ES,0.10\n2,200,HS,0.20\n3,100,ES,\n'
const NEW = 'id,students,level,note\n2,210,HS,a\n3,100,MS,\n4,50,ES,b\n'

t.test('an upload says which schools come and go, and what changes in each column', async (t) => {
  const compared = await compareTables(await uploaded(OLD), await uploaded(NEW))
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
  const { columns } = await compareTables(undefined, await uploaded(`id,amount\n${rows.join('\n')}\n`))
  t.match(columns[1], {
    kind: 'added',
    sum: { before: null, after: '1000000009007199254740991.500000000000000001' },
  })
})

t.test('the first upload of a name is all new', async (t) => {
  const { rows, added, gone } = await compareTables(undefined, await uploaded(OLD))
  t.strictSame([rows, added, gone], [{ before: 0, after: 3 }, ['1', '2', '3'], []])
})

t.test('others have the thread between columns', async (t) => {
  let pauses = 0
  await compareTables(undefined, await uploaded(OLD), async () => {
    pauses += 1
  })
  t.ok(pauses >= 4, `${pauses}`)
})
