import type { KeptTable } from '../app/stored/dataset-table.ts'
import { readDatasetRows, readDatasetVersion } from '../store/datasets.ts'
import type { VersionRef } from '../store/versions.ts'
import type { Trx } from '../store/with-district.ts'

/** A kept version with all rows that the transaction may see. */
export async function readTable(trx: Trx, ref: VersionRef): Promise<KeptTable | undefined> {
  const found = await readDatasetVersion(trx, ref)
  return found && { ...found, rows: await readDatasetRows(trx, ref) }
}
