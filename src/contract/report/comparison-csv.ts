import { compareCodePoints } from '../../core/text/code-points.ts'
import type { ComparisonResult } from './comparison-schema.ts'
import { csvText } from './run-csv.ts'

/** Compared runs as a table for spreadsheets: one row a school, plain decimals, six columns for each run. */
export function comparisonCsv({ baseline, comparisons, demonstration }: ComparisonResult): string {
  const notice = demonstration === undefined ? [] : [demonstration]
  const [baselineName = '', ...names] = columnNames([baseline, ...comparisons.map(({ run }) => run)])
  const header = ['id', 'name', `students.${baselineName}`, `total.${baselineName}`]
  const columns = names.flatMap((name) =>
    ['school', 'students', 'total', 'change', 'percent', 'per_student_change'].map(
      (word) => `${word}.${name}`,
    ),
  )
  const byId = comparisons.map(({ schools }) => new Map(schools.map((school) => [school.id, school])))
  const rows = schoolsOf(comparisons).map((id) => {
    const found = byId.map((schools) => schools.get(id))
    const own = found.find((school) => school !== undefined && school.presence !== 'new')
    const first = own ?? found.find((school) => school !== undefined)
    const cells = found.flatMap((school) => {
      if (school === undefined) return ['', '', '', '', '', '']
      const { presence, pupils, total, perPupil } = school
      return [
        SCHOOL_WORDS[presence],
        presence === 'gone' ? '' : pupils.after,
        presence === 'gone' ? '' : total.after,
        total.change,
        total.percent ?? '',
        perPupil.change ?? '',
      ]
    })
    return [id, first?.name ?? '', own?.pupils.before ?? '', own?.total.before ?? '', ...cells, ...notice]
  })
  return csvText([[...header, ...columns, ...notice.map(() => 'notice')], ...rows])
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
