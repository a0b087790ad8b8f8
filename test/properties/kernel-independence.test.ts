import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { BeyondProof } from '../../src/core/columns/sources.ts'
import { createColumnStore, SETTINGS } from '../../src/core/columns/workshop.ts'
import type { CheckedFormula } from '../../src/core/formula/checked.ts'
import { computeByReference } from '../../src/core/funding/compute-by-reference.ts'
import { computeColumns } from '../../src/core/funding/kernel/compute-columns.ts'
import { caseCounts, FILE_LIMIT } from '../support/case-counts.ts'
import { type Choices, choiceTape, readTape } from '../support/choice-tape.ts'
import { compareWithReference } from '../support/kernel-agreement.ts'
import { anyKernelCase, BLOCKS, checkedCase, dataOf, type KernelCase } from '../support/kernel-case.ts'
import { kernelDigest, outcomeOf } from '../support/kernel-digest.ts'
import { holds } from '../support/property.ts'
import { spawnedAt } from '../support/spawned-leeway.ts'

t.setTimeout(FILE_LIMIT)

t.test('how many schools are worked on at a time never matters', async (t) => {
  await holds(
    t,
    fc.property(anyKernelCase, (each) => {
      const outcomes = BLOCKS.map((block) => JSON.stringify(outcomeOf(each, { block })))
      return new Set(outcomes).size === 1
    }),
    caseCounts({ usual: 700, long: 10_000 }),
  )
})

t.test('many schools fill several blocks, and each school keeps its own numbers', async (t) => {
  let compared = 0
  await holds(
    t,
    fc.property(anyKernelCase, (each) => {
      const many = repeated(each, 4500)
      const [formula, data] = [checkedCase(many), dataOf(many)]
      const reference = computeByReference(formula, data)
      const settings = { ...SETTINGS, block: Math.max(each.block, 700) }
      return unlessBeyond(() => {
        compared += 1
        return compareWithReference({ formula, data, reference, settings }).differences.length === 0
      })
    }),
    caseCounts({ usual: 6, long: 200 }),
  )
  t.ok(compared > 4, `${compared} cases were compared`)
})

t.test('the order of the schools never matters', async (t) => {
  let moved = 0
  await holds(
    t,
    fc.property(anyKernelCase, choiceTape, (each, tape) => {
      const order = anyOrder(each.schools, readTape(tape))
      if (order.some((school, place) => school !== place)) moved += 1
      return JSON.stringify(outcomeOf(each)) === JSON.stringify(outcomeOf(each, { order }))
    }),
    caseCounts({ usual: 1500, long: 20_000 }),
  )
  t.ok(moved > 500, `${moved} districts stood in another order`)
})

t.test('columns that an earlier run has left are written over', async (t) => {
  await holds(
    t,
    fc.property(anyKernelCase, (each) => {
      const [formula, data] = [checkedCase(each), dataOf(each)]
      const store = createColumnStore(each.schools)
      for (let column = 0; column < 40; column += 1) store.numbers().fill(987_654_321)
      store.release()
      const settings = { ...SETTINGS, block: each.block, store }
      const reference = computeByReference(formula, data)
      return unlessBeyond(
        () => compareWithReference({ formula, data, reference, settings }).differences.length === 0,
      )
    }),
    caseCounts({ usual: 500, long: 10_000 }),
  )
})

t.test('no time zone and no language changes a number', async (t) => {
  const env = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' }
  const program = fileURLToPath(new URL('../support/kernel-digest.ts', import.meta.url))
  const here = kernelDigest()
  t.ok(here.length > 10_000, `${here.length} characters are compared`)
  const { code, out, err } = await spawnedAt(program, [], { env })
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.ok(out === here, 'character by character')
})

t.test('what a run takes over from an earlier one is what it would have worked out', async (t) => {
  let takenOver = 0
  await holds(
    t,
    fc.property(anyKernelCase, choiceTape, (each, tape) => {
      const choices = readTape(tape)
      const data = dataOf(each)
      let formula = checkedCase(each)
      return unlessBeyond(() => {
        let earlier = computeColumns(formula, data)
        for (const figure of formula.figures) earlier.column(figure.amount)
        for (let again = 0; again < 3; again += 1) {
          formula = varied(formula, choices)
          const reference = computeByReference(formula, data)
          const { columns, differences } = compareWithReference({ formula, data, reference, earlier })
          if (differences.length > 0) return false
          takenOver += [...columns.lines].filter(([id, line]) => earlier.lines.get(id) === line).length
          earlier = columns
        }
        return true
      })
    }),
    caseCounts({ usual: 800, long: 10_000 }),
  )
  t.ok(takenOver > 800, `${takenOver} lines were taken over`)
})

/** The same formula with another value of one or two parameters. */
function varied(formula: CheckedFormula, choices: Choices): CheckedFormula {
  const parameters = new Map(formula.parameters)
  const names = [...parameters.keys()]
  for (let i = 0; i <= choices.below(2); i += 1) {
    const name = names[choices.below(names.length)] ?? ''
    const parameter = parameters.get(name)
    const donor = formula.parameters.get(choices.pick(['r0', 'r1', 'dollar']))
    if (parameter?.value.kind === 'number' && donor?.value.kind === 'number')
      parameters.set(name, { ...parameter, value: donor.value })
    else if (parameter !== undefined) parameters.set(name, { ...parameter })
  }
  return { ...formula, parameters }
}

/** The schools of a case over and over. */
function repeated(each: KernelCase, schools: number): KernelCase {
  const places = Array.from({ length: schools }, (_, i) => i)
  const now = Object.entries(each.now).map(([name, cells]) => [
    name,
    places.map((i) => cells[i % each.schools]),
  ])
  const of = places.filter((i) => each.prior.of.includes(i % each.schools))
  const prior = Object.entries(each.prior.cells).map(([name, cells]) => [
    name,
    of.map((i) => cells[each.prior.of.indexOf(i % each.schools)]),
  ])
  return {
    ...each,
    schools,
    now: Object.fromEntries(now),
    prior: { of, cells: Object.fromEntries(prior) },
  }
}

function anyOrder(count: number, choices: Choices): number[] {
  const order: number[] = []
  for (let school = 0; school < count; school += 1) order.splice(choices.below(school + 1), 0, school)
  return order
}

/** Where the kernel leaves the case to the reference there is nothing to hold. */
function unlessBeyond(test: () => boolean): boolean {
  try {
    return test()
  } catch (error) {
    if (error instanceof BeyondProof) return true
    throw error
  }
}
