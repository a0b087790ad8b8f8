import type { GivenBy } from '../contract/api/route-types.ts'
import { csvText } from '../contract/report/run-csv.ts'

/** What an upload changes, a line a column. */
export function uploadCsv({ columns }: GivenBy<'checkDataset'>): string {
  const header = ['column', 'change', 'changed', 'missing before', 'missing after', 'sum before', 'sum after']
  const rows = columns.map(({ header: column, change, changed, missing, sum }) =>
    [column, change, changed, missing.before, missing.after, sum.before, sum.after].map(
      (cell) => `${cell ?? ''}`,
    ),
  )
  return csvText([header, ...rows])
}
