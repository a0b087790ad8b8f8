import t from 'tap'
import { checkScenario } from '../../../src/app/check-scenario.ts'
import { runScenario } from '../../../src/app/run-scenario.ts'
import { placeText } from '../../problems/problem-case.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { readSchools } from '../../support/read-schools.ts'
import { smallDistrict } from '../../support/small-district.ts'

type Contents = Readonly<Record<string, string | Uint8Array>>

/** The losses of every school since last year, in dollars of 100 a pupil: `id amount`. */
async function losses(data: string, files: Contents): Promise<string[]> {
  const text = smallDistrict({
    needs: 'needs: { enrollment: { unit: pupil } }',
    lines:
      'lines: [{ id: a, amount: "(prior.enrollment - enrollment) * base", fund: general, flexibility: free }]',
    data,
  })
  const { run, problems } = await runScenario('a.yaml', memoryFiles({ 'a.yaml': text, ...files }))
  if (run === undefined) return problems.map(({ code, where }) => `${code} ${placeText(where)}`)
  return run.result.schools.map(({ id, total }) => `${id} ${total}`)
}

t.test('two years of a school are joined by its id, whatever the order of rows', async (t) => {
  const files = { 'now.csv': 'id,enrollment\n1,10\n2,20\n', 'prior.csv': 'id,enrollment\n3,99\n2,25\n1,10\n' }
  t.strictSame(await losses('data: { now: now.csv, prior: prior.csv }', files), ['1 0.00', '2 500.00'])
})

t.test('an id is the same text in both years, however its accent is written', async (t) => {
  const files = {
    'now.csv': 'id,enrollment\n"Jose\u0301",10\n',
    'prior.csv': 'id,enrollment\n"Jos\u00e9",11\n',
  }
  t.strictSame(await losses('data: { now: now.csv, prior: prior.csv }', files), ['José 100.00'])
})

t.test(
  'a measure is the same text in the formula and in the header, however its accent is written',
  async (t) => {
    const text = (name: string): string =>
      smallDistrict({
        needs: `needs: { enrollment: { unit: pupil }, ${name}: { unit: pupil } }`,
        lines: `lines: [{ id: a, amount: ${name} * base, fund: general, flexibility: free }]`,
        data: 'data: schools.csv',
      })
    for (const [inFormula, inHeader] of [
      ['alunos_me\u0301dio', 'alunos_m\u00e9dio'],
      ['alunos_m\u00e9dio', 'alunos_me\u0301dio'],
    ] as const) {
      const files = { 'a.yaml': text(inFormula), 'schools.csv': `id,enrollment,${inHeader}\n1,10,3\n` }
      const { run } = await runScenario('a.yaml', memoryFiles(files))
      t.equal(run?.result.total, '300.00')
    }
  },
)

t.test('an id that lost its zeros in one year only joins nobody, until it is padded', async (t) => {
  const files = { 'now.csv': 'id,enrollment\n0042,10\n', 'prior.csv': 'id,enrollment\n42,11\n' }
  t.strictSame(await losses('data: { now: now.csv, prior: prior.csv }', files), [
    'BASIS_NOT_STATED now.csv',
    'BASIS_NOT_STATED prior.csv',
    'CELL_MISSING prior.csv enrollment of 0042',
  ])
  const padded = 'data: { now: now.csv, prior: { file: prior.csv, id: { column: id, digits: 4 } } }'
  t.strictSame(await losses(padded, files), ['0042 100.00'])
})

t.test('a fault is in the file and the year that it is in', async (t) => {
  const files = { 'now.csv': 'id,enrollment\n1,ten\n', 'prior.csv': 'id,enrollment\n\n1,"1,000"\n' }
  t.strictSame(await losses('data: { now: now.csv, prior: prior.csv }', files), [
    'CELL_FORMAT now.csv:2 enrollment of 1',
    'BASIS_NOT_STATED now.csv',
    'CELL_FORMAT prior.csv:3 enrollment of 1',
    'BASIS_NOT_STATED prior.csv',
  ])
})

t.test('a file in Windows-1252 is read once the scenario says so', async (t) => {
  const csv = Buffer.from('id,name,enrollment\n1,Pe\xf1a \x96 \x93Oak\x94,10\n', 'latin1')
  const refused = await readSchools({ csv })
  t.strictSame(refused.said, ['FILE_NOT_UTF8 schools.csv:2:5'])
  const [line = ''] = refused.suggestions[0]?.match(/encoding: [a-z0-9-]+/) ?? []
  const { said, schools } = await readSchools({ csv, data: line })
  t.strictSame(said, [])
  t.equal(schools[0]?.['name'], 'Peña – “Oak”')
})

t.test('a mark for UTF-8 at the start of a table is no part of its first column', async (t) => {
  t.strictSame((await readSchools({ csv: '\ufeffid,enrollment\n1,10\n' })).said, [])
  t.strictSame((await readSchools({ csv: '\ufeff---\nid: number\n---\nnumber,enrollment\n1,10\n' })).said, [])
})

t.test('what a table says of itself holds, unless the scenario says otherwise', async (t) => {
  const header = `---
id: number
name: school
vintage: Spring
source: the state
measures:
  enrollment: { column: pupils, basis: projection, as_of: 2025-02-01, includes: K-12 }
quality: { negative: warning, need_above_pupils: off }
---
`
  const csv = `${header}number,school,pupils,october\n1,Oak,-10,20\n`
  const run = async (data: string) => {
    const files = {
      'a.yaml': smallDistrict({ needs: 'needs: { enrollment: { unit: pupil } }', data }),
      'schools.csv': csv,
    }
    return (await runScenario('a.yaml', memoryFiles(files))).run?.result
  }
  const own = await run('data: schools.csv')
  t.match(own?.datasets[0], { vintage: 'Spring', source: 'the state' })
  t.match(own?.datasets[0]?.measures, [
    { name: 'enrollment', basis: 'projection', asOf: '2025-02-01', includes: 'K-12' },
  ])
  t.match(own?.schools, [{ id: '1', name: 'Oak', pupils: '-10' }])
  t.match(own?.warnings, [{ code: 'CELL_NEGATIVE' }])
  const stated = await run(
    'data: { file: schools.csv, vintage: Fall, measures: { enrollment: { column: october, basis: count-day } } }',
  )
  t.match(stated?.datasets[0], { vintage: 'Fall', source: 'the state' })
  t.match(stated?.datasets[0]?.measures, [
    { name: 'enrollment', basis: 'count-day', asOf: '2025-02-01', includes: 'K-12' },
  ])
  t.match(stated?.schools, [{ id: '1', name: 'Oak', pupils: '20' }])
  t.equal(await run('data: { file: schools.csv, quality: { negative: error } }'), undefined)
})

t.test(
  'a fault in what a table says of itself is found in the table, and one of the scenario there',
  async (t) => {
    const csv = '---\nmeasures:\n  enrollment: { unit: pupils }\n---\nid,enrollment\n1,10\n'
    const said = async (data: string) => {
      const text = smallDistrict({ needs: 'needs: { enrollment: { unit: pupil } }', data })
      const { problems } = await checkScenario('a.yaml', memoryFiles({ 'a.yaml': text, 'schools.csv': csv }))
      return problems
        .filter(({ severity }) => severity === 'error')
        .map(({ code, where }) => `${code} ${placeText(where)}`)
    }
    t.strictSame(await said('data: schools.csv'), ['UNIT_DIFFERS schools.csv:3:23'])
    t.strictSame(await said('data:\n  file: schools.csv\n  measures:\n    enrollment: { unit: fte }'), [
      'UNIT_DIFFERS a.yaml:17:25',
    ])
  },
)
