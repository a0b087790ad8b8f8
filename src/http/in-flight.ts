/** The requests that are being answered at a time, so that memory is refused before it is used. */
export interface InFlight {
  /** Takes a place, or says that there is none. What it gives returns the place, once. */
  enter(): (() => void) | undefined
  readonly count: number
}

export function inFlight(most: number): InFlight {
  let count = 0
  return {
    enter() {
      if (count >= most) return undefined
      count += 1
      let isHere = true
      return () => {
        if (isHere) count -= 1
        isHere = false
      }
    },
    get count() {
      return count
    },
  }
}
