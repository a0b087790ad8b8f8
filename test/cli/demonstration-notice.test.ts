import t from 'tap'
import { committedScenarios, root, textOf } from '../support/committed-scenarios.ts'
import { inProcess } from '../support/split-terminal.ts'

const notice = "Demonstration, not a real district's budget"
const paths = committedScenarios()
const isDemonstration = (path: string): boolean => /^ {2}demonstration: true$/m.test(textOf(path))

async function pagesOf(path: string): Promise<{ name: string; page: string }[]> {
  const file = root + path
  const json = await inProcess(['run', '--format', 'json', file])
  const [{ id }] = JSON.parse(json.out).schools
  const asked = [
    ['run', file],
    ['run', '--format', 'csv', file],
    ['explain', file, '--school', id],
    ['explain', file, '--school', id, '--format', 'json'],
  ]
  const pages = await Promise.all(asked.map(async (args) => (await inProcess(args)).out))
  return [json.out, ...pages].map((page, i) => ({
    name: `${path} ${asked[i - 1]?.join(' ') ?? 'json'}`,
    page,
  }))
}

t.test('a demonstration says that it is one', async (t) => {
  const demonstrations = paths.filter(isDemonstration)
  t.ok(demonstrations.includes('scenarios/demonstration/district.yaml'))
  for (const path of demonstrations) {
    const { out } = await inProcess(['run', '--format', 'json', root + path])
    t.equal(JSON.parse(out).scenario.demonstration, notice, path)
  }
})

t.test('the demonstration district says so on every page', async (t) => {
  for (const { name, page } of await pagesOf('scenarios/demonstration/district.yaml'))
    t.match(page, notice, name)
})

t.test('in CSV the notice stands in every row, so that no cut loses it', async (t) => {
  const { out } = await inProcess(['run', '--format', 'csv', `${root}scenarios/demonstration/district.yaml`])
  const [header = '', ...rows] = out.trimEnd().split('\r\n')
  t.ok(header.endsWith(',notice'))
  t.equal(rows.length, 165)
  t.strictSame(
    rows.filter((row) => !row.endsWith(`,"${notice}"`)),
    [],
  )
})

t.test('a check says so, too', async (t) => {
  const { out } = await inProcess(['check', `${root}scenarios/demonstration/district.yaml`])
  t.match(out, ' (demonstration)\n')
})

t.test("a real district's page does not", async (t) => {
  for (const path of ['scenarios/san-francisco/2022-23.yaml', 'scenarios/washington-dc/fy2015.yaml']) {
    t.notOk(isDemonstration(path), path)
    for (const { name, page } of await pagesOf(path)) t.notMatch(page, notice, name)
  }
})
