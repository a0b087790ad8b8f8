/** How many are looked at, and how many of them letter by letter: enough for any formula. */
const MOST_CANDIDATES = { all: 5000, alike: 300 } as const

/** A longer name is looked for by its beginning. */
const MOST_LETTERS = 80

/** A name with more slips in it is another name. */
const MOST_SLIPS = 5

/** The candidate that a misspelt name most likely meant, or `undefined` when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const lower = name.slice(0, MOST_LETTERS).toLowerCase()
  const reach = Math.min(MOST_SLIPS, Math.max(1, Math.floor(lower.length / 3)))
  const sheet = newSheet(lower)
  let best: { candidate: string; distance: number } | undefined
  const seen = { all: 0, alike: 0 }
  for (const candidate of candidates) {
    seen.all += 1
    if (seen.all > MOST_CANDIDATES.all || seen.alike >= MOST_CANDIDATES.alike) break
    // What is no nearer than the best so far need not be told to the last slip.
    const most = best === undefined ? reach : best.distance - 1
    if (most < 0) break
    if (Math.abs(candidate.length - lower.length) > most) continue
    const other = candidate.toLowerCase()
    if (strangeLetters(other, sheet) > most) continue
    seen.alike += 1
    const distance = editDistance(lower, other, { most, sheet })
    if (distance <= most) best = { candidate, distance }
  }
  return best?.candidate
}

/** What one search writes on, over and over: rows of distances, and how often each letter stands in the name. */
interface Sheet {
  readonly rows: readonly [Uint8Array, Uint8Array, Uint8Array]
  readonly letters: Int8Array
}

const ROW = MOST_LETTERS + MOST_SLIPS + 8

function newSheet(name: string): Sheet {
  const letters = new Int8Array(128)
  for (let i = 0; i < name.length; i += 1) count(letters, name, { at: i, by: 1 })
  return { rows: [new Uint8Array(ROW), new Uint8Array(ROW), new Uint8Array(ROW)], letters }
}

/** How many letters of a text the name does not have: it is at least as many slips away. */
function strangeLetters(text: string, { letters }: Sheet): number {
  let strange = 0
  for (let i = 0; i < text.length; i += 1) if (count(letters, text, { at: i, by: -1 }) < 0) strange += 1
  for (let i = 0; i < text.length; i += 1) count(letters, text, { at: i, by: 1 })
  return strange
}

// Letters that share a place in the table only make a text look nearer than it is.
function count(letters: Int8Array, text: string, { at, by }: { at: number; by: 1 | -1 }): number {
  const place = text.charCodeAt(at) & 127
  const counted = (letters[place] ?? 0) + by
  letters[place] = counted
  return counted
}

/**
 * Insertions, deletions, changes and swaps of neighbours that turn one text into the other, or more than `most`
 * where there are more: only what lies that near to the diagonal is looked at.
 */
function editDistance(a: string, b: string, { most, sheet }: { most: number; sheet: Sheet }): number {
  const beyond = most + 1
  let [beforeLast, last, row] = sheet.rows
  for (let j = 0; j <= b.length; j += 1) last[j] = Math.min(j, beyond)
  for (let i = 1; i <= a.length; i += 1) {
    const from = Math.max(1, i - most)
    const to = Math.min(b.length, i + most)
    let least = i <= most ? i : beyond
    row[from - 1] = from === 1 ? least : beyond
    for (let j = from; j <= to; j += 1) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cell = Math.min(beyond, change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cell = Math.min(cell, (beforeLast[j - 2] ?? 0) + 1)
      row[j] = cell
      least = Math.min(least, cell)
    }
    // The next row looks one further than this one went.
    row[to + 1] = beyond
    if (least > most) return beyond
    const spare = beforeLast
    beforeLast = last
    last = row
    row = spare
  }
  return last[b.length] ?? beyond
}
