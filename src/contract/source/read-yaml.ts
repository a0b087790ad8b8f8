import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml'
import { failed, type Outcome, outcome, type Span } from '../../core/problems/problem.ts'
import { composeYaml, type YamlFault } from './compose-yaml.ts'
import { cutText } from './flow-commas.ts'
import { plainValue, SOURCE_LIMITS, type SourceDocument, type SourceNode } from './source-document.ts'
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

/** Reads YAML into texts, lists and maps. Anchors, tags and directives are refused; keys stand once. */
export function readYaml(text: string, file: string): Outcome<SourceDocument> {
  const reading = sourceReading(text, file)
  const { problems } = reading
  if (isTooLarge(reading, SOURCE_LIMITS.yaml.bytes)) return failed(problems)
  const composed = composeYaml(text)
  if (composed.kind === 'too-many') reportTooMany(reading, composed.at, SOURCE_LIMITS.yaml.words)
  if (composed.kind === 'too-deep') reportTooDeep(reading, { start: composed.at, end: composed.at })
  if (composed.kind !== 'document') return failed(problems)
  const { document, faults, directive } = composed
  reportFaults(faults, reading)
  if (directive !== undefined) refuseDirective(directive, reading)
  const root = problems.length > 0 ? EMPTY_MAP : toNode(document.contents, reading, 0)
  return outcome(problems, () => ({ file, text, value: plainValue(root), root }))
}

function reportFaults(faults: readonly YamlFault[], reading: SourceReading): void {
  for (const { code, start, end, message } of faults) {
    const words =
      code === 'MULTIPLE_DOCS'
        ? {
            message: 'a second document starts here',
            expected: 'one document in a file',
            suggestion: 'remove the line --- or make two files',
          }
        : { message: firstLine(message) }
    report(reading, 'YAML_SYNTAX', { start, end }, words)
  }
}

function refuseDirective(at: number, reading: SourceReading): void {
  report(
    reading,
    'YAML_DIRECTIVE',
    { start: at, end: at },
    {
      message: 'the file asks for a YAML version or for tags of its own',
      expected: 'a file without lines that start with %',
      suggestion: 'remove the lines that start with %',
    },
  )
}

function toNode(node: Node | null | undefined, reading: SourceReading, depth: number): SourceNode {
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
  if (isMap(node)) return mapNode(node, span, { reading, depth })
  if (isSeq(node)) {
    const items = node.items.map((item) => toNode(item as Node, reading, depth + 1))
    refuseLongList(items, reading)
    return { kind: 'list', items, span }
  }
  return isScalar(node) ? scalarNode(node, reading, span) : textNode('', span)
}

function isAnchored(node: unknown): boolean {
  return isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor !== undefined)
}

function reportAlias(reading: SourceReading, span: Span): void {
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
  { items, flow }: YAMLMap,
  span: Span,
  { reading, depth }: { reading: SourceReading; depth: number },
): SourceNode {
  const entries = new Map<string, { key: Span; value: SourceNode }>()
  let end = 0
  for (const pair of items) {
    const keySpan = spanOf(pair.key as Node)
    // The rest of a text that was cut at its commas.
    if (keySpan.start < end) continue
    if (isAnchored(pair.key)) {
      reportAlias(reading, keySpan)
      continue
    }
    const key =
      isScalar(pair.key) && typeof pair.key.value === 'string'
        ? normalText(pair.key.value, keySpan, reading)
        : undefined
    const cut = flow === true ? cutText(pair.value, reading.text) : undefined
    if (cut !== undefined) {
      end = cut.end
      reportCut(reading, cut.text, { key, span: spanOf(pair.value as Node) })
    }
    if (key === undefined) {
      report(reading, 'YAML_SYNTAX', keySpan, {
        message: 'a key is a text',
        expected: 'one word or a quoted text',
      })
      continue
    }
    if (mayEnter(key, keySpan, { entries, reading }))
      entries.set(key, { key: keySpan, value: valueNode(pair.value, keySpan, { reading, depth }) })
  }
  return { kind: 'map', entries, span }
}

/** A key without a value has the empty text, which stands where the key ends. */
function valueNode(
  value: unknown,
  key: Span,
  { reading, depth }: { reading: SourceReading; depth: number },
): SourceNode {
  return isNode(value) ? toNode(value, reading, depth + 1) : textNode('', { start: key.end, end: key.end })
}

function scalarNode(node: Scalar, reading: SourceReading, span: Span): SourceNode {
  const { text: source } = reading
  // Under the failsafe schema a scalar is a text, or nothing where a key has no value.
  const text = typeof node.value === 'string' ? normalText(node.value, span, reading) : ''
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

function reportCut(
  reading: SourceReading,
  text: string,
  { key = '…', span }: { key: string | undefined; span: Span },
): void {
  report(reading, 'YAML_SYNTAX', span, {
    message: 'inside { … } a comma ends a text without quotes',
    found: text,
    expected: 'quotes around a text with a comma in it',
    suggestion: `${key}: '${text.replaceAll("'", "''")}'`,
  })
}

function spanOf(node: Node | null | undefined): Span {
  const range = node?.range
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 }
}

const EMPTY_MAP: SourceNode = { kind: 'map', entries: new Map(), span: { start: 0, end: 0 } }

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
