import { availableParallelism } from 'node:os'

export interface Setting {
  readonly name: string
  readonly otherwise: number
  readonly least: number
  readonly most: number
  readonly meaning: string
}

/** The thread that answers has little to do; where it has, it takes its share of a processor. */
const THREADS = Math.min(8, availableParallelism())

const setting = (
  name: string,
  otherwise: number,
  [least, most]: [number, number],
  meaning: string,
): Setting => {
  return { name, otherwise, least, most, meaning }
}

/** Every number that the environment may state. */
export const SETTINGS = {
  port: setting('LEEWAY_PORT', 8080, [0, 65_535], 'the port; 0 takes any that is free'),
  bodyMb: setting('LEEWAY_BODY_MB', 16, [1, 256], 'megabytes of one request'),
  rows: setting('LEEWAY_ROWS', 100_000, [1, 1_000_000], 'schools that one request brings'),
  seconds: setting('LEEWAY_SECONDS', 20, [1, 600], 'seconds of computing one request'),
  waitSeconds: setting('LEEWAY_WAIT_SECONDS', 10, [1, 600], 'seconds that a request waits for a thread'),
  heapMb: setting('LEEWAY_HEAP_MB', 512, [64, 65_536], 'megabytes of memory of one thread'),
  threads: setting('LEEWAY_THREADS', THREADS, [1, 256], 'threads that compute, one a processor'),
  heldMb: setting('LEEWAY_HELD_MB', 24, [1, 65_536], 'megabytes of requests that are here at a time'),
  inFlight: setting('LEEWAY_IN_FLIGHT', 16, [1, 10_000], 'requests to compute that are here at a time'),
  rate: setting('LEEWAY_RATE', 600, [1, 1_000_000], 'requests of one key in a minute'),
  headerSeconds: setting(
    'LEEWAY_HEADER_SECONDS',
    2,
    [1, 600],
    'seconds for the headers of a request to arrive',
  ),
  requestSeconds: setting('LEEWAY_REQUEST_SECONDS', 30, [1, 3_600], 'seconds for all of a request to arrive'),
  documentDays: setting('LEEWAY_DOCUMENT_DAYS', 30, [1, 3_650], 'days that printed boards of a job are kept'),
  workers: setting('LEEWAY_WORKERS', 1, [0, 64], 'processes for long work that it starts'),
  stopSeconds: setting('LEEWAY_STOP_SECONDS', 10, [0, 600], 'seconds that a stop waits for answers'),
} as const
