import { csvText } from './run-csv.ts'
import type { SweepResult, SweepVariant } from './sweep-schema.ts'

/**
 * A sweep as a table for spreadsheets, plain decimals: one row a variant, or, where the schools are asked for, one
 * row a school in every variant. Students have columns where there are some.
 */
export function sweepCsv(sweep: SweepResult): string {
  const { variants, scenario, parameters } = sweep
  const withRows = variants.some(({ schools }) => schools !== undefined)
  const notice = scenario.demonstration === undefined ? [] : [scenario.demonstration]
  const end = notice.map(() => 'notice')
  const start = ['variant', ...parameters.map(({ name }) => name)]
  const startOf = ({ variant, values }: SweepVariant): string[] => [`${variant}`, ...values]
  if (withRows) {
    const counts = variants.some(({ schools = [] }) => schools.some(({ pupils }) => pupils !== null))
    const ofStudents = (cell: string): string[] => (counts ? [cell] : [])
    const titles = ['id', 'name', ...ofStudents('students'), 'total', 'change', ...ofStudents('per_student')]
    const header = [...start, ...titles, ...end]
    const rows = variants.flatMap((variant) =>
      (variant.schools ?? []).map(({ id, name, pupils, total, change, perPupil }) => [
        ...startOf(variant),
        id,
        name,
        ...ofStudents(pupils ?? ''),
        total,
        change ?? '',
        ...ofStudents(perPupil ?? ''),
        ...notice,
      ]),
    )
    return csvText([header, ...rows])
  }
  const columns = columnsOf(sweep)
  const header = [...start, ...columns.map(({ name }) => name), ...end]
  const rows = variants.map((variant) => [
    ...startOf(variant),
    ...columns.map(({ cell }) => cell(variant) ?? ''),
    ...notice,
  ])
  return csvText([header, ...rows])
}

interface Column {
  readonly name: string
  readonly cell: (variant: SweepVariant) => string | null | undefined
}

function columnsOf({ variants, poverty }: SweepResult): Column[] {
  const solved = variants.find((variant) => variant.solved !== null)?.solved?.parameter
  const hasPools = variants.some(({ residual }) => residual !== null)
  const columns: Column[] = [
    { name: 'total', cell: ({ total }) => total },
    { name: 'change', cell: ({ change }) => change },
  ]
  if (solved !== undefined) {
    columns.push({ name: `solved.${solved}`, cell: (variant) => variant.solved?.value })
    columns.push({ name: 'left_over', cell: (variant) => variant.solved?.residual })
  }
  if (hasPools) columns.push({ name: 'residual', cell: ({ residual }) => residual })
  columns.push(
    { name: 'schools_increased', cell: ({ increases }) => increases && `${increases.schools}` },
    { name: 'increases', cell: ({ increases }) => increases?.amount },
    { name: 'schools_decreased', cell: ({ decreases }) => decreases && `${decreases.schools}` },
    { name: 'decreases', cell: ({ decreases }) => decreases?.amount },
  )
  if (variants.some(({ perPupil }) => perPupil !== null)) {
    columns.push(
      { name: 'least_per_student', cell: ({ perPupil }) => perPupil?.least },
      { name: 'median_per_student', cell: ({ perPupil }) => perPupil?.median },
      { name: 'greatest_per_student', cell: ({ perPupil }) => perPupil?.greatest },
    )
  }
  if (poverty !== null) {
    const quarters = [0, 1, 2, 3].map((quarter): Column => {
      const name = `quartile_${quarter + 1}_per_student`
      return { name, cell: ({ quartiles }) => quartiles?.[quarter]?.perPupil }
    })
    columns.push(...quarters)
  }
  return columns
}
