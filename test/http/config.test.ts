import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import type { Route } from '../../src/contract/api/route.ts'
import { ROUTES } from '../../src/contract/api/routes.ts'
import { isLoopback, readConfig } from '../../src/http/config.ts'
import { SETTINGS } from '../../src/http/settings.ts'
import { guidePage } from '../support/guide-pages.ts'

const KEY = '0123456789abcdef0123456789abcdef'

t.test('with nothing stated it listens on this machine only, and needs no key', async (t) => {
  t.match(readConfig({}, { needsKey: true }), {
    kind: 'read',
    key: undefined,
    config: { host: '127.0.0.1', port: 8080, bodyBytes: 16 * 2 ** 20 },
  })
})

t.test('every setting is read in its own unit', async (t) => {
  const env = {
    LEEWAY_HOST: '0.0.0.0',
    LEEWAY_API_KEY: KEY,
    LEEWAY_PORT: '0',
    LEEWAY_BODY_MB: '2',
    LEEWAY_SECONDS: '3',
    LEEWAY_STOP_SECONDS: '0',
  }
  t.match(readConfig(env, { needsKey: true }), {
    kind: 'read',
    key: KEY,
    config: {
      host: '0.0.0.0',
      port: 0,
      bodyBytes: 2 * 2 ** 20,
      computeMilliseconds: 3_000,
      stopMilliseconds: 0,
    },
  })
})

t.test('all that is wrong is told at once, and the key is not quoted', async (t) => {
  const read = readConfig(
    {
      LEEWAY_HOST: '0.0.0.0',
      LEEWAY_API_KEY: 'secret',
      LEEWAY_PORT: '80800',
      LEEWAY_THREADS: 'many',
      LEEWAY_RATE: '-1',
      LEEWAY_IN_FLIGHT: '1e3',
      LEEWAY_HEAP_MB: '',
      LEEWAY_SECOND: '5',
      LEEWAY_SOMETHING_ELSE: '1',
    },
    { needsKey: true },
  )
  if (read.kind === 'read') return t.fail('there are problems')
  t.strictSame(
    read.problems.toSorted((a, b) => (a < b ? -1 : 1)),
    [
      'LEEWAY_API_KEY has 32 to 512 letters, digits and signs, without spaces; openssl rand -hex 32 makes one',
      'LEEWAY_HEAP_MB is a whole number from 64 to 65536, not ""',
      'LEEWAY_IN_FLIGHT is a whole number from 1 to 10000, not "1e3"',
      'LEEWAY_PORT is a whole number from 0 to 65535, not "80800"',
      'LEEWAY_RATE is a whole number from 1 to 1000000, not "-1"',
      'LEEWAY_SECOND is no setting: did you mean LEEWAY_SECONDS?',
      'LEEWAY_THREADS is a whole number from 1 to 256, not "many"',
    ],
  )
  return t.notMatch(JSON.stringify(read), 'secret')
})

t.test('where other machines can reach it, it needs a key', async (t) => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'leeway.example.org', '127.0.0.1.example.org'])
    t.match(
      readConfig({ LEEWAY_HOST: host }, { needsKey: true }),
      { kind: 'refused', problems: [/^LEEWAY_API_KEY is needed/] },
      host,
    )
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) t.ok(isLoopback(host), host)
  t.equal(readConfig({ LEEWAY_HOST: '' }, { needsKey: true }).kind, 'refused')
})

t.test('every limit has a default that it allows itself', async (t) => {
  for (const { name, otherwise, least, most } of Object.values(SETTINGS))
    t.ok(least <= otherwise && otherwise <= most, name)
})

t.test('the guide has every setting with its default', async (t) => {
  const { text } = guidePage('docs/service.md')
  for (const { name, otherwise } of Object.values(SETTINGS)) {
    // As many threads as the machine has processors.
    const stated = name === 'LEEWAY_THREADS' ? '' : ` ${otherwise}`
    t.ok(text.includes(`| \`${name}\` |${stated} |`), name)
  }
  for (const { method, path, summary, access } of Object.values<Route>(ROUTES)) {
    const who =
      access === 'public' ? 'anybody' : access.length === ROLES.length ? 'everybody' : access.join(', ')
    t.ok(text.includes(`| \`${method} ${path}\` | ${summary} | ${who} |`), path)
  }
})
