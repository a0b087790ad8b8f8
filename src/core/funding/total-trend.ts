import type { CheckedAdjustment, Formulated, ScaleToPool } from '../formula/checked.ts'
import { type Courses, followParameter, joinedTrend, type Trend, type TrendRun } from './trend.ts'

/** How a total moves as a parameter rises, with the lines and adjustments that leave it in doubt. */
export interface TotalTrend {
  readonly trend: Trend
  /** `line.ID` or `adjustment.ID`; nothing where the total rises or stands still. */
  readonly doubtful: readonly string[]
}

/**
 * How what a run comes to moves with a parameter, adjustments and all; only the money of one fund if it is
 * named. What is claimed is proven, as for a single expression.
 */
export function totalTrend(
  { parameter, fund }: { readonly parameter: string; readonly fund: string | undefined },
  run: TrendRun,
): TotalTrend {
  const { lines, adjustments } = run.formula
  const courses = followParameter(parameter, run)
  const start = lines.map(({ id }): Block => {
    const { trend } = courses.ofLine(id)
    return { name: `line.${id}`, ids: [id], atSchools: trend, inAll: trend, doubtful: [] }
  })
  const blocks = adjustments.reduce(
    (before, adjustment) => afterAdjustment(before, adjustment, { courses, run }),
    start,
  )
  const counted = new Set(
    [...lines, ...adjustments.filter((each) => 'fund' in each)]
      .filter((each) => fund === undefined || each.fund === fund)
      .map(({ id }) => id),
  )
  const within = blocks
    .filter(({ ids }) => ids.some((id) => counted.has(id)))
    // Of money in two funds only the sum is known: what an adjustment takes from one it may give to the other.
    .map((block) =>
      block.ids.every((id) => counted.has(id)) ? block : { ...block, inAll: 'unknown' as const },
    )
  return { trend: joinedTrend(within.map(({ inAll }) => inAll)), doubtful: [...new Set(doubtsOf(within))] }
}

/**
 * Lines, and adjustments with money of their own, of which only the sum is followed. Once a change has been
 * spread over lines in proportion, one of them may fall where another one rises.
 */
interface Block {
  /** The line, or the adjustment that acted on it last. */
  readonly name: string
  readonly ids: readonly string[]
  /** How the sum moves at every school. */
  readonly atSchools: Trend
  /** How it moves over all schools together. */
  readonly inAll: Trend
  /** What left it in doubt before. */
  readonly doubtful: readonly string[]
}

interface Following {
  readonly courses: Courses
  readonly run: TrendRun
}

function afterAdjustment(
  blocks: readonly Block[],
  adjustment: CheckedAdjustment,
  following: Following,
): Block[] {
  switch (adjustment.kind) {
    case 'scale_to_pool':
      return afterPool(blocks, adjustment, following)
    case 'minimum':
    case 'floor_change':
    case 'cap_change':
    case 'phase_in':
      return afterLimit(blocks, adjustment, following)
    case 'distribute':
    case 'equalise':
    case 'recount':
    case 'salary_basis':
    case 'override':
      return [...blocks, ownMoney(blocks, adjustment, following)]
    default:
      return adjustment satisfies never
  }
}

/** A floor, a cap or a share of what rises itself rises, as long as its own terms stand still. */
function afterLimit(
  blocks: readonly Block[],
  adjustment: Extract<CheckedAdjustment, { kind: 'minimum' | 'floor_change' | 'cap_change' | 'phase_in' }>,
  { courses }: Following,
): Block[] {
  const [touched, others] = parted(blocks, adjustment.over)
  const isStill = hasStillTerms(adjustment, courses)
  if (isStill && touched.every(isStanding)) return [...blocks]
  const ids = touched.flatMap((block) => block.ids)
  const isWhole = ids.every((id) => adjustment.over.includes(id))
  const isPositive = adjustment.kind !== 'phase_in' || courses.of(adjustment.share).sign === 'zero-or-more'
  const isFollowed = isStill && isWhole && isPositive
  const trend = isFollowed ? joinedTrend(touched.map(({ atSchools }) => atSchools)) : 'unknown'
  const doubtful = isFollowed ? doubtsOf(touched) : []
  return [...others, { name: nameOf(adjustment), ids, atSchools: trend, inAll: trend, doubtful }]
}

/** What a pool scales comes to the pool's total together with what stands beside it, whatever each part does. */
function afterPool(blocks: readonly Block[], pool: ScaleToPool, { courses, run }: Following): Block[] {
  const members = [...pool.over, ...pool.fixed]
  const [touched, others] = parted(blocks, members)
  const ids = touched.flatMap((block) => block.ids)
  // What a kept floor or cap leaves to the pool hangs on all its lines, wherever they are.
  const kept = run.formula.adjustments.filter(({ id }) => pool.keep.includes(id)).flatMap(({ over }) => over)
  const [looked] = parted(blocks, [...members, ...kept])
  if (hasStillTerms(pool, courses) && looked.every(isStanding)) return [...blocks]
  const common = { name: nameOf(pool), atSchools: 'unknown', doubtful: [] } as const
  const pooled = { ...common, ids: ids.filter((id) => members.includes(id)), inAll: sumTrend(pool, courses) }
  const rest = ids.filter((id) => !members.includes(id))
  return [...others, pooled, ...rest.map((id): Block => ({ ...common, ids: [id], inAll: 'unknown' }))]
}

/** A sum that is divided among schools stays that sum, whoever gets it. */
function ownMoney(
  blocks: readonly Block[],
  adjustment: Extract<CheckedAdjustment, { fund: string }>,
  { courses }: Following,
): Block {
  const { id, kind } = adjustment
  const own = { name: nameOf(adjustment), ids: [id], doubtful: [] }
  // Who is lifted hangs on the money that schools have; the others look at their own terms alone.
  const [looked] = kind === 'equalise' ? parted(blocks, adjustment.over) : [[]]
  const isStill = hasStillTerms(adjustment, courses) && looked.every(isStanding)
  if (isStill) return { ...own, atSchools: 'constant', inAll: 'constant' }
  const inAll = kind === 'distribute' || kind === 'equalise' ? sumTrend(adjustment, courses) : 'unknown'
  return { ...own, atSchools: 'unknown', inAll }
}

/** How the sums of all pools move together, as long as no school goes from one to another. */
function sumTrend(
  { total, by }: { readonly total: Formulated; readonly by?: Formulated },
  courses: Courses,
): Trend {
  if (by !== undefined && courses.of(by).trend !== 'constant') return 'unknown'
  return courses.of(total).trend
}

/** Whether every expression of an adjustment stands still, those one level down as well (`per: { now, before }`). */
function hasStillTerms(adjustment: CheckedAdjustment, courses: Courses): boolean {
  const fields: readonly unknown[] = Object.values(adjustment)
  const inner = fields.flatMap((field) => (isFormulated(field) ? [] : innerFields(field)))
  return [...fields, ...inner].filter(isFormulated).every((term) => courses.of(term).trend === 'constant')
}

function innerFields(field: unknown): readonly unknown[] {
  return typeof field === 'object' && field !== null ? Object.values(field) : []
}

function isFormulated(field: unknown): field is Formulated {
  return typeof field === 'object' && field !== null && 'expression' in field
}

function isStanding({ atSchools }: Block): boolean {
  return atSchools === 'constant'
}

function parted(blocks: readonly Block[], ids: readonly string[]): [touched: Block[], others: Block[]] {
  const isTouched = (block: Block): boolean => block.ids.some((id) => ids.includes(id))
  return [blocks.filter(isTouched), blocks.filter((block) => !isTouched(block))]
}

/** The lines and adjustments for which some money may fall. */
function doubtsOf(blocks: readonly Block[]): string[] {
  return blocks
    .filter(({ inAll }) => inAll === 'falls' || inAll === 'unknown')
    .flatMap(({ name, doubtful }) => (doubtful.length > 0 ? doubtful : [name]))
}

function nameOf({ id }: CheckedAdjustment): string {
  return `adjustment.${id}`
}
