import type { School } from './district-schools.ts'
import type { Grade } from './school-shapes.ts'

/** Another seed is another district, and `schools.csv` then has to be made again. */
export const districtSeed = 2025

/** The schools as CSV, one row each, in the order given. */
export function writeSchools(schools: readonly School[]): string {
  const [first] = schools
  if (first === undefined) throw new RangeError('a district has schools')
  const header = cellsOf(first).map(([column]) => column)
  const rows = schools.map((school) => cellsOf(school).map(([, cell]) => cell))
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('')
}

function cellsOf(school: School): [column: string, cell: string | bigint][] {
  return [
    ['school_id', school.id],
    ['school', school.name],
    ['level', school.level],
    ['governance', school.governance],
    ['enrollment', school.enrollment],
    ['prior_enrollment', school.priorEnrollment],
    ...school.gradeCounts.map(({ grade, pupils }): [string, bigint] => [gradeColumn(grade), pupils]),
    ['frl', school.lowIncome],
    ['frl_k12', school.lowIncomeK12],
    ['direct_certified', school.directCertified],
    ['home_language', school.homeLanguage],
    ['english_learners', school.englishLearners],
    ['mild_moderate', school.mildModerate],
    ['october_enrollment', school.octoberEnrollment],
  ]
}

function gradeColumn(grade: Grade): string {
  return grade === 'pk' ? 'ece' : `grade_${grade}`
}
