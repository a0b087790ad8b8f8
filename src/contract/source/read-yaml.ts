import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml'
import type { ProblemCode } from '../../core/problems/codes.ts'
import { type Outcome, outcome, type Problem, problem, type Span } from '../../core/problems/problem.ts'
import {
  type LineFinder,
  lineFinder,
  RESERVED_KEYS,
  SOURCE_LIMITS,
  type SourceDocument,
  type SourceNode,
} from './source-document.ts'

/** Options under which every scalar is the text that was written, and nothing in a file can change that. */
const YAML_OPTIONS = {
  schema: 'failsafe',
  version: '1.2',
  uniqueKeys: false,
  prettyErrors: false,
  merge: false,
  keepSourceTokens: true,
} as const

/** Reads YAML into texts, lists and maps. Anchors, tags and directives are refused; keys stand once. */
export function readYaml(text: string, file: string): Outcome<SourceDocument> {
  const problems: Problem[] = []
  const reading: Reading = { text, file, problems, placeOf: lineFinder(text) }
  const document = parseWithin(reading)
  if (document === undefined) return outcome<SourceDocument>(problems, () => emptyDocument(text, file))
  reportFaults(document.errors, reading)
  refuseDirectives(document, reading)
  const root = problems.length > 0 ? emptyDocument(text, file).root : toNode(document.contents, reading, 0)
  return outcome(problems, () => ({ file, text, root }))
}

interface Reading {
  readonly text: string
  readonly file: string
  readonly problems: Problem[]
  readonly placeOf: LineFinder
}

function parseWithin(reading: Reading): Document.Parsed<ParsedNode> | undefined {
  try {
    return parseDocument(reading.text, YAML_OPTIONS) as Document.Parsed<ParsedNode>
  } catch (thrown) {
    // The parser of the library is recursive: a document nested by the thousand exhausts the stack.
    if (!(thrown instanceof RangeError)) throw thrown
    reportTooDeep(reading, { start: 0, end: 0 })
    return undefined
  }
}

function reportFaults(faults: readonly YAMLError[], reading: Reading): void {
  // The library's word for an exhausted stack; where that happens, and what else it finds then, is chance.
  if (faults.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    reportTooDeep(reading, { start: 0, end: 0 })
    return
  }
  for (const { code, pos, message } of faults) {
    const words =
      code === 'MULTIPLE_DOCS'
        ? {
            message: 'a second document starts here',
            expected: 'one document in a file',
            suggestion: 'remove the line --- or make two files',
          }
        : { message: firstLine(message) }
    report(reading, 'YAML_SYNTAX', { start: pos[0], end: pos[1] }, words)
  }
}

function refuseDirectives(document: Document.Parsed<ParsedNode>, reading: Reading): void {
  const { directives } = document
  const tags = Object.keys(directives.tags).filter((tag) => tag !== '!!')
  if (directives.yaml.explicit !== true && tags.length === 0) return
  report(
    reading,
    'YAML_DIRECTIVE',
    { start: Math.max(0, reading.text.search(/^%/m)), end: 0 },
    {
      message: 'the file asks for a YAML version or for tags of its own',
      expected: 'a file without lines that start with %',
      suggestion: 'remove the lines that start with %',
    },
  )
}

function toNode(node: Node | null | undefined, reading: Reading, depth: number): SourceNode {
  const span = spanOf(node)
  if (depth > SOURCE_LIMITS.depth) {
    reportTooDeep(reading, span)
    return textNode('', span)
  }
  if (isAnchored(node)) {
    reportAlias(reading, span)
    return textNode('', span)
  }
  if (node?.tag !== undefined && !STANDARD_TAGS.has(node.tag)) {
    report(reading, 'YAML_DIRECTIVE', span, {
      message: `the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} is not read`,
      suggestion: 'remove the tag',
    })
  }
  if (isMap(node)) return mapNode(node.items, span, { reading, depth })
  if (isSeq(node))
    return { kind: 'list', items: node.items.map((item) => toNode(item as Node, reading, depth + 1)), span }
  return isScalar(node) ? scalarNode(node, reading, span) : textNode('', span)
}

function isAnchored(node: unknown): boolean {
  return isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor !== undefined)
}

function reportAlias(reading: Reading, span: Span): void {
  report(reading, 'YAML_ALIAS', span, {
    message: 'anchors and aliases are not read',
    suggestion: 'write the value out at each place',
  })
}

const STANDARD_TAGS: ReadonlySet<string> = new Set([
  'tag:yaml.org,2002:str',
  'tag:yaml.org,2002:map',
  'tag:yaml.org,2002:seq',
])

function mapNode(
  pairs: readonly Pair<unknown, unknown>[],
  span: Span,
  { reading, depth }: { reading: Reading; depth: number },
): SourceNode {
  const entries = new Map<string, { key: Span; value: SourceNode }>()
  for (const pair of pairs) {
    const keySpan = spanOf(pair.key as Node)
    if (isAnchored(pair.key)) {
      reportAlias(reading, keySpan)
      continue
    }
    const key =
      isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value.normalize('NFC') : undefined
    if (key === undefined) {
      report(reading, 'YAML_SYNTAX', keySpan, {
        message: 'a key is a text',
        expected: 'one word or a quoted text',
      })
      continue
    }
    if (RESERVED_KEYS.has(key))
      report(reading, 'RESERVED_KEY', keySpan, { message: `no key may be called "${key}"`, found: key })
    const before = entries.get(key)
    if (before !== undefined) reportTwice(reading, key, { first: before.key, second: keySpan })
    else entries.set(key, { key: keySpan, value: valueNode(pair.value, keySpan, { reading, depth }) })
  }
  return { kind: 'map', entries, span }
}

/** A key without a value has the empty text, which stands where the key ends. */
function valueNode(
  value: unknown,
  key: Span,
  { reading, depth }: { reading: Reading; depth: number },
): SourceNode {
  return isNode(value) ? toNode(value, reading, depth + 1) : textNode('', { start: key.end, end: key.end })
}

function scalarNode(node: Scalar, { text: source }: Reading, span: Span): SourceNode {
  // Under the failsafe schema a scalar is a text, or nothing where a key has no value.
  const text = typeof node.value === 'string' ? node.value.normalize('NFC') : ''
  return { kind: 'text', text, span, offsetOf: (index) => offsetInside({ text, source, span }, index) }
}

function textNode(text: string, span: Span): SourceNode {
  return { kind: 'text', text, span, offsetOf: () => span.start }
}

/**
 * Where a character of a scalar stands in the file. Folding and indenting change nothing but white space, so
 * the nth other character of the value is the nth of the source; with escapes in it, the start must do.
 */
function offsetInside(
  { text, source, span }: { text: string; source: string; span: Span },
  index: number,
): number {
  const raw = source.slice(span.start, span.end)
  const skipped = raw.startsWith('"') || raw.startsWith("'") ? 1 : (/^[|>][^\n]*/.exec(raw)?.[0].length ?? 0)
  let offset = skipped
  for (let i = 0; i <= index && i < text.length; i += 1) {
    if (isSpace(text[i])) continue
    while (isSpace(raw[offset])) offset += 1
    if (raw[offset] !== text[i]) return span.start
    if (i < index) offset += 1
  }
  while (index < text.length && isSpace(raw[offset])) offset += 1
  return span.start + offset
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t'
}

function spanOf(node: Node | null | undefined): Span {
  const range = node?.range
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 }
}

function emptyDocument(text: string, file: string): SourceDocument {
  return { file, text, root: { kind: 'map', entries: new Map(), span: { start: 0, end: 0 } } }
}

function reportTwice(reading: Reading, key: string, { first, second }: { first: Span; second: Span }): void {
  const { line } = reading.placeOf(first.start)
  report(reading, 'DUPLICATE_KEY', second, {
    message: `"${key}" already stands in line ${line}`,
    found: key,
    expected: 'each key once',
    suggestion: 'remove one of the two',
  })
}

function reportTooDeep(reading: Reading, span: Span): void {
  report(reading, 'TOO_DEEP', span, {
    message: 'the document is nested too deeply',
    expected: `at most ${SOURCE_LIMITS.depth} levels`,
  })
}

function report(
  { file, problems, placeOf }: Reading,
  code: ProblemCode,
  span: Span,
  details: { message: string; found?: string; expected?: string; suggestion?: string },
): void {
  problems.push(problem(code, { ...details, at: { kind: 'file', file, ...placeOf(span.start) } }))
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
