import fc from 'fast-check'
import t from 'tap'
import type { BoardPage } from '../../../src/contract/report/board/board-page.ts'
import { foldRows } from '../../../src/contract/report/board/fold-rows.ts'
import { packOf, sumFaults } from '../../support/board-pack.ts'
import { textOf } from '../../support/committed-scenarios.ts'
import { fails, holds } from '../../support/property.ts'

const cents = fc.integer({ min: -99_999, max: 999_999 }).map((amount) => (amount / 100).toFixed(2))
const FLEXIBILITIES = ['free', 'purpose', 'locked'] as const

/** Schools with an amount for each of some lines, now and before: every school and line may be in one of them only. */
const district = fc
  .record({ lines: fc.integer({ min: 1, max: 6 }), schools: fc.integer({ min: 1, max: 14 }) })
  .chain(({ lines, schools }) => {
    const rows = fc.array(fc.array(cents, { minLength: lines, maxLength: lines }), {
      minLength: schools,
      maxLength: schools,
    })
    return fc.record({
      now: rows,
      before: rows,
      dropped: fc.integer({ min: -1, max: schools > 1 ? schools - 1 : -1 }),
      most: fc.integer({ min: 1, max: 8 }),
    })
  })

function fileOf(rows: readonly (readonly string[])[], dropped: number): string {
  const lines = rows[0]?.map((_, i) => i) ?? []
  const needs = lines.map((i) => `    amount_${i}: { unit: money }\n`)
  const measures = lines.map((i) => `    amount_${i}: { may_be_negative: true }\n`)
  const formulas = lines.map(
    (i) =>
      `    - { id: line_${i}, amount: amount_${i}, fund: f${i % 2}, flexibility: ${FLEXIBILITIES[i % 3]} }\n`,
  )
  const data = rows.flatMap((amounts, i) => {
    const cells = amounts.map((amount, line) => `, amount_${line}: "${amount}"`)
    return i === dropped ? [] : [`    - { id: S${i}, students: ${i + 1}${cells.join('')} }\n`]
  })
  return `leeway: 1
scenario: { id: random, name: Random }
formula:
  id: random
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs:
    students: { unit: pupil }
${needs.join('')}  pupils: students
  funds: [f0, f1]
  lines:
${formulas.join('')}  pools:
    - { fund: f0, amount: "12345.67", source: budget book }
data:
  measures:
    students: { basis: projection }
${measures.join('')}  rows:
${data.join('')}`
}

type District = typeof district extends fc.Arbitrary<infer Value> ? Value : never

async function pagesOf({ now, before, dropped }: District): Promise<BoardPage[]> {
  const files = { 'now.yaml': fileOf(now, -1), 'before.yaml': fileOf(before, dropped) }
  const { summary, sheets } = await packOf(files, { file: 'now.yaml', against: 'before.yaml' })
  return [summary, ...sheets.flatMap(({ pages }) => [...pages])]
}

/** The page as a short one prints it, with its tables at so many rows. */
function shortened(page: BoardPage, most: number): BoardPage {
  return {
    ...page,
    blocks: page.blocks.map((block) =>
      block.kind === 'table' ? { kind: 'table', ...foldRows(block, most) } : block,
    ),
  }
}

t.test('printed parts add up to printed totals, on every page of any district, however short', async (t) => {
  const property = fc.asyncProperty(district, async (given) => {
    const pages = await pagesOf(given)
    const faults = pages.flatMap((page) => [...sumFaults(page), ...sumFaults(shortened(page, given.most))])
    if (faults.length > 0) throw new Error(faults.join('\n'))
  })
  await holds(t, property, { runs: 60, milliseconds: 30_000 })
})

t.test('a dollar that is missing from one row is found', async (t) => {
  const property = fc.asyncProperty(district, async (given) => {
    const [page] = await pagesOf(given)
    if (page === undefined) return false
    const blocks = page.blocks.map((block) =>
      block.kind === 'table'
        ? { ...block, rows: [...block.rows, { cells: ['', '$1', '$1', '$1', '$1', '$1'], weight: 0n }] }
        : block,
    )
    return sumFaults({ ...page, blocks }).length === 0
  })
  await fails(t, property, { runs: 3 })
})

t.test('they do so on all 331 pages of the demonstration', async (t) => {
  const folder = 'scenarios/demonstration'
  const names = ['district.yaml', 'schools.csv', 'what-if-frl-weight.yaml']
  const files = Object.fromEntries(names.map((name) => [name, textOf(`${folder}/${name}`)]))
  const { summary, sheets } = await packOf(files, {
    file: 'what-if-frl-weight.yaml',
    against: 'district.yaml',
  })
  const pages = [summary, ...sheets.flatMap((sheet) => [...sheet.pages])]
  t.equal(pages.length, 331)
  t.strictSame(
    pages.flatMap((page) => sumFaults(page)),
    [],
  )
})
