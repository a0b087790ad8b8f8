import { createHash } from 'node:crypto'
import type { OpenapiDocument, OpenapiOperation } from '../contract/api/openapi-types.ts'
import { PROBLEM_TYPES } from '../contract/api/problem-types.ts'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
code, pre { font: 0.875rem/1.4 ui-monospace, monospace }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8888; border-radius: 4px }
section { border-top: 1px solid #8888; margin-top: 1.5rem }
table { border-collapse: collapse }
td, th { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0 }
`

/** What a Content-Security-Policy allows for the page: its one style, by its hash. */
export const DOCS_STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

/** The description of the service as a page for people: no script, and nothing that it loads. */
export function docsPage(document: OpenapiDocument): string {
  const { info, paths, components } = document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const links = operations.map(
    ({ path, method, operation: { operationId, summary } }) =>
      `<tr><td><a href="#${safe(operationId)}"><code>${method} ${safe(path)}</code></a></td><td>${safe(summary)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(info.title)} ${safe(info.version)}</title>
<style>${STYLE}</style></head>
<body>
<main>
<h1>${safe(info.title)} ${safe(info.version)}</h1>
<p>${safe(info.description)}</p>
<p>The same for programs, with every schema: <a href="/openapi.json">/openapi.json</a>.</p>
<h2>Routes</h2>
<table>${links.join('\n')}</table>
${operations.map(operationSection).join('\n')}
<section><h2>Problems</h2>
<table><tr><th>type</th><th>status</th><th>what it means</th></tr>
${problemRows()}</table></section>
<section><h2>Schemas</h2>
${schemaSections(components.schemas)}</section>
</main>
</body>
</html>
`
}

interface Placed {
  readonly path: string
  readonly method: string
  readonly operation: OpenapiOperation
}

function operationSection({ path, method, operation }: Placed): string {
  const { operationId, summary, description, security, parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: place, required, description: words = '', schema }) =>
      `<tr><td><code>${safe(name)}</code></td><td>${PLACES[place]}</td><td>${required ? 'needed' : ''}</td><td>${safe(words)}</td><td><code>${safe(JSON.stringify(schema))}</code></td></tr>`,
  )
  const bodies = Object.entries(requestBody?.content ?? {})
  const answers = Object.entries(responses).map(
    ([status, { description: words, content = {} }]) =>
      `<tr><td>${status}</td><td>${safe(words)}</td><td>${Object.entries(content).map(contentCell).join('<br>')}</td></tr>`,
  )
  return `<section id="${safe(operationId)}"><h2>${safe(summary)}</h2>
<p><code>${method} ${safe(path)}</code>${security.length > 0 ? ', with a key' : ', for anybody'}</p>
<p>${safe(description)}</p>
${rows.length === 0 ? '' : `<h3>Parameters</h3><table>${rows.join('\n')}</table>`}
${bodies.length === 0 ? '' : `<h3>Body</h3><p>${bodies.slice(0, 1).map(contentCell).join('')}</p>${otherForms(bodies.slice(1))}`}
<pre>${safe(curlOf({ path, method, operation }))}</pre>
<h3>Answers</h3><table>${answers.join('\n')}</table></section>`
}

const PLACES = { path: 'in the path', query: 'in the query', header: 'header' } as const

/** The same body in other words of HTTP. */
function otherForms(bodies: readonly [string, unknown][]): string {
  const media = bodies.map(([each]) => `<code>${safe(each)}</code>`)
  return media.length === 0 ? '' : `<p>Or ${media.join(', ')}.</p>`
}

function curlOf({ path, method, operation }: Placed): string {
  const { security, parameters = [], requestBody } = operation
  const neededIn = (place: keyof typeof PLACES): string[] =>
    parameters.filter((each) => each.required && each.in === place).map(({ name }) => name)
  const query = neededIn('query').map((name) => `${name}=…`)
  const address = `http://127.0.0.1:8080${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
  const [media] = Object.keys(requestBody?.content ?? {})
  const usual = media === undefined ? 'GET' : 'POST'
  return [
    'curl',
    ...(method === usual ? [] : [`-X ${method}`]),
    ...(security.length > 0 ? ['-H "Authorization: Bearer $LEEWAY_API_KEY"'] : []),
    ...neededIn('header').map((name) => `-H '${name}: "1"'`),
    ...(media === undefined ? [] : [`-H "Content-Type: ${media}" --data-binary @${bodyFile(media)}`]),
    `"${address}"`,
  ].join(' ')
}

function bodyFile(media: string): string {
  return media === 'text/csv' ? 'body.csv' : 'body.json'
}

function contentCell([media, { schema }]: [
  string,
  { readonly schema: Readonly<Record<string, unknown>> },
]): string {
  return `<code>${safe(media)}</code> ${schemaText(schema)}`
}

/** A schema in one line, with links to those that have names. */
function schemaText(schema: Readonly<Record<string, unknown>>): string {
  const escaped = safe(JSON.stringify(schema))
  const linked = escaped.replaceAll(
    /\{&quot;\$ref&quot;:&quot;#\/components\/schemas\/([\w.]+)&quot;\}/g,
    '<a href="#schema-$1">$1</a>',
  )
  return linked.length > 2_000 ? 'as in /openapi.json' : `<code>${linked}</code>`
}

function problemRows(): string {
  return Object.entries(PROBLEM_TYPES)
    .map(
      ([type, { status, title }]) =>
        `<tr id="problem-${type}"><td><code>/docs#problem-${type}</code></td><td>${status}</td><td>${safe(title)}</td></tr>`,
    )
    .join('\n')
}

function schemaSections(schemas: OpenapiDocument['components']['schemas']): string {
  return Object.entries(schemas)
    .map(
      ([name, schema]) =>
        `<details id="schema-${safe(name)}"><summary>${safe(name)}</summary><pre>${safe(JSON.stringify(schema, null, 2))}</pre></details>`,
    )
    .join('\n')
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function safe(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '')
}
