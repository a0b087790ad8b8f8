import { type Counts, districtTotals, octoberCount, spreadTotals } from './district-counts.ts'
import { inventNames } from './school-names.ts'
import { type GradeCount, type Level, readShapes, type Shape } from './school-shapes.ts'
import { type Chance, seededChance } from './seeded-chance.ts'

export type Governance = 'district' | 'innovation' | 'charter' | 'contract'

/** One invented school, in counts of pupils. */
export interface School {
  readonly id: string
  readonly name: string
  readonly level: Level
  readonly governance: Governance
  readonly enrollment: bigint
  readonly priorEnrollment: bigint
  readonly gradeCounts: readonly GradeCount[]
  readonly lowIncome: bigint
  readonly lowIncomeK12: bigint
  readonly directCertified: bigint
  readonly homeLanguage: bigint
  readonly englishLearners: bigint
  readonly mildModerate: bigint
  readonly octoberEnrollment: bigint
}

/** The demonstration district in id order: the same schools for the same fixture and seed. */
export function makeDistrict(shapesCsv: string, seed: number): School[] {
  const chance = seededChance(seed)
  const shapes = chooseShapes(readShapes(shapesCsv), districtTotals.schools)
  const counts = spreadTotals(shapes, chance)
  const governance = assignGovernance(shapes, counts.enrollment, chance)
  const names = inventNames(
    shapes.map(({ level }) => level),
    chance,
  )
  const octoberEnrollment = octoberCount(shapes, counts.enrollment, chance)
  const schools = shapes.map(({ row, level }, i) => ({
    name: names[i] ?? '',
    level,
    governance: governance.get(row) ?? 'district',
    enrollment: counts.enrollment(row),
    priorEnrollment: counts.priorEnrollment(row),
    gradeCounts: counts.gradeCounts(row),
    lowIncome: counts.lowIncome(row),
    lowIncomeK12: counts.lowIncomeK12(row),
    directCertified: counts.directCertified(row),
    homeLanguage: counts.homeLanguage(row),
    englishLearners: counts.englishLearners(row),
    mildModerate: counts.mildModerate(row),
    octoberEnrollment: octoberEnrollment(row),
  }))
  return numberByLevel(schools)
}

/**
 * As many shapes as the district has schools. Every second of the smallest goes, so that a few very small
 * schools stay: they are where a foundation and a small-school line show.
 */
function chooseShapes(shapes: readonly Shape[], schools: number): Shape[] {
  const surplus = shapes.length - schools
  const bySize = [...shapes].sort((a, b) => Number(a.pupils - b.pupils) || (a.row < b.row ? -1 : 1))
  return bySize.filter((_, i) => i % 2 === 1 || i >= 2 * surplus)
}

const quotas: Readonly<Record<Level, Readonly<Record<Exclude<Governance, 'district'>, number>>>> = {
  ES: { charter: 12, innovation: 14, contract: 0 },
  K8: { charter: 4, innovation: 4, contract: 0 },
  MS: { charter: 11, innovation: 4, contract: 0 },
  '6-12': { charter: 4, innovation: 2, contract: 0 },
  HS: { charter: 9, innovation: 3, contract: 2 },
}

// Nobody would believe the big neighborhood high school as a charter or contract school.
const mostPupilsUnderCharterOrContract = 800n

/** Who runs each school that the district does not run by its common rules, by row. */
function assignGovernance(
  shapes: readonly Shape[],
  enrollment: Counts,
  chance: Chance,
): Map<string, Governance> {
  const assigned = new Map<string, Governance>()
  for (const [level, { charter, contract, innovation }] of Object.entries(quotas)) {
    const rows = chance.shuffled(shapes.filter((shape) => shape.level === level)).map(({ row }) => row)
    const small = rows.filter((row) => enrollment(row) <= mostPupilsUnderCharterOrContract)
    for (const row of small.slice(0, charter)) assigned.set(row, 'charter')
    for (const row of small.slice(charter, charter + contract)) assigned.set(row, 'contract')
    const others = rows.filter((row) => !assigned.has(row))
    for (const row of others.slice(0, innovation)) assigned.set(row, 'innovation')
  }
  return assigned
}

const firstNumber: Readonly<Record<Level, number>> = { ES: 101, K8: 301, MS: 401, '6-12': 501, HS: 601 }

/** Ids by level and name, written with the leading zero that spreadsheets lose. */
function numberByLevel(schools: readonly Omit<School, 'id'>[]): School[] {
  return Object.entries(firstNumber).flatMap(([level, first]) =>
    schools
      .filter((school) => school.level === level)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((school, i) => ({ id: String(first + i).padStart(4, '0'), ...school })),
  )
}
