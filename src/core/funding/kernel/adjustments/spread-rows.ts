import { oddUnits } from './odd-units.ts'
import { levelOf, quotas, type Stretch } from './quotas.ts'

/** What a spread did: a row for each school that it touched, in rising order, with a place for each line. */
export interface SpreadRows {
  readonly width: number
  readonly schools: Int32Array
  readonly parts: Float64Array
}

/** A change in cents for each school, and the lines that it is spread over. */
export interface Spread {
  readonly changes: Float64Array
  /** What each line had at first, by school; the lines in the order in which the last cents go to equal ones. */
  readonly lines: readonly LineAtFirst[]
  /** The line that takes all where none has anything. */
  readonly first: number
  /** What was spread over the same lines before. */
  readonly earlier: readonly EarlierRows[]
}

/** Cents by school before they are multiplied out. */
interface LineAtFirst {
  readonly values: Float64Array
  readonly factor: number
}

/** Rows of an earlier spread: by line of this one, the place it had there, or −1. */
export interface EarlierRows {
  readonly rows: SpreadRows
  readonly places: readonly number[]
}

/** Schools are spread this many at a time, so that what is put together for them stays near the processor. */
const BLOCK = 128

/**
 * Spreads each school's change over its lines in proportion to what they have above zero, by largest remainder.
 * Schools without a change cost nothing. What a school has, and its change, are within `MOST_DIVIDED`.
 */
export function spreadRows(spread: Spread): SpreadRows {
  const { changes, lines, earlier } = spread
  const width = lines.length
  const schools = touchedBy(changes)
  const parts = new Float64Array(schools.length * width)
  const weights = new Float64Array(BLOCK * width)
  const rests = new Float64Array(BLOCK * width)
  const place = oddUnits(width)
  const starts = earlier.map(() => 0)
  for (let start = 0; start < schools.length; start += BLOCK) {
    const block = schools.subarray(start, start + BLOCK)
    takeLines(weights, block, lines)
    for (const [i, each] of earlier.entries())
      starts[i] = addRows(weights, block, { ...each, width, start: starts[i] ?? 0 })
    const bench = { weights, parts: parts.subarray(start * width, (start + BLOCK) * width), rests }
    for (let row = 0; row < block.length; row += 1) {
      const change = changes[block[row] ?? 0] ?? 0
      const stretch = { from: row * width, to: (row + 1) * width }
      const total = Math.abs(change)
      const sum = sumAboveZero(weights, stretch)
      if (sum === 0) bench.parts[stretch.from + spread.first] = total
      else {
        const count = total - quotas(levelOf(total, sum), bench, stretch)
        if (count > 0) place(bench, stretch, { count, weights: sum })
      }
      if (change < 0) negate(bench.parts, stretch)
    }
  }
  return { width, schools, parts }
}

/** Adds what rows did to some of their lines to an amount for each school. */
export function addParts(
  to: Float64Array,
  { width, schools, parts }: SpreadRows,
  places: readonly number[],
): void {
  for (let row = 0; row < schools.length; row += 1) {
    const school = schools[row] ?? 0
    let sum = to[school] ?? 0
    for (let i = 0; i < places.length; i += 1) sum += parts[row * width + (places[i] ?? 0)] ?? 0
    to[school] = sum
  }
}

/** What rows did to one line at one school: nothing to a line that is not theirs. */
export function partAt(
  { width, schools, parts }: SpreadRows,
  { place, school }: { readonly place: number; readonly school: number },
): number {
  let low = 0
  let high = schools.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((schools[middle] ?? 0) < school) low = middle + 1
    else high = middle
  }
  return place < 0 || schools[low] !== school ? 0 : (parts[low * width + place] ?? 0)
}

function touchedBy(changes: Float64Array): Int32Array {
  const touched = new Int32Array(changes.length)
  let count = 0
  for (let school = 0; school < changes.length; school += 1) {
    if (changes[school] === 0) continue
    touched[count] = school
    count += 1
  }
  return touched.slice(0, count)
}

function takeLines(rows: Float64Array, schools: Int32Array, lines: readonly LineAtFirst[]): void {
  for (let line = 0; line < lines.length; line += 1) {
    const found = lines[line]
    if (found === undefined) continue
    const { values, factor } = found
    let place = line
    for (let i = 0; i < schools.length; i += 1) {
      rows[place] = (values[schools[i] ?? 0] ?? 0) * factor
      place += lines.length
    }
  }
}

/** Adds an earlier spread to the rows of some schools, from where the last block ended; says where this one does. */
function addRows(
  to: Float64Array,
  block: Int32Array,
  {
    rows: { width: earlierWidth, schools, parts },
    places,
    width,
    start,
  }: EarlierRows & { readonly width: number; readonly start: number },
): number {
  let row = start
  for (let i = 0; i < block.length; i += 1) {
    const school = block[i] ?? 0
    while ((schools[row] ?? Infinity) < school) row += 1
    if (schools[row] !== school) continue
    for (let line = 0; line < width; line += 1) {
      const place = places[line] ?? -1
      if (place >= 0)
        to[i * width + line] = (to[i * width + line] ?? 0) + (parts[row * earlierWidth + place] ?? 0)
    }
  }
  return row
}

/** Leaves nothing below zero in a stretch, and gives its sum. */
function sumAboveZero(weights: Float64Array, { from, to }: Stretch): number {
  let sum = 0
  for (let i = from; i < to; i += 1) {
    const weight = weights[i] ?? 0
    if (weight < 0) weights[i] = 0
    else sum += weight
  }
  return sum
}

function negate(parts: Float64Array, { from, to }: Stretch): void {
  for (let i = from; i < to; i += 1) parts[i] = 0 - (parts[i] ?? 0)
}
