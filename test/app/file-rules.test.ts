import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import type { Files } from '../../src/app/files.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { placeText } from '../problems/problem-case.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallCsv, smallDistrict } from '../support/small-district.ts'

const bases = 'measures: { enrollment: { basis: census }, frl: { basis: census } }'
const district = (file: string): string =>
  smallDistrict({ data: `data: { file: ${JSON.stringify(file)}, ${bases} }` })

/** What comes of a path that a scenario in the folder `ours` names. */
const paths: Readonly<Record<string, 'found' | 'FILE_NOT_FOUND' | 'FILE_OUTSIDE_ROOT'>> = {
  'schools.csv': 'found',
  './schools.csv': 'found',
  'deep/schools.csv': 'found',
  'deep/../schools.csv': 'found',
  'deep/deeper/../../schools.csv': 'found',
  'no.csv': 'FILE_NOT_FOUND',
  'deep/no.csv': 'FILE_NOT_FOUND',
  '../schools.csv': 'FILE_OUTSIDE_ROOT',
  '../ours-too/schools.csv': 'FILE_OUTSIDE_ROOT',
  'deep/../../schools.csv': 'FILE_OUTSIDE_ROOT',
  '../no.csv': 'FILE_OUTSIDE_ROOT',
  '..': 'FILE_OUTSIDE_ROOT',
  '/schools.csv': 'FILE_OUTSIDE_ROOT',
  '/etc/hostname': 'FILE_OUTSIDE_ROOT',
}

async function codesOf(path: string, files: Files): Promise<string> {
  const { problems } = await checkScenario(path, files)
  return problems.map(({ code }) => code).join(', ') || 'found'
}

t.test('what a scenario names lies in its folder or below, in memory', async (t) => {
  for (const [path, outcome] of Object.entries(paths)) {
    const files = memoryFiles({
      'schools.csv': smallCsv,
      'ours-too/schools.csv': smallCsv,
      'ours/district.yaml': district(path),
      'ours/schools.csv': smallCsv,
      'ours/deep/schools.csv': smallCsv,
    })
    t.equal(await codesOf('ours/district.yaml', files), outcome, path)
  }
})

t.test('what a scenario names lies in its folder or below, on a disk', async (t) => {
  for (const [path, outcome] of Object.entries(paths)) {
    const folder = t.testdir({
      'schools.csv': smallCsv,
      'ours-too': { 'schools.csv': smallCsv },
      ours: {
        'district.yaml': district(path),
        'schools.csv': smallCsv,
        deep: { 'schools.csv': smallCsv, deeper: {} },
      },
    })
    t.equal(await codesOf(join(folder, 'ours/district.yaml'), diskFiles()), outcome, path)
  }
})

t.test('a link leads to nothing that lies outside', async (t) => {
  const folder = t.testdir({
    'schools.csv': smallCsv,
    elsewhere: { 'schools.csv': smallCsv },
    ours: {
      'inside.yaml': district('inside.csv'),
      'outside.yaml': district('outside.csv'),
      'folder.yaml': district('folder/schools.csv'),
      'nowhere.yaml': district('nowhere.csv'),
      'schools.csv': smallCsv,
      'inside.csv': t.fixture('symlink', 'schools.csv'),
      'outside.csv': t.fixture('symlink', '../schools.csv'),
      'nowhere.csv': t.fixture('symlink', 'gone.csv'),
      folder: t.fixture('symlink', '../elsewhere'),
    },
    linked: t.fixture('symlink', 'ours'),
  })
  const codeOf = async (path: string) => codesOf(join(folder, path), diskFiles())
  t.equal(await codeOf('ours/inside.yaml'), 'found')
  t.equal(await codeOf('ours/outside.yaml'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('ours/folder.yaml'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('ours/nowhere.yaml'), 'FILE_NOT_FOUND')
  t.equal(await codeOf('linked/inside.yaml'), 'found')
  t.equal(await codeOf('linked/outside.yaml'), 'FILE_OUTSIDE_ROOT')
})

t.test('a base and a formula lie in the folder of the file that names them, too', async (t) => {
  const whatIf = (base: string): string =>
    `leeway: 1\nscenario: { id: a, budget: new-money }\nbase: ${base}\n`
  const folder = t.testdir({
    'base.yaml': smallDistrict(),
    'formula.yaml': smallDistrict({ scenario: '', data: '' }),
    ours: {
      'up.yaml': whatIf('../base.yaml'),
      'down.yaml': whatIf('bases/base.yaml'),
      'through.yaml': whatIf('bases/up.yaml'),
      'formula.yaml': smallDistrict({ formula: 'formula: ../formula.yaml' }),
      'linked.yaml': whatIf('link.yaml'),
      'link.yaml': t.fixture('symlink', '../base.yaml'),
      bases: {
        'base.yaml': district('schools.csv'),
        'schools.csv': smallCsv,
        'up.yaml': whatIf('../down.yaml'),
      },
    },
  })
  const codeOf = async (path: string) => codesOf(join(folder, 'ours', path), diskFiles())
  t.equal(await codeOf('up.yaml'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('down.yaml'), 'found')
  t.equal(await codeOf('through.yaml'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('formula.yaml'), 'FILE_OUTSIDE_ROOT')
  t.equal(await codeOf('linked.yaml'), 'FILE_OUTSIDE_ROOT')
})

t.test('a folder is no file, and a file may be too large', async (t) => {
  const folder = t.testdir({
    'folder.yaml': district('deep'),
    'large.yaml': district('large.csv'),
    'through.yaml': district('schools.csv/schools.csv'),
    'schools.csv': smallCsv,
    'large.csv': '',
    deep: {},
  })
  // A file with nothing in it but its length: nobody writes 256 MB.
  truncateSync(join(folder, 'large.csv'), 256 * 1024 * 1024 + 1)
  const codeOf = async (path: string) => codesOf(join(folder, path), diskFiles())
  t.equal(await codeOf('folder.yaml'), 'FILE_UNREADABLE')
  t.equal(await codeOf('large.yaml'), 'FILE_TOO_LARGE')
  t.equal(await codeOf('through.yaml'), 'FILE_UNREADABLE')
  t.equal(await codeOf('deep'), 'FILE_UNREADABLE')
  t.equal(await codeOf('no.yaml'), 'FILE_NOT_FOUND')
  t.equal(await codeOf('no/no.yaml'), 'FILE_NOT_FOUND')
})

t.test('a file that cannot be had is reported where it is named', async (t) => {
  const folder = t.testdir({ 'district.yaml': district('../schools.csv') })
  const path = join(folder, 'district.yaml')
  const { problems } = await checkScenario(path, diskFiles())
  t.strictSame(
    problems.map(({ code, found, where }) => [code, found, placeText(where)]),
    [['FILE_OUTSIDE_ROOT', '../schools.csv', `${path}:17:15`]],
  )
})

t.test('a table in a folder below is called as the scenario calls it', async (t) => {
  const files = memoryFiles({
    'ours/district.yaml': district('deep/schools.csv'),
    'ours/deep/schools.csv': 'id,enrollment\n1,2\n',
  })
  const { problems } = await checkScenario('ours/district.yaml', files)
  t.strictSame(
    problems.map(({ where }) => placeText(where)),
    ['ours/deep/schools.csv:1 frl', 'ours/deep/schools.csv:1 level'],
  )
  const latin = memoryFiles({
    'ours/district.yaml': district('deep/schools.csv'),
    'ours/deep/schools.csv': Buffer.from([0xf1]),
  })
  t.strictSame(
    (await checkScenario('ours/district.yaml', latin)).problems.map(({ where }) => placeText(where)),
    ['ours/deep/schools.csv:1:1'],
  )
})
