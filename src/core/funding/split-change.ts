import type { School } from '../data/dataset.ts'
import { add, type Rational, sum, zero } from '../numbers/rational.ts'
import { compareCodePoints } from '../text/code-points.ts'
import type { LedgerReading } from './adjustments/ledger.ts'
import { compute } from './compute.ts'
import { runData } from './run-data.ts'
import { type CauseGroup, MOST_CAUSES, type SharedGroups, sharedByCause } from './split/cause-groups.ts'
import { findCauses } from './split/causes.ts'
import { joinedGroups } from './split/joined-groups.ts'
import { type Counted, type MixedRuns, mixedRuns } from './split/mixed-runs.ts'
import { type Reach, reachFrom, reachOf } from './split/reach.ts'
import type { Cause, Scope, SplitSide, TwoSides } from './split/scope.ts'

/** A school with what it has in either run; in a run that does not have it, nothing. */
export interface SplitSchool {
  readonly id: string
  readonly name: string
  readonly state: 'both' | 'new' | 'closed'
  readonly before: Rational
  readonly after: Rational
}

/** What one cause, or several that go together, changed. */
export interface CauseShare {
  readonly causes: readonly Cause[]
  readonly why: CauseGroup['why']
  readonly total: Rational
  /** In the order of the schools. */
  readonly bySchool: readonly Rational[]
}

/** The change from one run to another, by school and by cause; both add up exactly. */
export interface SplitChange {
  readonly schools: readonly SplitSchool[]
  readonly shares: readonly CauseShare[]
}

/** How many of the mixed runs have been done; there can be more than foreseen when causes have to be joined. */
export interface SplitProgress {
  readonly done: number
  readonly of: number
}

/**
 * Splits the change from one run to another by cause. Without adjustments every line is a sum of its own, and
 * takes only the causes that reach it; adjustments look at all money, and so at all causes together.
 */
export function* splitChange(sides: TwoSides): Generator<SplitProgress, SplitChange> {
  const whole = wholeScope(sides)
  const runs = { before: ownRun(sides.before), after: ownRun(sides.after) }
  const schools = splitSchools(runs)
  const ids = schools.map(({ id }) => id)
  const parts = partsOf(whole, { runs, ids })
  const of = parts.reduce((runs, { causes }) => runs + 2 ** Math.min(causes.length, MOST_CAUSES), 0)
  let done = 0
  const shared: SharedGroups[] = []
  for (const part of parts) {
    const playing = sharedByCause(part)
    for (let next = playing.next(); ; next = playing.next()) {
      if (next.done) {
        shared.push(next.value)
        break
      }
      done += 1
      yield { done: Math.min(done, of), of }
    }
  }
  const causes = findCauses(whole)
  const shares = joinedGroups(causes, shared).map((group): CauseShare => {
    const bySchool = ids.map((_, school) => groupShare(group, { shared, school }))
    const members = causes.filter(({ id }) => group.causes.includes(id))
    return { causes: members, why: group.why, total: sum(bySchool), bySchool }
  })
  return { schools, shares }
}

function wholeScope({ before, after }: TwoSides): Scope {
  const hasAdjustments = [before, after].some(({ formula }) => formula.adjustments.length > 0)
  return {
    before,
    after,
    reaches: { before: reachOf(before.formula, 'all'), after: reachOf(after.formula, 'all') },
    isWhole: hasAdjustments,
    enrollment: new Set([...studentColumns(before), ...studentColumns(after)]),
  }
}

/** The columns of `now` that count the students, and the parts that those add up from. */
function studentColumns({ formula, datasets }: SplitSide): string[] {
  const columns = datasets.get('now')?.columns
  const counts = formula.pupils === undefined ? [] : [formula.pupils]
  const read = [...(reachFrom(formula, counts).inputs.get('now') ?? [])]
  return read.flatMap((name) => [name, ...(columns?.get(name)?.mapping.parts ?? [])])
}

/** The mixed runs of everything at once, or of each line by itself. */
function partsOf(whole: Scope, { runs, ids }: { runs: OwnRuns; ids: readonly string[] }): MixedRuns[] {
  const { before, after } = whole
  const counted = (line: string | undefined): Counted => {
    const ends = { before: amountsIn(runs.before, line), after: amountsIn(runs.after, line) }
    const of = (side: keyof OwnRuns): Rational[] => ids.map((id) => ends[side].get(id) ?? zero)
    return { schools: ids, line, ends: { before: of('before'), after: of('after') } }
  }
  if (whole.isWhole) return [mixedRuns(whole, counted(undefined))]
  const lines = new Set([before, after].flatMap(({ formula }) => formula.lines.map(({ id }) => id)))
  return [...lines].map((line) => {
    const reach = ({ formula }: SplitSide): Reach => reachOf(formula, new Set([line]))
    const scope: Scope = { ...whole, reaches: { before: reach(before), after: reach(after) } }
    return mixedRuns(scope, counted(line))
  })
}

interface OwnRun {
  readonly schools: readonly School[]
  readonly ledger: LedgerReading
}

interface OwnRuns {
  readonly before: OwnRun
  readonly after: OwnRun
}

function ownRun({ formula, datasets }: SplitSide): OwnRun {
  const data = runData(datasets)
  const { adjusted } = compute(formula, data)
  if (adjusted === undefined) throw new Error('both runs have come to a result')
  return { schools: data.schools, ledger: adjusted.ledger }
}

/** What the schools of a run have by id, of one line or in all. */
function amountsIn({ schools, ledger }: OwnRun, line: string | undefined): ReadonlyMap<string, Rational> {
  const amount = (index: number): Rational =>
    line === undefined ? ledger.subtotal(index) : ledger.now(line, index)
  return new Map(schools.map(({ id }, index) => [id, amount(index)]))
}

function splitSchools({ before, after }: OwnRuns): SplitSchool[] {
  const [old, recent] = [amountsIn(before, undefined), amountsIn(after, undefined)]
  const names = new Map([...before.schools, ...after.schools].map(({ id, name }) => [id, name]))
  return [...names]
    .map(([id, name]): SplitSchool => {
      const [a, b] = [old.get(id), recent.get(id)]
      const state = a === undefined ? 'new' : b === undefined ? 'closed' : 'both'
      return { id, name, state, before: a ?? zero, after: b ?? zero }
    })
    .sort((a, b) => compareCodePoints(a.id, b.id))
}

/** What the members of a group changed at one school, over all parts. */
function groupShare(
  group: CauseGroup,
  { shared, school }: { shared: readonly SharedGroups[]; school: number },
): Rational {
  return shared.reduce((so, { groups, shares }) => {
    const own = groups.flatMap(({ causes }, i) =>
      causes.some((id) => group.causes.includes(id)) ? [shares[i]?.[school] ?? zero] : [],
    )
    return own.reduce(add, so)
  }, zero)
}
