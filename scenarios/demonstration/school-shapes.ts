/** Years of schooling, youngest first; `pk` is early childhood education. */
export const grades = ['pk', 'k', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const

export type Grade = (typeof grades)[number]

export type Level = 'ES' | 'K8' | 'MS' | '6-12' | 'HS'

export interface GradeCount {
  readonly grade: Grade
  readonly pupils: bigint
}

/** Size, poverty and grades of one real school, without its name. */
export interface Shape {
  readonly row: string
  readonly level: Level
  /** Counts of 2019-20: a shape, never a divisor for the counts of 2023-24. */
  readonly gradeCounts: readonly GradeCount[]
  readonly pupils: bigint
  readonly lowIncome: bigint
}

/**
 * The rows of `denver-shapes.csv` that can stand for a school with a level.
 *
 * Left out: fewer than three grades from kindergarten up in 2019-20 (early childhood centers, and schools that
 * had just opened, whose grades say nothing about their later size), and the one school of all grades.
 */
export function readShapes(csv: string): Shape[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n')
  const columns = header.split(',')
  return lines.flatMap((line) => {
    const cells = new Map(line.split(',').map((cell, i) => [columns[i], cell]))
    const count = (column: string): bigint => BigInt(cells.get(column) ?? `no column ${column}`)
    const gradeCounts = grades.map((grade) => ({ grade, pupils: count(grade) }))
    const level = levelOf(gradeCounts)
    if (level === undefined) return []
    const row = cells.get('row') ?? ''
    return [{ row, level, gradeCounts, pupils: count('total_2023_24'), lowIncome: count('frl_2023_24') }]
  })
}

const fewestGrades = 3

function levelOf(gradeCounts: readonly GradeCount[]): Level | undefined {
  const taught = gradeCounts.flatMap(({ grade, pupils }) =>
    grade === 'pk' || pupils === 0n ? [] : [grade === 'k' ? 0 : Number(grade)],
  )
  if (taught.length < fewestGrades) return undefined
  const lowest = Math.min(...taught)
  const highest = Math.max(...taught)
  if (highest <= 8) {
    // A middle school may begin at grade 5, an elementary school may keep a few pupils in grade 6.
    if (lowest >= 5) return 'MS'
    return highest <= 6 ? 'ES' : 'K8'
  }
  if (lowest >= 9) return 'HS'
  return lowest >= 6 ? '6-12' : undefined
}
