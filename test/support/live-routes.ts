import type { FastifyInstance } from 'fastify'

/** Every route that a service really answers, as `GET /v1/runs/{run}`; HEAD goes with GET. */
export function liveRoutes(app: FastifyInstance): string[] {
  const routes: string[] = []
  const above: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    if (part === '') continue
    const path = (above[indent.length / 4 - 1] ?? '') + part
    above[indent.length / 4] = path
    for (const method of methods?.split(', ') ?? [])
      if (method !== 'HEAD') routes.push(`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  }
  return routes
}
