import fc from 'fast-check'

/** A table of schools as somebody could write it: ids first, all cells as they are to come back. */
export interface RandomTable {
  /** Of the ids, and of the columns behind them. */
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What numbers look like that are none, or none that a database gives back as they were. */
const ODD = [
  '007',
  '1,234',
  '1e3',
  '-0',
  '-0.00',
  '+5',
  ' 5',
  '5 ',
  '.5',
  '5.',
  '0x10',
  'NaN',
  'Infinity',
  '$5',
  '12%',
  '999999999999999999999999',
  '1000000000000000000000000',
  '0.123456789012345678',
  '0.1234567890123456789',
  '1234567890123456789012.10',
  '١٢',
  '½',
  'é',
  '\u{1f3eb}',
  '"quoted"',
  'a,b',
  'a;b',
  'two\nlines',
  '\ufeffmark',
  '---',
  "'",
  '\\',
] as const

const number = fc.oneof(
  fc.integer().map(String),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 23n), max: 10n ** 23n }), fc.stringMatching(/^\d{1,18}$/))
    .map(([a, b]) => `${a}.${b}`),
  fc.constantFrom('0', '0.00', '-0.5', '12.50', '4500.00'),
)
const text = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', maxLength: 12 }).map(written))

/** A column of numbers, of numbers with a few others, or of texts; empty cells in each. */
function column(rows: number): fc.Arbitrary<readonly string[]> {
  const cells = (cell: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> =>
    fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 5, arbitrary: cell }), {
      minLength: rows,
      maxLength: rows,
    })
  const mostly = fc.oneof({ weight: 8, arbitrary: number }, { weight: 1, arbitrary: text })
  return fc.oneof(cells(number), cells(mostly), cells(text))
}

const name = fc.oneof(
  fc.constantFrom('students', 'name', 'Schüler', 'a,b', '---'),
  fc.string({ minLength: 1, maxLength: 8 }).map(written),
)
const id = fc.oneof(
  fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0')),
  fc.string({ minLength: 1, maxLength: 6 }).map((each) => written(each).trim()),
)

export const randomTable: fc.Arbitrary<RandomTable> = fc
  .tuple(
    fc.uniqueArray(
      id.filter((each) => each !== ''),
      { minLength: 1, maxLength: 8 },
    ),
    fc.uniqueArray(
      name.filter((each) => each !== '' && each !== 'id'),
      { maxLength: 5 },
    ),
  )
  .chain(([ids, names]) =>
    fc.tuple(...names.map(() => column(ids.length))).map((columns) => ({
      header: ['id', ...names],
      rows: ids.map((school, i) => [school, ...columns.map((cells) => cells[i] ?? '')]),
    })),
  )

/** As every document is read: one form of Unicode; no signs that are not shown, and no reserved word. */
function written(each: string): string {
  const plain = each.replaceAll(/\p{Cc}/gu, '').normalize('NFC')
  return ['__proto__', 'constructor', 'prototype'].includes(plain) ? 'word' : plain
}

/** The table as a CSV file, every cell in quotes. */
export function csvOf({ header, rows }: RandomTable): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  return [header, ...rows].map((cells) => `${line(cells)}\n`).join('')
}

/** The table as a dataset of a document. */
export function rowsOf({ header, rows }: RandomTable): readonly Readonly<Record<string, string>>[] {
  return rows.map((cells) => Object.fromEntries(header.map((each, i) => [each, cells[i] ?? ''])))
}
