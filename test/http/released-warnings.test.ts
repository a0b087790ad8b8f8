import t from 'tap'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { smallDistrict } from '../support/small-district.ts'
import { type StoredService, storedServices } from '../support/stored-service.ts'
import { keptScenario } from '../support/swept-district.ts'

const open = await storedServices(t)

/** A released run of a district in which some schools have more lunch students than students, and some an empty cell. */
async function released(
  { as }: StoredService,
  { above, empty }: { readonly above: readonly string[]; readonly empty: readonly string[] },
): Promise<string> {
  const finance = as('finance')
  const rows = ['s1', 's2', 's3'].map((id) => {
    const frl = empty.includes(id) ? '' : `frl: ${above.includes(id) ? 14 : 4}, `
    return `    - { id: ${id}, enrollment: 10, ${frl}level: ES }`
  })
  const text = smallDistrict({
    needs:
      'needs:\n  enrollment: { unit: pupil }\n  frl: { unit: pupil, missing: "0" }\n  level: { kind: text, one_of: [ES, HS] }',
    lines: 'lines:\n  - { id: base, amount: frl * base, fund: general, flexibility: free }',
    data: `data:\n  measures: { enrollment: { basis: projection }, frl: { basis: projection } }\n  rows:\n${rows.join('\n')}`,
  })
  const scenario = await keptScenario(finance, 'Lunch', text)
  const run = await finance.post('/v1/runs', { scenario })
  const { id } = run.json() as unknown as { readonly id: string }
  const { status, text: told } = await finance.post(`/v1/runs/${id}/release`, {})
  if (status !== 200) throw new Error(told)
  return id
}

t.test(
  'a principal reads of their own cells in a released run, and of others what kind they are',
  async (t) => {
    const service = await open(t)
    const id = await released(service, { above: ['s1', 's2'], empty: ['s3'] })
    const warningsOf = async (role: 'finance' | 'principal'): Promise<RunResult['warnings']> => {
      const answer = await service.as(role).get(`/v1/runs/${id}/result`)
      return (answer.json() as unknown as RunResult).warnings
    }
    const all = await warningsOf('finance')
    t.strictSame(
      all.map(({ code, school, found }) => [code, school, found]),
      [
        ['CELL_ASSUMED', undefined, 's3'],
        ['NEED_ABOVE_PUPILS', 's1', '14'],
        ['NEED_ABOVE_PUPILS', 's2', '14'],
      ],
    )
    const seen = await warningsOf('principal')
    t.match(seen, [
      { code: 'CELL_ASSUMED', message: /^Empty cells were read/ },
      { code: 'NEED_ABOVE_PUPILS' },
      { code: 'NEED_ABOVE_PUPILS', message: /^A count of some pupils/ },
    ])
    t.strictSame(seen[1], all[1], 'their own, whole')
    t.notMatch(JSON.stringify(seen), /s2|s3/)
  },
)

t.test('a released run without warnings has its bytes for everybody', async (t) => {
  const service = await open(t)
  const id = await released(service, { above: [], empty: [] })
  const [own, whole] = await Promise.all(
    (['principal', 'finance'] as const).map(async (role) => service.as(role).get(`/v1/runs/${id}/result`)),
  )
  t.equal(own?.text, whole?.text)
  t.equal(own?.status, 200)
})
