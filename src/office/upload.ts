import { setImmediate } from 'node:timers/promises'
import { mergedMapping } from '../app/merged-mapping.ts'
import type { DatasetJob } from '../app/service/reading-job.ts'
import { compareTables } from '../app/stored/compare-tables.ts'
import { mappingOf } from '../app/stored/dataset-table.ts'
import { type PackedTable, unpackedTable } from '../app/stored/packed-table.ts'
import type { GivenBy, SearchOf } from '../contract/api/route-types.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { saveDataset } from '../store/datasets.ts'
import { resolveDataset } from '../store/resolved-names.ts'
import { addStagedSchools, missingOf, missingSchools } from '../store/schools.ts'
import { withStagedTable } from '../store/staged-table.ts'
import { conflict, done, invalid } from './answers.ts'
import { arrivingRows } from './arriving-rows.ts'
import { readPosted } from './computed.ts'
import type { Handled, Work } from './handler.ts'
import { readTable } from './read-table.ts'
import { readingOf, rememberedOf } from './remembered-mapping.ts'

/** Reads a file and says what it would do. */
export async function checkUpload(work: Work<'checkDataset'>): Promise<Handled<GivenBy<'checkDataset'>>> {
  const read = await readUpload(work, work.query)
  if (read.kind === 'refused') return read
  const newSchools = await missingSchools(work.trx, read.value.comparison.added)
  return done({ ...(await reportOf(work, read.value, read.warnings)), newSchools })
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
    const table = { ...read.value, pieces: arriving.soFar }
    if (query.expect !== undefined && query.expect !== table.hash)
      return conflict(
        'This is not the content that was looked at: check it again, and keep what the check says.',
      )
    const newSchools = await missingOf(trx, staged)
    const report = { ...(await reportOf(work, table, read.warnings)), newSchools }
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

/** What a table is, held against the newest version of its name. */
async function reportOf(
  { trx, query }: Pick<Work<'checkDataset'>, 'trx' | 'query'>,
  table: PackedTable,
  warnings: readonly WireProblem[],
): Promise<Omit<GivenBy<'checkDataset'>, 'newSchools'>> {
  const before = await resolveDataset(trx, { nameOrId: query.name })
  const kept = before.kind === 'found' ? await readTable(trx, before) : undefined
  const { rows, added, gone, columns } =
    kept === undefined
      ? table.comparison
      : await compareTables(kept, await unpackedTable(table, pause), pause)
  return {
    name: query.name,
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

const pause = async (): Promise<void> => setImmediate()
