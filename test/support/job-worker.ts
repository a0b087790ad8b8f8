import type { Test } from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { keptBodies } from '../../src/jobs/kept-bodies.ts'
import { startWorker, type Worker, type WorkerLog } from '../../src/jobs/start-worker.ts'
import { type PartQueue, partQueue } from '../../src/store/queue/part-queue.ts'
import type { TestDatabase } from './database.ts'
import { computingHere } from './service.ts'

export interface TestWorker extends Worker {
  readonly log: readonly Parameters<WorkerLog>[0][]
}

/** A worker in this process, which is stopped when the test ends. */
export function jobWorker(
  t: Test,
  { pool }: TestDatabase,
  {
    computing = computingHere(),
    places = 1,
    takesFrom = (queue) => queue,
  }: { computing?: Computing; places?: number; takesFrom?: (queue: PartQueue) => PartQueue } = {},
): TestWorker {
  const log: Parameters<WorkerLog>[0][] = []
  const queue = partQueue(pool, { supervises: true })
  const worker = startWorker({
    pool,
    queue: takesFrom(queue),
    computing,
    places,
    bodies: keptBodies(pool),
    rowLimit: 100_000,
    log: (entry) => void log.push(entry),
  })
  t.teardown(async () => {
    await worker.stop(1000)
    await queue.close()
  })
  return { ...worker, log }
}
