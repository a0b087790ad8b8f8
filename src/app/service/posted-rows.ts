import { readDocument } from '../../contract/source/read-document.ts'
import type { SourceNode } from '../../contract/source/source-document.ts'

/**
 * How many schools a file brings, counted before anything is read into columns. Every row of a table has a line, and
 * every row of a document a line or a brace: only a file that has more of them than the limit is looked into.
 */
export function rowsOf({ name, text, limit }: { name: string; text: string; limit: number }): number {
  const most = countOf(text, '\n') + countOf(text, '{')
  if (most <= limit || name.endsWith('.csv')) return most
  const document = readDocument(text, name)
  return document.kind === 'done' ? rowsBelow(document.value.root) : 0
}

function countOf(text: string, letter: string): number {
  let count = 0
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count += 1
  return count
}

/** Rows of `data`, which is a dataset or several by name. */
function rowsBelow(root: SourceNode): number {
  const data = childOf(root, 'data')
  if (data?.kind !== 'map') return 0
  return [data, ...[...data.entries.values()].map(({ value }) => value)]
    .map((each) => childOf(each, 'rows'))
    .reduce((sum, rows) => sum + (rows?.kind === 'list' ? rows.items.length : 0), 0)
}

function childOf(node: SourceNode, key: string): SourceNode | undefined {
  return node.kind === 'map' ? node.entries.get(key)?.value : undefined
}
