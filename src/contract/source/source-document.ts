import type { Span } from '../../core/problems/problem.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'

/** A document as it stands in a file: texts, lists and maps, each with its place. Every scalar is text. */
export type SourceNode =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span; offsetOf(index: number): number }
  | { readonly kind: 'list'; readonly items: readonly SourceNode[]; readonly span: Span }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, SourceEntry>; readonly span: Span }

export interface SourceEntry {
  readonly key: Span
  readonly value: SourceNode
}

export interface SourceDocument {
  readonly file: string
  readonly text: string
  /** What it says, as plain values. */
  readonly value: unknown
  /** The same with its places. */
  readonly root: SourceNode
}

/** A document whose places are found when somebody first asks for one: of most documents nobody does. */
export function placedLater(
  { file, text, value }: Pick<SourceDocument, 'file' | 'text' | 'value'>,
  findRoot: () => SourceNode,
): SourceDocument {
  return new PlacedLater({ file, text, value }, findRoot)
}

class PlacedLater implements SourceDocument {
  readonly file: string
  readonly text: string
  readonly value: unknown
  readonly #findRoot: () => SourceNode
  #found: SourceNode | undefined

  constructor({ file, text, value }: Omit<SourceDocument, 'root'>, findRoot: () => SourceNode) {
    this.file = file
    this.text = text
    this.value = value
    this.#findRoot = findRoot
  }

  get root(): SourceNode {
    this.#found ??= this.#findRoot()
    return this.#found
  }
}

/** What stands under a key of a document as a document of its own; nothing where there is no such key. */
export function partOf(document: SourceDocument, key: string): SourceDocument | undefined {
  const { file, text, value } = document
  if (!isMap(value) || !Object.hasOwn(value, key)) return undefined
  return placedLater({ file, text, value: value[key] }, () => nodeOf(document.root, `/${escapePointer(key)}`))
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nodeOf(root: SourceNode, pointer: string): SourceNode {
  const found = nodeAt(root, pointer)
  if (found === undefined) throw new Error('what a document says stands somewhere in it')
  return found.node
}

/**
 * Limits on what a file may hold; a person never writes more, and a machine is told so. Words are those of the language
 * with its signs, and in YAML its spaces and line ends: what time and memory go into.
 */
export const SOURCE_LIMITS = {
  depth: 64,
  /** Of one map, and of one list, which may be one of schools. */
  entries: 2000,
  items: 100_000,
  yaml: { bytes: 8 * 1024 * 1024, words: 300_000 },
  json: { bytes: 16 * 1024 * 1024, words: 1_500_000 },
} as const

/** Keys that would reach into the objects of the language a document is read with. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The document as plain values, for validation. */
export function plainValue(node: SourceNode): unknown {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'list':
      return node.items.map(plainValue)
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainValue(value)]))
    default:
      return node satisfies never
  }
}

export interface FoundNode {
  readonly node: SourceNode
  /** Where its key stands, in a map. */
  readonly key?: Span
}

/** The node that a JSON pointer leads to, or `undefined` when the document has nothing there. */
export function nodeAt(root: SourceNode, pointer: string): FoundNode | undefined {
  const steps = pointer.split('/').slice(1)
  return steps.reduce<FoundNode | undefined>((found, step) => found && childOf(found.node, step), {
    node: root,
  })
}

/** The node that a JSON pointer leads to, or the nearest one above it. */
export function nearestNode(root: SourceNode, pointer: string): FoundNode {
  return nodeAt(root, pointer) ?? nearestNode(root, pointer.slice(0, pointer.lastIndexOf('/')))
}

/** Line and column, both from 1, of an offset in a text. */
export type LineFinder = (offset: number) => { readonly line: number; readonly column: number }

/** Counts the lines of a text once, at the first question, so that thousands of problems do not count them again. */
export function lineFinder(text: string): LineFinder {
  let starts: readonly number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    const line = linesUpTo(starts, offset)
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** How many lines start at or before an offset: at least one, because the first starts at 0. */
function linesUpTo(starts: readonly number[], offset: number): number {
  let low = 1
  let high = starts.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle - 1] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function childOf(node: SourceNode, step: string): FoundNode | undefined {
  const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
  if (node.kind === 'map') {
    const entry = node.entries.get(key)
    return entry && { node: entry.value, key: entry.key }
  }
  const item = node.kind === 'list' ? node.items[Number(key)] : undefined
  return item && { node: item }
}
