import { setImmediate } from 'node:timers/promises'

/** Whether Ctrl-C was pressed. Until it is released, the first one asks to stop; a second ends the process. */
export interface Interruption {
  /** Lets the process look at what came in meanwhile, and answers whether to go on. */
  mayGoOn(): Promise<boolean>
  release(): void
}

export function interruption(): Interruption {
  let isRequested = false
  const request = (): void => {
    isRequested = true
  }
  process.once('SIGINT', request)
  return {
    async mayGoOn() {
      await setImmediate()
      return !isRequested
    },
    release: () => void process.removeListener('SIGINT', request),
  }
}
