import t from 'tap'
import { runScenario } from '../../../src/app/run-scenario.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { readSchools } from '../../support/read-schools.ts'
import { smallDistrict } from '../../support/small-district.ts'

const needs = 'enrollment: { unit: pupil }, frl: { unit: pupil }, extra: { unit: money }'
const bases = 'enrollment: { basis: census }, frl: { basis: census }'

/** What is said of one row `1,enrollment,frl,extra` under these settings. */
async function saidOf(cells: string, data = ''): Promise<readonly string[]> {
  return (await readSchools({ csv: `id,enrollment,frl,extra\n1,${cells}\n`, needs, data })).said
}

t.test('a count or an amount below zero is an error', async (t) => {
  t.strictSame(await saidOf('10,-1,0'), ['CELL_NEGATIVE schools.csv:2 frl of 1'])
  t.strictSame(await saidOf('10,1,-0.01'), ['CELL_NEGATIVE schools.csv:2 extra of 1'])
  t.strictSame(await saidOf('10,1,-0'), [])
})

t.test('an amount that can be taken back may be below zero', async (t) => {
  t.strictSame(await saidOf('10,1,-5', 'measures: { extra: { may_be_negative: true } }'), [])
})

t.test('more pupils in a group than pupils is a warning, and as many is none', async (t) => {
  t.strictSame(await saidOf('10,11,0'), ['(NEED_ABOVE_PUPILS schools.csv:2 frl of 1)'])
  t.strictSame(await saidOf('10,10.5,0'), ['(NEED_ABOVE_PUPILS schools.csv:2 frl of 1)'])
  t.strictSame(await saidOf('10,10,0'), [])
  t.strictSame(await saidOf('10,1,11'), [], 'money is no group of pupils')
})

t.test('a group in which pupils count twice may be larger than the school', async (t) => {
  t.strictSame(await saidOf('10,11,0', 'measures: { frl: { may_exceed_pupils: true } }'), [])
})

t.test('grades that do not add up are a warning at the school', async (t) => {
  const said = async (row: string, data = 'measures: { enrollment: { parts: [k, g1] } }') =>
    (await readSchools({ csv: `id,enrollment,k,g1\n${row}\n`, data })).said
  t.strictSame(await said('1,10,4,6'), [])
  t.strictSame(await said('1,10,4,5'), ['(PARTS_DIFFER schools.csv:2 enrollment of 1)'])
  t.strictSame(await said('1,0.3,0.1,0.2'), [], 'a tenth is a tenth')
  t.strictSame(await said('1,10,4,'), [], 'an empty grade leaves the sum unknown')
  t.strictSame(await said('1,10,4,6', 'measures: { enrollment: { parts: [k, g2] } }'), [
    'COLUMN_MISSING schools.csv:1 g2',
  ])
})

t.test('counts on no stated basis are one warning with all their names', async (t) => {
  const rows = 'rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }]'
  const warnings = async (measures: string) => {
    const text = smallDistrict({ data: `data: { ${rows}, measures: { ${measures} } }` })
    const { run } = await runScenario('a.yaml', memoryFiles({ 'a.yaml': text }))
    return run?.result.warnings.map(({ code, found, suggestion }) => ({ code, found, suggestion }))
  }
  t.strictSame(await warnings(''), [
    {
      code: 'BASIS_NOT_STATED',
      found: 'enrollment, frl',
      suggestion: 'under data.measures: enrollment: { basis: projection, as_of: 2025-02-01 }',
    },
  ])
  t.strictSame(await warnings('enrollment: { basis: census }'), [
    {
      code: 'BASIS_NOT_STATED',
      found: 'frl',
      suggestion: 'under data.measures: frl: { basis: projection, as_of: 2025-02-01 }',
    },
  ])
  t.strictSame(await warnings(bases), [])
})

t.test('every check can be an error, a warning or off', async (t) => {
  const cases: Readonly<Record<string, readonly [cells: string, measures: string, said: string]>> = {
    negative: ['10,-1,0', bases, 'CELL_NEGATIVE schools.csv:2 frl of 1'],
    need_above_pupils: ['10,11,0', bases, 'NEED_ABOVE_PUPILS schools.csv:2 frl of 1'],
    parts_differ: [
      '10,1,0',
      'enrollment: { basis: census, parts: [frl] }, frl: { basis: census }',
      'PARTS_DIFFER schools.csv:2 enrollment of 1',
    ],
  }
  for (const [check, [cells, measures, said]] of Object.entries(cases)) {
    const data = (setting: string): string => `measures: { ${measures} }\nquality: { ${check}: ${setting} }`
    t.strictSame(await saidOf(cells, data('error')), [said], `${check}: error`)
    t.strictSame(await saidOf(cells, data('warning')), [`(${said})`], `${check}: warning`)
    t.strictSame(await saidOf(cells, data('off')), [], `${check}: off`)
  }
})

t.test('a warning leaves the run whole, and an error leaves none', async (t) => {
  const csv = 'id,enrollment,frl,extra\n1,10,-1,0\n'
  const schoolsWith = async (setting: string) =>
    (await readSchools({ csv, needs, data: `quality: { negative: ${setting} }` })).schools
  t.strictSame(
    (await schoolsWith('warning')).map(({ frl }) => frl),
    ['-1'],
  )
  t.strictSame(await schoolsWith('error'), [])
})

t.test(
  'a number that a change takes below zero is told at the change, with its school and measure',
  async (t) => {
    const rows =
      'rows: [{ id: "1", enrollment: 10, frl: 4, level: ES }, { id: "2", enrollment: 20, frl: -1, level: ES }]'
    const base = smallDistrict({
      data: `data: { ${rows}, measures: { ${bases} }, quality: { negative: warning } }`,
    })
    const change = (counts: string) =>
      `leeway: 1\nscenario: { id: b, budget: cut }\nbase: a.yaml\nchanges:\n  - ${counts}\n`
    const told = async (files: Readonly<Record<string, string>>, path: string) => {
      const { problems, run } = await runScenario(path, memoryFiles(files))
      const places = problems
        .filter(({ code }) => code === 'CELL_NEGATIVE')
        .map(({ where: { file, line, pointer, measure, school } }) => [file, line, pointer, measure, school])
      return { places, warnings: run?.result.warnings.filter(({ code }) => code === 'CELL_NEGATIVE') }
    }
    const own = (bases: string) => ['a.yaml', 17, `${bases}/data/rows/1/frl`, 'frl', '2']
    const files = { 'a.yaml': base, 'b.yaml': change('{ change_counts: frl, set: { "1": "-3" } }') }
    const { places, warnings } = await told(files, 'b.yaml')
    t.strictSame(places, [['b.yaml', 5, '/changes/0/set/1', 'frl', '1'], own('/base')])
    const place = { dataset: 'now', measure: 'frl' }
    t.match(
      warnings,
      [
        { ...place, school: '1', pointer: undefined },
        { ...place, school: '2' },
      ],
      'a result names the cell, as the change stands elsewhere in a bundle',
    )
    const again = {
      ...files,
      'c.yaml': change('{ change_counts: frl, add: { "1": "1" } }').replace('a.yaml', 'b.yaml'),
    }
    t.strictSame(
      (await told(again, 'c.yaml')).places,
      [['c.yaml', 5, '/changes/0/add/1', 'frl', '1'], own('/base/base')],
      'the last change',
    )
    const mended = { ...files, 'd.yaml': change('{ drop_schools: ["1"] }').replace('a.yaml', 'b.yaml') }
    t.strictSame((await told(mended, 'd.yaml')).places, [own('/base/base')], 'a school that is gone has none')
  },
)
