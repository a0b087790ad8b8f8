import type { DatasetFile } from '../contract/schema/dataset-schema.ts'
import type { DatasetMapping, MeasureMapping, RawTable } from '../core/data/definition.ts'

/** What the scenario says of a column goes before what the file says of itself. */
export function mergedMapping(own: DatasetMapping, stated: DatasetFile): DatasetMapping {
  const {
    file: _file,
    earlier: _earlier,
    encoding: _encoding,
    delimiter: _delimiter,
    sheet: _sheet,
    header_row: _headerRow,
    rows: _rows,
    ...mapping
  } = stated
  return joined(own, mapping)
}

/** What is known of a kind of file before one is read. */
export interface Remembered {
  readonly mapping: DatasetMapping
  /** Asked for by its name, so that a column it names and the file has not is told of. */
  readonly isNamed: boolean
}

/** What a file says of itself goes before what is remembered of such files. */
export function withRemembered(
  own: DatasetMapping,
  remembered: Remembered | undefined,
  { header }: RawTable,
): DatasetMapping {
  if (remembered === undefined) return own
  if (remembered.isNamed) return joined(remembered.mapping, own)
  const has = (column: string | undefined): boolean => column !== undefined && header.includes(column)
  const { id, name, measures = {}, ...rest } = remembered.mapping
  const known = Object.entries(measures).filter(
    ([measure, { column = measure, parts = [] }]) => has(column) && parts.every(has),
  )
  return joined(
    {
      ...rest,
      ...(has(typeof id === 'object' ? id.column : id) && { id }),
      ...(has(name) && { name }),
      ...(known.length > 0 && { measures: Object.fromEntries(known) }),
    },
    own,
  )
}

/** Both, the latter before the former, by the field of a measure. */
function joined(first: DatasetMapping, before: DatasetMapping): DatasetMapping {
  const names = new Set([...Object.keys(first.measures ?? {}), ...Object.keys(before.measures ?? {})])
  const measures: Record<string, MeasureMapping> = Object.fromEntries(
    [...names].map((name) => [name, { ...first.measures?.[name], ...before.measures?.[name] }]),
  )
  return { ...first, ...before, measures, quality: { ...first.quality, ...before.quality } }
}
