import type { Value } from '../formula/checked.ts'
import { isPlain } from '../numbers/decimal.ts'
import { add } from '../numbers/rational.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import { escapePointer } from '../text/json-pointer.ts'
import type { Column, Dataset } from './dataset.ts'

/**
 * Puts one school in the place of several that have merged since: numbers add up, texts are those of the first.
 * A missing cell of one predecessor leaves the sum missing.
 */
export function mergeSchools(
  dataset: Dataset,
  merged: Readonly<Record<string, readonly string[]>>,
  { pointer, problems }: { pointer: string; problems: Problem[] },
): Dataset {
  const merges = new Map(
    Object.entries(merged).map(([id, predecessors]) => [id.normalize('NFC'), predecessors]),
  )
  if (merges.size === 0) return dataset
  const indexOf = new Map(dataset.schools.map(({ id }, i) => [id, i]))
  // A self-contained document holds the merged school already; only the story of it is left to tell.
  const isDone = [...merges].every(
    ([id, from]) => indexOf.has(id) && !from.some((each) => each !== id && indexOf.has(each)),
  )
  if (isDone) return { ...dataset, merged: merges }
  for (const [id, predecessors] of merges) refuseOdd(id, predecessors, { indexOf, pointer, problems })
  const gone = new Set([...merges.values()].flat())
  const kept = dataset.schools.flatMap((school, i) => (gone.has(school.id) ? [] : [{ school, from: [i] }]))
  const made = [...merges].map(([id, predecessors]) => {
    const from = predecessors.flatMap((each) => indexOf.get(each) ?? [])
    const row = dataset.schools[from[0] ?? 0]?.row ?? 1
    return { school: { id, name: id, row }, from }
  })
  const order = [...kept, ...made].sort((a, b) => compareCodePoints(a.school.id, b.school.id))
  const columns = [...dataset.columns].map(([name, column]) => {
    const values = order.map(({ from }) => mergedValue(column, from))
    refuseTooLarge(name, values, { merged: order, pointer, problems })
    return [name, { ...column, values }] as const
  })
  return { ...dataset, schools: order.map(({ school }) => school), columns: new Map(columns), merged: merges }
}

/** A sum that no file could hold any more, as its cells have at most 18 digits. */
function refuseTooLarge(
  measure: string,
  values: readonly (Value | undefined)[],
  { merged, pointer, problems }: { merged: readonly Joined[]; pointer: string; problems: Problem[] },
): void {
  for (const [i, { school, from }] of merged.entries()) {
    const value = values[i]
    if (from.length < 2 || typeof value !== 'object' || isPlain(value)) continue
    const at = { kind: 'document', pointer: `${pointer}/${escapePointer(school.id)}` } as const
    const message = `${measure} of ${school.id} adds up to more than the 18 digits that a number of the data may have`
    problems.push(problem('NUMBER_TOO_LARGE', { at, message }))
  }
}

/** A school, and the rows that it is made from. */
interface Joined {
  readonly school: { readonly id: string }
  readonly from: readonly number[]
}

function mergedValue({ values }: Column, from: readonly number[]): Value | undefined {
  const [first, ...others] = from.map((index) => values[index])
  return others.reduce<Value | undefined>((sum, value) => {
    if (typeof first === 'string' || typeof first === 'boolean') return sum
    return typeof sum === 'object' && typeof value === 'object' ? add(sum, value) : undefined
  }, first)
}

function refuseOdd(
  id: string,
  predecessors: readonly string[],
  {
    indexOf,
    pointer,
    problems,
  }: { indexOf: ReadonlyMap<string, number>; pointer: string; problems: Problem[] },
): void {
  const at = { kind: 'document', pointer: `${pointer}/${escapePointer(id)}` } as const
  const absent = predecessors.filter((each) => !indexOf.has(each))
  if (absent.length > 0) {
    const message = `predecessors of ${id} are not in the dataset`
    problems.push(problem('MERGED_SCHOOL', { at, message, found: absent.join(', ') }))
  }
  if (indexOf.has(id) && !predecessors.includes(id)) {
    const message = `${id} is in the dataset itself, beside its predecessors`
    problems.push(problem('MERGED_SCHOOL', { at, message, found: id }))
  }
}
