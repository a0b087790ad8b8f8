/** What went wrong in or around the database, for whoever has to put it into words. */
export type FaultKind =
  /** A value that PostgreSQL cannot take: a NUL, a lone surrogate, a text that is no UUID or number. */
  | 'bad-value'
  /** A value that a rule of the schema refuses, such as NaN, or an amount with a third decimal. */
  | 'against-rule'
  /** A name or key that is there already. */
  | 'taken'
  /** Something that is named does not exist, or something that exists still names it. */
  | 'reference'
  /** The role may not do this. */
  | 'forbidden'
  /** Others changed the same at the same moment, and it did not settle within the tries. */
  | 'contended'
  /** It took longer than is allowed. */
  | 'timeout'
  /** There is no database at the moment. */
  | 'unavailable'
  /** The database on this machine cannot be set up or started as it is. */
  | 'set-up'
  /** The schema was made by a newer Leeway, or has not been made. */
  | 'schema'

/**
 * A failure that is not ours. The message is for an operator and never holds a value that somebody sent: PostgreSQL's
 * own words do, and they stay in `cause`.
 */
export class StoreFault extends Error {
  readonly kind: FaultKind
  /** The constraint of the schema that was broken, where one was. */
  readonly constraint: string | undefined

  constructor(
    kind: FaultKind,
    message: string,
    details: { readonly cause?: unknown; readonly constraint?: string | undefined } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.constraint = details.constraint
  }
}
