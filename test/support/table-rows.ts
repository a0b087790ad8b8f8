import { readFileSync } from 'node:fs'

export type Row = Readonly<Record<string, string>>

/** The rows of a CSV file under `scenarios`, as texts by header: read here by hand, not by the program under test. */
export function tableRows(path: string): Row[] {
  return csvRows(readFileSync(new URL(`../../scenarios/${path}`, import.meta.url), 'utf8'))
}

/** The same of a text in which no cell goes over two lines. */
export function csvRows(text: string): Row[] {
  const [header = [], ...rows] = text.trimEnd().split(/\r?\n/).map(cellsOf)
  return rows.map((cells) => {
    if (cells.length !== header.length) throw new Error(`${cells[0]} has ${cells.length} cells`)
    return Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']))
  })
}

function cellsOf(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)]
  return cells.map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain)
}
