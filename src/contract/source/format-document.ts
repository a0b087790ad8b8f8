import { ADJUSTMENT_EXPRESSIONS } from '../../core/formula/adjustments/expression-fields.ts'
import { parse } from '../../core/formula/parse.ts'
import { print } from '../../core/formula/print.ts'
import { nodeAt, type SourceDocument, type SourceNode } from './source-document.ts'

/** A change of a stretch of the file. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Writes every one-line expression in its one form, and ends the file with a line break. Comments, order and
 * layout stay as their author set them.
 */
export function formatDocument(document: SourceDocument): string {
  const edits = expressionsOf(document.root).flatMap((node) => editOf(node, document.text))
  const pieces: string[] = []
  let at = 0
  for (const { start, end, text: better } of edits.toSorted((a, b) => a.start - b.start)) {
    pieces.push(document.text.slice(at, start), better)
    at = end
  }
  pieces.push(document.text.slice(at))
  const text = pieces.join('').replaceAll('\r\n', '\n')
  return text.endsWith('\n') ? text : `${text}\n`
}

/** Every place of a formula, or of the changes to one, that holds an expression. */
function expressionsOf(root: SourceNode): SourceNode[] {
  const at = (pointer: string): SourceNode[] => {
    const node = nodeAt(root, pointer)?.node
    if (node === undefined) return []
    return node.kind === 'list' ? [...node.items] : [node]
  }
  const measures = at('/formula/measures').flatMap((node) =>
    node.kind === 'map'
      ? [...node.entries.values()].flatMap(({ value }) => [value, ...field(value, 'value')])
      : [],
  )
  const changes = at('/changes')
  const changed = (...names: readonly string[]): SourceNode[] =>
    changes.flatMap((change) => names.flatMap((name) => field(change, name)))
  const lines = [...at('/formula/lines'), ...changed('add_line', 'replace_line')]
  const adjustments = [...at('/formula/adjustments'), ...changed('add_adjustment', 'replace_adjustment')]
  const nodes = [
    ...at('/formula/pupils'),
    ...measures,
    ...lines.flatMap((node) => [...field(node, 'amount'), ...field(node, 'when')]),
    ...adjustments.flatMap(expressionsOfAdjustment),
    ...at('/formula/figures').flatMap((node) => field(node, 'amount')),
    ...at('/formula/restrict'),
    ...changed('restrict'),
  ]
  return nodes.filter((node) => node.kind === 'text')
}

function expressionsOfAdjustment(node: SourceNode): SourceNode[] {
  return ADJUSTMENT_EXPRESSIONS.flatMap((name) =>
    field(node, name).flatMap((value) => [value, ...field(value, 'now'), ...field(value, 'then')]),
  )
}

function field(node: SourceNode, key: string): SourceNode[] {
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined
  return entry === undefined ? [] : [entry.value]
}

function editOf(node: SourceNode, source: string): Edit[] {
  if (node.kind !== 'text') return []
  const raw = source.slice(node.span.start, node.span.end)
  const parsed = parse(node.text)
  // A block of several lines was laid out by hand.
  if (parsed.kind === 'fault' || raw.includes('\n') || raw.startsWith('|') || raw.startsWith('>')) return []
  const better = print(parsed.expression)
  return better === node.text ? [] : [{ ...node.span, text: quotedLike(raw, better) }]
}

function quotedLike(raw: string, text: string): string {
  if (raw.startsWith('"')) return JSON.stringify(text)
  if (raw.startsWith("'")) return `'${text.replaceAll("'", "''")}'`
  // A colon or a hash after a space would end an unquoted text in YAML.
  return /: | #|^["'-]/.test(text) ? `'${text.replaceAll("'", "''")}'` : text
}
