import { setTimeout as pause } from 'node:timers/promises'
import type { Presence } from './presence.ts'

/** A presence that comes back by itself when the server was killed. */
export interface KeptPresence {
  /** Comes back no more; what is there now, or is on its way for so many milliseconds. */
  last(milliseconds: number): Promise<Presence | undefined>
}

const AFTER_FAULT_MILLISECONDS = 1_000

/**
 * Watches the connection that stands for us. When it is cut, the server has died, or has thrown out all who were on it
 * because one of its own processes died; `rejoin` starts it or waits for it. Until then the service answers 503.
 */
export function keptPresence(first: Presence, rejoin: () => Promise<Presence>): KeptPresence {
  const leaving = new AbortController()
  let current: Promise<Presence | undefined> = Promise.resolve(first)
  const watch = ({ lost }: Presence): void => {
    void lost.then(() => {
      if (leaving.signal.aborted) return
      current = again()
    })
  }
  const again = async (): Promise<Presence | undefined> => {
    for (;;) {
      try {
        const presence = await rejoin()
        watch(presence)
        return presence
      } catch {
        // A disk that is full may have room in a while; whoever asks meanwhile is told that there is no database.
        await pause(AFTER_FAULT_MILLISECONDS, undefined, { signal: leaving.signal }).catch(() => undefined)
      }
      if (leaving.signal.aborted) return undefined
    }
  }
  watch(first)
  return {
    last: async (milliseconds) => {
      leaving.abort()
      const late = pause(milliseconds, 'late' as const, { ref: false })
      const there = await Promise.race([current, late])
      if (there !== 'late') return there
      // Nobody waits for it any more, and its connection would keep this process from ending.
      void current.then(async (presence) => presence?.end())
      return undefined
    },
  }
}
