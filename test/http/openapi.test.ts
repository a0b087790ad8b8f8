import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { openapiDocument } from '../../src/contract/api/openapi.ts'
import { PROBLEM_TYPES } from '../../src/contract/api/problem-types.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { docsPage } from '../../src/http/docs-page.ts'
import { root } from '../support/committed-scenarios.ts'
import { OPERATIONS } from '../support/described-answers.ts'
import { service } from '../support/service.ts'

const document = openapiDocument()
const FILE = `${root}openapi.yaml`

t.test('openapi.yaml is what the service says of itself (LEEWAY_WRITE=1 writes it)', async (t) => {
  const { app } = await service(t)
  const served = await app.inject({ url: '/openapi.json' })
  t.equal(served.statusCode, 200)
  const text = `# Written from src/contract/api/routes.ts; test/http/openapi.test.ts holds it.\n${stringify(
    served.json(),
    { aliasDuplicateObjects: false, lineWidth: 0 },
  )}`
  if (process.env['LEEWAY_WRITE'] === '1') writeFileSync(FILE, text)
  t.ok(readFileSync(FILE, 'utf8') === text, 'the committed file is the description')
  t.strictSame(parse(readFileSync(FILE, 'utf8')), document)
})

t.test('every route that is live is documented, and no other', async (t) => {
  const { app } = await service(t)
  const live = liveRoutes(app.printRoutes({ commonPrefix: false }))
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  t.ok(live.length >= 70, `${live.length} routes`)
  t.strictSame([...live].sort(byText), [...documented].sort(byText))
})

t.test('every schema can be read, and every reference leads to one', async (t) => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
  const names = new Set(references.map(([, name = '']) => name))
  t.ok(names.size > 10)
  t.strictSame(
    [...names].filter((name) => !Object.hasOwn(document.components.schemas, name)),
    [],
  )
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'openapi')
  for (const name of Object.keys(document.components.schemas))
    t.ok(ajv.getSchema(`openapi#/components/schemas/${name}`), name)
})

t.test(
  'every operation has a name of its own, words, and an answer for every problem that it can meet',
  async (t) => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    t.equal(new Set(operations.map(({ operationId }) => operationId)).size, Object.keys(ROUTES).length)
    for (const { operationId, summary, description, responses } of operations) {
      t.ok(summary.length > 5 && description.length > 5, operationId)
      const fine = Object.keys(responses).filter((status) => status.startsWith('2'))
      t.ok(fine.length === 1 && '503' in responses, operationId)
    }
    const statuses = new Set(operations.flatMap(({ responses }) => Object.keys(responses)))
    const anywhere = ['not-found', 'method', 'address-too-long']
    for (const [type, { status }] of Object.entries(PROBLEM_TYPES))
      t.ok(statuses.has(`${status}`) || anywhere.includes(type), type)
  },
)

t.test(
  'the page of the documentation loads nothing, runs nothing, and names every route and problem',
  async (t) => {
    const { app } = await service(t)
    const { payload, headers } = await app.inject({ url: '/docs' })
    t.equal(payload, docsPage(document))
    t.match(headers['content-type'], 'text/html')
    t.match(headers['content-security-policy'], /^default-src 'none';style-src 'sha256-[\w+/=]+';/)
    t.notMatch(payload, /<script|<link|<img|<iframe|\son\w+=|style=|src=|https?:\/\/(?!127\.0\.0\.1)/)
    for (const { method, path } of Object.values(ROUTES))
      t.ok(payload.includes(`<code>${method} ${path}</code>`), `${method} ${path}`)
    for (const shown of [
      '<td><code>If-Match</code></td><td>header</td><td>needed</td><td>The ETag of what is changed.</td>',
      '<td><code>scenario</code></td><td>in the path</td><td>needed</td>',
      '<td><code>limit</code></td><td>in the query</td><td></td>',
      `curl -X PATCH -H &quot;Authorization: Bearer $LEEWAY_API_KEY&quot; -H &#39;If-Match: &quot;1&quot;&#39; -H &quot;Content-Type: application/json-patch+json&quot; --data-binary @body.json &quot;http://127.0.0.1:8080/v1/scenarios/{scenario}&quot;`,
      'curl -X DELETE -H &quot;Authorization: Bearer $LEEWAY_API_KEY&quot; &quot;http://127.0.0.1:8080/v1/keys/{key}&quot;',
      'curl -H &quot;Authorization: Bearer $LEEWAY_API_KEY&quot; -H &quot;Content-Type: text/csv&quot; --data-binary @body.csv &quot;http://127.0.0.1:8080/v1/datasets?name=…&quot;',
    ])
      t.ok(payload.includes(shown), shown)
    for (const type of Object.keys(PROBLEM_TYPES)) t.ok(payload.includes(`id="problem-${type}"`), type)
    const anchors = [...payload.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id)
    t.strictSame(
      anchors.filter((id) => !payload.includes(`id="${id}"`)),
      [],
    )
  },
)

t.test('who has the description already is told so', async (t) => {
  const { app } = await service(t)
  const { headers } = await app.inject({ url: '/openapi.json' })
  const again = await app.inject({
    url: '/openapi.json',
    headers: { 'if-none-match': String(headers['etag']) },
  })
  t.strictSame([again.statusCode, again.payload], [304, ''])
})

t.test('every id in a path is a parameter, and every parameter has a place', async (t) => {
  for (const { id, path, method, operation } of OPERATIONS) {
    const { parameters = [], responses, requestBody } = operation
    const inPath = parameters.filter((each) => each.in === 'path')
    const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    t.strictSame(
      inPath.map(({ name }) => name),
      ids,
      `${id}: ${path}`,
    )
    t.ok(
      inPath.every(({ required }) => required),
      `${id}: an address is whole`,
    )
    const names = parameters.map((each) => `${each.in} ${each.name}`)
    t.equal(new Set(names).size, names.length, `${id}: each parameter is named once`)
    t.ok(method !== 'GET' || requestBody === undefined, `${id}: a question has no body`)
    if (path.startsWith('/v1/') && id !== 'signIn') t.ok('401' in responses && '403' in responses, id)
    if (ids.length > 0) t.ok('404' in responses, `${id}: what it names may not be there`)
    const isNamed = parameters.some(({ name }) => name === 'If-Match')
    t.equal(isNamed, '412' in responses && '428' in responses, `${id}: who names a state may be late`)
  }
})

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `GET /v1/runs/{run}` for every line of the tree in which the framework shows its routes. */
function liveRoutes(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', step, methods = ''] =
      /^([│ ]*)[├└]── (\/[\w/.:-]+) \(([A-Z, ]+)\)$/.exec(line) ?? []
    if (step === undefined) return []
    above.splice(indent.length / 4, above.length, step)
    const path = above.join('').replaceAll(/:(\w+)/g, '{$1}')
    return methods
      .split(', ')
      .filter((method) => method !== 'HEAD')
      .map((method) => `${method} ${path}`)
  })
}
