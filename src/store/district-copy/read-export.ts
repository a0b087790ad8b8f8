import { createHash } from 'node:crypto'
import { COPIED_TABLES, type CopiedTable, LEFT_OUT } from './copied-tables.ts'
import { EXPORT_FORMAT, type ExportedValue, type ExportHeader } from './export-format.ts'
import { type FileLine, fileLines } from './file-lines.ts'
import { lineFault, shownName } from './line-fault.ts'
import { type Renewal, renewalOf } from './older-rows.ts'
import type { StoredColumns } from './stored-columns.ts'

/** What the database that takes the rows is like. */
export interface Target {
  readonly migrations: readonly string[]
  readonly columns: ReadonlyMap<string, StoredColumns>
}

export interface ReadRow {
  readonly line: number
  /** Of the line. */
  readonly bytes: number
  readonly table: CopiedTable
  readonly row: Readonly<Record<string, ExportedValue>>
}

/**
 * The rows of an export, each checked against the tables and columns of the target, and the district's own first. Ends
 * well only where the last line's count and hash are those of the file, so nothing may be kept before it ends.
 */
export async function* readExport(
  source: AsyncIterable<Uint8Array>,
  target: Target,
): AsyncGenerator<ReadRow> {
  const hash = createHash('sha256')
  let header: ExportHeader | undefined
  let renewed: Renewal = (_table, row) => row
  let rows = 0
  let last = 0
  let hasEnded = false
  for await (const line of fileLines(source)) {
    last = line.number
    if (hasEnded) throw lineFault(last, 'the file goes on after its last line')
    const content = contentOf(line)
    if (header === undefined) {
      header = headerOf(content, target)
      renewed = renewalOf(header)
    } else if ('sha256' in content) {
      checkTrailer(content, { line: last, rows, sha256: hash.digest('hex') })
      hasEnded = true
      continue
    } else {
      rows += 1
      const { table, row } = rowOf(content, { line: last, header, target, renewed })
      if ((rows === 1) !== (table.name === 'districts'))
        throw lineFault(last, rows === 1 ? 'the district itself comes first' : 'there is a second district')
      if (rows === 1 && (row['code'] !== header.district.code || row['name'] !== header.district.name))
        throw lineFault(last, 'the district is another one than on line 1')
      yield { line: last, bytes: line.bytes.length, table, row }
    }
    hash.update(line.bytes)
  }
  if (header === undefined) throw lineFault(1, 'this is no export of a district')
  if (!hasEnded)
    throw lineFault(last + 1, 'the line with the count and the hash is missing: the file is cut off')
}

type Content = Readonly<Record<string, unknown>>

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function contentOf({ number, bytes }: FileLine): Content {
  try {
    const content: unknown = JSON.parse(decoder.decode(bytes))
    if (isObject(content)) return content
  } catch {
    // The words of the parser hold the text.
  }
  throw lineFault(number, number === 1 ? 'this is no export of a district' : 'it is no JSON object in UTF-8')
}

function headerOf(content: Content, target: Target): ExportHeader {
  const { leeway_export: format, migrations, district, ...others } = content
  if (typeof format === 'number' && format > EXPORT_FORMAT)
    throw lineFault(1, `the file is of format ${format}, and this Leeway reads ${EXPORT_FORMAT}`)
  if (
    format !== EXPORT_FORMAT ||
    !isTexts(migrations) ||
    !isObject(district) ||
    typeof district['code'] !== 'string' ||
    typeof district['name'] !== 'string' ||
    Object.keys(district).length > 2 ||
    Object.keys(others).length > 0
  )
    throw lineFault(1, 'this is no export of a district')
  const breaking = newerThan(migrations, target).filter((name) => name.endsWith('.breaking'))
  if (breaking.length > 0)
    throw lineFault(
      1,
      `the file is of a newer Leeway (${breaking.map(shownName).join(', ')}), which is needed`,
    )
  return { leeway_export: format, migrations, district: { code: district['code'], name: district['name'] } }
}

function newerThan(migrations: readonly string[], target: Target): string[] {
  return migrations.filter((name) => !target.migrations.includes(name))
}

interface Circumstances {
  readonly line: number
  readonly header: ExportHeader
  readonly target: Target
  readonly renewed: Renewal
}

function rowOf(
  { table: name, row: written, ...others }: Content,
  circumstances: Circumstances,
): Pick<ReadRow, 'table' | 'row'> {
  const { line } = circumstances
  if (typeof name !== 'string' || !isObject(written) || Object.keys(others).length > 0)
    throw lineFault(line, 'it is no row of an export')
  const why = LEFT_OUT.get(name)
  if (why !== undefined) throw lineFault(line, `${name} are no part of an export: ${why}`)
  const table = COPIED_TABLES.find((each) => each.name === name)
  const columns = circumstances.target.columns.get(name)
  if (table === undefined || columns === undefined)
    throw lineFault(line, `there is no table ${shownName(name)}${newerWords(circumstances)}`)
  const row = circumstances.renewed(name, written, line)
  for (const [column, value] of Object.entries(row)) {
    if (!columns.all.includes(column))
      throw lineFault(line, `${name} has no column ${shownName(column)}${newerWords(circumstances)}`)
    if (!isValue(value)) throw lineFault(line, `${name}.${column} is no value of an export`)
  }
  const missing = columns.key.find((column) => !Object.hasOwn(row, column))
  if (missing !== undefined) throw lineFault(line, `${name}.${missing} is missing`)
  return { table, row: row as ReadRow['row'] }
}

/** Why the target may lack what the file has. */
function newerWords({ header, target }: Circumstances): string {
  const newer = newerThan(header.migrations, target)
  if (newer.length === 0) return ''
  return `: the file is of a newer Leeway, and this database has not had ${newer.map(shownName).join(', ')}`
}

function checkTrailer(
  { rows, sha256, ...others }: Content,
  found: { readonly line: number; readonly rows: number; readonly sha256: string },
): void {
  if (Object.keys(others).length > 0) throw lineFault(found.line, 'it is no last line of an export')
  if (found.rows === 0) throw lineFault(found.line, 'the district itself is missing')
  if (rows !== found.rows)
    throw lineFault(
      found.line,
      `the file has ${found.rows} rows, and had other than that when it was written`,
    )
  if (sha256 !== found.sha256)
    throw lineFault(found.line, 'the hash is not that of the lines before: the file was changed or damaged')
}

function isObject(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isValue(value: unknown): value is ExportedValue {
  if (Array.isArray(value)) return value.every((each) => each === null || typeof each === 'string')
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
