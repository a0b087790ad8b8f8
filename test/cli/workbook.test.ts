import { readdirSync, readFileSync } from 'node:fs'
import { readXlsx } from 'hucre/xlsx'
import t from 'tap'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

t.test('leeway run --format xlsx writes a workbook, and nothing on the screen', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict() })
  const written = await leeway(['run', '--format', 'xlsx', '--out', 'two.xlsx', 'two.yaml'], { cwd })
  t.strictSame(written, { code: 0, out: '', err: '' })
  t.strictSame(readdirSync(cwd).toSorted(byName), ['two.xlsx', 'two.yaml'])
  const { sheets } = await readXlsx(readFileSync(`${cwd}/two.xlsx`))
  t.strictSame(
    sheets.map(({ name }) => name),
    ['Summary', 'Schools', '1', '2', 'Parameters', 'Reproduce'],
  )
  const reproduce = sheets.at(-1)?.rows.slice(1, 6)
  t.strictSame(reproduce?.[0]?.slice(0, 2), ['Command', 'leeway run --format xlsx --out two.xlsx two.yaml'])
  t.match(reproduce?.[2], ['Inputs', /^sha256:[0-9a-f]{64}$/])
  t.strictSame(reproduce?.[4]?.slice(0, 2), ['Date', 'none was given'])
})

t.test('a workbook of one school, with a day on it', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict() })
  const options = ['--format', 'xlsx', '--school', '2', '--date', '2025-07-01', '--out', `${cwd}/two.xlsx`]
  t.strictSame(await inProcess(['run', ...options, `${cwd}/two.yaml`]), { code: 0, out: '', err: '' })
  const { sheets } = await readXlsx(readFileSync(`${cwd}/two.xlsx`))
  t.strictSame(
    sheets.map(({ name }) => name),
    ['Summary', 'Schools', '2', 'Parameters', 'Reproduce'],
  )
  t.strictSame(sheets.at(-1)?.rows[5]?.slice(0, 2), ['Date', '2025-07-01'])
})

t.test('a workbook is not printed, not asked of a service, and its options are its own', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict() })
  const file = `${cwd}/two.yaml`
  const refused = async (options: readonly string[], words: string): Promise<void> => {
    const { code, out, err } = await inProcess(['run', ...options, file])
    t.strictSame([code, out], [2, ''], words)
    t.match(err, words)
  }
  const out = ['--out', `${cwd}/two.xlsx`]
  await refused(['--format', 'xlsx'], '--format xlsx needs --out FILE')
  await refused(['--format', 'xlsx', ...out, '--server', 'http://127.0.0.1:1'], 'leave out --server')
  await refused(['--format', 'xlsx', '--out', file], 'would write over a file that this command reads')
  await refused(['--school', '1'], '--school goes with --format xlsx')
  await refused(['--format', 'csv', '--date', '2025-07-01'], '--date goes with --format xlsx')
  for (const day of ['2025-7-1', '2025-02-30', 'today'])
    await refused(
      ['--format', 'xlsx', ...out, '--date', day],
      `--date is a day such as 2025-07-01, not ${day}`,
    )
})

t.test('a school that the run does not know has no workbook', async (t) => {
  const cwd = t.testdir({ 'two.yaml': smallDistrict() })
  const options = ['--format', 'xlsx', '--school', '10', '--out', `${cwd}/two.xlsx`]
  const { code, err } = await inProcess(['run', ...options, `${cwd}/two.yaml`])
  t.equal(code, 1)
  t.match(err, /no school of this run has the id "10" \[SCHOOL_UNKNOWN\]/)
  t.match(err, 'did you mean 1?')
  t.strictSame(readdirSync(cwd), ['two.yaml'])
})

t.test('a workbook of a run that does not tie out says so first, and ends with 3', async (t) => {
  const controls = 'controls: [{ of: total, amount: "3001", tolerance: "0" }]'
  const cwd = t.testdir({ 'two.yaml': smallDistrict({ controls }) })
  const options = ['--format', 'xlsx', '--out', `${cwd}/two.xlsx`]
  const { code, err } = await inProcess(['run', ...options, `${cwd}/two.yaml`])
  t.equal(code, 3)
  t.match(err, /^TIE-OUT FAILED {2}total: computed 3,000.00, control 3,001.00/)
  const { sheets } = await readXlsx(readFileSync(`${cwd}/two.xlsx`))
  t.strictSame(sheets[0]?.rows[2]?.slice(0, 5), ['total', 'TIE-OUT FAILED', 3000, 3001, -1])
})

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
