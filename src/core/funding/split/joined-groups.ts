import type { CauseGroup, SharedGroups } from './cause-groups.ts'
import type { Cause } from './scope.ts'

/**
 * The groups of causes that hold for all parts of a run: what goes together in one part goes together everywhere.
 * In the order of the causes.
 */
export function joinedGroups(causes: readonly Cause[], parts: readonly SharedGroups[]): CauseGroup[] {
  let joined: readonly CauseGroup[] = causes.map(({ id }) => ({ causes: [id] }))
  for (const group of parts.flatMap(({ groups }) => groups)) {
    if (group.causes.length < 2) continue
    const touched = joined.filter((each) => each.causes.some((id) => group.causes.includes(id)))
    const members = new Set(touched.flatMap((each) => each.causes))
    const whys = [...touched.map(({ why }) => why), group.why].filter((why) => why !== undefined)
    const why = whys.find(({ kind }) => kind === 'joined') ?? whys[0]
    joined = [
      ...joined.filter((each) => !touched.includes(each)),
      { causes: [...members], ...(why !== undefined && { why }) },
    ]
  }
  const place = new Map(causes.map(({ id }, i) => [id, i]))
  const placeOf = (id: string): number => place.get(id) ?? causes.length
  return joined
    .map((group) => ({ ...group, causes: group.causes.toSorted((a, b) => placeOf(a) - placeOf(b)) }))
    .sort((a, b) => placeOf(a.causes[0] ?? '') - placeOf(b.causes[0] ?? ''))
}
