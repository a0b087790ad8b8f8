/** Whether more cases are wanted than a usual run of the suite has time for. */
const isLong = process.env['LEEWAY_LONG'] === '1'

const TEN_MINUTES = 600_000

/** Ten times what it takes on a machine with nothing else to do. */
const USUAL_LIMIT = 100_000

export interface CaseCounts {
  readonly runs: number
  readonly milliseconds: number
}

/** How many cases a property is held against: as many as the suite has time for, or with `LEEWAY_LONG=1` the others. */
export function caseCounts({ usual, long }: { readonly usual: number; readonly long: number }): CaseCounts {
  return isLong ? { runs: long, milliseconds: TEN_MINUTES } : { runs: usual, milliseconds: USUAL_LIMIT }
}

/** Milliseconds that a file of such properties may take. */
export const FILE_LIMIT = isLong ? 2 * TEN_MINUTES : 2 * USUAL_LIMIT
