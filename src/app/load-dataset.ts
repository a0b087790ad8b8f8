import type { SourceMap } from '../contract/report/source-map.ts'
import { csvHeaderSchema, type DatasetFile } from '../contract/schema/dataset-schema.ts'
import { readCsv, splitHeader } from '../contract/source/read-csv.ts'
import { validate } from '../contract/source/read-document.ts'
import { readYaml } from '../contract/source/read-yaml.ts'
import type { DatasetMapping, RawTable } from '../core/data/definition.ts'
import { done, failed, type Outcome, outcome, problem } from '../core/problems/problem.ts'
import { escapePointer } from '../core/text/json-pointer.ts'
import { earlierTable, type RunEarlier } from './earlier-run.ts'
import type { Files } from './files.ts'
import { besideOf, readFileText } from './read-file.ts'

/** A table with what its columns mean, before a formula says which of them it needs. */
export interface LoadedTable {
  readonly name: string
  readonly pointer: string
  readonly table: RawTable
  readonly mapping: DatasetMapping
}

export interface DatasetWanted {
  readonly name: string
  readonly definition: string | DatasetFile
  /** Place of the dataset in the scenario document, and the file of that document. */
  readonly pointer: string
  readonly beside: string
  readonly sourceMap: SourceMap
}

/** Reads a dataset's rows from its CSV file or from the document itself. */
export async function loadTable(
  files: Files,
  wanted: DatasetWanted,
  runEarlier: RunEarlier,
): Promise<Outcome<LoadedTable>> {
  const definition = typeof wanted.definition === 'string' ? { file: wanted.definition } : wanted.definition
  const { name, pointer, sourceMap } = wanted
  const { rows, file, earlier } = definition
  const at = { kind: 'document', pointer } as const
  if ([rows, file, earlier].filter((each) => each !== undefined).length !== 1) {
    const message = 'a dataset has either a file, rows, or an earlier scenario'
    const expected = 'file: schools.csv, rows: [ … ] or earlier: last-year.yaml'
    return failed([problem('DATA_MISSING', { at, message, expected })])
  }
  if (earlier !== undefined) return loadEarlier(files, { ...wanted, earlier, definition }, runEarlier)
  if (rows !== undefined) {
    sourceMap.addDataset(name, { pointer })
    return outcome([], () => ({ name, pointer, table: inlineTable(rows), mapping: definition }))
  }
  return loadCsv(files, { ...wanted, file: file ?? '', definition })
}

/** What an earlier scenario gave every school, as a dataset. */
async function loadEarlier(
  files: Files,
  {
    name,
    pointer,
    beside,
    sourceMap,
    earlier,
    definition,
  }: DatasetWanted & { earlier: string; definition: DatasetFile },
  runEarlier: RunEarlier,
): Promise<Outcome<LoadedTable>> {
  const shown = besideOf(beside, earlier)
  const at = { kind: 'document', pointer: `${pointer}/earlier` } as const
  sourceMap.addDataset(name, { pointer, file: shown })
  const text = await readFileText(files, { path: earlier, beside, at })
  if (text.kind === 'failed') return text
  const run = await runEarlier(shown)
  if (run !== undefined)
    return outcome([], () => ({
      name,
      pointer,
      table: earlierTable(run),
      mapping: mergedMapping({}, definition),
    }))
  const message = 'the earlier scenario does not come to a result'
  return failed([
    problem('EARLIER_FAILED', { at, message, found: shown, suggestion: `leeway check ${shown}` }),
  ])
}

async function loadCsv(
  files: Files,
  {
    name,
    pointer,
    beside,
    sourceMap,
    file,
    definition,
  }: DatasetWanted & { file: string; definition: DatasetFile },
): Promise<Outcome<LoadedTable>> {
  const shown = besideOf(beside, file)
  sourceMap.addDataset(name, { pointer, file: shown })
  const at = { kind: 'document', pointer: `${pointer}/file` } as const
  const text = await readFileText(files, { path: file, beside, encoding: definition.encoding, at })
  if (text.kind === 'failed') return text
  const { header, body, linesAbove } = splitHeader(text.value)
  const table = readCsv({ body, linesAbove }, { dataset: name, delimiter: definition.delimiter })
  const own =
    header === undefined
      ? outcome<DatasetMapping>([], () => ({}))
      : readHeader(header, { file: shown, pointer, sourceMap })
  if (table.kind === 'failed' || own.kind === 'failed') {
    return failed([table, own].flatMap((each) => (each.kind === 'failed' ? each.problems : [])))
  }
  return outcome([], () => ({
    name,
    pointer,
    table: table.value,
    mapping: mergedMapping(own.value, definition),
  }))
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

/** What the scenario says of a column goes before what the file says of itself. */
export function mergedMapping(own: DatasetMapping, stated: DatasetFile): DatasetMapping {
  const {
    file: _file,
    earlier: _earlier,
    encoding: _encoding,
    delimiter: _delimiter,
    rows: _rows,
    ...mapping
  } = stated
  const names = new Set([...Object.keys(own.measures ?? {}), ...Object.keys(mapping.measures ?? {})])
  const measures = Object.fromEntries(
    [...names].map((name) => [name, { ...own.measures?.[name], ...mapping.measures?.[name] }]),
  )
  return { ...own, ...mapping, measures, quality: { ...own.quality, ...mapping.quality } }
}

function inlineTable(rows: readonly Readonly<Record<string, string>>[]): RawTable {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  const header = [...names]
  return {
    header,
    headerLine: 1,
    rows: rows.map((row, i) => ({
      line: i + 1,
      cells: header.map((name) => (Object.hasOwn(row, name) ? (row[name] ?? '') : '')),
    })),
  }
}

/** The datasets of a scenario by name; a single one is `now`. */
export function datasetsOf(
  data: undefined | string | DatasetFile | Readonly<Record<string, string | DatasetFile>>,
): { readonly name: string; readonly definition: string | DatasetFile; readonly pointer: string }[] {
  if (data === undefined) return []
  if (typeof data === 'string' || !isNamed(data)) return [{ name: 'now', definition: data, pointer: '/data' }]
  return Object.entries(data).map(([name, definition]) => ({
    name,
    definition,
    pointer: `/data/${escapePointer(name)}`,
  }))
}

function isNamed(
  data: DatasetFile | Readonly<Record<string, string | DatasetFile>>,
): data is Record<string, string | DatasetFile> {
  return Object.hasOwn(data, 'now')
}
