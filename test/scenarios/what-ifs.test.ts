import { readdirSync } from 'node:fs'
import t from 'tap'
import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { root } from '../support/committed-scenarios.ts'
import { type Row, tableRows } from '../support/table-rows.ts'

const folder = `${root}scenarios/demonstration/`
const names = readdirSync(folder).filter((name) => /^what-if-.*\.yaml$/.test(name))
const base = (await finished('district.yaml')).result
const runs = new Map(
  await Promise.all(names.map(async (name) => [name.slice(8, -5), await finished(name)] as const)),
)
const rows = tableRows('demonstration/schools.csv')
const charters = new Set(rows.filter((row) => row['governance'] === 'charter').map((row) => row['school_id']))

/** What each declares, what it costs more, and the restricted lines that it names. */
const QUESTIONS: Readonly<
  Record<string, readonly [declared: string, change: string, named: readonly string[]]>
> = {
  'charter-share': ['new-money', '9112170.00', ['charter_share']], // 17,867 x 10,200 x 0.05
  'enrollment-drop': ['cut', '-2475408.25', []],
  'fall-recount': ['cut', '-850440.96', []],
  foundation: ['neutral', '-65.10', []],
  'frl-weight': ['neutral', '-326.32', []],
  'merged-schools': ['cut', '-2111529.91', []],
  'one-time-ends': ['cut', '-5682420.00', []],
  'small-schools': ['cut', '-3332869.58', []],
  'soft-landing': ['neutral', '0.00', []],
  'title1-gate': ['neutral', '-251.21', ['title1']],
}

t.test('ten questions are asked, each says what it costs, and costs that', async (t) => {
  t.strictSame([...runs.keys()].toSorted(byCodePoint), Object.keys(QUESTIONS).toSorted(byCodePoint))
  for (const [name, { result }] of runs) {
    const [declared, change] = QUESTIONS[name] ?? []
    t.equal(result.budget?.declared, declared, name)
    t.equal(result.budget?.change, change, name)
    t.ok(result.budget?.holds, name)
    t.strictSame(result.warnings, [], name)
    t.equal(result.scenario.demonstration, "Demonstration, not a real district's budget", name)
  }
})

t.test(
  'a neutral question leaves less than its next cent would cost, and names the next value',
  async (t) => {
    const solved = [...runs].flatMap(([name, { result }]) =>
      result.budget?.solved ? [{ name, result }] : [],
    )
    t.strictSame(
      solved.map(({ name, result }) => [
        name,
        result.budget?.solved?.value,
        result.budget?.solved?.next.value,
      ]),
      [
        ['foundation', '5931.69', '5931.70'],
        ['frl-weight', '5843.86', '5843.87'],
        ['title1-gate', '651.44', '651.45'],
      ],
    )
    for (const { name, result } of solved) {
      const { residual = '', next } = result.budget?.solved ?? {}
      t.equal(cents(residual), -cents(result.budget?.change ?? ''), name)
      const fund = result.funds.find(({ id }) => id === 'title1')
      const spent = name === 'title1-gate' ? cents(fund?.total ?? '') : cents(result.total)
      t.ok(cents(next?.total ?? '') > spent + cents(residual), `${name}: a cent more costs too much`)
    }
  },
)

t.test('every changed figure says where it comes from', async (t) => {
  for (const [name, { scenario }] of runs) {
    const changes = scenario.file.changes ?? []
    t.ok(changes.length > 0, name)
    for (const change of changes) {
      if ('set' in change && 'to' in change) t.match(change.assumed, /^[a-z].{10,}/, `${name} ${change.set}`)
      if ('scale' in change) t.match(change.assumed, /^[a-z].{10,}/, `${name} ${change.scale}`)
      if ('add_adjustment' in change) t.match(change.add_adjustment.note, /\w{3}/, name)
    }
    t.match(scenario.file.scenario?.note, /^[^.]{20,}\./, name)
  }
})

t.test(
  'every fund is the sum of its lines, and every change of a fund the sum over its schools',
  async (t) => {
    for (const [name, { result }] of runs) {
      for (const { id, total } of result.funds) {
        const schools = byFund(result, id)
        t.equal(sumOf([...schools.values()]), cents(total), `${name} ${id}`)
        const before = byFund(base, id)
        const ids = new Set([...schools.keys(), ...before.keys()])
        const changes = [...ids].map((school) => (schools.get(school) ?? 0n) - (before.get(school) ?? 0n))
        const was = base.funds.find((fund) => fund.id === id)?.total ?? ''
        t.equal(sumOf(changes), cents(total) - cents(was), `${name} ${id} changes`)
      }
      t.equal(sumOf(result.schools.map(({ total }) => cents(total))), cents(result.total), name)
    }
  },
)

t.test('restricted money moves only where it is named or its students are counted anew', async (t) => {
  const restricted = new Set(base.funds.filter((fund) => fund.restricted).map(({ id }) => id))
  t.equal(restricted.size, 4)
  for (const [name, { result, scenario }] of runs) {
    const [, , named = []] = QUESTIONS[name] ?? []
    const counted = (scenario.file.changes ?? []).flatMap((change) =>
      'change_counts' in change ? Object.keys(change.add ?? {}) : [],
    )
    const moved = result.schools.flatMap((school) =>
      school.lines
        .filter(({ fund, id, amount }) => restricted.has(fund) && amount !== amountOf(base, school.id, id))
        .filter(({ id }) => !named.includes(id) && !counted.includes(school.id))
        .map(({ id }) => `${school.id} ${id}`),
    )
    t.strictSame(moved, [], name)
  }
  t.not(amountOf(resultOf('title1-gate'), '0101', 'title1'), amountOf(base, '0101', 'title1'))
})

t.test('charter schools stay outside floors, scaling and recounts', async (t) => {
  t.equal(charters.size, 40)
  for (const name of ['soft-landing', 'fall-recount', 'frl-weight', 'foundation', 'small-schools'])
    for (const school of resultOf(name).schools.filter(({ id }) => charters.has(id)))
      t.equal(school.total, base.schools.find(({ id }) => id === school.id)?.total, `${name} ${school.id}`)
})

t.test(
  'the soft landing spends the general fund to the cent, and every school keeps its 98.5 %',
  async (t) => {
    const result = resultOf('soft-landing')
    t.equal(result.funds[0]?.total, base.funds[0]?.total)
    const forStudents = [
      'base',
      'frl',
      'direct_certified',
      'english_acquisition',
      'family_languages',
      'student_services',
    ]
    let held = 0
    for (const row of rows.filter(({ school_id }) => !charters.has(school_id))) {
      const id = text(row, 'school_id')
      const lines = result.schools.find((school) => school.id === id)?.lines ?? []
      const formula = sumOf(
        lines.filter((line) => forStudents.includes(line.id)).map(({ amount }) => cents(amount)),
      )
      const adjusted = sumOf(
        lines
          .filter((line) => /^(?:soft_landing|same_pool)\./.test(line.id))
          .map(({ amount }) => cents(amount)),
      )
      // In cents times 1,000 times students, so that nothing is rounded.
      const least = formula * count(row, 'prior_enrollment') * 985n
      t.ok((formula + adjusted) * count(row, 'enrollment') * 1000n >= least, id)
      if (adjusted > 0n) held += 1
    }
    t.ok(held > 20, `${held} schools are held`)
  },
)

t.test(
  'the recount pays and takes back by the students past 1 %, and the reserve receives the net',
  async (t) => {
    const result = resultOf('fall-recount')
    const supplements: Readonly<Record<string, bigint>> = { MS: 20500n, '6-12': 40075n, HS: 55025n }
    let net = 0n
    for (const row of rows) {
      const change = (count(row, 'october_enrollment') - count(row, 'enrollment')) * 100n
      const tolerance = count(row, 'enrollment')
      const beyond = change > tolerance ? change - tolerance : change < -tolerance ? change + tolerance : 0n
      const rate = 594750n + (supplements[text(row, 'level')] ?? 0n) + (change > 0n ? 54000n : 0n)
      const due = text(row, 'governance') === 'charter' ? 0n : halfUp(beyond * rate, 200n)
      t.equal(
        cents(amountOf(result, text(row, 'school_id'), 'fall_recount.general.free')),
        due,
        text(row, 'school_id'),
      )
      net += due
    }
    t.equal(cents(result.adjustments[0]?.left ?? ''), 200_000_000n - net)
  },
)

t.test('the five largest schools lose 3 % of their students in every count', async (t) => {
  const largest = rows.toSorted((a, b) => Number(count(b, 'enrollment') - count(a, 'enrollment'))).slice(0, 5)
  const changes = countChanges('enrollment-drop')
  for (const row of largest) {
    const id = text(row, 'school_id')
    const lost = (column: string): bigint => -BigInt(changes.get(column)?.[id] ?? '0')
    for (const column of [
      'enrollment',
      'frl',
      'frl_k12',
      'direct_certified',
      'home_language',
      'english_learners',
      'mild_moderate',
    ])
      t.equal(lost(column), halfUp(count(row, column) * 3n, 100n), `${id} ${column}`)
    t.equal(sumOf(['grade_9', 'grade_10', 'grade_11', 'grade_12'].map(lost)), lost('enrollment'), id)
  }
  t.ok([...changes.values()].every((add) => Object.keys(add).length === 5))
})

t.test('the students of a school that merges are all in the other, and nobody is lost', async (t) => {
  const changes = countChanges('merged-schools')
  for (const [from, to] of [
    ['0603', '0606'],
    ['0620', '0604'],
  ] as const) {
    const row = rows.find(({ school_id }) => school_id === from) ?? {}
    const counted = Object.keys(row).filter(
      (column) => /^\d+$/.test(row[column] ?? '') && column !== 'school_id',
    )
    t.equal(counted.length, 23)
    for (const column of counted) t.equal(changes.get(column)?.[to] ?? '0', row[column], `${from} ${column}`)
  }
  const { schools } = resultOf('merged-schools')
  t.equal(schools.length, 163)
  t.equal(sumOf(schools.map(({ pupils }) => BigInt(pupils ?? ''))), 85_000n)
})

t.test('one school of each question can be followed with a pencil', async (t) => {
  t.equal(amountOf(resultOf('frl-weight'), '0101', 'frl'), '199550.00') // 307 x 650
  t.equal(amountOf(resultOf('frl-weight'), '0101', 'base'), '1709329.05') // 292.5 x 5,843.86
  t.equal(amountOf(resultOf('foundation'), '0101', 'office'), '123900.00') // 118,000 x 1.05
  t.equal(amountOf(resultOf('small-schools'), '0101', 'small_school'), '33913.04') // 120,000 x 65 / 230
  t.equal(amountOf(resultOf('title1-gate'), '0101', 'title1'), '216278.08') // 332 x 651.44
  t.equal(amountOf(resultOf('charter-share'), '0102', 'charter_share'), '3182400.00') // 312 x 10,200
  t.notOk(resultOf('one-time-ends').lines.some(({ id }) => id === 'materials'))
})

async function finished(name: string): Promise<Run> {
  const { run, problems } = await runScenario(folder + name, diskFiles())
  if (run === undefined) throw new Error(`${name}: ${problems.map(({ message }) => message).join('; ')}`)
  return run
}

function resultOf(name: string): RunResult {
  const run = runs.get(name)
  if (run === undefined) throw new Error(`there is no question ${name}`)
  return run.result
}

function amountOf({ schools }: RunResult, school: string, line: string): string {
  const found = schools.find(({ id }) => id === school)?.lines.find(({ id }) => id === line)
  if (found === undefined) throw new Error(`${school} has no line ${line}`)
  return found.amount
}

function byFund({ schools }: RunResult, fund: string): Map<string, bigint> {
  return new Map(
    schools.map(({ id, lines }) => [
      id,
      sumOf(lines.filter((line) => line.fund === fund).map(({ amount }) => cents(amount))),
    ]),
  )
}

function countChanges(name: string): Map<string, Readonly<Record<string, string>>> {
  const changes = runs.get(name)?.scenario.file.changes ?? []
  return new Map(
    changes.flatMap((change) =>
      'change_counts' in change ? [[change.change_counts, change.add ?? {}] as const] : [],
    ),
  )
}

function text(row: Row, column: string): string {
  const cell = row[column]
  if (cell === undefined) throw new Error(`there is no column ${column}`)
  return cell
}

function count(row: Row, column: string): bigint {
  return BigInt(text(row, column))
}

function cents(amount: string): bigint {
  if (!/^-?\d+\.\d{2}$/.test(amount)) throw new Error(`not an amount in cents: ${amount}`)
  return BigInt(amount.replace('.', ''))
}

/** A quotient to the nearest whole, the half away from zero. */
function halfUp(above: bigint, below: bigint): bigint {
  return above < 0n ? -halfUp(-above, below) : (2n * above + below) / (2n * below)
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : 1
}
