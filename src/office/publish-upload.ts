import { mappingOf } from '../app/stored/dataset-table.ts'
import type { ReadTable } from '../app/stored/packed-table.ts'
import type { TableComparison } from '../app/stored/table-comparison.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { type DatasetVersion, readDatasetVersion, saveDataset } from '../store/datasets.ts'
import { resolveDataset } from '../store/resolved-names.ts'
import { type Beside, stagedChanges } from '../store/staged-changes.ts'
import type { Identity, Trx } from '../store/with-district.ts'

type Report = GivenBy<'checkDataset'>

interface Written {
  readonly name: string
  readonly uploadId: string
  /** Schools that the district did not have. */
  readonly newSchools: readonly string[]
  readonly warnings: readonly WireProblem[]
  /** Where its rows may be looked at beside this transaction. */
  readonly beside?: Beside
}

/** Of fewer rows the one half is over before the other has begun. */
const LARGE = 5000

/** Makes rows that are written the next version of a name, and says what that changes. */
export async function publishUpload(
  trx: Trx,
  who: Identity,
  table: ReadTable,
  { name, uploadId, newSchools, warnings, beside }: Written,
): Promise<GivenBy<'uploadDataset'>> {
  const before = await versionBefore(trx, name)
  const rows = { uploadId }
  const isLarge = table.comparison.rows.after >= LARGE
  const comparison =
    before === undefined
      ? table.comparison
      : await stagedChanges(trx, before, { ...table, rows }, isLarge ? beside : undefined)
  const report = reportOf(name, table, { comparison, newSchools, warnings })
  const saved = await saveDataset(trx, who, { ...table, rows, name, sameContent: 'taken-as-newest' })
  return { ...saved, report }
}

/** The newest version of the name, where there is one that the transaction may see. */
export async function versionBefore(trx: Trx, name: string): Promise<DatasetVersion | undefined> {
  const before = await resolveDataset(trx, { nameOrId: name })
  return before.kind === 'found' ? readDatasetVersion(trx, before) : undefined
}

/** What an upload is, in the words of the interface. */
export function reportOf(
  name: string,
  table: ReadTable,
  {
    comparison,
    newSchools,
    warnings,
  }: Pick<Written, 'newSchools' | 'warnings'> & { readonly comparison: TableComparison },
): Report {
  const { rows, added, gone, columns } = comparison
  return {
    name,
    hash: table.hash,
    rows,
    newSchools: [...newSchools],
    added: [...added],
    gone: [...gone],
    columns: columns.map(({ header, kind, changed, missing, sum }) => {
      return { header, change: kind, changed, missing: { ...missing }, sum: { ...sum } }
    }),
    mapping: { ...mappingOf(table) },
    warnings: [...warnings],
  }
}
