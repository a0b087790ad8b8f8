/** A value of a row: exact numbers are text here too, and a list becomes an array of PostgreSQL. */
export type Cell = string | null | readonly (string | null)[]

/** A row as COPY of PostgreSQL takes it, with its line break. */
export function copyRow(row: readonly Cell[]): string {
  return `${row.map(copyText).join('\t')}\n`
}

function copyText(cell: Cell): string {
  if (cell === null) return '\\N'
  return escaped(typeof cell === 'string' ? cell : arrayText(cell))
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text as COPY takes it. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** `{"a","b",NULL}`: every element in quotes, so that none is taken for something else. */
function arrayText(elements: readonly (string | null)[]): string {
  const written = elements.map((each) => (each === null ? 'NULL' : `"${elementText(each)}"`))
  return `{${written.join(',')}}`
}

/** What of an element stands between its quotes. */
export function elementText(element: string): string {
  return element.replaceAll(/["\\]/g, '\\$&')
}
