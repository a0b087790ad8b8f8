import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { type ComparisonResult, comparisonSchema } from '../../src/contract/report/comparison-schema.ts'
import { inFolder } from '../support/in-folder.ts'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

type Texts = Readonly<Record<string, string>>

/** Runs `leeway compare` in a folder of these files; a word that names one of them is its path. */
async function compare(t: Test, files: Texts, ...args: readonly string[]) {
  return inFolder(t, files, ['compare', ...args])
}

async function compared(t: Test, files: Texts, ...args: readonly string[]): Promise<ComparisonResult> {
  const { code, out, err } = await compare(t, files, ...args, '--format', 'json')
  t.equal(code, 0, err)
  return comparisonSchema.parse(JSON.parse(out))
}

t.test('a weight what-if shows who gains, who loses, and what it costs', async (t) => {
  const { code, out } = await compare(t, whatIfFiles, 'adopted.yaml', 'weight.yaml', '--by', 'level')
  t.equal(code, 0)
  t.equal(
    out.slice(0, out.indexOf('\nEngine')),
    `Changes against Adopted formula, 2025-26 (USD)
Weight 0.20, 2025-26 (budget-neutral): costs 5.20 USD less than Adopted formula, 2025-26
  base solved at 4324.70

Id     School          adopted        weight      Change      %  Per student
A      Ash        1,920,600.00  1,937,581.20   16,981.20   0.88        56.60
B      Birch      3,060,000.00  3,001,457.40  -58,542.60  -1.91       -97.57
C      Cedar      2,977,200.00  3,018,756.20   41,556.20   1.40        86.58
Total  3 schools  7,957,800.00  7,957,794.80       -5.20   0.00         0.00

Increases: 2 schools, +58,537.40
  Id  School     Change     %
  C   Cedar   41,556.20  1.40
  A   Ash     16,981.20  0.88
Decreases: 1 school, -58,542.60
  Id  School      Change      %
  B   Birch   -58,542.60  -1.91

level  Schools  Students        Before         After      Change      %  Per student
HS           1       600  3,060,000.00  3,001,457.40  -58,542.60  -1.91       -97.57
ES           2       780  4,897,800.00  4,956,337.40   58,537.40   1.20        75.05

Fund     What it is        Before         After  Change     %
general  general     7,957,800.00  7,957,794.80   -5.20  0.00

Line        What it is        Before         After       Change      %
base        base        6,210,000.00  5,968,086.00  -241,914.00  -3.90
low_income  low_income    442,800.00    709,250.80   266,450.80  60.17
el          el            630,000.00    605,458.00   -24,542.00  -3.90
Unchanged: 1 line
`,
  )
})

t.test('any run may be the baseline, by its id or its file, and the signs turn round', async (t) => {
  const there = await compared(t, whatIfFiles, 'adopted.yaml', 'landing.yaml')
  t.strictSame(
    there.comparisons[0]?.schools.map(({ id, total }) => `${id} ${total.after} ${total.change}`),
    ['A 1932778.50 12178.50', 'B 3014100.00 -45900.00', 'C 3010921.50 33721.50'],
  )
  for (const baseline of ['landing', 'landing.yaml']) {
    const back = await compared(t, whatIfFiles, 'adopted.yaml', 'landing.yaml', '--baseline', baseline)
    t.equal(back.baseline.id, 'landing', baseline)
    t.equal(back.comparisons[0]?.run.id, 'adopted')
    t.strictSame(
      back.comparisons[0]?.schools.map(({ total }) => total.change),
      ['-12178.50', '45900.00', '-33721.50'],
    )
  }
  const three = await compared(t, whatIfFiles, ...Object.keys(whatIfFiles), '--baseline', 'weight')
  t.strictSame(
    three.comparisons.map(({ run, total }) => `${run.id} ${total.change}`),
    ['adopted 5.20', 'landing 5.20'],
  )
})

t.test('what a run declares against its own base stands beside what it costs here', async (t) => {
  const { out } = await compare(t, whatIfFiles, 'landing.yaml', 'weight.yaml')
  t.match(out, 'Weight 0.20, 2025-26 (budget-neutral): costs 5.20 USD less than Soft landing, 2025-26\n')
  t.match(out, '\n  by its own declaration it costs 5.20 USD less than Adopted formula\n')
  const { out: wide } = await compare(t, whatIfFiles, ...Object.keys(whatIfFiles))
  t.match(wide, /^Soft landing, 2025-26 \(budget-neutral\): costs the same as Adopted formula, 2025-26$/m)
  t.match(wide, /^Total +3 schools +7,957,800\.00 +-5\.20 +0\.00$/m)
})

/** The same without Birch, and with a new school. */
const moved = adopted
  .replace('id: adopted, name: Adopted formula', 'id: moved')
  .replace(/^ +- \{ id: B.*\n/m, '')
  .concat(
    '    - { id: D, name: Dogwood, students: 10, low_income: 3, el: 0, level: ES, charter: true, prior_total: 0 }\n',
  )

t.test('schools that open and close are said to, and are counted', async (t) => {
  const { comparisons } = await compared(t, { ...whatIfFiles, moved }, 'adopted.yaml', 'moved')
  const [change] = comparisons
  t.strictSame(change?.newSchools, ['D'])
  t.strictSame(change?.closedSchools, ['B'])
  t.equal(change?.total.change, '-2788380.00', '271,620 less 3,060,000')
  t.strictSame(
    change?.schools.map(({ id, presence, perPupil }) => `${id} ${presence} ${perPupil.change}`),
    ['A kept 0.00', 'B gone null', 'C kept 0.00', 'D new null'],
  )
  t.equal(change?.unchanged, 2)
  const { out } = await compare(t, { ...whatIfFiles, moved }, 'adopted.yaml', 'moved')
  t.match(out, /^B {6}Birch +closed +3,060,000\.00 +– +-3,060,000\.00 +-100\.00 +–$/m)
  t.match(out, /^D {6}Dogwood +new +– +271,620\.00 +271,620\.00 +– +–$/m)
})

t.test('groups are those of the baseline, by text, by yes or no, and by quartile', async (t) => {
  const groups = async (by: string): Promise<string[] | undefined> => {
    const files = { ...whatIfFiles, moved }
    const { comparisons } = await compared(t, files, 'adopted.yaml', 'moved', '--by', by)
    return comparisons[0]?.groups[0]?.groups.map(
      ({ group, schools, total }) => `${group} ${schools} ${total.change}`,
    )
  }
  t.strictSame(await groups('level'), ['HS 1 -3060000.00', 'ES 3 271620.00'], 'in the order of the need')
  t.strictSame(await groups('charter'), ['false 2 -3060000.00', 'true 2 271620.00'])
  // Of 1,380 students, Birch's middle one is the 300th, Ash's the 750th and Cedar's the 1,140th; Dogwood is new.
  const byNeed = ['Q1 1 -3060000.00', 'Q2 1 271620.00', 'Q3 1 0.00', 'Q4 1 0.00']
  t.strictSame(await groups('quartile:low_income'), byNeed)
  t.strictSame(await groups('quartile:poverty'), byNeed, 'a count is taken as its share of the students')
  t.strictSame(await groups('quartile:students'), ['Q1 2 271620.00', 'Q2 1 0.00', 'Q4 1 -3060000.00'])
  const two = ['--by', 'level', '--by', 'quartile:el']
  const { comparisons } = await compared(t, whatIfFiles, 'adopted.yaml', 'weight.yaml', ...two)
  t.strictSame(
    comparisons[0]?.groups.map(({ by }) => by),
    ['level', 'quartile:el'],
  )
})

t.test('a group or a baseline that there is not is told apart from one that is misspelt', async (t) => {
  const said = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await compare(t, whatIfFiles, 'adopted.yaml', 'weight.yaml', ...args)
    t.equal(code, 1)
    t.equal(out, '')
    return err
  }
  t.match(await said('--by', 'levl'), /"levl" \[COMPARE_GROUP\][\s\S]*try: did you mean level\?/)
  t.match(await said('--by', 'quartile:lowincome'), 'try: did you mean quartile:low_income?')
  t.match(await said('--by', 'el'), 'try: quartile:el')
  t.match(await said('--by', 'quartile:level'), 'try: level\n')
  t.match(await said('--baseline', 'wieght'), /\[COMPARE_BASELINE\][\s\S]*try: did you mean weight\?/)
  t.equal((await compare(t, whatIfFiles, 'adopted.yaml')).code, 2)
  const twice = await compare(t, whatIfFiles, 'adopted.yaml', 'adopted.yaml', '--baseline', 'adopted')
  t.match(twice.err, /2 runs have the id "adopted"[\s\S]*try: name its file/)
})

t.test(
  'runs that do not count alike are compared with a warning, and in other money not at all',
  async (t) => {
    const recounted = adopted
      .replace('id: adopted', 'id: recounted')
      .replace('vintage: spring', 'vintage: fall')
      .replace('instrument: lunch forms', 'instrument: direct certification')
      .replaceAll('basis: projection }', 'basis: count-day }')
    const files = { ...whatIfFiles, recounted, euros: adopted.replace('currency: USD', 'currency: EUR') }
    const { comparisons } = await compared(t, files, 'adopted.yaml', 'recounted')
    t.strictSame(
      comparisons[0]?.warnings.map(({ footing, measures, before, after }) =>
        [footing, ...measures, before, after].join(' '),
      ),
      [
        'vintage spring fall',
        'basis el students projection count-day',
        'instrument low_income lunch forms direct certification',
      ],
    )
    const { code, err } = await compare(t, files, 'adopted.yaml', 'recounted')
    t.equal(code, 0)
    t.match(err, 'low_income with another instrument than Adopted formula')
    t.match(err, '0 errors, 3 warnings')
    const { comparisons: same } = await compared(t, files, 'adopted.yaml', 'weight.yaml')
    t.strictSame(same[0]?.warnings, [])
    const euros = await compare(t, files, 'adopted.yaml', 'euros')
    t.equal(euros.code, 1)
    t.match(euros.err, /\[COMPARE_CURRENCY\]\n {2}found: EUR\n {2}expected: USD/)
  },
)

t.test('schools that a run does not show are in every sum, and named in none', async (t) => {
  const restricted = whatIfFiles['weight.yaml'].replace(
    'changes:\n',
    'changes:\n  - { restrict: level == "ES" }\n',
  )
  const files = { ...whatIfFiles, restricted }
  const result = await compared(t, files, 'adopted.yaml', 'restricted')
  t.equal(result.notShown, 1)
  const [change] = result.comparisons
  t.strictSame(change?.notShown, {
    schools: 1,
    total: { before: '3060000.00', after: '3001457.40', change: '-58542.60', percent: '-1.91' },
  })
  t.strictSame(change?.decreases, { schools: 1, amount: '-58542.60', list: [] })
  t.equal(change?.total.change, '-5.20')
  const { out } = await compare(t, files, 'adopted.yaml', 'restricted')
  t.notMatch(out, 'Birch')
  t.match(out, /^ +1 school not shown +3,060,000\.00 +3,001,457\.40 +-58,542\.60 +-1\.91$/m)
  t.match(out, /^Total +3 schools +7,957,800\.00 +7,957,794\.80 +-5\.20 +0\.00 +0\.00$/m)
})

t.test('the page names ten increases, and the document all', async (t) => {
  const rows = Array.from(
    { length: 14 },
    (_, i) => `    - { id: "${i + 10}", enrollment: ${i + 1}, frl: 1, level: ES }`,
  )
  const district = (base: string): string =>
    smallDistrict({
      scenario: `scenario: { id: at-${base}, demonstration: true }`,
      parameters: `parameters:\n  base: { value: "${base}", unit: money/pupil, assumed: x }`,
      data: `data:\n  measures: { enrollment: { basis: projection }, frl: { basis: projection } }\n  rows:\n${rows.join('\n')}`,
    })
  const files = { low: district('100'), high: district('101') }
  const { out } = await compare(t, files, 'low', 'high')
  t.match(out, /Increases: 14 schools, \+105\.00\n/)
  const [, list = ''] = out.split('Increases')
  t.match(list, /^ {2}23 +23 +14\.00 +1\.00$/m)
  t.notMatch(list, /^ {2}13 /m)
  t.match(out, '\n  … and 4 more\n')
  t.match(out, "\nDemonstration, not a real district's budget\n")
  const result = await compared(t, files, 'low', 'high')
  t.equal(result.comparisons[0]?.increases.list.length, 14)
  t.equal(result.demonstration, "Demonstration, not a real district's budget")
})

t.test('a run that does not tie out is said first, with its name, and ends with 3', async (t) => {
  const off = `${whatIfFiles['adopted.yaml'].replace('id: adopted, name: Adopted formula', 'id: off, name: Off')}controls: [{ of: total, amount: "1.00" }]\n`
  const { code, out } = await compare(t, { ...whatIfFiles, off }, 'adopted.yaml', 'off')
  t.equal(code, 3)
  t.match(out, /^TIE-OUT FAILED {2}total: computed 7,957,800\.00, .* USD \(Off\)\nChanges against/)
  const written = await compare(t, { ...whatIfFiles, off }, 'adopted.yaml', 'off', '--out', 'out.txt')
  t.match(written, { code: 3, out: '', err: /^TIE-OUT FAILED .* \(Off\)\n/ })
  t.equal(readFileSync(`${t.testdirName}/out.txt`, 'utf8'), out, 'a file has it for its first line too')
})

t.test('a spreadsheet gets one row a school, and a file is written whole', async (t) => {
  const files = { ...whatIfFiles, moved }
  const csv = await compare(t, files, 'adopted.yaml', 'weight.yaml', 'moved', '--format', 'csv')
  t.equal(csv.code, 0)
  const [header, ash, birch, , dogwood] = csv.out.split('\r\n')
  t.match(header, /^id,name,students\.adopted,total\.adopted,school\.weight,students\.weight,total\.weight,/)
  t.equal(
    ash,
    'A,Ash,300,1920600.00,kept,300,1937581.20,16981.20,0.88,56.60,kept,300,1920600.00,0.00,0.00,0.00',
  )
  t.match(birch, /^B,Birch,600,3060000\.00,kept,.*,closed,,,-3060000\.00,-100\.00,$/)
  t.equal(dogwood, 'D,Dogwood,,,,,,,,,new,10,271620.00,271620.00,,')
  const folder = t.testdir({ ...whatIfFiles })
  const paths = [`${folder}/adopted.yaml`, `${folder}/weight.yaml`]
  const { out: printed } = await inProcess(['compare', ...paths, '--format', 'json'])
  t.equal((await inProcess(['compare', ...paths, '--format', 'json', '--out', `${folder}/out.json`])).code, 0)
  t.equal(readFileSync(`${folder}/out.json`, 'utf8'), printed)
  t.equal((await inProcess(['compare', ...paths, '--out', paths[1] ?? ''])).code, 2)
})
