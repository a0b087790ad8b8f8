import { compareCodePoints } from '../../core/text/code-points.ts'
import type { ComparisonResult, RunChange } from './comparison-schema.ts'
import { csvText } from './run-csv.ts'

/**
 * Compared runs as a table for spreadsheets: one row a school, plain decimals, six columns for each run. A run that
 * counts no students has no columns of them.
 */
export function comparisonCsv({ baseline, comparisons, demonstration }: ComparisonResult): string {
  const notice = demonstration === undefined ? [] : [demonstration]
  const [baselineName = '', ...names] = columnNames([baseline, ...comparisons.map(({ run }) => run)])
  const hasStudents = comparisons.some(({ pupils }) => pupils.before !== null)
  const header = [...(hasStudents ? [`students.${baselineName}`] : []), `total.${baselineName}`]
  const columns = comparisons.map((change) => runColumns(change))
  const titles = columns.flatMap((own, i) => own.map(({ title }) => `${title}.${names[i] ?? ''}`))
  const byId = comparisons.map(({ schools }) => new Map(schools.map((school) => [school.id, school])))
  const rows = schoolsOf(comparisons).map((id) => {
    const found = byId.map((schools) => schools.get(id))
    const own = found.find((school) => school !== undefined && school.presence !== 'new')
    const first = own ?? found.find((school) => school !== undefined)
    const cells = found.flatMap((school, i) =>
      (columns[i] ?? []).map(({ cell }) => (school === undefined ? '' : (cell(school) ?? ''))),
    )
    const before = [...(hasStudents ? [own?.pupils.before] : []), own?.total.before]
    return [id, first?.name ?? '', ...before.map((cell) => cell ?? ''), ...cells, ...notice]
  })
  return csvText([['id', 'name', ...header, ...titles, ...notice.map(() => 'notice')], ...rows])
}

interface Column {
  readonly title: string
  readonly cell: (school: RunChange['schools'][number]) => string | null
}

function runColumns({ pupils }: RunChange): Column[] {
  const ofStudents = (isThere: boolean, column: Column): Column[] => (isThere ? [column] : [])
  return [
    { title: 'school', cell: ({ presence }) => SCHOOL_WORDS[presence] },
    ...ofStudents(pupils.after !== null, {
      title: 'students',
      cell: (school) => (school.presence === 'gone' ? '' : school.pupils.after),
    }),
    { title: 'total', cell: ({ presence, total }) => (presence === 'gone' ? '' : total.after) },
    { title: 'change', cell: ({ total }) => total.change },
    { title: 'percent', cell: ({ total }) => total.percent },
    ...ofStudents(pupils.change !== null, {
      title: 'per_student_change',
      cell: (school) => school.perPupil.change,
    }),
  ]
}

const SCHOOL_WORDS = { kept: 'kept', new: 'new', gone: 'closed' } as const

/** The ids of the schools that any comparison lists, in their order, which is that of code points. */
function schoolsOf(comparisons: ComparisonResult['comparisons']): string[] {
  const ids = new Set(comparisons.flatMap(({ schools }) => schools.map(({ id }) => id)))
  return [...ids].sort(compareCodePoints)
}

/** Each run by its id; the second of two with the same id is `id#2`. */
export function columnNames(runs: readonly { readonly id: string }[]): string[] {
  const seen = new Map<string, number>()
  return runs.map(({ id }) => {
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id}#${count}`
  })
}
