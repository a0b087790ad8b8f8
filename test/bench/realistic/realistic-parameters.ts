import { GRADES, type GROUPS } from './realistic-schools.ts'

/** Of the realistic formula: whole cents, and ten-thousandths for weights. */
export const BASE_CENTS = 481_237

const gradeWeights = [1.2, 1.15, 1.15, 1.1, 1, 1, 1.025, 1.025, 1.025, 1.0875, 1.0875, 1.1, 1.1]

const groupWeights: Readonly<Record<keyof typeof GROUPS, number>> = {
  frl: 0.1225,
  el_1: 0.4,
  el_2: 0.25,
  el_3: 0.1175,
  sped_1: 0.56,
  sped_2: 1.2575,
  sped_3: 2.1,
  sped_4: 3.4225,
  gifted: 0.03,
  homeless: 0.125,
  foster: 0.25,
  newcomer: 0.2225,
  mobile: 0.0475,
}

/** A weight for each line that is a count × base × weight; the line is called after the count. */
export const WEIGHTS: readonly { readonly count: string; readonly weight: number }[] = [
  ...GRADES.map((count, i) => ({ count, weight: gradeWeights[i] })),
  ...Object.entries(groupWeights).map(([count, weight]) => ({ count, weight })),
]

/** More for pupils with free or reduced-price lunch, the more the further their share is above a threshold. */
export const CONCENTRATION = { weight: 0.65, threshold: 0.55 }

/** Dollars by pupils, and dollars for each pupil by miles to the next school. */
export const SMALL_SCHOOL = [
  [150, 240_000],
  [410, 0],
] as const
export const REMOTE = [
  [10, 0],
  [25, 300],
  [50, 850],
] as const

/** Dollars by level. */
export const FOUNDATION = { ES: 265_000, MS: 318_500, HS: 402_750 } as const

/** Changes from last year's money: no school falls further, none rises further. */
export const HOLD_HARMLESS = -0.015
export const GAIN_CAP = 0.05

/** The pool as a share of what the schools would get without it, in whole dollars. */
export const POOL_SHARE = 0.992
