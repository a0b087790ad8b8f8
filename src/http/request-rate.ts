/** How many requests somebody may send in each minute. */
export interface RequestRate {
  /** Counts one more; the seconds to wait, if it is one too many. */
  count(id: string): number | undefined
}

const MINUTE = 60_000
/** Of whom something is remembered at a time; beyond that the oldest are forgotten. */
const MOST_REMEMBERED = 10_000

export function requestRate(perMinute: number, now: () => number): RequestRate {
  const windows = new Map<string, { readonly start: number; count: number }>()
  return {
    count(id) {
      const time = now()
      const known = windows.get(id)
      if (known === undefined || time - known.start >= MINUTE) {
        windows.delete(id)
        for (const oldest of windows.keys()) {
          if (windows.size < MOST_REMEMBERED) break
          windows.delete(oldest)
        }
        windows.set(id, { start: time, count: 1 })
        return undefined
      }
      known.count += 1
      return known.count > perMinute ? Math.ceil((known.start + MINUTE - time) / 1000) : undefined
    },
  }
}
