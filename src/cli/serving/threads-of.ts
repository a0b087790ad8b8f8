import type { ServerConfig } from '../../http/config.ts'
import { type ThreadPool, threadPool } from '../../worker/thread-pool.ts'

/** The threads that the settings ask for. */
export function threadsOf(config: ServerConfig): ThreadPool {
  return threadPool({
    threads: config.threads,
    milliseconds: config.computeMilliseconds,
    waitMilliseconds: config.waitMilliseconds,
    heapMb: config.heapMb,
  })
}
