import { randomUUID } from 'node:crypto'
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import swagger, { type StaticDocumentSpec } from '@fastify/swagger'
import { type FastifyInstance, fastify } from 'fastify'
import { openapiDocument } from '../contract/api/openapi.ts'
import { answerClientError } from './client-errors.ts'
import { DOCS_STYLE_SOURCE } from './docs-page.ts'
import { inFlight } from './in-flight.ts'
import { serverMetrics } from './metrics.ts'
import { addBodies } from './plugins/bodies.ts'
import { addCookies } from './plugins/cookies.ts'
import { addFaults, answerFault } from './plugins/faults.ts'
import { addGuard } from './plugins/guard.ts'
import { addLastAnswers } from './plugins/last-answers.ts'
import { addPasswordTries } from './plugins/password-tries.ts'
import { addRequestLog } from './plugins/request-log.ts'
import { addComputingRoutes } from './routes/computing-routes.ts'
import { addJobEvents } from './routes/job-events.ts'
import { addServiceRoutes } from './routes/service-routes.ts'
import { addSessionRoutes } from './routes/session-routes.ts'
import { addStoredRoutes } from './routes/stored-routes.ts'
import type { Served, ServerParts } from './server-parts.ts'

export interface BuiltServer {
  readonly app: FastifyInstance
  readonly served: Served
}

const HEADER_BYTES = 16 * 1024
/** Node looks for slow connections only every 30 s, unless it is told otherwise. */
const LOOK_EVERY_MILLISECONDS = 500
const MOST_CONNECTIONS = 2_000
const SMALLEST_COMPRESSED = 1_024
/** Requests on what districts keep are short, and wait for a connection to the database. */
const MOST_STORED = 256
/** Longer than any id, with each of its letters written as several. */
const MOST_PARAMETER_CHARACTERS = 2_000

/** Builds the service. It listens nowhere yet, and can be built as often as one likes. */
export async function buildServer(parts: ServerParts): Promise<BuiltServer> {
  const { config } = parts
  const held = { most: config.heldBytes, now: 0 }
  const places = inFlight(config.inFlight, held)
  const metrics = serverMetrics({ computing: parts.computing, inFlight: places })
  const served: Served = {
    ...parts,
    inFlight: places,
    stored: inFlight(MOST_STORED, held),
    metrics,
    state: { isStopping: false },
  }
  const app = emptyServer(parts)
  app.server.maxConnections = MOST_CONNECTIONS
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: POLICY } })
  // A compressed body is refused and not unpacked: a small one can become all memory there is.
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['gzip'],
    threshold: SMALLEST_COMPRESSED,
    // A third of the time for a twentieth more bytes.
    zlibOptions: { level: constants.Z_BEST_SPEED },
  })
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
  // The description is written from the table of routes; whatever reads it off the server finds it where plugins do.
  // Our type of it says more than the plugin's.
  const document = openapiDocument() as unknown as StaticDocumentSpec['document']
  await app.register(swagger, { mode: 'static', specification: { document } })
  await addCookies(app, config)
  addBodies(app)
  addRequestLog(app, served)
  addLastAnswers(app)
  addGuard(app, served)
  addPasswordTries(app)
  addFaults(app, served)
  addComputingRoutes(app, served)
  addSessionRoutes(app, served)
  addStoredRoutes(app, served)
  addJobEvents(app, served)
  addServiceRoutes(app, served)
  return { app, served }
}

/** A server without routes: what it takes at most, how long it waits, and whose words it uses for what is wrong. */
function emptyServer({ config, log }: ServerParts): FastifyInstance {
  return fastify({
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: config.bodyBytes,
    routerOptions: { maxParamLength: MOST_PARAMETER_CHARACTERS },
    requestTimeout: config.requestMilliseconds,
    keepAliveTimeout: 5_000,
    // Of a socket on which nothing moves: longer than any answer takes.
    connectionTimeout: config.computeMilliseconds + config.waitMilliseconds + config.requestMilliseconds,
    http: {
      connectionsCheckingInterval: LOOK_EVERY_MILLISECONDS,
      headersTimeout: config.headerMilliseconds,
      maxHeaderSize: HEADER_BYTES,
      // Node's own answer to a request without one is no problem document.
      requireHostHeader: false,
    },
    // A stop is ours to tell, in the one form of problems.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (thrown, _request, reply) =>
      void answerFault(thrown, reply, { log, most: config.bodyBytes }),
  })
}

/** Nothing is loaded, from anywhere; the page of the documentation has its style in itself. */
const POLICY = {
  'default-src': ["'none'"],
  'style-src': [DOCS_STYLE_SOURCE],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}
