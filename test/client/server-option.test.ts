import t, { type Test } from 'tap'
import { committedScenarios, root } from '../support/committed-scenarios.ts'
import { inFolder } from '../support/in-folder.ts'
import { KEY, service } from '../support/service.ts'
import { fromCsv, smallCsv, smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'

process.env['LEEWAY_API_KEY'] = KEY

async function address(t: Test): Promise<string> {
  return (await service(t)).listen()
}

/** The command line here and at a service: exit code and both outputs, to the byte. */
async function isSame(t: Test, at: string, words: readonly string[], named = words.join(' ')): Promise<void> {
  t.strictSame(await inProcess([...words, '--server', at]), await inProcess(words), named)
}

t.test('a run of every committed scenario prints at a service what it prints here', async (t) => {
  const at = await address(t)
  const paths = committedScenarios().filter((path) => !path.includes('brazil'))
  t.ok(paths.length >= 60)
  for (const path of paths) await isSame(t, at, ['run', root + path], path)
})

t.test('so do all commands in all their forms, with their warnings and exit codes', async (t) => {
  const at = await address(t)
  const folder = `${root}scenarios/demonstration/`
  const [adopted, weight, recount] = ['district', 'what-if-frl-weight', 'what-if-fall-recount'].map(
    (name) => `${folder}${name}.yaml`,
  )
  if (adopted === undefined || weight === undefined || recount === undefined) return
  for (const words of [
    ['run', '--format', 'json', weight],
    ['run', '--format', 'csv', weight],
    ['check', adopted, weight, recount],
    ['check', '--format', 'json', recount],
    ['compare', adopted, weight, '--by', 'level', '--by', 'quartile:frl'],
    ['compare', adopted, weight, '--by', 'nothing'],
    ['compare', '--baseline', weight, '--format', 'csv', adopted, weight, recount],
    ['split', '--rows', adopted, weight],
    ['split', '--format', 'csv', adopted, weight],
    ['explain', '--school', '0101', weight],
    ['explain', '--school', '0101', '--line', 'nothing', weight],
    ['explain', '--school', 'nowhere', '--format', 'json', weight],
    ['run', `${folder}nowhere.yaml`],
    ['run', `${folder}schools.csv`],
    ['check', `${root}package.json`],
  ])
    await isSame(t, at, words)
})

t.test(
  'files in another encoding, files that are not there, and controls that fail come to the same',
  async (t) => {
    const at = await address(t)
    const latin = fromCsv.replace('schools.csv', 'schools.csv, encoding: windows-1252')
    const folder = t.testdir({
      'latin.yaml': smallDistrict({ data: latin }),
      'schools.csv': Buffer.from(
        smallCsv.replace('id,', 'id,name,').replace('1,10', '1,Peña,10').replace('2,20', '2,B,20'),
        'latin1',
      ),
      'missing.yaml': smallDistrict({ data: fromCsv.replace('schools', 'others') }),
      'outside.yaml': smallDistrict({ data: fromCsv.replace('schools', '../others') }),
      'broken.yaml': 'leeway: 1\nformula: [',
      'untied.yaml': smallDistrict({ controls: 'controls:\n  - { of: total, amount: "1.00" }' }),
      'based.yaml':
        'leeway: 1\nscenario: { id: based, budget: cut }\nbase: untied.yaml\nchanges:\n  - { drop_schools: ["1"] }\n',
    })
    for (const name of ['latin', 'missing', 'outside', 'broken', 'untied', 'based']) {
      await isSame(t, at, ['run', `${folder}/${name}.yaml`])
      await isSame(t, at, ['check', `${folder}/${name}.yaml`])
    }
    await isSame(t, at, ['compare', `${folder}/untied.yaml`, `${folder}/based.yaml`])
    const { out } = await inProcess(['run', `${folder}/latin.yaml`, '--server', at])
    t.match(out, 'Peña')
  },
)

t.test('--out at a service does not write over what was read', async (t) => {
  const at = await address(t)
  const ended = await inFolder(t, { 'a.yaml': smallDistrict() }, [
    'run',
    'a.yaml',
    '--out',
    'a.yaml',
    '--server',
    at,
  ])
  t.match(ended, { code: 2, err: /would write over/ })
})

t.test('a service that cannot be asked is told in words', async (t) => {
  const at = await address(t)
  const run = async (...words: string[]) =>
    inFolder(t, { 'a.yaml': smallDistrict() }, ['run', 'a.yaml', ...words])
  t.match(await run('--server', 'http://127.0.0.1:9'), {
    code: 1,
    err: 'leeway run: http://127.0.0.1:9 does not answer\n',
  })
  for (const wrong of ['leeway', 'ftp://a', 'http://a?x=1', 'http://user:word@a']) {
    const { code, err } = await run('--server', wrong)
    t.match([code, err], [2, /^leeway run: --server /], wrong)
  }
  process.env['LEEWAY_API_KEY'] = 'another'
  t.match(await run('--server', at), { code: 1, err: /^leeway run: The request names no one\. / })
  process.env['LEEWAY_API_KEY'] = 'with space'
  t.match(await run('--server', at), { code: 2, err: /LEEWAY_API_KEY/ })
  process.env['LEEWAY_API_KEY'] = KEY
})
