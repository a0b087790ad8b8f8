import { createSourceMap, type LocatedProblem } from '../../contract/report/source-map.ts'
import { decodeText } from '../../contract/source/decode-text.ts'
import { readDocument, validate } from '../../contract/source/read-document.ts'
import { isXlsx } from '../../contract/source/read-xlsx.ts'
import { plainValue, type SourceDocument, type SourceNode } from '../../contract/source/source-document.ts'
import { workbookRows } from '../../contract/source/xlsx/count-rows.ts'
import { type Problem, problem } from '../../core/problems/problem.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'
import type { Files } from '../files.ts'
import { besideOf } from '../read-file.ts'
import type { PostedBody } from './posted-job.ts'
import { rowsOf } from './posted-rows.ts'

/** What a request brought: files in memory, and which of them are the scenarios. */
export interface Posted {
  readonly files: Files
  readonly paths: readonly string[]
  /** Schools in all of it, in any file. */
  readonly rows: number
  /** The name of the body, where it is the scenario itself. */
  readonly document: string | undefined
}

export type PostedReading =
  | { readonly kind: 'posted'; readonly posted: Posted }
  /** The body is not one that the contract describes. */
  | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] }

/** Reads the body of a request: a scenario that needs no other file, or files by name. */
export async function readPosted(body: PostedBody): Promise<PostedReading> {
  const name = `body.${body.form}`
  const text = decodeText(body.bytes, name)
  if (text.kind === 'failed') return refused(text.problems, name)
  // A document without the word has no such field, and is read once, by whoever runs it.
  if (body.kind === 'document-or-files' && !text.value.includes('files'))
    return asDocument(body, name, text.value)
  const document = readDocument(text.value, name)
  if (document.kind === 'failed') return refused(document.problems, name)
  const { root } = document.value
  const isFiles = root.kind === 'map' && root.entries.has('files')
  if (body.kind === 'document-or-files' && !isFiles) return asDocument(body, name, text.value)
  return readFiles(body, document.value)
}

function asDocument({ bytes, rowLimit }: PostedBody, name: string, text: string): PostedReading {
  const files: Files = {
    read: async (path, beside) => {
      if (beside === undefined && path === name) return { kind: 'bytes', bytes }
      return { kind: leavesItsFolder(path) ? 'outside' : 'missing' }
    },
  }
  const rows = rowsOf({ name, text, limit: rowLimit })
  return { kind: 'posted', posted: { files, paths: [name], rows, document: name } }
}

async function readFiles({ schema, rowLimit }: PostedBody, document: SourceDocument): Promise<PostedReading> {
  const problems = [...validate(schema, document).problems]
  const contents = new Map<string, Uint8Array>()
  let rows = 0
  for (const [name, { value }] of entriesAt(document.root, 'files')) {
    const at = { kind: 'document', pointer: `/files/${escapePointer(name)}` } as const
    const way = besideOf('', name)
    const bytes = bytesOf(value, document.text)
    if (contents.has(way)) problems.push(problem('DUPLICATE_KEY', { at, message: `${way} is brought twice` }))
    if (bytes === undefined)
      problems.push(problem('FIELD_VALUE', { at, message: 'this is not base64', expected: 'base64' }))
    else {
      contents.set(way, bytes)
      rows += isXlsx(name)
        ? await workbookRows(bytes, rowLimit)
        : rowsOf({ name, text: new TextDecoder().decode(bytes), limit: rowLimit })
    }
  }
  if (problems.length > 0) return refused(problems, document.file, document)
  const paths = scenariosOf(document.root)
  return { kind: 'posted', posted: { files: filesIn(contents), paths, rows, document: undefined } }
}

/** A folder in memory, under the rules of a disk: what a file names lies beside it or below. */
function filesIn(contents: ReadonlyMap<string, Uint8Array>): Files {
  return {
    read: async (path, beside) => {
      if (beside !== undefined && leavesItsFolder(path)) return { kind: 'outside' }
      const bytes = contents.get(besideOf(beside ?? '', path))
      return bytes === undefined ? { kind: 'missing' } : { kind: 'bytes', bytes }
    },
  }
}

function leavesItsFolder(path: string): boolean {
  const way = besideOf('', path)
  return way === '..' || way.startsWith('../') || way.startsWith('/') || /^[A-Za-z]:|\\/.test(way)
}

function scenariosOf(root: SourceNode): string[] {
  if (root.kind !== 'map') return []
  const one = root.entries.get('scenario')?.value
  const several = root.entries.get('scenarios')?.value
  const all = several?.kind === 'list' ? several.items : [one]
  return all.flatMap((each) => (each?.kind === 'text' ? [each.text] : []))
}

function entriesAt(root: SourceNode, key: string): Iterable<[string, { readonly value: SourceNode }]> {
  const node = root.kind === 'map' ? root.entries.get(key)?.value : undefined
  return node?.kind === 'map' ? node.entries : []
}

/** A file's bytes: of its text, of its base64, or of the document that it is. */
function bytesOf(node: SourceNode, body: string): Uint8Array | undefined {
  if (node.kind === 'text') return new TextEncoder().encode(node.text)
  const encoded = node.kind === 'map' ? node.entries.get('base64')?.value : undefined
  if (encoded?.kind === 'text') return fromBase64(encoded.text)
  // In JSON the document is a stretch of the body, whose places stay; in YAML it would lose its margin.
  const written = body.slice(node.span.start, node.span.end)
  return new TextEncoder().encode(written.startsWith('{') ? written : JSON.stringify(plainValue(node)))
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}

function refused(problems: readonly Problem[], name: string, document?: SourceDocument): PostedReading {
  const map = createSourceMap(name)
  if (document !== undefined) map.addDocument('', document)
  return { kind: 'refused', problems: problems.map(map.locate) }
}
