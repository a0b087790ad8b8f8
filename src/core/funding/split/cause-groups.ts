import { absolute, add, compare, type Rational, subtract, sum, zero } from '../../numbers/rational.ts'
import { compareCodePoints } from '../../text/code-points.ts'
import type { MixedRuns } from './mixed-runs.ts'
import type { CauseKind } from './scope.ts'
import { type Shared, shapley, type Valued } from './shapley.ts'

/** Causes that are taken from one run or the other together. */
export interface CauseGroup {
  readonly causes: readonly string[]
  /** Why they go together, if they are more than one. */
  readonly why?: GroupReason
}

export type GroupReason =
  /** A run with one of them and without another comes to no result. */
  | { readonly kind: 'joined'; readonly reason: string }
  /** They are the smallest of their kind, and there were too many causes. */
  | { readonly kind: 'others'; readonly of: CauseKind | 'any' }

export interface SharedGroups {
  readonly groups: readonly CauseGroup[]
  /** By group, then by school. */
  readonly shares: readonly (readonly Rational[])[]
}

/** With one more cause there would be twice as many runs; 2 to the 12 take a while already. */
export const MOST_CAUSES = 12

/**
 * Shares a change among its causes. Causes that cannot be told apart are joined; of too many, the smallest of one
 * kind become one. Yields after every run.
 */
export function* sharedByCause(runs: MixedRuns): Generator<undefined, SharedGroups> {
  let groups: readonly CauseGroup[] = runs.causes
    .map(({ id }) => ({ causes: [id] }))
    .sort((a, b) => compareGroups(a, b))
  for (;;) {
    if (groups.length > MOST_CAUSES) {
      const sized = yield* sizesOf(groups, runs)
      groups = sized.kind === 'failed' ? mended(groups, sized, runs) : combined(groups, sized.sizes, runs)
      continue
    }
    const current = groups
    const shared: Shared = yield* shapley(current.length, (players) =>
      worth(
        players.flatMap((player) => current[player] ?? []),
        runs,
      ),
    )
    if (shared.kind === 'shared') return { groups, shares: shared.shares }
    const present = shared.players.flatMap((player) => current[player] ?? [])
    groups = mended(groups, { present, reason: shared.reason }, runs)
  }
}

function worth(groups: readonly CauseGroup[], runs: MixedRuns): Valued {
  return runs.value(new Set(groups.flatMap(({ causes }) => causes)))
}

interface Failed {
  readonly present: readonly CauseGroup[]
  readonly reason: string
}

/**
 * Joins the groups that a failed run shows to need each other: one of those that were there, and the fewest of the
 * others that would have mended it. The run that failed is then never asked for again.
 */
function mended(
  groups: readonly CauseGroup[],
  { present, reason }: Failed,
  runs: MixedRuns,
): readonly CauseGroup[] {
  const works = (some: readonly CauseGroup[]): boolean => worth(some, runs).kind === 'amounts'
  let missing = groups.filter((group) => !present.includes(group))
  for (const group of missing) {
    const fewer = missing.filter((each) => each !== group)
    if (fewer.length > 0 && works([...present, ...fewer])) missing = fewer
  }
  let faulty = present
  for (const group of present) {
    const fewer = faulty.filter((each) => each !== group)
    if (fewer.length > 0 && !works(fewer)) faulty = fewer
  }
  const joined = [...faulty.slice(0, 1), ...missing]
  const causes = joined.flatMap((group) => group.causes).sort(compareCodePoints)
  const group: CauseGroup = { causes, why: { kind: 'joined', reason } }
  return [...groups.filter((each) => !joined.includes(each)), group].sort(compareGroups)
}

type Sizes =
  | { readonly kind: 'sizes'; readonly sizes: ReadonlyMap<CauseGroup, Rational> }
  | ({ readonly kind: 'failed' } & Failed)

/** What each group does at all schools as the first of all, and as the last, whatever its direction. */
function* sizesOf(groups: readonly CauseGroup[], runs: MixedRuns): Generator<undefined, Sizes> {
  const [none, all] = [worth([], runs), worth(groups, runs)]
  if (none.kind === 'failed' || all.kind === 'failed') throw new Error('the two runs themselves have results')
  const sizes = new Map<CauseGroup, Rational>()
  for (const group of groups) {
    const others = groups.filter((each) => each !== group)
    for (const [present, end] of [
      [[group], none],
      [others, all],
    ] as const) {
      const valued = worth(present, runs)
      if (valued.kind === 'failed') return { kind: 'failed', present, reason: valued.reason }
      sizes.set(group, add(sizes.get(group) ?? zero, distance(valued.amounts, end.amounts)))
      yield
    }
  }
  return { kind: 'sizes', sizes }
}

function distance(a: readonly Rational[], b: readonly Rational[]): Rational {
  return sum(a.map((amount, school) => absolute(subtract(amount, b[school] ?? zero))))
}

/** The kinds whose smallest causes are combined, one kind after the other. */
const COMBINED = ['parameter', 'line', 'measure', 'adjustment', 'dataset', 'any'] as const

/** As many of the smallest causes of one kind in one group as are too many. */
function combined(
  groups: readonly CauseGroup[],
  sizes: ReadonlyMap<CauseGroup, Rational>,
  { causes }: MixedRuns,
): readonly CauseGroup[] {
  const kindOf = new Map(causes.map(({ id, kind }) => [id, kind]))
  const isOf = (group: CauseGroup, kind: (typeof COMBINED)[number]): boolean =>
    kind === 'any' || (group.causes.length === 1 && kindOf.get(group.causes[0] ?? '') === kind)
  for (const kind of COMBINED) {
    const smallest = groups
      .filter((group) => isOf(group, kind))
      .sort((a, b) => compare(sizes.get(a) ?? zero, sizes.get(b) ?? zero) || compareGroups(a, b))
      .slice(0, groups.length - MOST_CAUSES + 1)
    if (smallest.length < 2) continue
    const ids = smallest.flatMap((group) => group.causes).sort(compareCodePoints)
    const group: CauseGroup = { causes: ids, why: { kind: 'others', of: kind } }
    return [...groups.filter((each) => !smallest.includes(each)), group].sort(compareGroups)
  }
  throw new Error('too many groups can always be fewer')
}

function compareGroups(a: CauseGroup, b: CauseGroup): number {
  return compareCodePoints(a.causes[0] ?? '', b.causes[0] ?? '')
}
