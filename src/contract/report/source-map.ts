import type { Place, Problem } from '../../core/problems/problem.ts'
import { lineAndColumn, nodeAt, type SourceDocument } from '../source/source-document.ts'

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
}

/** Finds the file, line and column of places in a document that several files may have made up together. */
export interface SourceMap {
  addDocument(pointer: string, document: SourceDocument): void
  addDataset(name: string, place: DatasetPlace): void
  readonly locate: (problem: Problem) => LocatedProblem
}

export function createSourceMap(file: string): SourceMap {
  const documents: { pointer: string; document: SourceDocument }[] = []
  const datasets = new Map<string, DatasetPlace>()
  const whereIs = (place: Place): Where => {
    if (place.kind === 'file') {
      const { line, column } = place
      return {
        file: place.file,
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
      }
    }
    if (place.kind === 'document') return inDocuments(documents, place) ?? { file, pointer: place.pointer }
    return inDataset(place, { documents, dataset: datasets.get(place.dataset), file })
  }
  return {
    addDocument: (pointer, document) => void documents.push({ pointer, document }),
    addDataset: (name, place) => void datasets.set(name, place),
    locate: ({ at, ...problem }) => ({ ...problem, where: whereIs(at) }),
  }
}

type Documents = readonly { readonly pointer: string; readonly document: SourceDocument }[]

/** The last document added that covers a pointer knows it best: a formula's own file, a CSV's own header. */
function inDocuments(
  documents: Documents,
  { pointer, span }: Extract<Place, { kind: 'document' }>,
): Where | undefined {
  const covering = documents.toReversed().filter((each) => pointer.startsWith(each.pointer))
  const holding =
    covering.find((each) => holds(each.document, pointer.slice(each.pointer.length))) ?? covering.at(-1)
  if (holding === undefined) return undefined
  const { document } = holding
  const { node, key } = nodeAt(document.root, pointer.slice(holding.pointer.length))
  const isExact = holds(document, pointer.slice(holding.pointer.length))
  const inText = span !== undefined && node.kind === 'text' && isExact
  const start = inText
    ? node.offsetOf(span.start)
    : (isExact && node.kind !== 'text' ? (key ?? node.span) : node.span).start
  const end = inText ? Math.max(node.offsetOf(Math.max(span.start, span.end - 1)) + 1, start + 1) : start + 1
  return {
    file: document.file,
    ...lineAndColumn(document.text, start),
    pointer,
    excerpt: excerptOf(document.text, start, end),
  }
}

/** Whether a document has something at a pointer, and not just above it. */
function holds(document: SourceDocument, pointer: string): boolean {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'))
  return pointer === '' || nodeAt(document.root, pointer).node !== nodeAt(document.root, parent).node
}

function inDataset(
  place: Extract<Place, { kind: 'cell' }>,
  { documents, dataset, file }: { documents: Documents; dataset: DatasetPlace | undefined; file: string },
): Where {
  const { dataset: name, row, column, measure, school } = place
  const cell = {
    dataset: name,
    ...(row !== undefined && { row }),
    ...(column !== undefined && { header: column }),
    ...(measure !== undefined && { measure }),
    ...(school !== undefined && { school }),
  }
  if (dataset?.file !== undefined)
    return { file: dataset.file, ...(row !== undefined && { line: row }), ...cell }
  const mapping = dataset?.pointer ?? '/data'
  const pointer = row === undefined ? mapping : `${mapping}/rows/${row - 1}`
  const inline = inDocuments(documents, { kind: 'document', pointer }) ?? { file, pointer }
  return { ...inline, ...cell }
}

function excerptOf(text: string, start: number, end: number): { text: string; from: number; to: number } {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineBreak = text.indexOf('\n', start)
  const lineEnd = lineBreak < 0 ? text.length : lineBreak
  return {
    text: text.slice(lineStart, lineEnd),
    from: start - lineStart,
    to: Math.min(end, lineEnd) - lineStart,
  }
}
