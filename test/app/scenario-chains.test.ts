import t from 'tap'
import type { Files } from '../../src/app/files.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { placeText } from '../problems/problem-case.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { smallDistrict } from '../support/small-district.ts'

const bases = 'measures: { enrollment: { basis: census }, frl: { basis: census } }'
const rows = `${bases}, rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }]`

/** A district that looks back at these earlier ones. */
function lookingBack(...earlier: readonly string[]): string {
  const years = earlier.map((path, i) => `\n  y${i}:\n    earlier: ${path}\n    ${bases}`)
  return smallDistrict({ data: `data:\n  now: { ${rows} }${years.join('')}` })
}

const whatIf = (base: string, data = ''): string =>
  `leeway: 1\nscenario: { id: a, budget: new-money }\nbase: ${base}\n${data}`

/** A folder in memory that gives up when somebody goes round in circles in it. */
function counted(contents: Readonly<Record<string, string>>, most = 500): Files & { reads: () => number } {
  const files = memoryFiles(contents)
  let reads = 0
  return {
    reads: () => reads,
    read: (path, beside) => {
      reads += 1
      if (reads > most) throw new Error(`more than ${most} files read`)
      return files.read(path, beside)
    },
  }
}

async function saidOf(
  contents: Readonly<Record<string, string>>,
  path = 'a.yaml',
  most?: number,
): Promise<string[]> {
  const { problems } = await runScenario(path, counted(contents, most))
  return problems.map(({ code, where }) => `${code} ${placeText(where)}`)
}

t.test('an earlier year that is this one is refused, however its path is written', async (t) => {
  for (const path of ['a.yaml', './a.yaml', 'b/../a.yaml', './/a.yaml'])
    t.strictSame(
      await saidOf({ 'a.yaml': lookingBack(path) }, 'a.yaml', 4),
      ['EARLIER_FAILED a.yaml:20:14'],
      path,
    )
})

t.test('two years that are each before the other are refused', async (t) => {
  const said = await saidOf({ 'a.yaml': lookingBack('b.yaml'), 'b.yaml': lookingBack('a.yaml') })
  t.strictSame(said, ['EARLIER_FAILED a.yaml:20:14'])
})

t.test('a base that looks back at the what-if that changes it is refused', async (t) => {
  const data = `data: { now: { ${rows} }, y0: { ${rows} } }\n`
  const said = await saidOf({ 'a.yaml': whatIf('base.yaml', data), 'base.yaml': lookingBack('a.yaml') })
  t.strictSame(said, ['EARLIER_FAILED base.yaml:20:14'])
})

t.test('a what-if may look back at its own base', async (t) => {
  const data = `data: { now: { ${rows} }, y0: { earlier: base.yaml } }\nchanges: [{ set: base, to: "110" }]\n`
  const { run } = await runScenario(
    'a.yaml',
    counted({
      'a.yaml': whatIf('base.yaml', data),
      'base.yaml': smallDistrict({ data: `data: { ${rows} }` }),
    }),
  )
  t.equal(run?.result.total, '1100.00')
  t.equal(run?.result.budget?.change, '100.00')
})

t.test('a base of a base is read once for each of them, and a circle of them is refused', async (t) => {
  const last = { 'c.yaml': smallDistrict({ data: `data: { ${rows} }` }) }
  t.strictSame(await saidOf({ 'a.yaml': whatIf('b.yaml'), 'b.yaml': whatIf('c.yaml'), ...last }), [])
  t.strictSame(await saidOf({ 'a.yaml': whatIf('./b.yaml'), 'b.yaml': whatIf('./a.yaml') }), [
    'BASE_CYCLE b.yaml:3:7',
  ])
  t.strictSame(await saidOf({ 'a.yaml': whatIf('b/../a.yaml') }), ['BASE_CYCLE a.yaml:3:7'])
})

t.test('a year that many look back at runs once', async (t) => {
  const years = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `y${i}.yaml`,
      i === 11 ? lookingBack() : lookingBack(`y${i + 1}.yaml`, `./y${i + 1}.yaml`),
    ]),
  )
  const files = counted(years, 100)
  const { run } = await runScenario('y0.yaml', files)
  t.equal(run?.result.total, '1000.00')
  t.ok(files.reads() < 100, `${files.reads()} reads`)
})

t.test('there is an end to looking back', async (t) => {
  const years = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `y${i}.yaml`,
        i === count - 1 ? lookingBack() : lookingBack(`y${i + 1}.yaml`),
      ]),
    )
  t.strictSame(await saidOf(years(16), 'y0.yaml'), [])
  t.strictSame(await saidOf(years(17), 'y0.yaml'), ['EARLIER_FAILED y0.yaml:20:14'])
  const bases = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `b${i}.yaml`,
        i === count - 1 ? smallDistrict({ data: `data: { ${rows} }` }) : whatIf(`b${i + 1}.yaml`),
      ]),
    )
  t.strictSame(await saidOf(bases(16), 'b0.yaml'), [])
  t.strictSame(await saidOf(bases(17), 'b0.yaml'), ['BASE_CYCLE b15.yaml:3:7'])
})
