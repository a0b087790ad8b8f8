import {
  BASE_CENTS,
  CONCENTRATION,
  FOUNDATION,
  GAIN_CAP,
  HOLD_HARMLESS,
  REMOTE,
  SMALL_SCHOOL,
  WEIGHTS,
} from './realistic-parameters.ts'
import { GRADES, LEVELS, type RealisticSchools } from './realistic-schools.ts'

/** What a principal may do with the money of a line, in this order in the columns of adjustments. */
export const FLEXIBILITIES = ['free', 'purpose', 'locked'] as const

/** Of each line in the order of the formula: a place in FLEXIBILITIES. */
export const LINE_FLEXIBILITIES: readonly number[] = [
  ...WEIGHTS.map(({ count }) => (count.startsWith('sped') ? 2 : count.startsWith('el') ? 1 : 0)),
  0,
  1,
  1,
  2,
]

/** What the formula gives, in cents: 30 lines, three adjustments by flexibility, and totals. */
export interface FormulaColumns {
  readonly lines: readonly Float64Array[]
  readonly holdHarmless: readonly Float64Array[]
  readonly gainCap: readonly Float64Array[]
  readonly pool: readonly Float64Array[]
  readonly totals: Float64Array
  /** Money by flexibility while adjustments change it, and what the hold-harmless asks for. */
  readonly byFlexibility: readonly Float64Array[]
  readonly floors: Float64Array
  readonly parts: Float64Array
}

export function formulaColumns(schools: number): FormulaColumns {
  const columns = (count: number): Float64Array[] =>
    Array.from({ length: count }, () => new Float64Array(schools))
  const [totals, floors, parts] = columns(3)
  return {
    lines: columns(LINE_FLEXIBILITIES.length),
    holdHarmless: columns(FLEXIBILITIES.length),
    gainCap: columns(FLEXIBILITIES.length),
    pool: columns(FLEXIBILITIES.length),
    totals,
    byFlexibility: columns(FLEXIBILITIES.length),
    floors,
    parts,
  }
}

/** What may differ from one variant to the next: dollars for each pupil, and the weight of lunch students. */
export interface Varied {
  readonly base: number
  readonly lunchWeight: number
}

export const NOT_VARIED: Varied = { base: BASE_CENTS / 100, lunchWeight: WEIGHTS[GRADES.length].weight }

/** The 30 lines in floats, into `lines`, and their sums, into `byFlexibility` and `totals`. */
export function floatLines(
  given: RealisticSchools,
  into: FormulaColumns,
  { base, lunchWeight }: Varied,
): void {
  const { counts, enrollment, miles, levels } = given
  const { lines } = into
  for (let line = 0; line < WEIGHTS.length; line++) {
    const weight = line === GRADES.length ? lunchWeight : WEIGHTS[line].weight
    fillWeighted(counts[line], base * weight * 100, lines[line])
  }
  const [concentration, small, remote, foundation] = lines.slice(WEIGHTS.length)
  const rate = base * CONCENTRATION.weight * 100
  fillConcentration(counts[GRADES.length], enrollment, { rate, into: concentration })
  const foundations = Float64Array.from(LEVELS, (level) => FOUNDATION[level] * 100)
  for (let i = 0; i < given.schools; i++) {
    small[i] = Math.floor(smallSchool(enrollment[i]) * 100 + 0.5)
    remote[i] = Math.floor(enrollment[i] * remoteRate(miles[i]) * 100 + 0.5)
    foundation[i] = foundations[levels[i]]
  }
  addUp(into)
}

function fillWeighted(counts: Float64Array, factor: number, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = Math.floor(counts[i] * factor + 0.5)
}

function fillConcentration(
  lunch: Float64Array,
  enrollment: Float64Array,
  { rate, into }: { rate: number; into: Float64Array },
): void {
  for (let i = 0; i < into.length; i++) {
    const above = Math.max(lunch[i] / enrollment[i] - CONCENTRATION.threshold, 0)
    into[i] = Math.floor(lunch[i] * rate * above + 0.5)
  }
}

function smallSchool(pupils: number): number {
  const [[from, most], [to]] = SMALL_SCHOOL
  if (pupils <= from) return most
  return pupils >= to ? 0 : (most * (to - pupils)) / (to - from)
}

function remoteRate(miles: number): number {
  const [[from, least], [middle, half], [to, most]] = REMOTE
  if (miles <= from) return least
  if (miles <= middle) return least + ((half - least) * (miles - from)) / (middle - from)
  return miles >= to ? most : half + ((most - half) * (miles - middle)) / (to - middle)
}

function addUp({ lines, byFlexibility, totals }: FormulaColumns): void {
  for (const column of byFlexibility) column.fill(0)
  for (let line = 0; line < lines.length; line++) {
    addColumn(lines[line], byFlexibility[LINE_FLEXIBILITIES[line]])
  }
  const [free, purpose, locked] = byFlexibility
  for (let i = 0; i < totals.length; i++) totals[i] = free[i] + purpose[i] + locked[i]
}

function addColumn(cents: Float64Array, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] += cents[i]
}

/** Last year's money, which hold-harmless and cap are held against, and the pool that all is scaled to. */
export interface Limits {
  readonly priorCents: Float64Array
  readonly poolCents: number
}

/** The whole formula in floats: lines, hold-harmless, cap, and the scaling to a pool. */
export function floatFormula(given: RealisticSchools & Limits, into: FormulaColumns, varied: Varied): void {
  floatLines(given, into, varied)
  limitChanges(given, into)
  const { totals, parts, pool } = into
  shareOfPool(into, given.poolCents)
  for (let i = 0; i < totals.length; i++) spread(into, i, { change: parts[i] - totals[i], over: pool })
}

/** Hold-harmless, then the cap on gains. */
export function limitChanges({ priorCents }: Pick<Limits, 'priorCents'>, into: FormulaColumns): void {
  const { totals, floors, holdHarmless, gainCap } = into
  for (let i = 0; i < totals.length; i++) {
    // A little off, so that the noise of a float does not lift a floor or lower a cap by a whole cent.
    floors[i] = Math.ceil(priorCents[i] * (1 + HOLD_HARMLESS) - 0.001)
    const cap = Math.floor(priorCents[i] * (1 + GAIN_CAP) + 0.001)
    spread(into, i, { change: Math.max(floors[i] - totals[i], 0), over: holdHarmless })
    spread(into, i, { change: Math.min(cap - totals[i], 0), over: gainCap })
  }
}

/** Writes a school's change by flexibility, in proportion to what it has of each. */
function spread(
  { byFlexibility: [free, purpose, locked], totals }: FormulaColumns,
  school: number,
  { change, over }: { change: number; over: readonly Float64Array[] },
): void {
  const total = totals[school]
  const ofPurpose = Math.floor((change * purpose[school]) / total + 0.5)
  const ofLocked = Math.floor((change * locked[school]) / total + 0.5)
  const ofFree = change - ofPurpose - ofLocked
  over[0][school] = ofFree
  over[1][school] = ofPurpose
  over[2][school] = ofLocked
  free[school] += ofFree
  purpose[school] += ofPurpose
  locked[school] += ofLocked
  totals[school] = total + change
}

/** Fills `parts`: totals × one factor, no school under its floor, whole cents that add up to the pool. */
function shareOfPool({ totals, floors, parts }: FormulaColumns, poolCents: number): void {
  const factor = poolFactor(totals, floors, poolCents)
  let given = 0
  for (let i = 0; i < parts.length; i++) {
    parts[i] = Math.max(Math.floor(totals[i] * factor), floors[i])
    given += parts[i]
  }
  const rest = poolCents - given
  const bar = remainderAt(rest, { totals, floors, factor })
  let left = rest
  for (let i = 0; i < parts.length && left > 0; i++) {
    if (remainder(totals[i] * factor, floors[i]) < bar) continue
    parts[i] += 1
    left -= 1
  }
}

/** The factor at which the schools above their floors share what the others leave. */
function poolFactor(totals: Float64Array, floors: Float64Array, poolCents: number): number {
  let factor = Number.POSITIVE_INFINITY
  for (;;) {
    let held = 0
    let scaled = 0
    for (let i = 0; i < totals.length; i++) {
      if (totals[i] * factor <= floors[i]) held += floors[i]
      else scaled += totals[i]
    }
    const next = (poolCents - held) / scaled
    if (next >= factor) return factor
    factor = next
  }
}

/** What is left of a share beyond whole cents; nothing where the floor holds. */
function remainder(share: number, floor: number): number {
  return share <= floor ? -1 : share - Math.floor(share)
}

const BUCKETS = 1_024

/** The remainder from which up `rest` schools get one cent more: found by counting, to a 1,024th of a cent. */
function remainderAt(
  rest: number,
  { totals, floors, factor }: { totals: Float64Array; floors: Float64Array; factor: number },
): number {
  const buckets = new Uint32Array(BUCKETS)
  for (let i = 0; i < totals.length; i++) {
    const left = remainder(totals[i] * factor, floors[i])
    if (left >= 0) buckets[Math.floor(left * BUCKETS)] += 1
  }
  let above = 0
  let bucket = BUCKETS
  while (bucket > 0 && above < rest) {
    bucket -= 1
    above += buckets[bucket]
  }
  return bucket / BUCKETS
}
