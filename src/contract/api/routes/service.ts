import { z } from 'zod'
import type { Role } from '../roles.ts'
import type { ServiceRoute } from '../route.ts'

const state = z.strictObject({ status: z.enum(['ok', 'ready', 'not-ready']) })

/** The routes that say something of the service itself. */
export const SERVICE_ROUTES = {
  health: {
    kind: 'service',
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the process answers',
    description: 'For whoever restarts a process that hangs.',
    access: 'public',
    media: 'application/json',
    result: state,
  },
  ready: {
    kind: 'service',
    method: 'GET',
    path: '/readyz',
    summary: 'Whether requests should be sent here',
    description: 'Not before it can compute, not while the database is away, and not while it stops.',
    access: 'public',
    media: 'application/json',
    result: state,
    mayBeUnready: true,
  },
  metrics: {
    kind: 'service',
    method: 'GET',
    path: '/metrics',
    summary: 'Counts and times, for Prometheus',
    description:
      'Requests by operation and status, what waits, what was refused, and the process itself; of all districts together. ' +
      'A key needs `read`.',
    access: ['finance', 'analyst'] satisfies readonly Role[],
    media: 'text/plain',
  },
  openapi: {
    kind: 'service',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    description: 'OpenAPI 3.1.',
    access: 'public',
    media: 'application/json',
    result: z.record(z.string(), z.unknown()),
    mayBeHeld: true,
  },
  docs: {
    kind: 'service',
    method: 'GET',
    path: '/docs',
    summary: 'This description, for people',
    description: 'One page that loads nothing else.',
    access: 'public',
    media: 'text/html',
    mayBeHeld: true,
  },
} as const satisfies Readonly<Record<string, ServiceRoute>>
