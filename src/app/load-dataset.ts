import type { SourceMap } from '../contract/report/source-map.ts'
import type { DatasetFile } from '../contract/schema/dataset-schema.ts'
import type { DatasetMapping, RawTable } from '../core/data/definition.ts'
import { listedTable } from '../core/data/listed-table.ts'
import { done, failed, type Outcome, outcome, problem } from '../core/problems/problem.ts'
import { escapePointer } from '../core/text/json-pointer.ts'
import { earlierTable, type RunEarlier } from './earlier-run.ts'
import type { Files } from './files.ts'
import { loadFile } from './load-file.ts'
import { mergedMapping, type Remembered } from './merged-mapping.ts'
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
  /** What is known of such files from before. */
  readonly remembered?: Remembered | undefined
}

/** Reads a dataset's rows from its CSV or XLSX file, from an earlier run, or from the document itself. */
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
  const loaded = await loadFile(files, { ...wanted, file: file ?? '', definition })
  return loaded.kind === 'failed'
    ? loaded
    : done({ name, pointer, table: loaded.value.table, mapping: mergedMapping(loaded.value.own, definition) })
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

function inlineTable(rows: readonly Readonly<Record<string, string>>[]): RawTable {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  const header = [...names]
  return listedTable({
    header,
    headerLine: 1,
    rows: rows.map((row, i) => ({
      line: i + 1,
      cells: header.map((name) => (Object.hasOwn(row, name) ? (row[name] ?? '') : '')),
    })),
  })
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
