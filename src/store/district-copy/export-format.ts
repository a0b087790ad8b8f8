/** The version of the form that this Leeway writes and reads. */
export const EXPORT_FORMAT = 1

/** The longest line, in bytes: more than any result that is kept, and less than the longest text of JavaScript. */
export const MOST_LINE_BYTES = 268_435_456

/** The first line. */
export interface ExportHeader {
  readonly leeway_export: typeof EXPORT_FORMAT
  /** Those that the database has had which it came from. */
  readonly migrations: readonly string[]
  readonly district: { readonly code: string; readonly name: string }
}

/** Numbers that are not whole, and moments, as PostgreSQL wrote them. */
export type ExportedValue = string | number | boolean | null | readonly (string | null)[]

/** Every line between the first and the last. The row is without the district's id. */
export interface ExportRow {
  readonly table: string
  readonly row: Readonly<Record<string, ExportedValue>>
}

/** The last line. */
export interface ExportTrailer {
  readonly rows: number
  /** Of all bytes before this line, in hexadecimal digits. */
  readonly sha256: string
}

/** One line of an export, with its line feed. */
export function exportLine(content: ExportHeader | ExportRow | ExportTrailer): string {
  return `${JSON.stringify(content)}\n`
}
