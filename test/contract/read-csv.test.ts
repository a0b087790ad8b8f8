import fc from 'fast-check'
import t from 'tap'
import type { Delimiter } from '../../src/contract/source/csv-delimiter.ts'
import { readCsv, splitHeader } from '../../src/contract/source/read-csv.ts'
import type { Problem } from '../../src/core/problems/problem.ts'
import { holds } from '../support/property.ts'
import { rawRows } from '../support/raw-rows.ts'

t.test('the separator is the one that stands most often in the header', async (t) => {
  t.strictSame(read('id,frl\n1,2\n'), { header: ['id', 'frl'], rows: ['2: 1|2'] })
  t.strictSame(read('id;frl\n1;2,5\n'), { header: ['id', 'frl'], rows: ['2: 1|2,5'] })
  t.strictSame(read('id\tfrl\n1\t2;3,4\n'), { header: ['id', 'frl'], rows: ['2: 1|2;3,4'] })
  t.strictSame(read('id;"a, b, c";frl\n1;2;3\n'), { header: ['id', 'a, b, c', 'frl'], rows: ['2: 1|2|3'] })
  t.strictSame(read('\n\nid;frl\n1;2\n'), { header: ['id', 'frl'], rows: ['4: 1|2'] })
  t.strictSame(read('id\n1\n'), { header: ['id'], rows: ['2: 1'] })
})

t.test('of two separators in the header, the rows say which is meant', async (t) => {
  t.strictSame(read('id;students, fall\n1;300\n'), { header: ['id', 'students, fall'], rows: ['2: 1|300'] })
  t.strictSame(read('id,students; fall\n1,300\n'), { header: ['id', 'students; fall'], rows: ['2: 1|300'] })
  t.strictSame(read('id\tstudents, fall\n1\t300\n'), { header: ['id', 'students, fall'], rows: ['2: 1|300'] })
  t.strictSame(
    read('id;students, fall, all, K-12\n1;300\n'),
    { header: ['id', 'students, fall, all, K-12'], rows: ['2: 1|300'] },
    'even where the other stands more often',
  )
  t.strictSame(
    read('id;a, b\n1;"2,5"\n2;3,5\n3;4\n'),
    { header: ['id', 'a, b'], rows: ['2: 1|2,5', '3: 2|3,5', '4: 3|4'] },
    'a comma in some rows is no separator',
  )
  t.strictSame(
    read('id;name;a, b\n1;"x;\ny";2\n'),
    { header: ['id', 'name', 'a, b'], rows: ['2: 1|x;\ny|2'] },
    'nor is what stands in quotes',
  )
})

t.test('rows that fit two separators leave it to the header, and to whoever wrote the file', async (t) => {
  // One comma and one semicolon in every row: as many as in the header.
  t.strictSame(read('id;a,b\n1;2,5\n2;3,5\n'), ['CSV_DELIMITER 1'])
  t.strictSame(read('\n\nid;a,b\n1;2,5\n'), ['CSV_DELIMITER 3'])
  t.strictSame(read('id;a;b,c\n1;2;3,5\n'), { header: ['id', 'a', 'b,c'], rows: ['2: 1|2|3,5'] })
  t.strictSame(read('id;a,b\n1;2,5\n', ';'), { header: ['id', 'a,b'], rows: ['2: 1|2,5'] })
})

t.test('where no separator fits every row, the header alone decides, if it can', async (t) => {
  t.strictSame(read('id,a,b;c\n1,2\n3,4,5\n'), ['CSV_RAGGED 2'])
  t.strictSame(read('id,a;b\n1\n2,3,4\n'), ['CSV_DELIMITER 1'])
})

t.test('a separator that is stated is the only one', async (t) => {
  t.strictSame(read('id,frl\n1,2\n', ';'), { header: ['id,frl'], rows: ['2: 1,2'] })
  t.strictSame(read('id;a,b,c\n1;2\n', ';'), { header: ['id', 'a,b,c'], rows: ['2: 1|2'] })
  t.strictSame(read('id\ta,b,c\n1\t2\n', 'tab'), { header: ['id', 'a,b,c'], rows: ['2: 1|2'] })
})

t.test('quotes keep separators, quotes and line breaks in their cell', async (t) => {
  t.strictSame(read('id,name\n1,"a, ""b"""\n2,"c\nd"\n3,e\n'), {
    header: ['id', 'name'],
    rows: ['2: 1|a, "b"', '3: 2|c\nd', '5: 3|e'],
  })
  t.strictSame(read('"id","name"\n"1",""\n'), { header: ['id', 'name'], rows: ['2: 1|'] })
})

t.test('every row keeps its line in the file, however lines end', async (t) => {
  const text = 'id,name\n\n1,"a\nb\nc"\n\n\n2,d\n3,"e\nf"\n4,g'
  const rows = ['3: 1|a\nb\nc', '8: 2|d', '9: 3|e\nf', '11: 4|g']
  t.strictSame(read(text), { header: ['id', 'name'], rows })
  t.strictSame(read(text.replaceAll('\n', '\r\n')), { header: ['id', 'name'], rows }, 'on Windows')
  t.strictSame(read(text.replaceAll('\n', '\r')), { header: ['id', 'name'], rows }, 'on an old Mac')
  t.strictSame(read(text.replace('\n', '\r\n')), { header: ['id', 'name'], rows }, 'joined from two files')
  t.strictSame(
    read(text.replaceAll('\n\n', '\n\r\n')),
    { header: ['id', 'name'], rows },
    'the other way round',
  )
})

t.test('cells keep their spaces and their zeros', async (t) => {
  t.strictSame(read('id , frl\n 007, 2 \n'), { header: ['id ', ' frl'], rows: ['2:  007| 2 '] })
  t.strictSame(read('   \n1\n'), { header: ['   '], rows: ['2: 1'] })
})

t.test('an accent in the header is one text however it is written', async (t) => {
  t.strictSame(read('cafe\u0301\n1\n'), { header: ['caf\u00e9'], rows: ['2: 1'] })
})

t.test('rows that are too long or too short are all named', async (t) => {
  t.strictSame(read('id,frl\n1\n2,3\n4,5,6\n,\n'), ['CSV_RAGGED 2', 'CSV_RAGGED 4'])
  t.strictSame(read('id,frl\n1,"a\nb",2\n3\n'), ['CSV_RAGGED 2', 'CSV_RAGGED 4'])
})

t.test('a quoted cell that does not end is named where it starts', async (t) => {
  t.strictSame(read('id,name\n1,a\n2,"b\n3,c\n4,d\n'), ['CSV_SYNTAX 3'])
  t.strictSame(read('id,name\n1,"a ""b"\n2,"c ""d"" e\n3,f\n'), ['CSV_SYNTAX 3'])
  t.strictSame(read('id,name\n1,"""b\n'), ['CSV_SYNTAX 2'])
  t.strictSame(read('id,name\n1,"b\n2,""c"" d\n3,""\n'), ['CSV_SYNTAX 2'])
  t.strictSame(read('"id,name\n1,b\n'), ['CSV_SYNTAX 1'])
})

t.test('a quote inside a cell is named', async (t) => {
  t.strictSame(read('id,name\n1,a\n2,b"c\n'), ['CSV_SYNTAX 3'])
  t.strictSame(read('id,name\n1,"a"b\n'), ['CSV_SYNTAX 2'])
})

t.test('a file without schools is said to have none', async (t) => {
  for (const text of ['', '\n\n', 'id,frl', 'id,frl\n', '\r\n\r\n'])
    t.strictSame(read(text), ['CSV_EMPTY undefined'], JSON.stringify(text))
})

t.test('YAML above the table is split off, and lines count on', async (t) => {
  const parts = splitHeader('---\nid: a\n---\nid,frl\n1,2\n')
  t.strictSame(parts, { header: '\nid: a\n', body: 'id,frl\n1,2\n', linesAbove: 3 })
  const table = readCsv(parts, { dataset: 'now' })
  if (table.kind === 'failed') throw new Error(JSON.stringify(table.problems))
  t.strictSame([table.value.header, table.value.headerLine, table.warnings], [['id', 'frl'], 4, []])
  t.strictSame(rawRows(table.value), [{ line: 5, cells: ['1', '2'] }])
  t.equal(splitHeader('---\r\nid: a\r\n---\r\nid\r\n1\r\n').linesAbove, 3)
  t.equal(splitHeader('id,---\n1,2\n').header, undefined)
  t.equal(splitHeader('---\nid: a\nid\n1\n').header, undefined, 'without its end it is no header')
})

t.test('any table that is written is read back, every row with its line', async (t) => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('', 'a,b', 'a;b', 'a\tb', '"', 'a\nb', '\n', ' x ', 'ñ', '007'),
  )
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 6 }),
    )
  const separators = fc.constantFrom<Delimiter>(',', ';', 'tab')
  const property = fc.property(
    table,
    separators,
    fc.constantFrom('\n', '\r\n', '\r'),
    (rows, separator, end) => {
      const own = rows.map((row) => row.map((text) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n')))
      const lines = own.map((row) =>
        row.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator === 'tab' ? '\t' : separator),
      )
      let line = 1
      const expected = own.map((row) => {
        const start = line
        line += 1 + row.join('').split('\n').length - 1
        return `${start}: ${row.join('|')}`
      })
      const outcome = read(lines.map((each) => each.replaceAll('\n', end) + end).join(''), separator)
      if (Array.isArray(outcome)) return false
      return [`1: ${outcome.header.join('|')}`, ...outcome.rows].join('\0') === expected.join('\0')
    },
  )
  await holds(t, property, { runs: 300 })
})

/** A table as texts, or what is wrong with it: `CODE row`. */
function read(body: string, delimiter?: Delimiter): { header: readonly string[]; rows: string[] } | string[] {
  const outcome = readCsv({ body, linesAbove: 0 }, { dataset: 'now', delimiter })
  if (outcome.kind === 'failed') return outcome.problems.map(codeAndRow)
  const rows = rawRows(outcome.value).map(({ line, cells }) => `${line}: ${cells.join('|')}`)
  return { header: outcome.value.header, rows }
}

function codeAndRow({ code, at }: Problem): string {
  return `${code} ${at.kind === 'cell' ? at.row : 'elsewhere'}`
}
