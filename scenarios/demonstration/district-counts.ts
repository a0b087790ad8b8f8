import { apportion, type Share } from '../../src/core/numbers/apportion.ts'
import { fraction, multiply, type Rational, whole } from '../../src/core/numbers/rational.ts'
import type { GradeCount, Shape } from './school-shapes.ts'
import type { Chance } from './seeded-chance.ts'

/**
 * What the whole district has, exactly. Early childhood education is counted too, but for direct certification,
 * which is of kindergarten to grade 12.
 */
export const districtTotals = {
  schools: 165,
  enrollment: 85_000n,
  priorEnrollment: 85_640n,
  lowIncome: 59_500n, // 70 %
  directCertified: 25_500n, // 30 %, as in Denver in 2017
  homeLanguage: 34_000n, // 40 %
  englishLearners: 24_650n, // 29 %
  mildModerate: 9_350n, // 11 %
  octoberEnrollment: 84_400n,
}

/** A count of pupils for every school, by the row of its shape. */
export type Counts = (row: string) => bigint

export interface DistrictCounts {
  readonly enrollment: Counts
  readonly priorEnrollment: Counts
  /** Adds up to the school's enrollment. */
  readonly gradeCounts: (row: string) => readonly GradeCount[]
  readonly lowIncome: Counts
  readonly lowIncomeK12: Counts
  readonly directCertified: Counts
  readonly homeLanguage: Counts
  readonly englishLearners: Counts
  readonly mildModerate: Counts
}

/**
 * Spreads the district's totals over the schools. Sizes and poverty follow the fixture; the other needs follow
 * enrollment or poverty, moved up or down by chance. No count exceeds the one it is a part of.
 */
export function spreadTotals(shapes: readonly Shape[], chance: Chance): DistrictCounts {
  const spread = (total: bigint, share: (shape: Shape) => Omit<Share, 'id'>): Counts =>
    countsOf(
      total,
      shapes.map((shape) => ({ id: shape.row, ...share(shape) })),
    )
  // Per mille of what is usual.
  const varied = (usual: Rational, least: number, most: number): Rational =>
    multiply(usual, fraction(BigInt(chance.between(least, most)), 1000n))

  const enrollment = spread(districtTotals.enrollment, ({ pupils }) => ({ weight: whole(pupils) }))
  const priorEnrollment = spread(districtTotals.priorEnrollment, ({ row }) => ({
    weight: varied(whole(enrollment(row)), 940, 1070),
  }))
  const lowIncome = spread(districtTotals.lowIncome, (shape) => ({
    weight: multiply(whole(enrollment(shape.row)), povertyShare(shape)),
    most: enrollment(shape.row),
  }))
  const gradeCounts = gradesOf(shapes, enrollment)
  const lowIncomeK12: Counts = (row) =>
    lowIncome(row) - (lowIncome(row) * earlyChildhood(gradeCounts(row))) / enrollment(row)
  const directCertified = spread(districtTotals.directCertified, (shape) => ({
    weight: varied(multiply(whole(lowIncomeK12(shape.row)), povertyShare(shape)), 850, 1150),
    most: lowIncomeK12(shape.row),
  }))
  const homeLanguage = spread(districtTotals.homeLanguage, ({ row }) => ({
    weight: varied(whole(lowIncome(row)), 400, 1600),
    most: (enrollment(row) * 9n) / 10n,
  }))
  const englishLearners = spread(districtTotals.englishLearners, ({ row }) => ({
    weight: varied(whole(homeLanguage(row)), 800, 1200),
    most: homeLanguage(row),
  }))
  const mildModerate = spread(districtTotals.mildModerate, ({ row }) => ({
    weight: varied(whole(enrollment(row)), 700, 1300),
  }))
  return {
    enrollment,
    priorEnrollment,
    gradeCounts,
    lowIncome,
    lowIncomeK12,
    directCertified,
    homeLanguage,
    englishLearners,
    mildModerate,
  }
}

/**
 * Spreads the October count of the year itself, up to 4 % below the projection and 3.5 % above it. It draws after
 * everything else, so that a district without it has the same schools.
 */
export function octoberCount(shapes: readonly Shape[], enrollment: Counts, chance: Chance): Counts {
  const shares = shapes.map(({ row }) => ({
    id: row,
    weight: multiply(whole(enrollment(row)), fraction(BigInt(chance.between(960, 1035)), 1000n)),
  }))
  return countsOf(districtTotals.octoberEnrollment, shares)
}

function gradesOf(shapes: readonly Shape[], enrollment: Counts): DistrictCounts['gradeCounts'] {
  const scaled = new Map(
    shapes.map(({ row, gradeCounts }) => [row, scaleGrades(gradeCounts, enrollment(row))]),
  )
  return (row) => scaled.get(row) ?? []
}

function scaleGrades(gradeCounts: readonly GradeCount[], enrollment: bigint): GradeCount[] {
  const scaled = countsOf(
    enrollment,
    gradeCounts.map(({ grade, pupils }) => ({ id: grade, weight: whole(pupils) })),
  )
  return gradeCounts.map(({ grade }) => ({ grade, pupils: scaled(grade) }))
}

function earlyChildhood(gradeCounts: readonly GradeCount[]): bigint {
  return gradeCounts.find(({ grade }) => grade === 'pk')?.pupils ?? 0n
}

/**
 * The share of pupils in poverty. The fixture's schools stand at 62 %: raising every school's odds by 8 to 5,
 * not its count, brings the district near 70 %, leaves a well-off school well off, and nobody above 100 %.
 */
function povertyShare({ pupils, lowIncome }: Shape): Rational {
  return fraction(8n * lowIncome, 8n * lowIncome + 5n * (pupils - lowIncome))
}

function countsOf(total: bigint, shares: readonly Share[]): Counts {
  const result = apportion(total, shares)
  if (result.kind === 'infeasible')
    throw new RangeError(`${total} pupils cannot be placed: ${result.nearest}`)
  return (id) => {
    const part = result.parts.get(id)
    if (part === undefined) throw new RangeError(`no share has the id ${id}`)
    return part
  }
}
