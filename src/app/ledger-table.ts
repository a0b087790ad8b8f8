import { readCsv } from '../contract/source/read-csv.ts'
import { isXlsx, readXlsx } from '../contract/source/read-xlsx.ts'
import type { RawTable } from '../core/data/definition.ts'
import type { Outcome } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { readFileBytes, readFileText } from './read-file.ts'

/** Reads a table of the ledger: a CSV file, or the sheet of a workbook that has one. */
export async function tableIn<Rows>(
  files: Files,
  { path, dataset }: { readonly path: string; readonly dataset: string },
  read: (table: RawTable) => Outcome<Rows>,
): Promise<Outcome<Rows>> {
  const table = isXlsx(path) ? await sheetOf(files, path, dataset) : await csvOf(files, path, dataset)
  return table.kind === 'failed' ? table : read(table.value)
}

async function csvOf(files: Files, path: string, dataset: string): Promise<Outcome<RawTable>> {
  const text = await readFileText(files, { path })
  return text.kind === 'failed' ? text : readCsv({ body: text.value, linesAbove: 0 }, { dataset })
}

async function sheetOf(files: Files, path: string, dataset: string): Promise<Outcome<RawTable>> {
  const bytes = await readFileBytes(files, { path })
  if (bytes.kind === 'failed') return bytes
  const read = await readXlsx(bytes.value, { dataset })
  return read.kind === 'failed' ? read : { ...read, value: read.value.table }
}
