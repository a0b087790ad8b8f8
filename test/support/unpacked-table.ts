import type { NewTable, TableRow } from '../../src/app/stored/dataset-table.ts'
import type { PackedTable } from '../../src/app/stored/packed-table.ts'

/** The table with its rows again. */
export function unpackedTable({
  schools: named,
  rows,
  description,
  numberColumns,
  textColumns,
  hash,
}: PackedTable): NewTable {
  return {
    description,
    numberColumns,
    textColumns,
    hash,
    rows: cellsOf(rows).map(([school = '', numbers = '', texts = '']): TableRow => {
      return { school, numbers: unpackedNumbers(numbers), texts: unpackedTexts(texts) }
    }),
    schools: cellsOf(named).map(([id = '', name = '']) => ({ id, name })),
  }
}

function cellsOf(pieces: readonly Uint8Array[]): string[][] {
  const lines = Buffer.concat(pieces).toString().split('\n').slice(0, -1)
  return lines.map((line) => line.split('\t').map(unescaped))
}

const SIGNS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' }

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(.)/g, (_, sign: string) => SIGNS[sign] ?? sign) : text
}

function unpackedNumbers(array: string): (string | null)[] {
  if (array === '{}') return []
  return array
    .slice(1, -1)
    .split(',')
    .map((number) => (number === 'NULL' ? null : number))
}

function unpackedTexts(array: string): (string | null)[] {
  const elements = array.matchAll(/NULL|"((?:[^"\\]|\\.)*)"/gs)
  return Array.from(elements, ([, text]) => text?.replaceAll(/\\(.)/gs, '$1') ?? null)
}
