import { mergedMapping } from '../app/merged-mapping.ts'
import type { DatasetJob, ReadDone } from '../app/service/reading-job.ts'
import type { Refusal } from '../app/service/stored-request.ts'
import type { PackedTable } from '../app/stored/packed-table.ts'
import { invalid } from './answers.ts'
import { readPosted } from './computed.ts'
import type { Work } from './handler.ts'
import { readingOf, rememberedOf } from './remembered-mapping.ts'

/** What brings a table of schools. */
type Uploading = Pick<
  Work<'checkDataset' | 'uploadDataset' | 'importDataset'>,
  'trx' | 'tools' | 'posted' | 'query'
>

/** Reads the table that was posted, in another thread; where `sendTo` is given, what is read goes there at once. */
export async function readUpload(
  { trx, tools, posted, query }: Uploading,
  sendTo?: DatasetJob['sendTo'],
): Promise<ReadDone<PackedTable> | Refusal> {
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
  return readPosted(trx, tools, sendTo === undefined ? job : { ...job, sendTo })
}
