import { CsvError, parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { CSV_LIMITS } from '../../src/contract/source/csv-delimiter.ts'
import { type CsvParsing, parseCsv } from '../../src/contract/source/parse-csv.ts'
import { ownWork } from '../support/own-work.ts'
import { fails, holds } from '../support/property.ts'
import { parsedRows } from '../support/raw-rows.ts'

const few = { rows: 3, columns: 3, cells: 6, characters: 4 }

t.test('a table is cut off at its rows, and refused at its other limits', async (t) => {
  const read = (text: string): string => shown(parseCsv(text, { separator: ',', limits: few }))
  t.equal(read('a\nb\nc\nd\n'), '1: a / 2: b / 3: c')
  t.equal(read('a,b,c\n'), '1: a|b|c')
  t.equal(read('a\nb,c,d,e\n'), 'columns in line 2')
  t.equal(read('a,b\nc,d\ne,f\n'), '1: a|b / 2: c|d / 3: e|f')
  t.equal(read('a,b\nc,d\ne,f,g\n'), 'cells in line 3')
  t.equal(read('1234\n'), '1: 1234')
  t.equal(read('a\n12345\n'), 'characters in line 2')
  t.equal(read('a\n"12""45"\n'), 'characters in line 2')
})

// Signs that mean something in a table, and some that mean nothing.
const signs = fc.constantFrom(
  'a',
  'b',
  '1',
  ',',
  ',',
  ';',
  '"',
  '"',
  '""',
  '\n',
  '\n',
  ' ',
  '\t',
  'é',
  '"a,b"',
  '",',
)
const texts = fc.array(signs, { maxLength: 16 }).map((each) => each.join(''))

t.test('any text is read as another reader of tables reads it, or refused for the same reason', async (t) => {
  let tables = 0
  const property = fc.property(texts, (text) => {
    const ours = shown(parseCsv(text, { separator: ',', limits: CSV_LIMITS }))
    if (!/ in line \d+$/.test(ours)) tables += 1
    return ours.replace(/ in line \d+$/, '') === byOther(text)
  })
  await holds(t, property, { runs: 20_000 })
  t.ok(tables > 2000, `${tables} of them were tables`)
})

t.test('a reader that forgets quotes would be noticed', async (t) => {
  const property = fc.property(
    texts,
    (text) =>
      shown(parseCsv(text.replaceAll('"', ''), { separator: ',', limits: CSV_LIMITS })) === byOther(text),
  )
  await fails(t, property, { runs: 2000 })
})

t.test('each character is looked at once, wherever separators and quotes stand', async (t) => {
  const million = 1_000_000
  for (const text of [
    'a\n'.repeat(million),
    `${'a'.repeat(million)}\n`,
    'a,\n'.repeat(million),
    `"${'\n'.repeat(million)}"`,
    `"${'""'.repeat(million)}"`,
    '"",'.repeat(million),
  ]) {
    const worked = ownWork()
    parseCsv(text, {
      separator: ',',
      limits: { rows: 2 * million, columns: 2 * million, cells: 4 * million, characters: 4 * million },
    })
    t.ok(worked() < 2000, `${JSON.stringify(text.slice(0, 5))}: ${worked().toFixed(0)} ms`)
  }
})

function shown(parsing: CsvParsing): string {
  if (parsing.kind === 'fault') return `${parsing.why} in line ${parsing.line}`
  return parsedRows(parsing)
    .map(({ line, cells }) => `${line}: ${cells.join('|')}`)
    .join(' / ')
}

/** The same by a library: its rows with the lines they start on, or its reason in our words. */
function byOther(text: string): string {
  try {
    const records: { record: string[]; info: { lines: number } }[] = parse(text, {
      info: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
    }) as never
    const lines = records.map(({ record, info }) => {
      const breaks = record.join('').split('\n').length - 1
      return `${info.lines - breaks}: ${record.join('|')}`
    })
    return lines.join(' / ')
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    return thrown.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open-quote' : 'stray-quote'
  }
}
