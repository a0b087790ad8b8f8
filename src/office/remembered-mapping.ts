import { mappingOf } from '../app/stored/dataset-table.ts'
import type { SearchOf } from '../contract/api/route-types.ts'
import { mappingSchema, type RememberedMapping } from '../contract/schema/dataset-schema.ts'
import type { DatasetMapping } from '../core/data/definition.ts'
import { findContent } from '../store/contents-by-name.ts'
import { readDatasetVersion } from '../store/datasets.ts'
import { resolveDataset } from '../store/resolved-names.ts'
import type { Trx } from '../store/with-district.ts'

/** What is known of a kind of file before one is read. */
export interface Known {
  readonly content: RememberedMapping
  /** Asked for by its name; otherwise it is that of the newest version of the dataset's name. */
  readonly isNamed: boolean
}

/** What is remembered of such files; nothing where the mapping that is asked for is not there. */
export async function rememberedOf(
  trx: Trx,
  { mapping: name, name: dataset }: SearchOf<'checkDataset'>,
): Promise<Known | undefined> {
  if (name !== undefined) {
    const found = await findContent(trx, 'mappings', name)
    return found && { content: mappingSchema.parse(JSON.parse(found.content)), isNamed: true }
  }
  const before = await resolveDataset(trx, { nameOrId: dataset })
  const version = before.kind === 'found' ? await readDatasetVersion(trx, before) : undefined
  const { vintage: _, source: __, merged: ___, ...content } = version === undefined ? {} : mappingOf(version)
  return { content: mappingSchema.parse(withoutDays(content)), isNamed: false }
}

/** Of another file, the day of a count was another one, as its vintage and source were. */
function withoutDays(mapping: DatasetMapping): DatasetMapping {
  const measures = Object.entries(mapping.measures ?? {}).map(([name, each]) => {
    const { as_of: _, ...rest } = each
    return [name, rest] as const
  })
  return { ...mapping, ...(measures.length > 0 && { measures: Object.fromEntries(measures) }) }
}

/** How a file of this form is read: a workbook has no delimiter, and a CSV file no sheet. */
export function readingOf(
  { encoding, delimiter, sheet, header_row }: Known['content'],
  form: 'csv' | 'xlsx',
) {
  return form === 'xlsx'
    ? { ...(sheet !== undefined && { sheet }), ...(header_row !== undefined && { header_row }) }
    : { ...(encoding !== undefined && { encoding }), ...(delimiter !== undefined && { delimiter }) }
}
