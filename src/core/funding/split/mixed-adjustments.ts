import type { AdjustmentDefinition } from '../../formula/definition.ts'
import type { IsNew } from './mixed-data.ts'
import { mixedItems } from './mixed-items.ts'
import { namedIn } from './named-items.ts'
import type { Scope } from './scope.ts'

/**
 * The adjustments of a mixed run. Each acts on those of its lines that are there: one that has none left is left
 * out itself, and what is left out has added nothing where a later adjustment asks.
 */
export function mixedAdjustments(
  { before, after }: Scope,
  { lines, isNew }: { readonly lines: readonly string[]; readonly isNew: IsNew },
): AdjustmentDefinition[] {
  const lists = {
    before: before.definition.adjustments ?? [],
    after: after.definition.adjustments ?? [],
    isNewOrder: isNew('adjustment_order'),
  }
  const known = new Set(lines)
  const placed = mixedItems(lists, (id) => isNew(`adjustment.${id}`)).map(({ item, isPresent }) => {
    const present = isPresent ? among(item, known) : undefined
    if (present !== undefined) known.add(item.id)
    return { adjustment: present ?? withoutEffect(item), isPresent: present !== undefined }
  })
  const present = placed.filter((each) => each.isPresent).map(({ adjustment }) => adjustment)
  const named = namedIn('adjustment', present.flatMap(textsOf))
  return placed
    .filter(({ adjustment, isPresent }) => isPresent || named.has(adjustment.id))
    .map(({ adjustment }) => adjustment)
}

/** Every text of an adjustment that may be an expression, and some that are none. */
export function textsOf(adjustment: AdjustmentDefinition): string[] {
  return Object.values(adjustment).flatMap((field: unknown) => {
    if (typeof field === 'string') return [field]
    return typeof field === 'object' && field !== null
      ? Object.values(field).filter((each): each is string => typeof each === 'string')
      : []
  })
}

/** The adjustment on what is known of its lines; nothing where it had some and none is left. */
function among(
  adjustment: AdjustmentDefinition,
  known: ReadonlySet<string>,
): AdjustmentDefinition | undefined {
  const kept = (ids: readonly string[] | undefined): string[] | undefined =>
    ids?.filter((id) => known.has(id))
  const over = kept(adjustment.over)
  const isIdle = over?.length === 0 && adjustment.over?.length !== 0
  if (isIdle && !('flexibility' in adjustment)) return undefined
  // A reason for what is not acted on would be a fault.
  const include = adjustment.include?.filter(
    ({ line }) => known.has(line) && (over === undefined || over.includes(line)),
  )
  const common = { ...adjustment, include, ...(over !== undefined && { over }) }
  if (common.kind !== 'scale_to_pool') return common
  return { ...common, protect: kept(common.protect), keep: kept(common.keep) }
}

/** An adjustment of that name that changes nothing, and binds nobody. */
function withoutEffect(adjustment: AdjustmentDefinition): AdjustmentDefinition {
  const { id } = adjustment
  if (!('flexibility' in adjustment)) return { id, kind: 'minimum', over: [], least: '0', when: 'false' }
  const { fund, flexibility } = adjustment
  const nothing = { projected: '0', actual: '0', gain: '0', loss: '0', when: 'false' }
  return { id, kind: 'recount', fund, flexibility, ...nothing }
}
