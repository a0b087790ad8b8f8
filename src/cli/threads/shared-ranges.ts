/** Variants that several threads take from the front, a range at a time; a structured clone takes from the same. */
export interface SharedRanges {
  /** The first variant that nobody has taken. */
  readonly next: Int32Array<SharedArrayBuffer>
  /** The end of the variants, exclusive. */
  readonly to: number
  /** How many variants a range has; the last may have fewer. */
  readonly size: number
}

/** The most variants that a thread takes at once: between two of them a message costs little. */
const LONGEST = 16

/** As many ranges as keep eight threads busy to the end, unless there are fewer variants. */
const RANGES = 128

export function sharedRanges({ from, to }: { readonly from: number; readonly to: number }): SharedRanges {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  Atomics.store(next, 0, from)
  return { next, to, size: Math.max(1, Math.min(LONGEST, Math.floor((to - from) / RANGES))) }
}

/** Takes the next range, `to` exclusive; `undefined` when there are none left. */
export function takeRange({
  next,
  to,
  size,
}: SharedRanges): { readonly from: number; readonly to: number } | undefined {
  const from = Atomics.add(next, 0, size)
  return from < to ? { from, to: Math.min(from + size, to) } : undefined
}

export function isAllTaken({ next, to }: SharedRanges): boolean {
  return Atomics.load(next, 0) >= to
}
