import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { guidePage, root } from '../support/guide-pages.ts'
import { tablesOf } from '../support/markdown.ts'

const rows = tablesOf(guidePage('README.md').text).find(({ header }) => header[0] === 'scenario')?.rows ?? []

t.test('San Francisco 2022-23: what the README says ties out', async (t) => {
  const { published } = await resultOf('san-francisco/2022-23')
  const weighted = ['base', 'duplicated_pupil_count', 'k3_grade', 'english_learners', 'upp_concentration']
  for (const id of [...weighted, 'sped_supplement']) t.equal(tally(published, `line.${id}`), '102 of 102', id)
  t.equal(tally(published, 'figure.summary_unrestricted'), '87 of 102')
  const summary = published.find(({ of }) => of === 'figure.summary_unrestricted')
  t.equal(summary?.greatestDifference, '1.00')
  says(t, 'san-francisco/2022-23', ['six weighted lines at 102 of 102', '87 of 102', '$1 at the other 15'])
})

t.test('San Francisco 2024-25: what the README says ties out', async (t) => {
  const { published, schools } = await resultOf('san-francisco/2024-25')
  t.equal(`${schools.length - withDifferences(published).size} of ${schools.length}`, '92 of 102')
  says(t, 'san-francisco/2024-25', ['every published line at 92 of 102'])
})

t.test('Washington DC 2015: what the README says ties out', async (t) => {
  const { published, schools } = await resultOf('washington-dc/fy2015')
  const lines = linesOf(published)
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
  t.equal(
    `${sum(lines.map(({ equal }) => equal))} of ${sum(lines.map((each) => each.compared))}`,
    '792 of 798',
  )
  t.equal(`${schools.length - withDifferences(published).size} of ${schools.length}`, '64 of 69')
  t.equal(tally(published, 'figure.floor_money'), '67 of 69')
  says(t, 'washington-dc/fy2015', ['792 of 798', '64 of 69', '67 of 69'])
})

t.test('California 2024-25: what the README says ties out', async (t) => {
  const { published } = await resultOf('california/lcff-2024-25')
  t.equal(tally(published, 'figure.supplemental'), '32 of 32')
  t.equal(tally(published, 'figure.concentration'), '32 of 32')
  t.equal(tally(published, 'figure.base_grant'), '30 of 32')
  says(t, 'california/lcff-2024-25', ['32 of 32', '30 of 32'])
})

type Published = RunResult['published']

async function resultOf(name: string): Promise<RunResult> {
  const { run } = await runScenario(`${root}/scenarios/${name}.yaml`, diskFiles())
  if (run === undefined) throw new Error(`${name} does not run`)
  return run.result
}

function says(
  t: { ok(found: boolean, words: string): boolean },
  name: string,
  words: readonly string[],
): void {
  const row = rows.find(([link = '']) => link.includes(`scenarios/${name}.yaml`))?.join(' ') ?? ''
  for (const each of words) t.ok(row.includes(each), `${name}: ${each}`)
}

function tally(published: Published, of: string): string {
  const found = published.find((each) => each.of === of)
  return `${found?.equal} of ${found?.compared}`
}

function linesOf(published: Published): Published {
  return published.filter(({ of }) => of.startsWith('line.'))
}

function withDifferences(published: Published): ReadonlySet<string> {
  return new Set(linesOf(published).flatMap(({ differences }) => differences.map(({ school }) => school)))
}
