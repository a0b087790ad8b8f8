/** What a change that names the revision it starts from came to. */
export type Changed<Row> = { readonly kind: 'changed'; readonly row: Row } | Obstacle

/** What a removal that names the revision it starts from came to. */
export type Removed = { readonly kind: 'removed' } | Obstacle

type Obstacle =
  /** Somebody else changed it since. */
  { readonly kind: 'stale'; readonly revision: number } | { readonly kind: 'absent' }

/** What stands in the way of a change that starts from this revision of what was found, and locked. */
export function obstacleTo(
  found: { readonly revision: number } | undefined,
  revision: number,
): Obstacle | undefined {
  if (found === undefined) return { kind: 'absent' }
  return found.revision === revision ? undefined : { kind: 'stale', revision: found.revision }
}
