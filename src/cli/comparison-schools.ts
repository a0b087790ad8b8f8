import { columnNames } from '../contract/report/comparison-csv.ts'
import type { ComparisonResult, RunChange } from '../contract/report/comparison-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { compareCodePoints } from '../core/text/code-points.ts'
import { counted, rowWordsOf } from './counted.ts'
import { type TableColumn, table, tableWidth } from './table.ts'
import type { Terminal } from './terminal.ts'

const NAME_WIDTH = 34

/** Every school with its total in the baseline and what becomes of it in each other run. */
export function comparedSchools(result: ComparisonResult, terminal: Terminal): string {
  const page: Page = { rows: rowsOf(result), result }
  const { comparisons } = result
  const names = columnNames([result.baseline, ...comparisons.map(({ run }) => run)])
  const left = [
    ...nameColumns(page),
    numbers(page, names[0] ?? '', {
      at: ({ baseline }) => baseline,
      notShown: comparisons[0]?.notShown.total.before,
      all: result.baseline.total,
    }),
  ]
  const right = comparisons.map((change, i) =>
    runColumns(page, change, { index: i, name: names[i + 1] ?? '' }),
  )
  const whole = [...left, ...right.flat()]
  const isWhole = comparisons.length === 1 || tableWidth(whole) <= terminal.width
  // Where runs do not fit side by side, what changes is told, and what it comes to is not.
  const narrow = right.flatMap((columns) => columns.slice(1, 2))
  return table(isWhole ? whole : [...left, ...narrow], terminal)
}

type School = RunChange['schools'][number]

interface Row {
  readonly id: string
  readonly name: string
  /** `new` or `closed`, in the first run of which that is so. */
  readonly status: string
  readonly baseline: string | undefined
  /** The school in each comparison that has it. */
  readonly schools: readonly (School | undefined)[]
}

interface Page {
  readonly rows: readonly Row[]
  readonly result: ComparisonResult
}

const STATUS = { kept: '', new: 'new', gone: 'closed' } as const

function rowsOf({ comparisons }: ComparisonResult): Row[] {
  const byId = comparisons.map(({ schools }) => new Map(schools.map((school) => [school.id, school])))
  const ids = [...new Set(byId.flatMap((schools) => [...schools.keys()]))].sort(compareCodePoints)
  return ids.map((id) => {
    const schools = byId.map((each) => each.get(id))
    const found = schools.filter((school) => school !== undefined)
    return {
      id,
      name: found[0]?.name ?? '',
      status: found.map(({ presence }) => STATUS[presence]).find((word) => word !== '') ?? '',
      baseline: found.find(({ presence }) => presence !== 'new')?.total.before,
      schools,
    }
  })
}

function nameColumns({ rows, result: { notShown, baseline } }: Page): TableColumn[] {
  const words = rowWordsOf(baseline)
  const isPartial = notShown > 0
  const hidden = isPartial ? [`${counted(notShown, words)} not shown`] : []
  const ids = [...rows.map(({ id }) => id), ...hidden.map(() => ''), 'Total']
  const names = [...rows.map(({ name }) => name), ...hidden, counted(rows.length + notShown, words)]
  const status: TableColumn = { title: '', align: 'left', cells: rows.map((row) => row.status) }
  return [
    { title: 'Id', align: 'left', cells: ids },
    { title: words.title, align: 'left', most: NAME_WIDTH, cells: names },
    ...(rows.some((row) => row.status !== '') ? [status] : []),
  ]
}

/** A column of numbers, with what the schools that are not shown have, and the total. */
function numbers(
  { rows, result }: Page,
  title: string,
  cells: {
    readonly at: (row: Row) => string | null | undefined
    readonly notShown: string | null | undefined
    readonly all: string | null
  },
): TableColumn {
  const hidden = result.notShown > 0 ? [cells.notShown] : []
  const texts = [...rows.map(cells.at), ...hidden, cells.all]
  return { title, align: 'right', cells: texts.map((text) => withSeparators(text ?? '–')) }
}

/** Total, change, percent, and for a single run dollars per student. */
function runColumns(
  page: Page,
  { run, total, perPupil, notShown }: RunChange,
  { index, name }: { readonly index: number; readonly name: string },
): TableColumn[] {
  const isSingle = page.result.comparisons.length === 1
  const rate = numbers(page, 'Per student', {
    at: ({ schools }) => schools[index]?.perPupil.change,
    notShown: '',
    all: perPupil.change,
  })
  return [
    numbers(page, name, {
      at: ({ schools }) => totalAfter(schools[index]),
      notShown: notShown.total.after,
      all: run.total,
    }),
    numbers(page, isSingle ? 'Change' : `Change ${name}`, {
      at: ({ schools }) => schools[index]?.total.change,
      notShown: notShown.total.change,
      all: total.change,
    }),
    numbers(page, '%', {
      at: ({ schools }) => schools[index]?.total.percent,
      notShown: notShown.total.percent,
      all: total.percent,
    }),
    ...(isSingle && perPupil.change !== null ? [rate] : []),
  ]
}

function totalAfter(school: School | undefined): string | undefined {
  return school === undefined || school.presence === 'gone' ? undefined : school.total.after
}
