import type { DatasetFile } from '../contract/schema/dataset-schema.ts'
import type { DatasetMapping } from '../core/data/definition.ts'

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
  const names = new Set([...Object.keys(own.measures ?? {}), ...Object.keys(mapping.measures ?? {})])
  const measures = Object.fromEntries(
    [...names].map((name) => [name, { ...own.measures?.[name], ...mapping.measures?.[name] }]),
  )
  return { ...own, ...mapping, measures, quality: { ...own.quality, ...mapping.quality } }
}
