import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { makeDistrict, type School } from '../../scenarios/demonstration/district-schools.ts'
import { districtSeed, writeSchools } from '../../scenarios/demonstration/schools-file.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'

const shapesCsv = read('denver-shapes.csv')
const schools = makeDistrict(shapesCsv, districtSeed)

t.test('the committed schools are those that the script makes, to the byte', async (t) => {
  t.equal(writeSchools(schools), read('schools.csv'))
})

t.test('another seed makes another district of the same size', async (t) => {
  const other = makeDistrict(shapesCsv, districtSeed + 1)
  t.notSame(other, schools)
  t.equal(total(other, 'enrollment'), 85_000n)
})

t.test('the district has 165 schools: 96 of its own, 27 innovation, 40 charter, 2 contract', async (t) => {
  t.equal(schools.length, 165)
  t.strictSame(
    ['district', 'innovation', 'charter', 'contract'].map(
      (governance) => schools.filter((school) => school.governance === governance).length,
    ),
    [96, 27, 40, 2],
  )
})

t.test('of 85,000 students 70 % are poor and 40 % speak another language at home', async (t) => {
  t.equal(total(schools, 'enrollment'), 85_000n)
  t.equal(total(schools, 'lowIncome'), 59_500n)
  t.equal(total(schools, 'homeLanguage'), 34_000n)
  t.equal(total(schools, 'englishLearners'), 24_650n)
  t.equal(total(schools, 'directCertified'), 25_500n)
  t.equal(total(schools, 'mildModerate'), 9_350n)
  t.equal(total(schools, 'priorEnrollment'), 85_640n)
})

t.test('of 84,400 students in October, no school has 5 % more or fewer than projected', async (t) => {
  t.equal(total(schools, 'octoberEnrollment'), 84_400n)
  for (const { name, enrollment, octoberEnrollment } of schools) {
    t.ok(octoberEnrollment * 100n >= enrollment * 95n - 100n, name)
    t.ok(octoberEnrollment * 100n <= enrollment * 105n + 100n, name)
  }
})

t.test('the grades of every school add up to its enrollment', async (t) => {
  for (const { name, gradeCounts, enrollment } of schools)
    t.equal(
      gradeCounts.reduce((sum, { pupils }) => sum + pupils, 0n),
      enrollment,
      name,
    )
})

t.test('no need counts more students than it is a part of', async (t) => {
  for (const school of schools) {
    const inK12 = school.enrollment - (school.gradeCounts.find(({ grade }) => grade === 'pk')?.pupils ?? 0n)
    t.ok(school.lowIncome <= school.enrollment, `lunch at ${school.name}`)
    t.ok(school.lowIncomeK12 <= school.lowIncome, `lunch in K-12 at ${school.name}`)
    t.ok(school.lowIncomeK12 <= inK12, `K-12 at ${school.name}`)
    t.ok(school.directCertified <= school.lowIncomeK12, `direct certification at ${school.name}`)
    t.ok(school.homeLanguage <= school.enrollment, `home language at ${school.name}`)
    t.ok(school.englishLearners <= school.homeLanguage, `English learners at ${school.name}`)
    t.ok(school.mildModerate <= school.enrollment, `disabilities at ${school.name}`)
  }
})

t.test('a grade that the level does not teach has no students', async (t) => {
  const elementaryGrades = new Set(['pk', 'k', '1', '2', '3', '4'])
  for (const { level, gradeCounts, name } of schools) {
    const taught = gradeCounts.filter(({ pupils }) => pupils > 0n).map(({ grade }) => grade)
    if (level === 'HS')
      t.ok(
        taught.every((grade) => ['9', '10', '11', '12'].includes(grade)),
        name,
      )
    if (level === 'MS' || level === '6-12')
      t.notOk(
        taught.some((grade) => elementaryGrades.has(grade)),
        name,
      )
    if (level === 'ES' || level === 'K8') t.notOk(taught.includes('9'), name)
  }
})

t.test('every school has an id and a name of its own, the id with its leading zero', async (t) => {
  t.equal(new Set(schools.map(({ id }) => id)).size, 165)
  t.equal(new Set(schools.map(({ name }) => name)).size, 165)
  t.ok(schools.every(({ id }) => /^0\d{3}$/.test(id)))
})

t.test('the fixture names no school', async (t) => {
  const [, ...rows] = shapesCsv.trimEnd().split('\n')
  t.equal(rows.length, 190)
  t.ok(rows.every((row) => /^d\d{3}(?:,\d+){16}$/.test(row)))
})

t.test(
  'the district runs without a warning, marked as a demonstration, and no fund pays more than it has',
  async (t) => {
    const { result, problems } = await runDistrict()
    t.strictSame(problems, [])
    t.equal(result?.scenario.demonstration, "Demonstration, not a real district's budget")
    t.equal(result?.total, '943368884.20')
    t.strictSame(
      result?.funds.map(({ id, residual }) => [id, residual]),
      [
        ['general', '639505.35'],
        ['mill_levy', '124073.20'],
        ['title1', '190267.25'],
        ['early_education', '508000.00'],
        ['elpa', '100500.00'],
        ['charter_share', '0.00'],
      ],
    )
  },
)

t.test('an elementary school can be followed with a pencil', async (t) => {
  const { result } = await runDistrict()
  const school = result?.schools.find(({ id }) => id === '0101')
  const amounts = new Map(school?.lines.map(({ id, amount }) => [id, amount]))
  // 51 in kindergarten, 267 in grades 1 to 5, 27 in early childhood education; 332 of 345 poor.
  t.equal(amounts.get('base'), '1739643.75') // (267 + 25.5) x 5,947.50
  t.equal(amounts.get('student_services'), '171720.00') // 318 x 540
  t.equal(amounts.get('small_school'), '67826.09') // 240,000 x (410 - 345) / 230
  t.equal(amounts.get('early_education'), '256000.00') // 2 classes of at most 16
  t.equal(amounts.get('title1'), '206421.00') // 332 x 621.75
})

t.test('charter schools get their statutory share and nothing from the general fund', async (t) => {
  const { result } = await runDistrict()
  const charters = new Set(schools.filter(({ governance }) => governance === 'charter').map(({ id }) => id))
  for (const { id, name, lines } of result?.schools ?? []) {
    const funds = new Set(lines.filter(({ amount }) => amount !== '0.00').map(({ fund }) => fund))
    t.equal(funds.has('charter_share'), charters.has(id), name)
    t.equal(funds.has('general'), !charters.has(id), name)
  }
})

async function runDistrict() {
  const file = fileURLToPath(new URL('../../scenarios/demonstration/district.yaml', import.meta.url))
  const { run, problems } = await runScenario(file, diskFiles())
  return { result: run?.result, problems }
}

function total(
  district: readonly School[],
  count:
    | 'enrollment'
    | 'priorEnrollment'
    | 'lowIncome'
    | 'homeLanguage'
    | 'englishLearners'
    | 'directCertified'
    | 'mildModerate'
    | 'octoberEnrollment',
): bigint {
  return district.reduce((sum, school) => sum + school[count], 0n)
}

function read(file: string): string {
  return readFileSync(new URL(`../../scenarios/demonstration/${file}`, import.meta.url), 'utf8')
}
