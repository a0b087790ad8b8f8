import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { runResultSchema } from '../../src/contract/report/run-schema.ts'
import { fromCsv, smallCsv, smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const figures = 'figures:\n  - { id: half, amount: line.base / 2, round: 2 }'

const folder = (t: { testdir(fixture: Record<string, string>): string }): string =>
  t.testdir({ 'two.yaml': smallDistrict({ figures, data: fromCsv }), 'schools.csv': smallCsv })

t.test('what --out writes is what standard output would have had, byte for byte', async (t) => {
  const cwd = folder(t)
  for (const format of ['json', 'csv', 'table']) {
    const printed = await leeway(['run', '--format', format, 'two.yaml'], { cwd })
    const written = await leeway(['run', '--format', format, '--out', `result.${format}`, 'two.yaml'], {
      cwd,
    })
    t.strictSame(written, { code: 0, out: '', err: '' }, format)
    t.not(printed.out, '', format)
    t.equal(readFileSync(`${cwd}/result.${format}`, 'utf8'), printed.out, format)
  }
  t.strictSame(readdirSync(cwd).toSorted(byName), [
    'result.csv',
    'result.json',
    'result.table',
    'schools.csv',
    'two.yaml',
  ])
})

t.test('JSON has the promised shape, with every amount as a text', async (t) => {
  const cwd = folder(t)
  const { out } = await inProcess(['run', '--format', 'json', `${cwd}/two.yaml`])
  const result = JSON.parse(out)
  t.ok(out.endsWith('}\n'))
  t.strictSame(runResultSchema.safeParse(result).error?.issues ?? [], [])
  t.match(result.leeway.engine, /^\d+\.\d+\.\d+$/)
  t.match(result.leeway.inputs, /^sha256:[0-9a-f]{64}$/)
  t.strictSame(result.scenario, { id: 'two-schools', name: 'two-schools', year: '2025-26', currency: 'USD' })
  t.equal(result.total, '3000.00')
  t.equal(result.residual, '0.00')
  t.strictSame(result.warnings, [])
  const [first] = result.schools
  t.strictSame(
    { ...first, lines: undefined, figures: undefined },
    {
      id: '1',
      name: '1',
      pupils: '10',
      total: '1000.00',
      perPupil: '100.00',
      lines: undefined,
      figures: undefined,
    },
  )
  t.strictSame(first.lines, [
    { id: 'base', label: 'base', fund: 'general', flexibility: 'free', amount: '1000.00' },
  ])
  t.strictSame(first.figures, [{ id: 'half', label: 'half', amount: '500.00' }])
  t.strictSame(numbersIn(result), ['schools 2'], 'only a count of schools is a JSON number')
})

t.test('CSV has a row a school, with plain numbers', async (t) => {
  const cwd = folder(t)
  const { out } = await inProcess(['run', '--format', 'csv', `${cwd}/two.yaml`])
  t.equal(
    out,
    [
      'id,name,students,line.base,total,per_student,figure.half\r\n',
      '1,1,10,1000.00,1000.00,100.00,500.00\r\n',
      '2,2,20,2000.00,2000.00,100.00,1000.00\r\n',
    ].join(''),
  )
})

t.test('a fund that schools get more of than there is says so below its table', async (t) => {
  // 3,000 dollars from a pool of 2,900, and then from one of 3,000.
  const pool = (amount: string): string =>
    smallDistrict({ pools: `pools: [{ fund: general, amount: "${amount}", assumed: for the test }]` })
  const cwd = t.testdir({ 'over.yaml': pool('2900'), 'even.yaml': pool('3000') })
  const over = await inProcess(['run', `${cwd}/over.yaml`])
  t.match(over.out, /^general +3,000\.00 +2,900\.00 +-100\.00$/m)
  t.match(over.out, '\ngeneral: schools get 100.00 more than its pool\n')
  t.notMatch((await inProcess(['run', `${cwd}/even.yaml`])).out, 'more than its pool')
})

t.test('warnings are for the reader, not for the data', async (t) => {
  const cwd = t.testdir({
    'warned.yaml': smallDistrict({
      data: 'data: { rows: [{ id: "1", enrollment: 10, frl: 12, level: ES }] }',
    }),
  })
  for (const format of ['json', 'csv']) {
    const { code, out, err } = await inProcess(['run', '--format', format, `${cwd}/warned.yaml`])
    t.equal(code, 0, format)
    t.match(err, 'warning: frl is above enrollment at school 1 [NEED_ABOVE_PUPILS]', format)
    t.notMatch(out, 'warning:', format)
  }
})

t.test('a place that cannot be written to is said in words, and no draft stays', async (t) => {
  const cwd = folder(t)
  mkdirSync(`${cwd}/taken`)
  const places: [string, string][] = [
    ['nowhere/result.json', 'its folder does not exist'],
    ['two.yaml/result.json', 'a part of its path is a file, not a folder'],
    ['taken', 'it is a folder'],
    [`${'x'.repeat(300)}.json`, 'its name is too long'],
  ]
  for (const [place, words] of places) {
    const path = `${cwd}/${place}`
    t.strictSame(
      await inProcess(['run', '--format', 'json', '--out', path, `${cwd}/two.yaml`]),
      { code: 1, out: '', err: `${path} cannot be written: ${words}\n` },
      words,
    )
  }
  const { code, out, err } = await leeway(['run', '--out', 'nowhere/x.json', 'two.yaml'], { cwd })
  t.strictSame([code, out], [1, ''])
  t.equal(err, 'nowhere/x.json cannot be written: its folder does not exist\n')
  t.strictSame(readdirSync(cwd).toSorted(byName), ['schools.csv', 'taken', 'two.yaml'])
  t.strictSame(readdirSync(`${cwd}/taken`), [])
})

t.test('a run that fails leaves the file of the last one as it was', async (t) => {
  const cwd = t.testdir({
    'broken.yaml': smallDistrict({ pupils: 'pupils: nobody' }),
    'last.json': 'last year',
  })
  const { code } = await inProcess([
    'run',
    '--format',
    'json',
    '--out',
    `${cwd}/last.json`,
    `${cwd}/broken.yaml`,
  ])
  t.equal(code, 1)
  t.equal(readFileSync(`${cwd}/last.json`, 'utf8'), 'last year')
})

t.test('no run writes over what it reads, by whatever name', async (t) => {
  const cwd = folder(t)
  symlinkSync(`${cwd}/two.yaml`, `${cwd}/link.yaml`)
  for (const name of ['two.yaml', './schools.csv', 'link.yaml']) {
    const place = `${cwd}/${name}`
    const { code, out, err } = await inProcess(['run', '--out', place, `${cwd}/two.yaml`])
    t.strictSame([code, out], [2, ''], name)
    t.ok(err.startsWith(`leeway run: --out ${place} would write over a file that this command reads\n`), name)
  }
  t.equal(readFileSync(`${cwd}/schools.csv`, 'utf8'), smallCsv)
  t.equal(readFileSync(`${cwd}/two.yaml`, 'utf8'), smallDistrict({ figures, data: fromCsv }))
})

t.test('a result is written through a link, and keeps who may read it', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict(), 'shared.csv': 'old' })
  chmodSync(`${cwd}/shared.csv`, 0o600)
  symlinkSync('shared.csv', `${cwd}/latest.csv`)
  const { code } = await inProcess([
    'run',
    '--format',
    'csv',
    '--out',
    `${cwd}/latest.csv`,
    `${cwd}/two.yaml`,
  ])
  t.equal(code, 0)
  t.match(readFileSync(`${cwd}/shared.csv`, 'utf8'), /^id,name,students/)
  t.equal(statSync(`${cwd}/shared.csv`).mode % 0o1000, 0o600)
})

function numbersIn(value: unknown, name = ''): string[] {
  if (typeof value === 'number') return [`${name} ${value}`]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, key))
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
