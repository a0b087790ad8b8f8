import type { ProblemCode } from '../../core/problems/codes.ts'
import { isEnough } from '../../core/problems/many-problems.ts'
import { type Problem, problem, type Span } from '../../core/problems/problem.ts'
import { hasPiledMarks, PILED_MARKS } from './piled-marks.ts'
import { type LineFinder, lineFinder, RESERVED_KEYS, SOURCE_LIMITS } from './source-document.ts'

/** A file that is being read, and the problems met on the way. */
export interface SourceReading {
  readonly text: string
  readonly file: string
  readonly problems: Problem[]
  readonly placeOf: LineFinder
}

export function sourceReading(text: string, file: string): SourceReading {
  return { text, file, problems: [], placeOf: lineFinder(text) }
}

export function report(
  { file, problems, placeOf }: SourceReading,
  code: ProblemCode,
  span: Span,
  details: { message: string; found?: string; expected?: string; suggestion?: string },
): void {
  const at = { kind: 'file', file, ...placeOf(span.start) } as const
  if (!isEnough(problems, at)) problems.push(problem(code, { ...details, at }))
}

export function reportTooDeep(reading: SourceReading, span: Span): void {
  report(reading, 'TOO_DEEP', span, {
    message: 'the document is nested too deeply',
    expected: `at most ${SOURCE_LIMITS.depth} levels`,
  })
}

/** Reports a text with more characters than a document of its kind has, and says whether it is one. */
export function isTooLarge({ text, file, problems }: SourceReading, most: number): boolean {
  if (text.length <= most) return false
  const at = { kind: 'file', file } as const
  const expected = `at most ${most / 1024 / 1024} MB`
  problems.push(problem('FILE_TOO_LARGE', { at, message: 'the file is too large for a document', expected }))
  return true
}

/** Reports where a document has more in it than is read. */
export function reportTooMany(reading: SourceReading, at: number, most: number): void {
  report(
    reading,
    'VALUES_LIMIT',
    { start: at, end: at },
    {
      message: 'the document has too many words and signs',
      expected: `at most ${most}`,
      suggestion: 'keep the schools in a CSV file, which may be larger',
    },
  )
}

/** Reports the first item of a list that has more of them than are read. */
export function refuseLongList(items: readonly { readonly span: Span }[], reading: SourceReading): void {
  const first = items[SOURCE_LIMITS.items]
  if (first === undefined) return
  report(reading, 'VALUES_LIMIT', first.span, {
    message: 'a list has too many entries',
    expected: `at most ${SOURCE_LIMITS.items} entries`,
    suggestion: 'keep the schools in a CSV file, which may be larger',
  })
}

/** A text in its one form of Unicode. One whose form would take for ever to find is reported, and empty. */
export function normalText(text: string, span: Span, reading: SourceReading): string {
  if (!hasPiledMarks(text)) return text.normalize('NFC')
  report(reading, 'TEXT_MARKS', span, PILED_MARKS)
  return ''
}

/**
 * Whether a key goes into its map: it stands there for the first time, and the map has room for it. Reports it if not,
 * and if no document may use it.
 */
export function mayEnter(
  key: string,
  span: Span,
  { entries, reading }: { entries: ReadonlyMap<string, { readonly key: Span }>; reading: SourceReading },
): boolean {
  if (RESERVED_KEYS.has(key))
    report(reading, 'RESERVED_KEY', span, { message: `no key may be called "${key}"`, found: key })
  const before = entries.get(key)
  if (before === undefined) {
    const expected = `at most ${SOURCE_LIMITS.entries} entries`
    // Told of the first that is too many, which goes in, so that those behind it are known to have been told of.
    if (entries.size === SOURCE_LIMITS.entries)
      report(reading, 'VALUES_LIMIT', span, { message: 'a map has too many entries', expected })
    return entries.size <= SOURCE_LIMITS.entries
  }
  const { line } = reading.placeOf(before.key.start)
  report(reading, 'DUPLICATE_KEY', span, {
    message: `"${key}" already stands in line ${line}`,
    found: key,
    expected: 'each key once',
    suggestion: 'remove one of the two',
  })
  return false
}
