import t from 'tap'
import { foreignChanges } from '../../../src/app/stored/own-changes.ts'
import { type ScenarioFile, scenarioSchema } from '../../../src/contract/schema/scenario-schema.ts'

const OWN = new Set(['0101', 'a/b'])

function placesIn(file: Partial<ScenarioFile>): string[] {
  const whole = scenarioSchema.parse({ leeway: '1', base: 'scenarios/adopted', ...file })
  const problems = foreignChanges(whole, OWN)
  return problems.map(({ at }) => (at.kind === 'document' ? at.pointer : at.kind))
}

t.test('a principal may change the counts of the own school, with any budget', async (t) => {
  const changes = [
    { change_counts: 'students', add: { '0101': '12' }, note: 'a new class' },
    { change_counts: 'frl', set: { 'a/b': '7' }, dataset: 'prior' },
  ]
  t.strictSame(placesIn({ scenario: { id: 'mine', budget: 'new-money' }, changes }), [])
  t.strictSame(placesIn({}), [])
})

t.test('every school of others is told, at its place', async (t) => {
  const changes = [
    { change_counts: 'students', add: { '0101': '12', '0102': '-12' }, set: { 'c/d': '1' } },
    { change_counts: 'frl', add: { '101': '1' } },
  ]
  t.strictSame(placesIn({ changes }), ['/changes/0/set/c~1d', '/changes/0/add/0102', '/changes/1/add/101'])
})

t.test(
  'whatever reaches all schools is told: other changes, a formula, data, a parameter that is solved for',
  async (t) => {
    const line = { id: 'x', amount: '1', fund: 'general', flexibility: 'free' } as const
    const all: ScenarioFile['changes'] = [
      { set: 'base', to: '1' },
      { scale: 'base', by: '2' },
      { add_line: line },
      { replace_line: line },
      { remove_line: 'x' },
      { remove_adjustment: 'x' },
      { order_adjustments: ['x'] },
      { drop_schools: ['0101'] },
      { restrict: 'id == "0101"' },
    ]
    t.strictSame(
      placesIn({ changes: all }),
      all.map((_, i) => `/changes/${i}`),
    )
    const other = {
      formula: 'formulas/x',
      data: 'datasets/x',
      solve: { parameter: 'base', to: 'base' },
      baseline: { id: 'x', name: 'x', total: '1', funds: {} },
      vary: { base: ['1', '2'] },
      controls: [],
    }
    t.strictSame(
      placesIn(other),
      Object.keys(other)
        .toSorted(
          (a, b) =>
            Object.keys(scenarioSchema.shape).indexOf(a) - Object.keys(scenarioSchema.shape).indexOf(b),
        )
        .map((field) => `/${field}`),
    )
    t.strictSame(placesIn({ base: undefined }), ['/base'])
  },
)

t.test('of very many, so many are told as anybody mends at once', async (t) => {
  const add = Object.fromEntries(Array.from({ length: 800 }, (_, i) => [`s${i}`, '1']))
  const problems = placesIn({ changes: [{ change_counts: 'students', add }] })
  t.equal(problems.length, 501)
})
