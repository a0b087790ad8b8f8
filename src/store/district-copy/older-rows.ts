import { randomUUID } from 'node:crypto'
import type { ExportedValue, ExportHeader } from './export-format.ts'
import { lineFault } from './line-fault.ts'

type Row = Readonly<Record<string, unknown>>

/** Makes a row of an older export one of today: what it lacks that no column has by itself. */
export type Renewal = (table: string, row: Row, line: number) => Row

/** The renewal of a file's rows, of which each table comes where an export has it. */
export function renewalOf({ migrations }: Pick<ExportHeader, 'migrations'>): Renewal {
  return migrations.includes('0014-uploads') ? (_table, row) => row : withUploads()
}

/** Before there were uploads, a row named its dataset and version. */
function withUploads(): Renewal {
  const uploads = new Map<string, ExportedValue>()
  return (table, row, line) => {
    if (table === 'dataset_versions') {
      const upload = randomUUID()
      uploads.set(keyOf(row), upload)
      return { ...row, upload_id: upload }
    }
    if (table !== 'dataset_rows') return row
    const upload = uploads.get(keyOf(row))
    if (upload === undefined) throw lineFault(line, 'dataset_rows is of a version that is not there')
    const { dataset_id: _dataset, version: _version, ...rest } = row
    return { ...rest, upload_id: upload }
  }
}

function keyOf({ dataset_id: dataset, version }: Row): string {
  return JSON.stringify([dataset, version])
}
