import { csvText } from './run-csv.ts'
import type { SplitResult } from './split-schema.ts'

/** A split change as a table for spreadsheets: one row a school, one column a cause, plain decimals. */
export function splitCsv({ schools, causes, demonstration }: SplitResult): string {
  const notice = demonstration === undefined ? [] : [demonstration]
  const header = [
    'id',
    'name',
    'state',
    'from',
    'to',
    'change',
    ...causes.map(({ id }) => id),
    ...notice.map(() => 'notice'),
  ]
  const rows = schools.map((school) => [
    school.id,
    school.name,
    school.state,
    school.from ?? '',
    school.to ?? '',
    school.change,
    ...school.causes.map(({ amount }) => amount),
    ...notice,
  ])
  return csvText([header, ...rows])
}
