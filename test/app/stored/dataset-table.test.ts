import fc from 'fast-check'
import t from 'tap'
import { columnsOf, type KeptTable, mappingOf } from '../../../src/app/stored/dataset-table.ts'
import { isKeptNumber } from '../../../src/app/stored/kept-number.ts'
import { inlineDataset, tableCsv } from '../../../src/app/stored/table-for-engine.ts'
import { compareCodePoints } from '../../../src/core/text/code-points.ts'
import { keptInMemory } from '../../support/kept-in-memory.ts'
import { throughNumeric } from '../../support/numeric-text.ts'
import { fails, holds } from '../../support/property.ts'
import { csvOf, type RandomTable, randomTable, rowsOf } from '../../support/random-table.ts'
import { scenarioParts, uploaded } from '../../support/read-for-keeping.ts'

const AS_WRITTEN = { quality: { lost_zeros: 'off' } } as const
const atOnce = async (): Promise<void> => undefined

/** The table as the database gives it back. */
async function kept(table: KeptTable, damage?: (table: KeptTable) => KeptTable): Promise<KeptTable> {
  const keep = keptInMemory(damage)
  const found = await keep.kept.table(keep.keepTable('table', table))
  if (found === undefined) throw new Error('what was kept is there')
  return found
}

function cellsOf(table: KeptTable): RandomTable {
  const columns = columnsOf(table)
  return {
    header: columns.map(({ header }) => header),
    rows: table.rows.map((row) => columns.map((column) => column.cellOf(row))),
  }
}

function byId({ header, rows }: RandomTable): RandomTable {
  return { header, rows: rows.toSorted(([a = ''], [b = '']) => compareCodePoints(a, b)) }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

t.test('a file of schools comes back to the letter, by id', async (t) => {
  const comesBack = fc.asyncProperty(randomTable, async (table) => {
    const found = await kept(await uploaded(csvOf(table), AS_WRITTEN))
    const again = await uploaded((await tableCsv(found, atOnce)) ?? '', AS_WRITTEN)
    return same(cellsOf(found), byId(table)) && same(cellsOf(await kept(again)), byId(table))
  })
  await holds(t, comesBack, { runs: 400 })
})

t.test('rows of a document come back to the letter, by id', async (t) => {
  const comesBack = fc.asyncProperty(randomTable, async (table) => {
    const data = { ...AS_WRITTEN, rows: rowsOf(table) }
    const parts = await scenarioParts(JSON.stringify({ leeway: '1', base: 'scenarios/x', data }))
    const [, slot] = parts.slots
    if (slot?.kind !== 'table') return false
    const { rows } = inlineDataset(await kept(slot.table))
    return same(
      rows,
      rowsOf({ header: Object.keys(rows[0] ?? {}), rows: reordered(byId(table), rows[0] ?? {}) }),
    )
  })
  await holds(t, comesBack, { runs: 400 })
})

/** Cells in the order of these keys: a map writes keys that are whole numbers first. */
function reordered({ header, rows }: RandomTable, row: object): readonly (readonly string[])[] {
  return rows.map((cells) => Object.keys(row).map((key) => cells[header.indexOf(key)] ?? 'no such column'))
}

t.test('the controls: a cell that is read as a number, or trimmed, is found', async (t) => {
  const damages: Readonly<Record<string, (cell: string) => string>> = {
    'a float': (cell) => (/^-?\d+\.\d+$/.test(cell) ? String(Number(cell)) : cell),
    'a trimmed text': (cell) => cell.trim(),
    'zeros in front that are lost': (cell) => cell.replace(/^0+(?=\d)/, ''),
  }
  for (const [name, damage] of Object.entries(damages)) {
    t.comment(name)
    const damaged = (table: KeptTable): KeptTable => ({
      ...table,
      rows: table.rows.map(({ school, numbers, texts }) => ({
        school,
        numbers: numbers.map((cell) => cell && damage(cell)),
        texts: texts.map((cell) => cell && damage(cell)),
      })),
    })
    const comesBack = fc.asyncProperty(randomTable, async (table) =>
      same(cellsOf(await kept(await uploaded(csvOf(table), AS_WRITTEN), damaged)), byId(table)),
    )
    await fails(t, comesBack, { runs: 400 })
  }
})

t.test('a number is kept as one only where the database writes it with the same letters', async (t) => {
  const asTexts = [
    '007',
    '1,234',
    '1e3',
    '-0',
    '-0.00',
    '+5',
    '.5',
    '5.',
    ' 5',
    `1${'0'.repeat(24)}`,
    `0.${'1'.repeat(19)}`,
  ]
  t.strictSame(
    asTexts.filter((each) => isKeptNumber(each)),
    [],
  )
  const asNumbers = ['0', '-0.5', '0.00', '12.50', '9'.repeat(24), `-${'9'.repeat(24)}.${'1'.repeat(18)}`]
  t.strictSame(
    asNumbers.filter((each) => isKeptNumber(each)),
    asNumbers,
  )
  t.strictSame(asNumbers.map(throughNumeric), asNumbers)
  // What the model of the database makes of the others: another text, or nothing.
  for (const each of asTexts) t.ok(isLost(each), each)
})

function isLost(text: string): boolean {
  try {
    return throughNumeric(text) !== text
  } catch {
    return true
  }
}

t.test('columns are numbers or texts as a whole, and ids are kept once', async (t) => {
  const table = await uploaded('id,name,students,code,none\n0007,Oak,12,06,\n0012,"Elm, East",,7,\n')
  t.strictSame(table.numberColumns, ['students'])
  t.strictSame(table.textColumns, ['name', 'code', 'none'])
  t.strictSame(table.rows, [
    { school: '0007', numbers: ['12'], texts: ['Oak', '06', ''] },
    { school: '0012', numbers: [null], texts: ['Elm, East', '7', ''] },
  ])
  t.strictSame(table.schools, [
    { id: '0007', name: 'Oak' },
    { id: '0012', name: 'Elm, East' },
  ])
})

t.test('ids that are filled up with zeros belong to the school, and their letters stay', async (t) => {
  const table = await uploaded('code,students\n42,300\n0107,200\n', { id: { column: 'code', digits: '4' } })
  t.strictSame(
    table.rows.map(({ school }) => school),
    ['0042', '0107'],
  )
  t.strictSame(cellsOf(table).rows, [
    ['42', '300'],
    ['0107', '200'],
  ])
})

t.test('a file in another encoding, with another separator, is read as is said of it', async (t) => {
  const bytes = new Uint8Array([...new TextEncoder().encode('id;name;a,b\n1;'), 0xc4, 0x3b, 0x35])
  const table = await uploaded(bytes, { encoding: 'windows-1252', delimiter: ';', vintage: 'spring' })
  t.strictSame(cellsOf(table), { header: ['id', 'name', 'a,b'], rows: [['1', 'Ä', '5']] })
  t.match(mappingOf(table), { vintage: 'spring' })
  t.notMatch(table.description, /windows|delimiter/, 'how the file was written is no part of what is kept')
})

t.test('the name of a school in the list of schools is one line', async (t) => {
  const long = 'x'.repeat(300)
  const table = await uploaded(`id,name\n1," Oak \nSchool "\n2,\n3,${long}\n`)
  t.strictSame(
    table.schools.map(({ name }) => name),
    ['Oak School', '2', 'x'.repeat(200)],
  )
  t.strictSame(cellsOf(table).rows[0], ['1', ' Oak \nSchool '])
})

t.test('the hash is that of the cells and what they mean, whatever the order of rows', async (t) => {
  const hash = async (csv: string): Promise<string> => (await uploaded(csv)).hash
  const one = await hash('id,students\n1,300\n2,200\n')
  t.match(one, /^sha256:[0-9a-f]{64}$/)
  t.equal(await hash('id,students\n2,200\n1,300\n'), one)
  t.not(await hash('id,students\n1,300\n2,201\n'), one)
  t.not(await hash('id,pupils\n1,300\n2,200\n'), one)
  t.not(await hash('---\nvintage: spring\n---\nid,students\n1,300\n2,200\n'), one)
})
