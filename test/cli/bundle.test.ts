import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import t from 'tap'
import { bundleScenario } from '../../src/app/bundle-scenario.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { scenarioJsonSchema } from '../../src/contract/schema/json-schema.ts'
import { firstDifference } from '../support/first-difference.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { richCsv, richDistrict } from '../support/rich-district.ts'
import { smallDistrict } from '../support/small-district.ts'
import { inProcess } from '../support/split-terminal.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

type Texts = Readonly<Record<string, string>>

const isScenario = new Ajv({ strict: true, allowUnionTypes: true }).compile(scenarioJsonSchema())

/** What is wrong with the bundle of a scenario, in words; nothing where it is as good as its sources. */
async function faultsOf(files: Texts, isPretty = false): Promise<string[]> {
  const [path = ''] = Object.keys(files)
  const sources = await runScenario(path, memoryFiles(files))
  const made = await bundleScenario(path, memoryFiles(files), { isPretty })
  if (sources.run === undefined || made.bundle === undefined)
    return [...sources.problems, ...made.problems].map(({ code, message }) => `${code}: ${message}`)
  const { text } = made.bundle
  const alone = memoryFiles({ 'elsewhere.txt': text })
  const [again, once] = [
    await runScenario('elsewhere.txt', alone),
    await bundleScenario('elsewhere.txt', alone, { isPretty }),
  ]
  const page = (result: object | undefined): string => `${JSON.stringify(result, null, 2)}\n`
  return [
    firstDifference(page(again.run?.result), page(sources.run.result)),
    once.bundle?.text === text ? '' : 'the bundle of the bundle is another',
    sources.run.result.leeway.inputs === again.run?.result.leeway.inputs ? '' : 'another hash',
    isScenario(JSON.parse(text)) ? '' : 'an editor would mark it',
    text.endsWith('}\n') ? '' : 'the last line does not end',
  ].filter((fault) => fault !== '')
}

/** A what-if about the three schools, with the files of its base. */
function whatIf(changes: string, more = ''): Texts {
  const top = `leeway: 1\nscenario: { id: what-if, budget: new-money }\nbase: adopted.yaml\n`
  return { 'what-if.yaml': `${top}${changes === '' ? '' : `changes:\n${changes}`}${more}`, ...whatIfFiles }
}

/** The what-ifs, one of them as the scenario that is meant. */
function startingWith(path: keyof typeof whatIfFiles): Texts {
  const others: Texts = whatIfFiles
  return { [path]: whatIfFiles[path], ...others }
}

const line = '{ id: extra, amount: el * 0.1 * base, fund: general, flexibility: free }'
const cases: Readonly<Record<string, Texts>> = {
  'a district that is whole': { 'adopted.yaml': adopted },
  'a district with everything in it': { 'rich.yaml': richDistrict },
  'a district with its rows in a file and its formula in another': {
    'district.yaml': richDistrict
      .replace(/^ {2}rows:\n(?: {4}.*\n)+/m, '  file: schools.csv\n')
      .replace(/^formula:\n(?: {2}.*\n)+/m, 'formula: wsf.yaml\n'),
    'schools.csv': richCsv,
    'wsf.yaml': `leeway: 1\n${/^formula:\n(?: {2}.*\n)+/m.exec(richDistrict)?.[0] ?? ''}`,
  },
  'a what-if that costs nothing': startingWith('weight.yaml'),
  'a what-if on a what-if, with a pool': startingWith('landing.yaml'),
  'a what-if that does not say what it costs': {
    'quiet.yaml': 'leeway: 1\nscenario: { id: quiet }\nbase: adopted.yaml\n',
    ...whatIfFiles,
  },
  'a parameter solved for the cost of the base': whatIf(
    '  - { set: weight.el, to: "0.5" }\n',
    'solve: { parameter: base, to: base, places: 3 }\n',
  ),
  'a parameter solved for an amount in a fund': whatIf(
    '',
    'solve: { parameter: base, to: "9000000.50", fund: general }\n',
  ),
  'a parameter scaled to thirds of a cent': whatIf('  - { scale: base, by: "1.000000001" }\n'),
  'a change that a later one overrules': whatIf(
    '  - { set: base, to: "4600" }\n  - { set: base, to: "4700" }\n',
  ),
  'changed counts': whatIf('  - { change_counts: students, set: { A: "310.5" }, add: { B: "-5" } }\n'),
  'counts changed to more than there are': whatIf('  - { change_counts: el, set: { B: "601" } }\n'),
  'schools that are dropped': whatIf('  - { drop_schools: [B] }\n'),
  'schools that are not shown': whatIf('  - { restrict: level == "ES" }\n  - { restrict: not (el < 150) }\n'),
  'a line more, one less and one other': whatIf(
    `  - { add_line: ${line} }\n  - { remove_line: foundation }\n  - { replace_line: { id: el, amount: el * 1.50 * base, fund: general, flexibility: locked, round: { step: "0.05", mode: up } } }\n`,
  ),
  'a control total that is missed': whatIf('', 'controls: [{ of: total, amount: "1.0", source: ours }]\n'),
  'two years': {
    'two.yaml': adopted
      .replace('lines:', 'figures: [{ id: then, amount: prior.students * 1 }]\n  lines:')
      .replace(
        /^data:\n[\s\S]*/m,
        `data:
  now: { measures: { students: { basis: projection } }, rows: [{ id: A, students: 10, low_income: 1, el: 1, level: ES, prior_total: 0 }, { id: AB, students: 3, low_income: 0, el: 0, level: HS, prior_total: 1 }] }
  prior: { merged: { AB: [B, C] }, rows: [{ id: A, students: 1 }, { id: B, students: 2 }, { id: C, students: 3 }] }
`,
      ),
  },
  'a merged school that is dropped': {
    'dropped.yaml': smallDistrict({
      scenario: 'scenario: { id: dropped }\nchanges: [{ drop_schools: ["12"] }]',
      data: `data:
  merged: { "12": ["1", "2"] }
  rows:
    - { id: "1", enrollment: 10, frl: 4, level: ES }
    - { id: "2", enrollment: 20, frl: 5, level: HS }
    - { id: "3", enrollment: 30, frl: 5, level: HS }`,
    }),
  },
  'last year as a run of its own': {
    'next.yaml': adopted
      .replace(
        /^data:\n[\s\S]*/m,
        `data:
  now: { rows: [{ id: A, students: 10, low_income: 1, el: 1, level: ES }] }
  prior: { earlier: adopted.yaml, measures: { prior_total: { column: total } } }
`,
      )
      .replace('prior_total: { unit: money }', 'prior_total: { unit: money, dataset: prior }'),
    'adopted.yaml': adopted,
  },
}

t.test('a bundle runs to the bytes of its sources, and is its own bundle', async (t) => {
  for (const [what, files] of Object.entries(cases)) {
    t.strictSame(await faultsOf(files), [], what)
  }
  t.strictSame(await faultsOf(startingWith('landing.yaml'), true), [], 'over several lines')
})

t.test('ids that may have lost their zeros are warned of in the schools that are left', async (t) => {
  const ids = ['1001', '1002', '1003', '42', '43']
  const rows = ids.map((id) => `    - { id: "${id}", enrollment: 10, frl: 4, level: ES }`).join('\n')
  const files = {
    'district.yaml': smallDistrict({
      scenario: 'scenario: { id: small }\nchanges: [{ drop_schools: ["43"] }]',
      data: `data:\n  quality: { lost_zeros: warning }\n  rows:\n${rows}`,
    }),
  }
  t.strictSame(await faultsOf(files), [])
  const { run } = await runScenario('district.yaml', memoryFiles(files))
  t.match(run?.result.warnings.find(({ code }) => code === 'ID_LOST_ZEROS')?.message, /^1 of 4 school ids/)
})

t.test('a percent with more places than a number may have is refused', async (t) => {
  const district = (cell: string): Texts => ({
    'district.yaml': smallDistrict({
      needs: 'needs: { enrollment: { unit: pupil }, share: { unit: "1" } }',
      data: `data: { measures: { share: { format: percent } }, rows: [{ id: "1", enrollment: 1, share: "${cell}" }] }`,
    }),
  })
  t.strictSame(await faultsOf(district('12.1234567890123456%')), [])
  t.match((await faultsOf(district('12.12345678901234567%')))[0], /^CELL_FORMAT/)
})

t.test('a count that a change makes negative is refused, as it would be in a file', async (t) => {
  const { run, problems } = await runScenario(
    'what-if.yaml',
    memoryFiles(whatIf('  - { change_counts: el, add: { B: "-31" } }\n')),
  )
  t.equal(run, undefined)
  t.strictSame(
    problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    ['CELL_NEGATIVE'],
  )
})

t.test('a what-if on a demonstration is one too, and so is its bundle', async (t) => {
  const base = adopted.replace('scenario: { id: adopted', 'scenario: { demonstration: true, id: adopted')
  const notices = async (top: string): Promise<string | undefined> => {
    const files = { 'what-if.yaml': `leeway: 1\n${top}base: adopted.yaml\n`, 'adopted.yaml': base }
    t.strictSame(await faultsOf(files), [])
    const { run } = await runScenario('what-if.yaml', memoryFiles(files))
    return run?.result.scenario.demonstration
  }
  const notice = "Demonstration, not a real district's budget"
  t.equal(await notices('scenario: { id: what-if }\n'), notice)
  t.equal(await notices(''), notice)
  t.equal(await notices('scenario: { id: what-if, demonstration: false }\n'), undefined)
})

t.test('a district without schools is not run', async (t) => {
  const { run, problems } = await runScenario(
    'what-if.yaml',
    memoryFiles(whatIf('  - { drop_schools: [A, B, C] }\n')),
  )
  t.equal(run, undefined)
  t.match(problems.at(-1), { code: 'DATA_MISSING', message: 'no school is left to run on' })
})

t.test('leeway bundle prints one line, or many for a reader, or writes a file', async (t) => {
  const folder = t.testdir({ ...whatIfFiles })
  const at = (name: string): string => `${folder}/${name}`
  const { code, out, err } = await inProcess(['bundle', at('weight.yaml')])
  t.equal(code, 0, err)
  t.equal(out.indexOf('\n'), out.length - 1)
  t.match(out, /^\{"baseline":\{"funds":\{"general":"7957800\.00"\},"id":"adopted",/)
  const pretty = await inProcess(['bundle', '--pretty', at('weight.yaml')])
  t.ok(pretty.out.split('\n').length > 60)
  t.strictSame(JSON.parse(pretty.out), JSON.parse(out))
  t.equal((await inProcess(['bundle', at('weight.yaml'), '--out', at('bundle.json')])).out, '')
  t.equal(readFileSync(at('bundle.json'), 'utf8'), out)
  const [sources, bundled] = await Promise.all(
    ['weight.yaml', 'bundle.json'].map((name) => inProcess(['run', '--format', 'json', at(name)])),
  )
  t.equal(bundled?.out, sources?.out)
  t.strictSame(await inProcess(['bundle', at('bundle.json')]), { code: 0, out, err })
})

t.test('a bundle never goes over a file that it is made of, and says what prevents it', async (t) => {
  const folder = t.testdir({ ...whatIfFiles })
  const over = await inProcess(['bundle', `${folder}/weight.yaml`, '--out', `${folder}/adopted.yaml`])
  t.equal(over.code, 2)
  t.match(over.err, 'would write over a file that this command reads')
  t.equal(readFileSync(`${folder}/adopted.yaml`, 'utf8'), adopted)
  writeFileSync(`${folder}/weight.yaml`, whatIfFiles['weight.yaml'].replace('weight.low_income', 'weigth.el'))
  const broken = await inProcess(['bundle', `${folder}/weight.yaml`])
  t.equal(broken.code, 1)
  t.equal(broken.out, '')
  t.match(broken.err, '[CHANGE_TARGET]')
})

t.test('a control total that is missed is told, and the bundle is made', async (t) => {
  const folder = t.testdir(whatIf('', 'controls: [{ of: total, amount: "1.0" }]\n'))
  const { code, out, err } = await inProcess(['bundle', `${folder}/what-if.yaml`])
  t.equal(code, 3)
  t.match(err, /^TIE-OUT FAILED {2}total/)
  t.match(JSON.parse(out), { controls: [{ of: 'total', amount: '1', tolerance: '0' }] })
})

t.test('more schools than a document may hold are refused, before anything is written', async (t) => {
  // Six hundred schools with a text of 30,000 letters each.
  const rows = Array.from({ length: 600 }, (_, i) => `${i},10,4,${'x'.repeat(30_000)}\n`).join('')
  const files = {
    read: async (path: string) => {
      const text = path === 'schools.csv' ? `id,enrollment,frl,level\n${rows}` : source
      return { kind: 'bytes', bytes: new TextEncoder().encode(text) } as const
    },
  }
  const source = smallDistrict({
    needs: 'needs: { enrollment: { unit: pupil }, frl: { unit: pupil }, level: { kind: text } }',
    data: 'data: schools.csv',
  })
  const { bundle, problems } = await bundleScenario('district.yaml', files, { isPretty: false })
  t.equal(bundle, undefined)
  t.match(problems.at(-1), {
    code: 'FILE_TOO_LARGE',
    found: '18 MB',
    expected: 'at most 16 MB, and 1500000 words and signs',
  })
})

t.test('a published district can be bundled from its files on the disk', async (t) => {
  const path = new URL('../../scenarios/san-francisco/2022-23.yaml', import.meta.url).pathname
  const { bundle } = await bundleScenario(path, diskFiles(), { isPretty: false })
  t.ok(isScenario(JSON.parse(bundle?.text ?? '{}')))
  t.equal(bundle?.result.schools.length, 102)
})
