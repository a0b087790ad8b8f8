import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { type Outcome, outcome, type Problem, problem, type Span } from '../../core/problems/problem.ts'
import {
  type LineFinder,
  lineFinder,
  RESERVED_KEYS,
  SOURCE_LIMITS,
  type SourceDocument,
  type SourceNode,
} from './source-document.ts'

/** Reads JSON, with comments if there are any; numbers keep the digits they were written with. */
export function readJson(text: string, file: string): Outcome<SourceDocument> {
  const problems: Problem[] = []
  const reading: Reading = { text, file, problems, placeOf: lineFinder(text) }
  const root = parseWithin(reading)
  const node = root === undefined || problems.length > 0 ? emptyMap : toNode(root, reading, 0)
  return outcome(problems, () => ({ file, text, root: node }))
}

interface Reading {
  readonly text: string
  readonly file: string
  readonly problems: Problem[]
  readonly placeOf: LineFinder
}

const emptyMap: SourceNode = { kind: 'map', entries: new Map(), span: { start: 0, end: 0 } }

function parseWithin(reading: Reading): Node | undefined {
  const faults: ParseError[] = []
  try {
    const root = parseTree(reading.text, faults, { allowTrailingComma: false })
    for (const fault of faults) {
      const span = { start: fault.offset, end: fault.offset + fault.length }
      report(reading, 'JSON_SYNTAX', span, { message: wordsOf(printParseErrorCode(fault.error)) })
    }
    if (root === undefined && faults.length === 0) {
      report(reading, 'JSON_SYNTAX', { start: 0, end: 0 }, { message: 'the file is empty' })
    }
    return root
  } catch (thrown) {
    // The library's parser is recursive: a document nested by the thousand exhausts the stack.
    if (!(thrown instanceof RangeError)) throw thrown
    reportTooDeep(reading, { start: 0, end: 0 })
    return undefined
  }
}

function toNode(node: Node, reading: Reading, depth: number): SourceNode {
  const span = { start: node.offset, end: node.offset + node.length }
  if (depth > SOURCE_LIMITS.depth) {
    reportTooDeep(reading, span)
    return emptyMap
  }
  if (node.type === 'object') return mapNode(node.children ?? [], span, { reading, depth })
  if (node.type === 'array') {
    return {
      kind: 'list',
      items: (node.children ?? []).map((child) => toNode(child, reading, depth + 1)),
      span,
    }
  }
  const raw = reading.text.slice(span.start, span.end)
  const isText = node.type === 'string'
  const text = (isText ? String(node.value) : raw).normalize('NFC')
  // Inside quotes without escapes, characters stand where they are read; with escapes the start must do.
  const isVerbatim = isText && raw.length === text.length + 2
  return { kind: 'text', text, span, offsetOf: (index) => span.start + (isVerbatim ? index + 1 : 0) }
}

function mapNode(
  properties: readonly Node[],
  span: Span,
  { reading, depth }: { reading: Reading; depth: number },
): SourceNode {
  const entries = new Map<string, { key: Span; value: SourceNode }>()
  for (const { children } of properties) {
    const [keyNode, valueNode] = children ?? []
    if (keyNode === undefined || valueNode === undefined) continue
    const key = String(keyNode.value).normalize('NFC')
    const keySpan = { start: keyNode.offset, end: keyNode.offset + keyNode.length }
    if (RESERVED_KEYS.has(key))
      report(reading, 'RESERVED_KEY', keySpan, { message: `no key may be called "${key}"`, found: key })
    if (entries.has(key)) {
      const message = `"${key}" stands twice in one object`
      report(reading, 'DUPLICATE_KEY', keySpan, {
        message,
        found: key,
        expected: 'each key once',
        suggestion: 'remove one of the two',
      })
      continue
    }
    entries.set(key, { key: keySpan, value: toNode(valueNode, reading, depth + 1) })
  }
  return { kind: 'map', entries, span }
}

/** `PropertyNameExpected` as `property name expected`. */
function wordsOf(code: string): string {
  return code.replaceAll(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase()
}

function reportTooDeep(reading: Reading, span: Span): void {
  report(reading, 'TOO_DEEP', span, {
    message: 'the document is nested too deeply',
    expected: `at most ${SOURCE_LIMITS.depth} levels`,
  })
}

function report(
  { file, problems, placeOf }: Reading,
  code: 'JSON_SYNTAX' | 'TOO_DEEP' | 'RESERVED_KEY' | 'DUPLICATE_KEY',
  span: Span,
  details: { message: string; found?: string; expected?: string; suggestion?: string },
): void {
  problems.push(problem(code, { ...details, at: { kind: 'file', file, ...placeOf(span.start) } }))
}
