import { mergedMapping } from '../app/merged-mapping.ts'
import type { DatasetJob } from '../app/service/reading-job.ts'
import { mappingOf } from '../app/stored/dataset-table.ts'
import type { PackedTable } from '../app/stored/packed-table.ts'
import type { TableComparison } from '../app/stored/table-comparison.ts'
import type { GivenBy, SearchOf } from '../contract/api/route-types.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { type DatasetVersion, readDatasetVersion, saveDataset } from '../store/datasets.ts'
import { resolveDataset } from '../store/resolved-names.ts'
import { addStagedSchools, missingOf, missingSchools } from '../store/schools.ts'
import { stagedChanges } from '../store/staged-changes.ts'
import { withStagedTable } from '../store/staged-table.ts'
import { conflict, done, invalid } from './answers.ts'
import { arrivingRows } from './arriving-rows.ts'
import { readPosted } from './computed.ts'
import type { Handled, Work } from './handler.ts'
import { readingOf, rememberedOf } from './remembered-mapping.ts'

/** Reads a file and says what it would do. */
export async function checkUpload(work: Work<'checkDataset'>): Promise<Handled<GivenBy<'checkDataset'>>> {
  const { trx, query } = work
  const read = await readUpload(work, query)
  if (read.kind === 'refused') return read
  const table = read.value
  const newSchools = await missingSchools(trx, table.comparison.added)
  const before = await versionBefore(work)
  const comparison =
    before === undefined
      ? table.comparison
      : await withStagedTable(trx, table.pieces, (staged) => stagedChanges(trx, before, { ...table, staged }))
  return done({ ...reportOf(query.name, table, { comparison, warnings: read.warnings }), newSchools })
}

/** Keeps a file as the next version of its name, with the schools that the district does not have yet. */
export async function keepUpload(work: Work<'uploadDataset'>): Promise<Handled<GivenBy<'uploadDataset'>>> {
  const { trx, who, query } = work
  const arriving = arrivingRows()
  const reading = readUpload(work, query, arriving.rowsTo).finally(() => arriving.end())
  await Promise.race([arriving.begun, reading])
  // The database takes rows while the thread is still at those that follow.
  return withStagedTable(trx, arriving.pieces, async (staged) => {
    const read = await reading
    if (read.kind === 'refused') return read
    const table = read.value
    if (query.expect !== undefined && query.expect !== table.hash)
      return conflict(
        'This is not the content that was looked at: check it again, and keep what the check says.',
      )
    const newSchools = await missingOf(trx, staged)
    const before = await versionBefore(work)
    const comparison =
      before === undefined ? table.comparison : await stagedChanges(trx, before, { ...table, staged })
    const report = { ...reportOf(query.name, table, { comparison, warnings: read.warnings }), newSchools }
    if (newSchools.length > 0) await addStagedSchools(trx, who, staged)
    const dataset = { ...table, rows: { staged }, name: query.name, sameContent: 'taken-as-newest' } as const
    const saved = await saveDataset(trx, who, dataset)
    const location = `/v1/datasets/${saved.id}/versions/${saved.version}`
    return done({ ...saved, report }, { location })
  })
}

type Uploading = Pick<Work<'checkDataset' | 'uploadDataset'>, 'trx' | 'tools' | 'posted'>

async function readUpload(
  { trx, tools, posted }: Uploading,
  query: SearchOf<'checkDataset'>,
  rowsTo?: DatasetJob['rowsTo'],
) {
  const { id, school_name: name, encoding, delimiter, sheet, header_row: headerRow, vintage, source } = query
  const form = posted?.form === 'xlsx' ? 'xlsx' : 'csv'
  const known = await rememberedOf(trx, query)
  if (known === undefined)
    return invalid({
      code: 'NOT_THERE',
      message: 'there is no mapping of this name',
      parameter: 'mapping',
      ...(query.mapping !== undefined && { found: query.mapping }),
    })
  const stated = {
    ...readingOf(known.content, form),
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(sheet !== undefined && { sheet }),
    ...(headerRow !== undefined && { header_row: headerRow }),
    ...(vintage !== undefined && { vintage }),
    ...(source !== undefined && { source }),
  }
  const bytes = posted?.bytes ?? new Uint8Array(0)
  const { rowLimit } = tools
  const remembered = { mapping: mergedMapping({}, known.content), isNamed: known.isNamed }
  const job = { task: 'dataset', bytes, form, rowLimit, stated, remembered } as const
  return readPosted(trx, tools, rowsTo === undefined ? job : { ...job, rowsTo })
}

/** The newest version of the name, where there is one that the transaction may see. */
async function versionBefore({
  trx,
  query,
}: Pick<Work<'checkDataset'>, 'trx' | 'query'>): Promise<DatasetVersion | undefined> {
  const before = await resolveDataset(trx, { nameOrId: query.name })
  return before.kind === 'found' ? readDatasetVersion(trx, before) : undefined
}

interface Found {
  /** The table held against the version before. */
  readonly comparison: TableComparison
  readonly warnings: readonly WireProblem[]
}

function reportOf(
  name: string,
  table: PackedTable,
  { comparison, warnings }: Found,
): Omit<GivenBy<'checkDataset'>, 'newSchools'> {
  const { rows, added, gone, columns } = comparison
  return {
    name,
    hash: table.hash,
    rows,
    added: [...added],
    gone: [...gone],
    columns: columns.map(({ header, kind, changed, missing, sum }) => {
      return { header, change: kind, changed, missing: { ...missing }, sum: { ...sum } }
    }),
    mapping: { ...mappingOf(table) },
    warnings: [...warnings],
  }
}
