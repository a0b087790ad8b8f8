/** What a change that names the revision it starts from came to. */
export type Changed<Row> =
  | { readonly kind: 'changed'; readonly row: Row }
  /** Somebody else changed it since. */
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'absent' }
