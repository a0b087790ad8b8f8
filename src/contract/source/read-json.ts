import { createScanner, type JSONVisitor, printParseErrorCode, visit } from 'jsonc-parser'
import { MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { done, failed, type Outcome, outcome, type Span } from '../../core/problems/problem.ts'
import { withoutLongBlanks } from './long-blanks.ts'
import { plainJson } from './plain-json.ts'
import {
  placedLater,
  plainValue,
  SOURCE_LIMITS,
  type SourceDocument,
  type SourceEntry,
  type SourceNode,
} from './source-document.ts'
import {
  isTooLarge,
  mayEnter,
  normalText,
  refuseLongList,
  report,
  reportTooDeep,
  reportTooMany,
  type SourceReading,
  sourceReading,
} from './source-reading.ts'

/** Reads JSON, with comments if there are any; numbers keep the digits they were written with. */
export function readJson(text: string, file: string): Outcome<SourceDocument> {
  const reading = sourceReading(text, file)
  if (isTooLarge(reading, SOURCE_LIMITS.json.bytes)) return failed(reading.problems)
  const value = plainJson(text)
  if (value !== undefined) return done(placedLater({ file, text, value }, () => rootOf(text, file)))
  const placed = readPlaces(reading)
  return outcome(reading.problems, () => ({ file, text, value: plainValue(placed), root: placed }))
}

/** The places of a document with which nothing is the matter. */
function rootOf(text: string, file: string): SourceNode {
  const reading = sourceReading(text, file)
  const root = readPlaces(reading)
  if (reading.problems.length > 0) throw new Error('plain JSON is read with its places too')
  return root
}

/** Every value with its place; what is wrong with one is told. */
function readPlaces(reading: SourceReading): SourceNode {
  const { problems } = reading
  const text = withoutLongBlanks(reading.text)
  const { tooDeep, tooMany } = sizeOf(text)
  if (tooDeep !== undefined) reportTooDeep(reading, { start: tooDeep, end: tooDeep })
  else if (tooMany !== undefined) reportTooMany(reading, tooMany, SOURCE_LIMITS.json.words)
  const root = problems.length > 0 ? undefined : readValue(reading, text)
  if (root === undefined && problems.length === 0)
    report(reading, 'JSON_SYNTAX', { start: 0, end: 0 }, { message: 'the file is empty' })
  return root ?? emptyMap
}

/** Whether a JSON document has no more words and signs than are read. */
export function isWithinWords(text: string): boolean {
  return sizeOf(withoutLongBlanks(text)).tooMany === undefined
}

const emptyMap: SourceNode = { kind: 'map', entries: new Map(), span: { start: 0, end: 0 } }

/** What the library's scanner calls the signs that matter here; its own names for them are gone once it is compiled. */
const SIGNS = { openMap: 1, closeMap: 2, openList: 3, closeList: 4, end: 17 } as const

/** Where a text passes a limit. The parser of the library goes into every depth, so that it is asked afterwards. */
function sizeOf(text: string): { readonly tooDeep?: number; readonly tooMany?: number } {
  const scanner = createScanner(text, true)
  let depth = 0
  let words = 0
  for (let sign: number = scanner.scan(); sign !== SIGNS.end; sign = scanner.scan()) {
    words += 1
    if (sign === SIGNS.openMap || sign === SIGNS.openList) depth += 1
    if (sign === SIGNS.closeMap || sign === SIGNS.closeList) depth -= 1
    if (depth > SOURCE_LIMITS.depth + 1) return { tooDeep: scanner.getTokenOffset() }
    if (words > SOURCE_LIMITS.json.words) return { tooMany: scanner.getTokenOffset() }
  }
  return {}
}

/** A list or map whose end has not been met. */
type Open =
  | { readonly kind: 'list'; readonly start: number; readonly items: SourceNode[] }
  | {
      readonly kind: 'map'
      readonly start: number
      readonly entries: Map<string, SourceEntry>
      /** The key whose value comes next; missing where the key already stands in the map. */
      key?: { readonly text: string; readonly span: Span } | undefined
    }

/**
 * The value that a text is, built as the library meets its parts: a tree of its own would take as much again. It visits
 * the text without long blanks.
 */
function readValue(reading: SourceReading, visited: string): SourceNode | undefined {
  const { text } = reading
  const open: Open[] = []
  let root: SourceNode | undefined
  const put = (node: SourceNode): void => {
    const around = open.at(-1)
    if (around === undefined) root ??= node
    else if (around.kind === 'list') around.items.push(node)
    else if (around.key !== undefined)
      around.entries.set(around.key.text, { key: around.key.span, value: node })
  }
  const close = (offset: number, length: number): void => {
    const ended = open.pop()
    if (ended === undefined) return
    if (ended.kind === 'list') refuseLongList(ended.items, reading)
    const span = { start: ended.start, end: offset + length }
    put(
      ended.kind === 'list'
        ? { kind: 'list', items: ended.items, span }
        : { kind: 'map', entries: ended.entries, span },
    )
  }
  const visitor: JSONVisitor = {
    onObjectBegin: (start) => void open.push({ kind: 'map', start, entries: new Map() }),
    onObjectEnd: close,
    onArrayBegin: (start) => void open.push({ kind: 'list', start, items: [] }),
    onArrayEnd: close,
    onObjectProperty(name, offset, length) {
      const around = open.at(-1)
      if (around?.kind !== 'map') return
      const span = { start: offset, end: offset + length }
      const key = normalText(name, span, reading)
      around.key = mayEnter(key, span, { ...around, reading }) ? { text: key, span } : undefined
    },
    onLiteralValue(value, offset, length) {
      const span = { start: offset, end: offset + length }
      if (open.length > SOURCE_LIMITS.depth) reportTooDeep(reading, span)
      const raw = text.slice(span.start, span.end)
      const isText = typeof value === 'string'
      put(new JsonText(normalText(isText ? value : raw, span, reading), span, isText))
    },
  }
  const faults = visitAll(visited, visitor)
  if (faults.length === 0) return root
  // With a fault in its form, what else seems wrong with a text may be no more than the consequence.
  reading.problems.splice(0)
  for (const { span, message } of faults) report(reading, 'JSON_SYNTAX', span, { message })
  return undefined
}

interface JsonFault {
  readonly span: Span
  readonly message: string
}

/** Visits every part of a text, and gives the faults of its form: all, or as many as are told. */
function visitAll(text: string, visitor: JSONVisitor): readonly JsonFault[] {
  const faults: JsonFault[] = []
  const onError: NonNullable<JSONVisitor['onError']> = (code, start, length) => {
    faults.push({ span: { start, end: start + length }, message: wordsOf(printParseErrorCode(code)) })
    if (faults.length > MOST_PROBLEMS) throw new EnoughFaults()
  }
  try {
    visit(text, { ...visitor, onError }, { allowTrailingComma: false })
  } catch (thrown) {
    if (!(thrown instanceof EnoughFaults)) throw thrown
  }
  return faults
}

// Ends the library's work from inside; it never leaves this file.
class EnoughFaults extends Error {}

/** A text or number; a class, because there may be a million of them. */
class JsonText {
  readonly kind = 'text'
  readonly text: string
  readonly span: Span
  readonly #isQuoted: boolean

  constructor(text: string, span: Span, isQuoted: boolean) {
    this.text = text
    this.span = span
    this.#isQuoted = isQuoted
  }

  /** Inside quotes without escapes, characters stand where they are read; with escapes the start must do. */
  offsetOf(index: number): number {
    const { start, end } = this.span
    const isVerbatim = this.#isQuoted && end - start === this.text.length + 2
    return start + (isVerbatim ? index + 1 : 0)
  }
}

/** `PropertyNameExpected` as `property name expected`. */
function wordsOf(code: string): string {
  return code.replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase()
}
