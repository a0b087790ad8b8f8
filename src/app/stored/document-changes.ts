import { canonicalJson } from '../../contract/canonical/canonical-json.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'

/** A change of a document (RFC 6902), with what it takes away. */
export interface DocumentChange {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly was?: unknown
  readonly value?: unknown
}

/**
 * Lists that differ in more places are held against each other place by place: the shortest way between two lists takes
 * as much room as one of them times the other.
 */
const MOST_PAIRS = 250_000

/** What leads from one document to the other, in the order in which it has to be done. */
export function documentChanges(before: unknown, after: unknown, path = ''): DocumentChange[] {
  if (canonicalJson(before) === canonicalJson(after)) return []
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path)
  if (isMap(before) && isMap(after)) return mapChanges(before, after, path)
  return [{ op: 'replace', path, was: before, value: after }]
}

type Fields = Readonly<Record<string, unknown>>

function mapChanges(before: Fields, after: Fields, path: string): DocumentChange[] {
  const at = (key: string): string => `${path}/${escapePointer(key)}`
  const kept = Object.entries(before).flatMap(([key, was]): DocumentChange[] =>
    Object.hasOwn(after, key)
      ? documentChanges(was, after[key], at(key))
      : [{ op: 'remove', path: at(key), was }],
  )
  const added = Object.entries(after).flatMap(([key, value]): DocumentChange[] =>
    Object.hasOwn(before, key) ? [] : [{ op: 'add', path: at(key), value }],
  )
  return [...kept, ...added]
}

/** A stretch of one list that became a stretch of the other. */
interface Stretch {
  readonly before: readonly unknown[]
  readonly after: readonly unknown[]
  /** Where it starts once all before it is done. */
  readonly start: number
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: string): DocumentChange[] {
  return stretches(before, after).flatMap((stretch) => {
    const { start } = stretch
    const shared = Math.min(stretch.before.length, stretch.after.length)
    const changed = stretch.before
      .slice(0, shared)
      .flatMap((was, i) => documentChanges(was, stretch.after[i], `${path}/${start + i}`))
    const gone = stretch.before.slice(shared).map((was): DocumentChange => {
      return { op: 'remove', path: `${path}/${start + shared}`, was }
    })
    const added = stretch.after.slice(shared).map((value, i): DocumentChange => {
      return { op: 'add', path: `${path}/${start + shared + i}`, value }
    })
    return [...changed, ...gone, ...added]
  })
}

/** What lies between entries that both lists have in the same order. */
function stretches(before: readonly unknown[], after: readonly unknown[]): Stretch[] {
  const left = before.map(canonicalJson)
  const right = after.map(canonicalJson)
  const shorter = Math.min(left.length, right.length)
  let head = 0
  while (head < shorter && left[head] === right[head]) head += 1
  let tail = 0
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1
  const inner = { left: left.slice(head, left.length - tail), right: right.slice(head, right.length - tail) }
  const pairs = [...samePairs(inner), { i: inner.left.length, j: inner.right.length }]
  const found: Stretch[] = []
  let last = { i: 0, j: 0 }
  for (const { i, j } of pairs) {
    if (i > last.i || j > last.j)
      found.push({
        before: before.slice(head + last.i, head + i),
        after: after.slice(head + last.j, head + j),
        start: head + last.j,
      })
    last = { i: i + 1, j: j + 1 }
  }
  return found
}

interface Pair {
  readonly i: number
  readonly j: number
}

/** The longest run of entries that both have, as pairs of places; none where there are too many places. */
function samePairs({
  left,
  right,
}: {
  readonly left: readonly string[]
  readonly right: readonly string[]
}): Pair[] {
  const width = right.length + 1
  if (left.length * right.length > MOST_PAIRS) return []
  // Of each pair of places, how long the run is that starts there.
  const runs = new Uint32Array((left.length + 1) * width)
  const runAt = (i: number, j: number): number => runs[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      runs[i * width + j] =
        left[i] === right[j] ? runAt(i + 1, j + 1) + 1 : Math.max(runAt(i + 1, j), runAt(i, j + 1))
  const pairs: Pair[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      pairs.push({ i, j })
      i += 1
      j += 1
    } else if (runAt(i + 1, j) >= runAt(i, j + 1)) i += 1
    else j += 1
  }
  return pairs
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
