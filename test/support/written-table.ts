import fc from 'fast-check'
import type { Delimiter } from '../../src/contract/source/csv-delimiter.ts'

/** A CSV file by its cells, and how they were written. */
export interface WrittenTable {
  readonly header: readonly string[]
  /** Ids are padded to this length where it is stated. */
  readonly digits: string | undefined
  readonly rows: readonly (readonly string[])[]
  readonly separator: Delimiter
  readonly lineEnd: string
  readonly isQuoted: boolean
}

export function writtenCsv({ header, rows, separator, lineEnd, isQuoted }: WrittenTable): string {
  const sign = separator === 'tab' ? '\t' : separator
  const written = (cell: string): string =>
    isQuoted || /[",;\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""').replaceAll('\n', lineEnd)}"` : cell
  return [header, ...rows].map((cells) => cells.map(written).join(sign) + lineEnd).join('')
}

const ODD =
  '007 -0 -0.00 1e3 +5 .5 5. 1,5 NULL \\N \\ " "" { } é e\u0301 ñ ÿ 校 \u{1f3eb} \u007f \u0085 \u0958 ߿ ࠀ'.split(
    ' ',
  )
const text = fc.oneof(
  fc.constantFrom('', ' ', '\t', '\n', 'a\n\nb', ' 5', 'a"b\\c', 'Oak, East', ...ODD),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((each) => each.replaceAll(/\r|\0/g, '')),
)
const number = fc.oneof(
  fc.integer({ min: -2000, max: 2000 }).map(String),
  fc.constantFrom(
    '',
    '0',
    '-0.5',
    '0.25',
    '12.50',
    '-12345678901234.5',
    '9'.repeat(24),
    `0.${'1'.repeat(18)}`,
  ),
)
const cells = (rows: number): fc.Arbitrary<readonly string[]> => {
  const mostly = fc.oneof({ weight: 9, arbitrary: number }, { weight: 1, arbitrary: text })
  const column = (cell: fc.Arbitrary<string>) => fc.array(cell, { minLength: rows, maxLength: rows })
  return fc.oneof(column(number), column(mostly), column(text))
}
const headers = fc.uniqueArray(
  fc.constantFrom('name', 'students', 'e\u0301cole', 'a,b', 'a;b', 'a"b', 'two\nlines', '', ' ', '\u0000'),
  { minLength: 1, maxLength: 5 },
)
const ids = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: 99_999 }).map(String), { minLength: 1, maxLength: 9 }),
  fc.uniqueArray(
    fc.constantFrom('A 1', 'b', 'B', 'e\u0301', 'ê', '校', '\u{1f3eb}', '\uff0a', '10', '9', 'a\\b'),
    {
      minLength: 1,
      maxLength: 9,
    },
  ),
)
export const writtenTable: fc.Arbitrary<WrittenTable> = fc.tuple(ids, headers).chain(([schools, drawn]) => {
  // Columns without a header may be several.
  const names = drawn.map((each) => (each === '\u0000' ? '' : each))
  return fc.record({
    header: fc.constant(['id', ...names]),
    rows: fc
      .tuple(...names.map(() => cells(schools.length)))
      .map((columns) => schools.map((school, i) => [school, ...columns.map((column) => column[i] ?? '')])),
    digits: fc.constantFrom(undefined, '5', '7'),
    separator: fc.constantFrom<Delimiter>(',', ';', 'tab'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    isQuoted: fc.boolean(),
  })
})
