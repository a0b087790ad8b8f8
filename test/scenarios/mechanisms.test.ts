import { readdirSync } from 'node:fs'
import t from 'tap'
import { checkScenario } from '../../src/app/check-scenario.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { root } from '../support/committed-scenarios.ts'
import { HAND_AMOUNTS } from './mechanism-amounts.ts'

const folder = `${root}scenarios/mechanisms/`
const names = readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1))
const runs = await Promise.all(
  names.map(async (name) => ({ name, number: numberOf(name), ...(await ran(name)) })),
)

t.test('each of the 45 mechanisms of published formulas has one file, named by it', async (t) => {
  t.equal(names.length, 45)
  t.strictSame(
    runs.map(({ number }) => number),
    Array.from({ length: 45 }, (_, i) => i + 1),
  )
  t.ok(names.every((name) => /^\d{2}(?:-[a-z0-9]+)+\.yaml$/.test(name)))
  t.ok(runs.every(({ number, result }) => result.scenario.name.startsWith(`Mechanism ${number}: `)))
})

t.test('a check of every mechanism finds nothing amiss', async (t) => {
  for (const name of names) {
    const { problems } = await checkScenario(folder + name, diskFiles())
    t.strictSame(problems, [], name)
  }
})

t.test('every mechanism ties out with totals worked out by hand', async (t) => {
  for (const { name, result } of runs) {
    t.ok(
      result.controls.some(({ of }) => of === 'total' || of.startsWith('fund.')),
      `${name} has a total`,
    )
    for (const { of, control, computed, tolerance, holds } of result.controls) {
      t.equal(computed, control, `${name} ${of}`)
      t.equal(tolerance, '0.00', `${name} ${of}`)
      t.ok(holds, `${name} ${of}`)
    }
  }
})

t.test('every school of every mechanism gets what it gets by hand', async (t) => {
  t.equal(Object.keys(HAND_AMOUNTS).length, 45)
  for (const { name, number, result } of runs)
    t.strictSame(
      result.schools.map(({ id, total }) => [id, total]),
      (HAND_AMOUNTS[number] ?? []).map(([id, cents]) => [id, moneyText(cents)]),
      name,
    )
})

t.test('what a mechanism is named for stands in its result', async (t) => {
  const figure = (number: number, school: string, id: string): string | undefined =>
    schoolOf(number, school)?.figures.find((each) => each.id === id)?.amount
  const line = (number: number, school: string, id: string): string | undefined =>
    schoolOf(number, school)?.lines.find((each) => each.id === id)?.amount
  t.equal(figure(4, '1', 'by_weight'), '86598.00') // 53 x 1,633.92, and 86,576 is paid
  t.equal(line(4, '1', 'well_below'), '86576.00')
  t.equal(line(21, '1', 'hold_back'), '-30000.00')
  t.strictSame(resultOf(23).adjustments[0]?.exempt, ['3'])
  t.equal(resultOf(25).adjustments[1]?.levels[0]?.level, '0.93')
  t.equal(line(27, '2', 'funds_over_formula'), '20000.00')
  t.equal(line(28, '2', 'percent_of_change.general.free'), '3000.00') // -30,000 becomes -27,000
  t.strictSame(resultOf(29).budget?.solved, {
    parameter: 'base',
    value: '3021.14',
    residual: '2.66',
    next: { value: '3021.15', total: '1000000.65' },
  })
  t.equal(resultOf(32).adjustments[0]?.left, '95500.00')
  t.equal(line(37, '1', 'title1'), '35820.00')
  t.strictSame(
    ['added_lines', 'rounded_once'].map((id) => figure(41, '1', id)),
    ['1961.00', '1960.00'],
  )
  t.equal(resultOf(45).adjustments[0]?.levels[0]?.level, '4500')
})

t.test('every mechanism says who uses it, in two sentences, and that it is a demonstration', async (t) => {
  for (const { name, note, result } of runs) {
    t.equal(sentencesOf(note), 2, `${name}: ${note}`)
    t.equal(result.scenario.demonstration, "Demonstration, not a real district's budget", name)
  }
})

function resultOf(number: number): RunResult {
  const found = runs.find((each) => each.number === number)
  if (found === undefined) throw new Error(`there is no mechanism ${number}`)
  return found.result
}

function schoolOf(number: number, school: string): RunResult['schools'][number] | undefined {
  return resultOf(number).schools.find(({ id }) => id === school)
}

async function ran(name: string): Promise<{ result: RunResult; note: string }> {
  const { run, problems } = await runScenario(folder + name, diskFiles())
  if (run === undefined) throw new Error(`${name}: ${problems.map(({ message }) => message).join('; ')}`)
  return { result: run.result, note: run.scenario.file.scenario?.note ?? '' }
}

function numberOf(name: string): number {
  return Number(name.slice(0, 2))
}

function sentencesOf(note: string): number {
  return (note.match(/[.](?= [A-Z]|$)/g) ?? []).length
}

function moneyText(cents: bigint): string {
  const digits = `${cents}`.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
