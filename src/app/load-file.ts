import type { SourceMap } from '../contract/report/source-map.ts'
import { csvHeaderSchema, type DatasetFile } from '../contract/schema/dataset-schema.ts'
import { readCsv, splitHeader } from '../contract/source/read-csv.ts'
import { validate } from '../contract/source/read-document.ts'
import { isXlsx, readXlsx, type XlsxTable } from '../contract/source/read-xlsx.ts'
import { readYaml } from '../contract/source/read-yaml.ts'
import type { DatasetMapping, RawTable } from '../core/data/definition.ts'
import { done, failed, type Outcome, outcome, type Problem, problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { mergedMapping, type Remembered, withRemembered } from './merged-mapping.ts'
import { besideOf, readFileBytes, readFileText } from './read-file.ts'

export interface DataFileWanted {
  readonly name: string
  /** Place of the dataset in the scenario document, and the file of that document. */
  readonly pointer: string
  readonly beside: string
  readonly sourceMap: SourceMap
  readonly file: string
  readonly definition: DatasetFile
  readonly remembered?: Remembered | undefined
}

/** A table as its file has it, and what the file says of itself. */
export interface LoadedFile {
  readonly table: RawTable
  readonly own: DatasetMapping
}

/** Reads the file of a dataset: XLSX if its name says so, and otherwise CSV. */
export async function loadFile(files: Files, wanted: DataFileWanted): Promise<Outcome<LoadedFile>> {
  const { name, pointer, beside, sourceMap, file, definition } = wanted
  sourceMap.addDataset(name, { pointer, file: besideOf(beside, file) })
  const foreign = foreignFields(definition, { pointer, file })
  if (foreign.length > 0) return failed(foreign)
  return isXlsx(file) ? loadXlsx(files, wanted) : loadCsv(files, wanted)
}

/** What is said of a file that files of its kind do not have. */
function foreignFields(
  definition: DatasetFile,
  { pointer, file }: Pick<DataFileWanted, 'pointer' | 'file'>,
): Problem[] {
  const [fields, message] = isXlsx(file)
    ? ([['encoding', 'delimiter'], 'an XLSX file has no encoding and no delimiter'] as const)
    : ([['sheet', 'header_row'], 'only an XLSX file has sheets, and a header below other rows'] as const)
  return fields.flatMap((field) => {
    const found = definition[field]
    const at = { kind: 'document', pointer: `${pointer}/${field}` } as const
    return found === undefined
      ? []
      : [problem('FIELD_VALUE', { at, message, found, suggestion: `leave out ${field}` })]
  })
}

async function loadCsv(files: Files, wanted: DataFileWanted): Promise<Outcome<LoadedFile>> {
  const { name, pointer, beside, sourceMap, file, definition } = wanted
  const at = { kind: 'document', pointer: `${pointer}/file` } as const
  const text = await readFileText(files, { path: file, beside, encoding: definition.encoding, at })
  if (text.kind === 'failed') return text
  const { header, body, linesAbove } = splitHeader(text.value)
  const table = readCsv({ body, linesAbove }, { dataset: name, delimiter: definition.delimiter })
  const own =
    header === undefined
      ? outcome<DatasetMapping>([], () => ({}))
      : readHeader(header, { file: besideOf(beside, file), pointer, sourceMap })
  if (table.kind === 'failed' || own.kind === 'failed') {
    return failed([table, own].flatMap((each) => (each.kind === 'failed' ? each.problems : [])))
  }
  return done({ table: table.value, own: withRemembered(own.value, wanted.remembered, table.value) })
}

function readHeader(
  yaml: string,
  { file, pointer, sourceMap }: { file: string; pointer: string; sourceMap: SourceMap },
): Outcome<DatasetMapping> {
  const document = readYaml(yaml, file)
  if (document.kind === 'failed') return document
  sourceMap.addDocument(pointer, document.value)
  const { value, problems } = validate(csvHeaderSchema, document.value, pointer)
  return value === undefined || problems.length > 0 ? failed(problems) : done(value)
}

async function loadXlsx(files: Files, wanted: DataFileWanted): Promise<Outcome<LoadedFile>> {
  const { name, pointer, beside, sourceMap, file, definition } = wanted
  const at = { kind: 'document', pointer: `${pointer}/file` } as const
  const bytes = await readFileBytes(files, { path: file, beside, at })
  if (bytes.kind === 'failed') return bytes
  const { sheet, header_row: headerRow } = definition
  const read = await readXlsx(bytes.value, {
    dataset: name,
    sheet,
    headerRow: headerRow === undefined ? undefined : Number(headerRow),
  })
  if (read.kind === 'failed') return read
  const { table, letters } = read.value
  sourceMap.addDataset(name, {
    pointer,
    file: besideOf(beside, file),
    sheet: {
      name: read.value.sheet,
      letters: new Map(table.header.map((header, i) => [header, letters[i] ?? ''])),
    },
  })
  const own = readDescription(read.value, name)
  if (own.kind === 'failed') return own
  const remembered = withoutFormats(wanted.remembered, read.value)
  const mapping = withRemembered(own.value, remembered, table)
  const formats = needlessFormats(read.value, { name, mapping: mergedMapping(mapping, definition) })
  return formats.length > 0 ? failed(formats) : done({ table, own: mapping })
}

/** What a workbook says of itself, held against the schema of a CSV file's header. */
function readDescription({ description }: XlsxTable, dataset: string): Outcome<DatasetMapping> {
  const { value, problems } = validate(csvHeaderSchema, { value: description.value })
  if (value !== undefined && problems.length === 0) return done(value)
  return failed(
    problems.map((each) => {
      if (each.at.kind !== 'document') return each
      const row = description.rowOf(each.at.pointer)
      const { sheet } = description
      const letter = each.code === 'FIELD_UNKNOWN' ? 'A' : 'B'
      return { ...each, at: { kind: 'cell', dataset, sheet, ...(row !== undefined && { row, letter }) } }
    }),
  )
}

/** Formats in which a plain number would be read as another one, or not at all. */
const OTHER_THAN_PLAIN: ReadonlySet<string | undefined> = new Set(['percent', 'decimal-comma'])

/** What is remembered of files that were written as text says nothing of numbers. */
function withoutFormats(
  remembered: Remembered | undefined,
  { table, numbers }: XlsxTable,
): Remembered | undefined {
  if (remembered?.isNamed !== false) return remembered
  const measures = Object.entries(remembered.mapping.measures ?? {}).map(([measure, each]) => {
    const { format, ...rest } = each
    const isNumber = numbers.has(table.header.indexOf(each.column ?? measure))
    return [measure, isNumber && OTHER_THAN_PLAIN.has(format) ? rest : each] as const
  })
  return { ...remembered, mapping: { ...remembered.mapping, measures: Object.fromEntries(measures) } }
}

/** A number of a sheet is a number, however the column is said to be written: 1.234 must not be read as 1234. */
function needlessFormats(
  { table, numbers }: XlsxTable,
  { name: dataset, mapping }: { readonly name: string; readonly mapping: DatasetMapping },
): Problem[] {
  return Object.entries(mapping.measures ?? {}).flatMap(([measure, { column = measure, format }]) => {
    const index = table.header.indexOf(column.normalize('NFC'))
    const row = numbers.get(index)
    if (row === undefined || !OTHER_THAN_PLAIN.has(format)) return []
    const at = { kind: 'cell', dataset, row, column, measure } as const
    const message = `the cells of ${column} are numbers already, and need no format`
    return [problem('CELL_FORMAT', { at, message, found: format, suggestion: `leave out format: ${format}` })]
  })
}
