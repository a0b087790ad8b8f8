import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml'
import { MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { SOURCE_LIMITS } from './source-document.ts'

/** Options under which every scalar is the text that was written, and nothing in a file can change that. */
const YAML_OPTIONS = {
  schema: 'failsafe',
  version: '1.2',
  uniqueKeys: false,
  prettyErrors: false,
  merge: false,
} as const

/** What is wrong with the form of a document, and where. */
export interface YamlFault {
  readonly code: string
  readonly start: number
  readonly end: number
  readonly message: string
}

/** A document with its faults, or the limit that it passes and where it does. */
export type Composed =
  | {
      readonly kind: 'document'
      readonly document: Document.Parsed<ParsedNode>
      readonly faults: readonly YamlFault[]
      /** Where the first directive stands, a line such as `%YAML 1.1`. */
      readonly directive: number | undefined
    }
  | Stopped

interface Stopped {
  readonly kind: 'too-deep' | 'too-many'
  readonly at: number
}

/**
 * Composes YAML word by word, so that a limit is noticed where it is passed: the library by itself takes a gigabyte for
 * two megabytes of brackets, and makes an error with a stack trace of each fault.
 */
export function composeYaml(text: string): Composed {
  const faults: YamlFault[] = []
  const seen: Seen = { directive: undefined, openQuote: undefined }
  const note: Note = (source, code, message, isWarning) => {
    // No error is thrown from here: the library would take it for one of its own.
    if (isWarning === true || faults.length > MOST_PROBLEMS) return
    // Where a quote was opened tells more than where the file ends.
    const opened = message.startsWith('Missing closing') ? seen.openQuote : undefined
    if (opened === undefined) faults.push({ code, message, ...stretchOf(source) })
    else faults.push({ code: 'OPEN_QUOTE', message: 'a quoted text does not end', ...stretchOf(opened) })
  }
  const composer = new Composer(YAML_OPTIONS)
  // The library has no other way to see its faults before it has found them all.
  Reflect.set(composer, 'onError', note)
  try {
    const [document, second] = composer.compose(tokensOf(text, seen, note), true, text.length)
    if (document === undefined) throw new Error('the library composes a document of any text')
    if (second !== undefined) note(second.range[0], 'MULTIPLE_DOCS', '')
    for (const { code, pos, message } of document.errors) note([pos[0], pos[1]], code, message)
    return { kind: 'document', document, faults: inOrder(faults), directive: seen.directive }
  } catch (thrown) {
    if (thrown instanceof Stop) return thrown.stopped
    throw thrown
  }
}

// Ends the library's work from inside; it never leaves this file.
class Stop extends Error {
  readonly stopped: Stopped
  constructor(stopped: Stopped) {
    super(stopped.kind)
    this.stopped = stopped
  }
}

type Source = number | readonly number[] | { readonly offset: number; readonly source?: string }
type Note = (source: Source, code: string, message: string, isWarning?: boolean) => void

/** What is noticed on the way through a text, by its offset. */
interface Seen {
  directive: number | undefined
  openQuote: number | undefined
}

/** The parts of a text as the library's parser gives them, up to the first limit that is passed. */
function* tokensOf(text: string, seen: Seen, note: Note): Generator<CST.Token> {
  const parser = new Parser()
  let words = 0
  for (const word of new Lexer().lex(text)) {
    words += 1 + lineEndsIn(word)
    if (words > SOURCE_LIMITS.yaml.words) throw new Stop({ kind: 'too-many', at: parser.offset })
    if (isOpenQuote(word)) seen.openQuote ??= parser.offset
    if (word.startsWith('%') && parser.stack.length === 0) seen.directive ??= parser.offset
    yield* withoutErrors(parser.next(word), note)
    const tooDeep = collectionBelow(parser.stack, SOURCE_LIMITS.depth)
    if (tooDeep !== undefined) throw new Stop({ kind: 'too-deep', at: tooDeep.offset })
  }
  yield* withoutErrors(parser.end(), note)
}

/** Line ends inside a text are no words, and the library keeps as much of each. */
function lineEndsIn(word: string): number {
  let ends = 0
  if (word.length > 1) for (let at = word.indexOf('\n'); at >= 0; at = word.indexOf('\n', at + 1)) ends += 1
  return ends
}

function* withoutErrors(tokens: Iterable<CST.Token>, note: Note): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type === 'error') note(token, 'UNEXPECTED_TOKEN', token.message)
    else yield token
  }
}

/** A text in quotes comes as one word, so that one without its last quote is open to the end of the file. */
function isOpenQuote(word: string): boolean {
  const [quote] = word
  return (quote === '"' || quote === "'") && (word.length === 1 || !word.endsWith(quote))
}

/** The list or map that is open at a depth beyond the limit. Below all of them lies the document itself. */
function collectionBelow(stack: readonly CST.Token[], depth: number): CST.Token | undefined {
  const found = stack[depth + 2]
  return found !== undefined && COLLECTIONS.has(found.type) ? found : undefined
}

const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection'])

function stretchOf(source: Source): { start: number; end: number } {
  if (typeof source === 'number') return { start: source, end: source + 1 }
  if (isStretch(source)) return { start: source[0] ?? 0, end: source[1] ?? 0 }
  return { start: source.offset, end: source.offset + (source.source?.length ?? 1) }
}

function isStretch(source: Exclude<Source, number>): source is readonly number[] {
  return Array.isArray(source)
}

function inOrder(faults: readonly YamlFault[]): readonly YamlFault[] {
  return faults.toSorted((a, b) => a.start - b.start)
}
