import { seededChance } from '../data/seeded-chance.ts'

export const LEVELS = ['ES', 'MS', 'HS'] as const

/** Grades of each level, by their place in GRADES. */
const gradesOf: readonly (readonly [number, number])[] = [
  [0, 6],
  [6, 9],
  [9, 13],
]

export const GRADES = ['grade_k', ...Array.from({ length: 12 }, (_, i) => `grade_${i + 1}`)] as const

/** Groups of pupils beside the grades, with the greatest share of a school's pupils that they come to. */
export const GROUPS = {
  frl: 0.95,
  el_1: 0.2,
  el_2: 0.2,
  el_3: 0.15,
  sped_1: 0.12,
  sped_2: 0.06,
  sped_3: 0.03,
  sped_4: 0.01,
  gifted: 0.15,
  homeless: 0.06,
  foster: 0.02,
  newcomer: 0.08,
  mobile: 0.25,
} as const

/** The columns of the realistic formula, but for last year's money, which follows from the formula. */
export interface RealisticSchools {
  readonly schools: number
  /** Places in LEVELS. */
  readonly levels: Uint8Array
  readonly enrollment: Float64Array
  /** Whole miles to the next school. */
  readonly miles: Float64Array
  /** Columns of whole pupils: first GRADES, then GROUPS. */
  readonly counts: readonly Float64Array[]
  /** Last year's money as a share of what the formula gives before adjustments. */
  readonly priorShares: Float64Array
}

const PUPILS = { least: 60, most: 2_000 }

export function realisticSchools(schools: number): RealisticSchools {
  const chance = seededChance(165)
  const shares = Object.values(GROUPS)
  const levels = new Uint8Array(schools)
  const [enrollment, miles, priorShares] = [1, 2, 3].map(() => new Float64Array(schools))
  const counts = [...GRADES, ...shares].map(() => new Float64Array(schools))
  for (let school = 0; school < schools; school++) {
    levels[school] = Math.floor(chance() ** 1.5 * LEVELS.length)
    // Most schools are small; the grades of a school are about alike.
    const wanted = PUPILS.least + chance() ** 3 * (PUPILS.most - PUPILS.least)
    const [first, end] = gradesOf[levels[school]]
    let pupils = 0
    for (let grade = first; grade < end; grade++) {
      const inGrade = Math.floor((wanted / (end - first)) * (0.85 + 0.3 * chance()))
      counts[grade][school] = inGrade
      pupils += inGrade
    }
    enrollment[school] = pupils
    shares.forEach((most, i) => {
      counts[GRADES.length + i][school] = Math.floor(pupils * most * chance())
    })
    miles[school] = Math.floor(chance() ** 4 * 60)
    priorShares[school] = 0.92 + 0.13 * chance()
  }
  return { schools, levels, enrollment, miles, counts, priorShares }
}
