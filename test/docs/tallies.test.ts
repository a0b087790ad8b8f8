import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { committedScenarios } from '../support/committed-scenarios.ts'
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
  t.equal(sumOf(linesOf(published)), '792 of 798')
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

t.test('New York: what the README says ties out', async (t) => {
  const sums = async (year: string): Promise<string> =>
    sumOf((await resultOf(`new-york/fsf-${year}`)).published)
  const { published } = await resultOf('new-york/fsf-fy2015')
  t.equal(tally(published, 'figure.percent_of_formula'), '10 of 10')
  t.equal(tally(published, 'figure.formula_at_100'), '10 of 10')
  t.equal(tally(published, 'total'), '3 of 10')
  t.equal(published.find(({ of }) => of === 'total')?.greatestDifference, '0.02')
  says(t, 'new-york/fsf-fy2015', ['at all ten schools', 'exact at three', '1 or 2 cents off at the others'])
  t.equal(await sums('fy2015-k5'), '14 of 14')
  says(t, 'new-york/fsf-fy2015-k5', ['all fourteen amounts at seven schools'])
  t.equal(await sums('fy2013'), '9 of 9')
  t.equal(await sums('fy2014'), '4 of 5')
  t.equal(await sums('fy2019'), '4 of 4')
  says(t, 'new-york/fsf-fy2013', ['9 of 9, 4 of 5 and 4 of 4'])
  t.equal(await sums('fy2019-q243'), '4 of 5')
  t.equal(await sums('fy2019-weights'), '2 of 12')
  says(t, 'new-york/fsf-fy2019-q243', ['4 of 5', '2 of 12'])
})

t.test('New Jersey 2026: what the README says ties out', async (t) => {
  const { published } = await resultOf('new-jersey/sfra-ear-fy2026')
  t.equal(sumOf(linesOf(published)), '96 of 98')
  const rest = ['office_per_pupil', 'per_pupil', 'weight', 'security_per_pupil']
  t.strictSame(
    rest.map((id) => tally(published, `figure.${id}`)),
    ['1 of 1', '2 of 2', '2 of 2', '1 of 1'],
  )
  says(t, 'new-jersey/sfra-ear-fy2026', ['96 of 98'])
})

t.test('Brazil 2024: what the README says ties out', async (t) => {
  const { published, adjustments } = await resultOf('brazil/fundeb-2024')
  t.equal(tally(published, 'figure.state_share_as_printed'), '5506 of 5595')
  t.equal(published[0]?.greatestDifference, '0.17')
  const [differences = []] = published.map((each) => each.differences)
  t.equal(differences.filter(({ difference }) => /^-?0\.01$/.test(difference)).length, 70)
  t.match(adjustments[0]?.levels[0]?.level, /^5361\.42957/)
  says(t, 'brazil/fundeb-2024', ['5,361.43', '5,506 of 5,595', '1 centavo off at 70', '0.17'])
})

t.test('Seattle 2020-21: what the README says ties out', async (t) => {
  const { published } = await resultOf('seattle/wss-2020-21')
  t.strictSame([published.length, sumOf(published)], [3, '3 of 3'])
  says(t, 'seattle/wss-2020-21', ['three posts'])
})

t.test('fragments and mechanisms: what the README says of them', async (t) => {
  const filesIn = (folder: string): string[] =>
    committedScenarios().filter((path) => path.startsWith(`scenarios/${folder}/`))
  t.equal(filesIn('fragments').length, 4)
  for (const path of filesIn('fragments')) {
    const { published, scenario } = await resultOf(path.slice('scenarios/'.length, -'.yaml'.length))
    t.strictSame(published, [], path)
    t.match(scenario.demonstration, /not a real district/, path)
  }
  t.equal(filesIn('mechanisms').length, 45)
  for (const path of filesIn('mechanisms')) {
    const { controls } = await resultOf(path.slice('scenarios/'.length, -'.yaml'.length))
    t.ok(controls.length > 0 && controls.every(({ holds }) => holds), path)
  }
  const [fragments, mechanisms] = ['fragments', 'mechanisms'].map(
    (folder) => rows.find(([link = '']) => link.includes(`(scenarios/${folder})`))?.join(' ') ?? '',
  )
  t.match(fragments, 'nothing to hold them against')
  t.match(mechanisms, '45 files')
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

/** How many published amounts come out, of how many. */
function sumOf(published: Published): string {
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
  return `${sum(published.map(({ equal }) => equal))} of ${sum(published.map(({ compared }) => compared))}`
}

function linesOf(published: Published): Published {
  return published.filter(({ of }) => of.startsWith('line.'))
}

function withDifferences(published: Published): ReadonlySet<string> {
  return new Set(linesOf(published).flatMap(({ differences }) => differences.map(({ school }) => school)))
}
