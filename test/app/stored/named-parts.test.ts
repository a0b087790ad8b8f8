import t from 'tap'
import { runScenario } from '../../../src/app/run-scenario.ts'
import { computedText } from '../../support/computed-text.ts'
import { keptInMemory } from '../../support/kept-in-memory.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { scenarioParts, uploaded } from '../../support/read-for-keeping.ts'

const FORMULA = `leeway: 1
formula:
  id: two-years
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs:
    students: { unit: pupil }
    before: { unit: pupil, dataset: prior }
    got: { unit: money, dataset: last }
  datasets: [prior, last]
  pupils: students
  funds: [general]
  parameters: { base: { value: "10", unit: money/pupil, assumed: for this test } }
  lines:
    - { id: base, amount: students * base, fund: general, flexibility: free }
    - { id: kept, amount: last.got - prior.before * base, fund: general, flexibility: free }
`
const LAST_YEAR = `leeway: 1
scenario: { id: last-year }
formula:
  id: last-year
  currency: USD
  year: { label: 2024-25, start: 2024-07-01, end: 2025-06-30 }
  needs: { students: { unit: pupil } }
  pupils: students
  funds: [general]
  lines: [{ id: base, amount: students * base, fund: general, flexibility: free }]
  parameters: { base: { value: "12", unit: money/pupil, assumed: for this test } }
data: PRIOR
`
const THIS_YEAR = `leeway: 1
scenario: { id: this-year, name: This year }
formula: FORMULA
data:
  now: { file: NOW, measures: { students: { basis: projection } } }
  prior: { file: PRIOR, measures: { before: { column: students, basis: census } } }
  last: { earlier: LAST_YEAR, measures: { got: { column: total } } }
`
const WHAT_IF = `leeway: 1
scenario: { id: what-if, budget: new-money }
base: THIS_YEAR
changes: [{ change_counts: students, add: { "007": "3" } }]
`
const NOW = 'id,name,students\n007,Oak,"10"\n12,Elm,20\n'
const PRIOR = 'id,students\n12,18\n007,9\n'

/** The text with the words that stand for what it names. */
function naming(text: string, names: Readonly<Record<string, string>>): string {
  return Object.entries(names).reduce((named, [word, name]) => named.replaceAll(word, name), text)
}

const PATHS = {
  THIS_YEAR: 'this.yaml',
  LAST_YEAR: 'last.yaml',
  FORMULA: 'formula.yaml',
  NOW: 'now.csv',
  PRIOR: 'prior.csv',
}

t.test(
  'formula, two files and an earlier run are named by their addresses, and give the same bytes',
  async (t) => {
    const names = {
      THIS_YEAR: 'scenarios/This year',
      LAST_YEAR: 'scenarios/Year before @ last/1@1',
      FORMULA: 'formulas/two-years@1',
      NOW: 'datasets/now',
      PRIOR: 'datasets/prior',
    }
    const keep = keptInMemory()
    const formula = await scenarioParts(FORMULA)
    for (const slot of formula.slots)
      if (slot.kind === 'formula') keep.keepDocument('formula', slot.formula.name, slot.formula.content)
    keep.keepTable('now', await uploaded(NOW))
    keep.keepTable('prior', await uploaded(PRIOR))
    keep.keepScenario('Year before @ last/1', await scenarioParts(naming(LAST_YEAR, names)))
    keep.keepScenario('This year', await scenarioParts(naming(THIS_YEAR, names)))
    const { content } = keep.keepScenario('What if', await scenarioParts(naming(WHAT_IF, names)))

    const files = memoryFiles({
      'this.yaml': naming(THIS_YEAR, PATHS),
      'last.yaml': naming(LAST_YEAR, PATHS),
      'what-if.yaml': naming(WHAT_IF, PATHS),
      'formula.yaml': FORMULA,
      'now.csv': NOW,
      'prior.csv': PRIOR,
    })
    const { run } = await runScenario('what-if.yaml', files)
    // 007: 13 × 10, and 9 × 12 − 9 × 10. 12: 20 × 10, and 18 × 12 − 18 × 10.
    t.strictSame(
      run?.result.schools.map(({ id, total }) => [id, total]),
      [
        ['007', '148.00'],
        ['12', '236.00'],
      ],
    )
    t.equal(await computedText(content, keep.kept), `${JSON.stringify(run?.result, null, 2)}\n`)
  },
)

t.test('a newer version of what a scenario names changes nothing about the scenario', async (t) => {
  const keep = keptInMemory()
  keep.keepTable('prior', await uploaded(PRIOR))
  const { content } = keep.keepScenario(
    'last',
    await scenarioParts(LAST_YEAR.replace('PRIOR', 'datasets/prior')),
  )
  const before = await computedText(content, keep.kept)
  const newest = keep.keepTable('prior', await uploaded(PRIOR.replace('18', '19')))
  t.equal(newest.version, 2)
  t.equal(await computedText(content, keep.kept), before)
  const later = keep.keepScenario('last', await scenarioParts(LAST_YEAR.replace('PRIOR', 'datasets/prior')))
  t.not(await computedText(later.content, keep.kept), before)
})
