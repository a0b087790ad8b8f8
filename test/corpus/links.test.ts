import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { EXIT } from '../../src/cli/exit-codes.ts'
import { fromCsv, smallCsv, smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'

const whatIf = (base: string): string => `leeway: 1\nscenario: { id: what-if, budget: cut }\nbase: ${base}\n`
const withTable = smallDistrict({ data: fromCsv })

/** A scenario beside a link that leads somewhere else, and what must be said; `inside` is the folder of the scenario. */
const links: Readonly<Record<string, { scenario: string; link: string; to: string; says: string }>> = {
  'a table outside': {
    scenario: withTable,
    link: 'schools.csv',
    to: '../outside/schools.csv',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'a password file': {
    scenario: withTable,
    link: 'schools.csv',
    to: '/etc/passwd',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'a device without an end': {
    scenario: withTable,
    link: 'schools.csv',
    to: '/dev/zero',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'what the program itself was given': {
    scenario: withTable,
    link: 'schools.csv',
    to: '/proc/self/environ',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'a table that is not there': {
    scenario: withTable,
    link: 'schools.csv',
    to: 'nowhere.csv',
    says: 'FILE_NOT_FOUND',
  },
  itself: { scenario: withTable, link: 'schools.csv', to: 'schools.csv', says: 'FILE_UNREADABLE' },
  'the folder that it lies in': {
    scenario: withTable,
    link: 'schools.csv',
    to: '.',
    says: 'FILE_UNREADABLE',
  },
  'a folder outside': {
    scenario: smallDistrict({ data: 'data: { file: data/schools.csv }' }),
    link: 'data',
    to: '../outside',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'a formula outside': {
    scenario: smallDistrict({ formula: 'formula: formula.yaml' }),
    link: 'formula.yaml',
    to: '../outside/district.yaml',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'a base outside': {
    scenario: whatIf('base.yaml'),
    link: 'base.yaml',
    to: '../outside/district.yaml',
    says: 'FILE_OUTSIDE_ROOT',
  },
  'an earlier year outside': {
    scenario: smallDistrict({ data: 'data: { now: schools.csv, prior: { earlier: last.yaml } }' }),
    link: 'last.yaml',
    to: '../outside/district.yaml',
    says: 'FILE_OUTSIDE_ROOT',
  },
}

for (const [claim, { scenario, link, to, says }] of Object.entries(links)) {
  t.test(`a link is not followed to ${claim}`, async (t) => {
    const folder = t.testdir({ outside: { 'schools.csv': smallCsv, 'district.yaml': smallDistrict() } })
    mkdirSync(`${folder}/inside`)
    writeFileSync(`${folder}/inside/district.yaml`, scenario)
    symlinkSync(to, `${folder}/inside/${link}`)
    const result = `${folder}/result.json`
    const { code, out, err } = await inProcess([
      'run',
      `${folder}/inside/district.yaml`,
      '--format',
      'json',
      '--out',
      result,
    ])
    t.strictSame([code, out, existsSync(result)], [EXIT.input, '', false])
    t.match(err, `[${says}]`)
    t.match(err, /\/inside\/district\.yaml:\d+:\d+: error: /, 'told where the link is named')
    t.notMatch(err, /root:|PATH=|\n {4}at /, 'with nothing of what it leads to')
  })
}

t.test('a link inside the folder is followed', async (t) => {
  const folder = t.testdir({ 'district.yaml': withTable, spring: { 'schools.csv': smallCsv } })
  symlinkSync('spring/schools.csv', `${folder}/schools.csv`)
  const { code } = await inProcess(['run', `${folder}/district.yaml`])
  t.equal(code, EXIT.fine)
})
