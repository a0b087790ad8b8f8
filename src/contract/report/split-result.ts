import type { CauseShare, SplitChange, SplitSchool } from '../../core/funding/split-change.ts'
import { decimalPlaces, exactText, fixedText } from '../../core/numbers/decimal.ts'
import { fraction, type Rational, subtract, sum } from '../../core/numbers/rational.ts'
import { roundedParts } from '../../core/numbers/rounded-parts.ts'
import { DEMONSTRATION_NOTICE, ENGINE_VERSION } from './engine.ts'
import type { RunResult } from './run-schema.ts'
import type { SplitResult } from './split-schema.ts'

export interface FinishedSplit {
  readonly from: RunResult
  readonly to: RunResult
  readonly change: SplitChange
  /** Whether a school is shown. */
  readonly isShown: (school: string) => boolean
}

/** Writes a split change down as the wire has it. */
export function splitResult({ from, to, change, isShown }: FinishedSplit): SplitResult {
  const { shares, schools } = change
  const isDemonstration = [from, to].some(({ scenario }) => scenario.demonstration !== undefined)
  const ids = shares.map(idOf)
  const total = sum(shares.map((share) => share.total))
  const totals = shownParts(
    shares.map((share, i) => ({ id: ids[i] ?? '', amount: share.total })),
    total,
  )
  return {
    leeway: { engine: ENGINE_VERSION },
    currency: to.scenario.currency,
    ...(to.scenario.rows !== undefined && { rows: to.scenario.rows }),
    ...(isDemonstration && { demonstration: DEMONSTRATION_NOTICE }),
    from: sideResult(from),
    to: sideResult(to),
    change: fixedText(total),
    causes: shares.map((share, i) => ({
      id: ids[i] ?? '',
      ...describe(share),
      amount: fixedText(totals[i] ?? total),
      exact: exactText(share.total),
      increases: share.bySchool.filter(({ n }) => n > 0n).length,
      decreases: share.bySchool.filter(({ n }) => n < 0n).length,
    })),
    schools: schools.flatMap((school, index) =>
      isShown(school.id) ? [schoolResult(school, { ids, shares, index })] : [],
    ),
  }
}

function sideResult({ scenario, leeway, total }: RunResult): SplitResult['from'] {
  const { id, name, year } = scenario
  return { id, name, year, inputs: leeway.inputs, total }
}

function schoolResult(
  { id, name, state, before, after }: SplitSchool,
  { ids, shares, index }: { ids: readonly string[]; shares: readonly CauseShare[]; index: number },
): SplitResult['schools'][number] {
  const change = subtract(after, before)
  const parts = shares.map(({ bySchool }, i) => ({ id: ids[i] ?? '', amount: bySchool[index] ?? sum([]) }))
  const shown = shownParts(parts, change)
  return {
    id,
    name,
    state,
    from: state === 'new' ? null : fixedText(before),
    to: state === 'closed' ? null : fixedText(after),
    change: fixedText(change),
    causes: parts.map((part, i) => ({
      id: part.id,
      amount: fixedText(shown[i] ?? part.amount),
      exact: exactText(part.amount),
    })),
  }
}

/** Parts to the cent, or to as many places as their sum has. */
function shownParts(parts: readonly { id: string; amount: Rational }[], total: Rational): Rational[] {
  const places = Math.max(2, decimalPlaces(total.d) ?? 2)
  return roundedParts(parts, fraction(1n, 10n ** BigInt(places)))
}

/** One cause by its own id; several by the ids of all, or as the others of their kind. */
function idOf({ causes, why }: CauseShare): string {
  if (why?.kind === 'others') return `other_${why.of === 'any' ? 'cause' : why.of}s`
  return causes.map(({ id }) => id).join('+')
}

type Description = Pick<
  SplitResult['causes'][number],
  'kind' | 'label' | 'from' | 'to' | 'members' | 'reason'
>

function describe({ causes, why }: CauseShare): Description {
  const [only] = causes
  const members = causes.map(({ id }) => id)
  if (only !== undefined && why === undefined) {
    const { kind, label, from, to } = only
    return { kind, label, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  }
  if (why?.kind === 'others') {
    const word = why.of === 'any' ? 'cause' : why.of
    const reason = 'the smallest of too many causes to tell apart'
    return { kind: 'others', label: `${members.length} other ${word}s`, members, reason }
  }
  const label = causes.map((cause) => cause.label).join(' and ')
  const reason = `a run with one and without the other comes to no result: ${why?.reason ?? ''}`
  return { kind: 'joined', label, members, reason }
}
