import t from 'tap'
import { type CheckOutcome, checkScenario } from '../../src/app/check-scenario.ts'
import { explainSchoolOf } from '../../src/app/explain-school.ts'
import { formatFile } from '../../src/app/format-file.ts'
import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { runCsv } from '../../src/contract/report/run-csv.ts'
import { runResultSchema } from '../../src/contract/report/run-schema.ts'
import { committedScenarios, root, textOf } from '../support/committed-scenarios.ts'
import { scaled } from '../support/scaled.ts'

const paths = committedScenarios()

// Each is run twice, and no more: by a run and, apart from it, by a check.
const runs = await Promise.all(paths.map(async (path) => ({ path, run: await finished(path) })))
const checks = new Map<string, CheckOutcome>()
for (const path of paths) checks.set(path, await checkScenario(root + path, diskFiles()))

t.test('there are scenarios to try', async (t) => {
  for (const path of [
    'scenarios/california/lcff-2024-25.yaml',
    'scenarios/demonstration/district.yaml',
    'scenarios/san-francisco/2022-23.yaml',
    'scenarios/san-francisco/2024-25.yaml',
    'scenarios/washington-dc/fy2015.yaml',
  ])
    t.ok(paths.includes(path), path)
})

t.test('a check of every scenario finds no error', async (t) => {
  for (const path of paths) {
    const { summary, problems } = checks.get(path) ?? {}
    t.strictSame(
      problems?.filter(({ severity }) => severity === 'error'),
      [],
      path,
    )
    t.ok((summary?.schools ?? 0) > 0, `${path} has schools`)
    t.ok((summary?.lines ?? 0) > 0, `${path} has lines`)
  }
})

t.test('every scenario is in its one form', async (t) => {
  for (const path of paths) {
    const { texts } = await formatFile(root + path, diskFiles())
    t.equal(texts?.before, textOf(path), path)
    t.equal(texts?.after, textOf(path), path)
  }
})

t.test('a second run, that of a check, gives the same bytes', async (t) => {
  for (const { path, run } of runs) {
    const again = checks.get(path)?.result
    if (again === undefined) throw new Error(`${path} came to nothing in a check`)
    // Megabytes are compared, and not printed.
    t.ok(JSON.stringify(again) === JSON.stringify(run.result), `${path} in JSON`)
    t.ok(runCsv(again) === runCsv(run.result), `${path} in CSV`)
  }
})

t.test('a result has the shape that is promised', async (t) => {
  for (const { path, run } of runs) {
    const parsed = runResultSchema.safeParse(JSON.parse(JSON.stringify(run.result)))
    t.strictSame(parsed.error?.issues ?? [], [], path)
    t.match(run.result.leeway.inputs, /^sha256:[0-9a-f]{64}$/, path)
  }
})

t.test('schools add up to the total, and lines to the school, to the cent', async (t) => {
  for (const { path, run } of runs) {
    const { schools, total } = run.result
    const off = schools.filter(
      (school) => sumOf(school.lines.map(({ amount }) => amount)) !== scaled(school.total),
    )
    t.strictSame(
      off.map(({ id }) => id),
      [],
      path,
    )
    t.equal(sumOf(schools.map((school) => school.total)), scaled(total), path)
  }
})

t.test('no published amount is an input of the formula it is held against', async (t) => {
  for (const { path, run } of runs) {
    const { needs, published } = run.scenario.formula
    const printed = published.map(({ column }) => column)
    const inputs = [...run.data.datasets.values()].flatMap(({ columns }) =>
      [...columns.values()].filter(({ name }) => needs.has(name)),
    )
    t.ok(inputs.length > 0, `${path} reads inputs`)
    t.strictSame(
      inputs.map(({ header }) => header).filter((header) => printed.includes(header)),
      [],
      path,
    )
    // In the committed files a published column is called so, whatever the formula says of it.
    t.strictSame(
      inputs.map(({ header }) => header).filter((header) => /publish/i.test(header)),
      [],
      path,
    )
    t.ok(
      printed.every((column) => column.startsWith('published_')),
      path,
    )
  }
})

t.test('every parameter says where it comes from', async (t) => {
  t.ok(runs.flatMap(({ run }) => run.result.parameters).length > 50)
  for (const { path, run } of runs) {
    for (const { name, provenance } of run.result.parameters) {
      t.ok(['source', 'derived', 'assumed'].includes(provenance.kind), `${path} ${name}`)
      t.ok(provenance.words.trim().length >= 5, `${path} ${name}: ${provenance.words}`)
    }
  }
})

t.test('what is held against a published budget assumes nothing; the demonstration does', async (t) => {
  for (const { path, run } of runs) {
    const assumed = run.result.parameters.filter(({ provenance }) => provenance.kind === 'assumed')
    if (/^scenarios\/(?:california|san-francisco|washington-dc)\//.test(path)) t.strictSame(assumed, [], path)
    if (path.startsWith('scenarios/demonstration/district')) t.ok(assumed.length > 0, path)
  }
})

t.test('every amount of a school in every scenario can be explained, and comes out the same', async (t) => {
  for (const { path, run } of runs) {
    const [school] = run.result.schools
    if (school === undefined) throw new Error(`${path} has no school`)
    const { explanation } = explainSchoolOf({ run, problems: [] }, { schoolId: school.id })
    const explained = (explanation?.amounts ?? []).map(({ id, amount }) => `${id} ${amount}`)
    const adjusted = new Map(
      run.result.lines.flatMap(({ id, adjustment }) =>
        adjustment === undefined ? [] : [[id, adjustment] as const],
      ),
    )
    const own = school.lines.filter(({ id }) => !adjusted.has(id))
    t.ok(own.length > 0, path)
    t.strictSame(
      [...own, ...school.figures]
        .map(({ id, amount }) => `${id} ${amount}`)
        .filter((each) => !explained.includes(each)),
      [],
      path,
    )
    // An adjustment may leave a line a fund; explained is their sum.
    for (const id of new Set(adjusted.values())) {
      const left = school.lines.filter((line) => adjusted.get(line.id) === id).map(({ amount }) => amount)
      const amount = explanation?.amounts.find((each) => each.id === id)?.amount
      t.equal(amount === undefined ? undefined : scaled(amount), sumOf(left), `${path} ${id}`)
    }
  }
})

async function finished(path: string): Promise<Run> {
  const { run, problems } = await runScenario(root + path, diskFiles())
  if (run === undefined) throw new Error(`${path}: ${problems.map(({ message }) => message).join('; ')}`)
  return run
}

function sumOf(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + scaled(amount), 0n)
}
