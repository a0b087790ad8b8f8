import type { Refusal } from '../app/service/stored-request.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import { addPackedSchools, missingSchools } from '../store/schools.ts'
import { stagedChanges } from '../store/staged-changes.ts'
import { withStagedTable } from '../store/staged-table.ts'
import { conflict, done } from './answers.ts'
import { arrivingTable } from './arriving-table.ts'
import type { Handled, Work } from './handler.ts'
import { publishUpload, reportOf, versionBefore } from './publish-upload.ts'
import { readUpload } from './read-upload.ts'
import { withWrittenRows } from './written-rows.ts'

/** Reads a file and says what it would do. */
export async function checkUpload(work: Work<'checkDataset'>): Promise<Handled<GivenBy<'checkDataset'>>> {
  const { trx, query } = work
  const read = await readUpload(work)
  if (read.kind === 'refused') return read
  const { value: table, warnings } = read
  const newSchools = await missingSchools(trx, table.comparison.added)
  const before = await versionBefore(trx, query.name)
  const comparison =
    before === undefined
      ? table.comparison
      : await withStagedTable(trx, table.rows, async (staged) =>
          stagedChanges(trx, before, { ...table, rows: { staged } }),
        )
  return done(reportOf(query.name, table, { comparison, newSchools, warnings }))
}

/** Keeps a file as the next version of its name, with the schools that the district does not have yet. */
export async function keepUpload(work: Work<'uploadDataset'>): Promise<Handled<GivenBy<'uploadDataset'>>> {
  const { trx, who, query } = work
  const arriving = arrivingTable()
  const reading = readUpload(work, arriving.sentTo).finally(() => arriving.end())
  reading.catch(() => undefined)
  const first = await Promise.race([arriving.begun, reading])
  if (first?.kind === 'refused') return first
  // The database takes rows while the thread is still at those that follow.
  return withWrittenRows(work, arriving.rows, async ({ uploadId, written, beside }) => {
    const newSchools = await addPackedSchools(trx, who, arriving.schools)
    await written()
    const read = await reading
    if (read.kind === 'refused') return read
    const { value: table, warnings } = read
    const refused = unexpected(query.expect, table.hash)
    if (refused !== undefined) return refused
    const { name } = query
    const rows = { name, uploadId, newSchools, warnings, beside }
    const result = await publishUpload(trx, who, table, rows)
    return done(result, { location: `/v1/datasets/${result.id}/versions/${result.version}` })
  })
}

/** Of a file that is not the one that was looked at. */
export function unexpected(expect: string | undefined, hash: string): Refusal | undefined {
  if (expect === undefined || expect === hash) return undefined
  return conflict('This is not the content that was looked at: check it again, and keep what the check says.')
}
