import type { Place, Problem, Span } from '../../core/problems/problem.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'
import {
  type LineFinder,
  lineFinder,
  nearestNode,
  nodeAt,
  type SourceDocument,
} from '../source/source-document.ts'

/** Where a problem is, for a person with the file open and for a script with the document in hand. */
export interface Where {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly pointer?: string
  readonly dataset?: string
  readonly row?: number
  /** Header of the column of a dataset. */
  readonly header?: string
  /** Sheet of a workbook, and the letters of the column in it. */
  readonly sheet?: string
  readonly letter?: string
  readonly measure?: string
  readonly school?: string
  /** The line of the file, and where in it the problem starts and ends. */
  readonly excerpt?: { readonly text: string; readonly from: number; readonly to: number }
}

export interface LocatedProblem extends Omit<Problem, 'at'> {
  readonly where: Where
}

/** A dataset's own place: its file if it has one, and its mapping in the document. */
export interface DatasetPlace {
  readonly pointer: string
  readonly file?: string
  /** The sheet of that file, with the letters of its columns by header. */
  readonly sheet?: { readonly name: string; readonly letters: ReadonlyMap<string, string> }
}

/** Finds the file, line and column of places in a document that several files may have made up together. */
export interface SourceMap {
  addDocument(pointer: string, document: SourceDocument): void
  addDataset(name: string, place: DatasetPlace): void
  /** Says that what a pointer leads to was written at another place. */
  addAlias(pointer: string, origin: string): void
  /** The place where what a pointer leads to was written. */
  aliasOf(pointer: string): string
  readonly locate: (problem: Problem) => LocatedProblem
}

export function createSourceMap(file: string): SourceMap {
  const documents: Documents[number][] = []
  const datasets = new Map<string, DatasetPlace>()
  const aliases = new Map<string, string>()
  const aliasOf = (pointer: string): string => {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      const origin = aliases.get(pointer.slice(0, end))
      if (origin !== undefined) return origin + pointer.slice(end)
    }
    return pointer
  }
  const whereIs = (place: Place): Where => {
    if (place.kind === 'file') {
      const { line, column } = place
      return {
        file: place.file,
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
      }
    }
    if (place.kind === 'document') {
      const { pointer, cell } = place
      const written = { ...place, pointer: aliasOf(pointer) }
      return { ...(inDocuments(documents, written) ?? { file, pointer }), ...cell }
    }
    return inDataset(place, { documents, dataset: datasets.get(place.dataset), file })
  }
  return {
    addDocument: (pointer, document) =>
      void documents.push({ pointer, document, placeOf: lineFinder(document.text) }),
    addDataset: (name, place) => void datasets.set(name, place),
    addAlias: (pointer, origin) => void aliases.set(pointer, origin),
    aliasOf,
    locate: ({ at, ...problem }) => ({ ...problem, where: whereIs(at) }),
  }
}

type Documents = readonly {
  readonly pointer: string
  readonly document: SourceDocument
  readonly placeOf: LineFinder
}[]

/**
 * In the document that has what a pointer leads to: the first, because what a scenario says of a column goes before
 * what the file of the column says of itself. Where none has it, in the one that comes nearest, and of several in
 * the last: a formula's own file, a CSV's own header.
 */
function inDocuments(
  documents: Documents,
  { pointer, span, isKey }: Extract<Place, { kind: 'document' }>,
): Where | undefined {
  const covering = documents
    .filter((each) => `${pointer}/`.startsWith(`${each.pointer}/`))
    .map((each) => ({ ...each, reach: reachOf(each, pointer) }))
  const [first, ...others] = covering
  if (first === undefined) return undefined
  const { document, placeOf, ...holding } = others.reduce((best, each) => {
    const isNearer = each.reach > best.reach || (each.reach === best.reach && each.reach < pointer.length)
    return isNearer ? each : best
  }, first)
  const stretch = stretchOf(document, pointer.slice(holding.pointer.length), { span, isKey })
  return {
    file: document.file,
    ...placeOf(stretch.start),
    pointer,
    excerpt: excerptOf(document.text, stretch, placeOf(stretch.start).column),
  }
}

/** How many characters of a pointer lead to something in a document. */
function reachOf({ pointer: root, document }: Documents[number], pointer: string): number {
  let below = pointer.slice(root.length)
  while (nodeAt(document.root, below) === undefined) below = below.slice(0, below.lastIndexOf('/'))
  return root.length + below.length
}

/** The stretch of a file that a person would point at: part of a text, a whole text, or the key of anything larger. */
function stretchOf(
  document: SourceDocument,
  pointer: string,
  { span, isKey }: { span: Span | undefined; isKey: true | undefined },
): Span {
  const exact = nodeAt(document.root, pointer)
  const { node, key } = exact ?? nearestNode(document.root, pointer)
  if (exact === undefined || node.kind !== 'text' || isKey) {
    return key ?? { start: node.span.start, end: node.span.start + 1 }
  }
  // A stretch of a text that was put together from several is none of this one.
  if (span === undefined || span.end > node.text.length) return node.span
  const start = node.offsetOf(span.start)
  return { start, end: Math.max(start, node.offsetOf(Math.max(span.start, span.end - 1))) + 1 }
}

function inDataset(
  place: Extract<Place, { kind: 'cell' }>,
  { documents, dataset, file }: { documents: Documents; dataset: DatasetPlace | undefined; file: string },
): Where {
  const { dataset: name, row, column, measure, school } = place
  const sheet = place.sheet ?? dataset?.sheet?.name
  const letter = place.letter ?? (column === undefined ? undefined : dataset?.sheet?.letters.get(column))
  const cell = {
    dataset: name,
    ...(row !== undefined && { row }),
    ...(column !== undefined && { header: column }),
    ...(sheet !== undefined && { sheet }),
    ...(letter !== undefined && { letter }),
    ...(measure !== undefined && { measure }),
    ...(school !== undefined && { school }),
  }
  if (dataset?.file !== undefined) {
    // A sheet has rows and no lines.
    const isLine = row !== undefined && sheet === undefined
    return { file: dataset.file, ...(isLine && { line: row }), ...cell }
  }
  const mapping = dataset?.pointer ?? '/data'
  const step = column === undefined ? '' : `/${escapePointer(column)}`
  const pointer = row === undefined ? mapping : `${mapping}/rows/${row - 1}${step}`
  const inline = inDocuments(documents, { kind: 'document', pointer }) ?? { file, pointer }
  return { ...inline, ...cell }
}

/** Of a longer line, as of JSON without line breaks, so much is shown before a place and from there on. */
const MOST_SHOWN = { before: 200, behind: 400 } as const

function excerptOf(text: string, { start, end }: Span, column: number): NonNullable<Where['excerpt']> {
  const from = Math.min(column - 1, MOST_SHOWN.before)
  const shown = text.slice(start - from, start + MOST_SHOWN.behind)
  const lineBreak = shown.indexOf('\n', from)
  const stop = lineBreak < 0 ? shown.length : lineBreak
  const lineEnd = shown[stop - 1] === '\r' ? Math.max(stop - 1, from) : stop
  return { text: shown.slice(0, lineEnd), from, to: Math.min(from + end - start, lineEnd) }
}
