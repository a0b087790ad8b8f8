/** The requests that are being answered at a time, so that memory is refused before it is used. */
export interface InFlight {
  /** Takes a place for a body of so many bytes, or says that there is none. What it gives returns the place, once. */
  enter(bytes: number): (() => void) | undefined
  readonly count: number
}

/** Bytes that several kinds of requests share. */
export interface HeldBytes {
  readonly most: number
  now: number
}

export function inFlight(most: number, held: HeldBytes): InFlight {
  let count = 0
  return {
    enter(bytes) {
      if (count >= most || held.now + bytes > held.most) return undefined
      count += 1
      held.now += bytes
      let isHere = true
      return () => {
        if (!isHere) return
        isHere = false
        count -= 1
        held.now -= bytes
      }
    },
    get count() {
      return count
    },
  }
}
