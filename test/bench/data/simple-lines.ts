import { seededChance } from './seeded-chance.ts'
import { type WeightedLines, weightedLines } from './weighted-lines.ts'

const LINES = 20
const BASE_CENTS = 481_237
const PUPILS = { least: 40, most: 2_000 }

/** 20 columns of whole pupils from 0 to 2,000 and weights of 2 to 4 decimals; products stay under 2^53. */
export function simpleLines(schools: number): WeightedLines {
  const chance = seededChance(20)
  const enrollment = Float64Array.from({ length: schools }, () =>
    Math.floor(PUPILS.least + chance() ** 2 * (PUPILS.most + 1 - PUPILS.least)),
  )
  const counts = Array.from({ length: LINES }, (_, line) => {
    // The first line is for everybody; the others are for some, and at some schools for nobody.
    if (line === 0) return enrollment
    const most = chance()
    return enrollment.map((pupils) => (chance() < 0.1 ? 0 : Math.floor(pupils * most * chance())))
  })
  const weights = counts.map((_, line) => (line === 0 ? 10_000 : weight(line, chance())))
  return weightedLines({ data: `simple, ${schools} schools`, counts, baseCents: BASE_CENTS, weights })
}

/** Ten-thousandths between 0.02 and 1.5, with 2, 3 or 4 decimals in turn. */
function weight(line: number, drawn: number): number {
  const step = [100, 10, 1][line % 3]
  return Math.round((200 + drawn * 14_800) / step) * step
}
