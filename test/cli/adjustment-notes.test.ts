import stringWidth from 'string-width'
import t, { type Test } from 'tap'
import { type AdjustedCase, adjustedText } from '../support/adjusted-case.ts'
import { inProcess } from '../support/split-terminal.ts'

/** What the page of a run says below its table of adjustments. */
async function notesOf(t: Test, parts: AdjustedCase): Promise<string[]> {
  const folder = t.testdir({ 'case.yaml': adjustedText(parts) })
  const { code, out } = await inProcess(['run', `${folder}/case.yaml`])
  if (code !== 0) throw new Error('the case does not run')
  const section = out.split('\n\n').find((each) => each.startsWith('Adjustment ')) ?? ''
  return section.split('\n').slice(1 + parts.adjustments.length)
}

const recount = (reserve?: string) => ({
  id: 'fall',
  kind: 'recount',
  projected: 'pupils',
  actual: 'counted',
  gain: '100',
  loss: '50',
  fund: 'general',
  flexibility: 'free',
  reserve,
})
const rows = [
  { id: 'A', pupils: '10', counted: '13' }, // 300
  { id: 'B', pupils: '20', counted: '16' }, // -200
]

t.test('a run says what is left of a reserve', async (t) => {
  const left = async (reserve?: string) => notesOf(t, { rows, adjustments: [recount(reserve)] })
  t.strictSame(await left('2000'), ['fall: 1,900.00 USD left of its reserve'])
  t.strictSame(await left('100'), ['fall: 0.00 USD left of its reserve'])
  t.strictSame(await left(), [])
})

t.test('a run names the new schools that a floor leaves out, on lines no wider than the page', async (t) => {
  const floor = { id: 'floor', kind: 'floor_change', over: ['a'], against: 'last', least: '0' }
  const adjustments = [{ ...floor, new_schools: 'exempt' }]
  const notes = (ids: readonly string[]) =>
    notesOf(t, { rows: [{ id: 'A', last: '10' }, ...ids.map((id) => ({ id }))], adjustments })
  t.strictSame(await notes(['B']), ['floor: leaves out new school B'])
  t.strictSame(await notes(['B', 'C']), ['floor: leaves out new schools B, C'])
  const many = await notes(Array.from({ length: 60 }, (_, i) => `B${i + 10}`))
  t.ok(many.length > 1)
  t.ok(many.every((line) => stringWidth(line) <= 100))
  t.match(many.join(''), 'B69')
})
