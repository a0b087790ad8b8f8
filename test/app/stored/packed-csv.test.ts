import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { canonicalJson, textHash } from '../../../src/contract/canonical/canonical-json.ts'
import { compareCodePoints } from '../../../src/core/text/code-points.ts'
import { comparedTables } from '../../support/compared-tables.ts'
import { fails, holds } from '../../support/property.ts'
import { packed } from '../../support/read-for-keeping.ts'
import { type WrittenTable, writtenCsv, writtenTable } from '../../support/written-table.ts'

t.test('a file is packed as a plain reading of its cells packs them, to the byte', async (t) => {
  let numbers = 0
  const property = fc.asyncProperty(writtenTable, async (table) => {
    const { found, expected } = await bothOf(table)
    numbers += found.numberColumns.length
    return isDeepStrictEqual(found, expected)
  })
  await holds(t, property, { runs: 500 })
  t.ok(numbers > 50, `${numbers} columns were numbers`)
})

t.test(
  'a reading that takes 007 for a number, or leaves rows where they stand, would be noticed',
  async (t) => {
    const odd = /^-?\d+(?:\.\d+)?$/
    const takesZeros = fc.asyncProperty(writtenTable, async (table) => {
      const { found, expected } = await bothOf(table, { isNumber: (cell) => odd.test(cell) })
      return isDeepStrictEqual(found, expected)
    })
    await fails(t, takesZeros, { runs: 500 })
    const leavesOrder = fc.asyncProperty(writtenTable, async (table) => {
      const { found, expected } = await bothOf(table, { order: () => 0 })
      return isDeepStrictEqual(found, expected)
    })
    await fails(t, leavesOrder, { runs: 500 })
  },
)

const KEPT = /^-?(?:0|[1-9]\d{0,23})(?:\.\d{1,18})?$/
const MINUS_ZERO = /^-0(?:\.0+)?$/

interface Plainly {
  readonly isNumber?: (cell: string) => boolean
  readonly order?: (a: string, b: string) => number
}

/** What the file is packed into, and what it should be, in texts. */
async function bothOf(table: WrittenTable, plainly: Plainly = {}) {
  const id = table.digits === undefined ? 'id' : { column: 'id', digits: table.digits }
  const quality = { lost_zeros: 'off' } as const
  const { schools, rows, ...found } = await packed(writtenCsv(table), {
    id,
    delimiter: table.separator,
    quality,
  })
  const { mapping } = JSON.parse(found.description)
  return {
    found: { ...found, schools: textOf(schools), rows: textOf(rows) },
    expected: plainlyPacked(table, mapping, plainly),
  }
}

function textOf(pieces: readonly Uint8Array[]): string {
  return Buffer.concat(pieces).toString()
}

/** Every cell a text, every row an object, the whole table at once. */
function plainlyPacked({ header, digits, rows }: WrittenTable, mapping: object, plainly: Plainly) {
  const { isNumber = (cell) => KEPT.test(cell) && !MINUS_ZERO.test(cell), order = compareCodePoints } =
    plainly
  const idAt = header.indexOf('id')
  const idOf = (cells: readonly string[]): string => {
    const id = (cells[idAt] ?? '').normalize('NFC')
    return digits !== undefined && /^\d+$/.test(id) ? id.padStart(Number(digits), '0') : id
  }
  const sorted = rows.toSorted((a, b) => order(idOf(a), idOf(b)))
  const columns = header.flatMap((each, index) => {
    const cells = sorted.map((row) => row[index] ?? '').filter((cell) => cell !== '')
    const holder = cells.length > 0 && cells.every(isNumber) ? 'numbers' : 'texts'
    const areIds = index === idAt && sorted.every((row) => row[index] === idOf(row))
    return each === '' ? [] : [{ header: each.normalize('NFC'), index, in: areIds ? 'school' : holder }]
  })
  const held = (holder: string) => columns.filter((each) => each.in === holder)
  const kept = {
    description: canonicalJson({
      mapping,
      columns: columns.map((each) => ({ header: each.header, in: each.in })),
    }),
    numberColumns: held('numbers').map((each) => each.header),
    textColumns: held('texts').map((each) => each.header),
  }
  const made = sorted.map((cells) => ({
    school: idOf(cells),
    numbers: held('numbers').map(({ index }) => cells[index] || null),
    texts: held('texts').map(({ index }) => cells[index] ?? ''),
  }))
  return {
    ...kept,
    hash: textHash([kept.description, canonicalJson(made)].map(textHash).join('\n')),
    comparison: comparedTables(undefined, { ...kept, rows: made }),
    schools: sorted
      .map((cells) => `${copied(idOf(cells))}\t${nameOf(cells[header.indexOf('name')], idOf(cells))}\n`)
      .join(''),
    rows: made
      .map(({ school, numbers, texts }) => {
        const quoted = texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`)
        return `${copied(school)}\t{${numbers.map((each) => each ?? 'NULL').join(',')}}\t${copied(`{${quoted.join(',')}}`)}\n`
      })
      .join(''),
  }
}

function copied(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
}

/** Names here are short. */
function nameOf(cell: string | undefined, id: string): string {
  const line = (cell ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return copied(line || id)
}
