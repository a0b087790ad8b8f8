import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Computing } from '../app/service/posted-job.ts'
import type { InFlight } from './in-flight.ts'

/** What is counted of a server, in a registry of its own. */
export interface Metrics {
  answered(operation: string, status: number, seconds: number): void
  text(): Promise<string>
  readonly contentType: string
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function serverMetrics({
  computing,
  inFlight,
}: {
  computing: Computing
  inFlight: InFlight
}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'leeway_' })
  const requests = new Counter({
    name: 'leeway_requests_total',
    help: 'Requests answered',
    labelNames: ['operation', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'leeway_request_seconds',
    help: 'Seconds from a request to the end of its answer',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  })
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  }
  gauge('leeway_in_flight', 'Requests to compute that are here', () => inFlight.count)
  gauge('leeway_jobs_waiting', 'Requests that wait for a thread', () => computing.load.waiting)
  gauge('leeway_jobs_running', 'Requests that are being computed', () => computing.load.running)
  gauge(
    'leeway_threads_replaced',
    'Threads ended for time or memory, or broken',
    () => computing.load.replaced,
  )
  return {
    answered(operation, status, took) {
      requests.inc({ operation, status: `${status}` })
      seconds.observe({ operation }, took)
    },
    text: async () => registry.metrics(),
    contentType: registry.contentType,
  }
}
