import { PROBLEM_CODES, type ProblemCode, type Severity } from './codes.ts'

/** A stretch of a text, by UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where a problem is, in terms that a file, a request body and a browser form share. */
export type Place =
  | {
      readonly kind: 'document'
      readonly pointer: string
      /** A stretch of the text that the pointer leads to. */
      readonly span?: Span
      /** The key itself is meant, and not its value. */
      readonly isKey?: true
      /** Of what changes a cell: which cell. */
      readonly cell?: { readonly dataset: string; readonly measure: string; readonly school: string }
    }
  | {
      readonly kind: 'cell'
      readonly dataset: string
      /** Line in the file, or number of the inline row, counted from 1. */
      readonly row?: number
      /** Header of the column in the file. */
      readonly column?: string
      /** Sheet of the workbook, and the letters of the column in it. */
      readonly sheet?: string
      readonly letter?: string
      /** The measure that the column gives. */
      readonly measure?: string
      readonly school?: string
    }
  | { readonly kind: 'file'; readonly file: string; readonly line?: number; readonly column?: number }

/** Something a user can mend. Whoever finds problems returns all of them at once. */
export interface Problem {
  readonly code: ProblemCode
  readonly severity: Severity
  readonly at: Place
  readonly message: string
  readonly found?: string
  readonly expected?: string
  readonly suggestion?: string
}

export interface ProblemDetails {
  readonly at: Place
  readonly message: string
  readonly found?: string | undefined
  readonly expected?: string | undefined
  readonly suggestion?: string | undefined
  readonly severity?: Severity | undefined
}

/** Makes a problem; its severity is the catalogue's unless the caller states one. */
export function problem(code: ProblemCode, details: ProblemDetails): Problem {
  const { found, expected, suggestion } = details
  return {
    code,
    severity: details.severity ?? PROBLEM_CODES[code].severity,
    at: details.at,
    message: shortened(details.message, MOST_CHARACTERS.message),
    ...(found !== undefined && { found: shortened(found, MOST_CHARACTERS.found) }),
    ...(expected !== undefined && { expected: shortened(expected, MOST_CHARACTERS.expected) }),
    ...(suggestion !== undefined && { suggestion: shortened(suggestion, MOST_CHARACTERS.suggestion) }),
  }
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((each) => each.severity === 'error')
}

/** Either a value with the warnings met on the way, or the problems that prevent it. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly kind: 'failed'; readonly problems: readonly Problem[] }

export function done<T>(value: T, warnings: readonly Problem[] = []): Outcome<T> {
  return { kind: 'done', value, warnings }
}

export function failed(problems: readonly Problem[]): Outcome<never> {
  return { kind: 'failed', problems }
}

/** `value` if no problem is an error, else the failure; `value` is only made when it can be. */
export function outcome<T>(problems: readonly Problem[], value: () => T): Outcome<T> {
  return hasErrors(problems) ? failed(problems) : done(value(), problems)
}

/** A problem is read by a person: what they wrote is shown, but never a megabyte of it. */
const MOST_CHARACTERS = { message: 600, found: 120, expected: 600, suggestion: 600 } as const

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}…` : text
}
