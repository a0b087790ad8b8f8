import t from 'tap'
import { addressText, type PinnedAddress } from '../../../src/app/stored/addresses.ts'
import type { Kept } from '../../../src/app/stored/kept.ts'
import { putSeveralTogether, putTogether } from '../../../src/app/stored/put-together.ts'
import { computedBytes } from '../../../src/worker/computed-bytes.ts'
import { computedText } from '../../support/computed-text.ts'
import { keptInMemory } from '../../support/kept-in-memory.ts'
import { scenarioParts, uploaded } from '../../support/read-for-keeping.ts'
import { smallDistrict } from '../../support/small-district.ts'

const ID = '0198c0de-0000-7000-8000-00000000000a'

/** Documents that name each other in ways that nothing which is kept can. */
function documents(
  contentOf: (address: PinnedAddress) => string | undefined,
): Kept & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    document: async (address) => {
      asked.push(addressText(address))
      return contentOf(address)
    },
    table: async () => undefined,
  }
}

t.test('a base that leads back to itself ends in an error, and not in a hang', async (t) => {
  const kept = documents(({ version }) => JSON.stringify({ base: `scenarios/${ID}@${3 - version}` }))
  const together = await putTogether(JSON.stringify({ base: `scenarios/${ID}@1` }), kept)
  t.match(together, {
    kind: 'failed',
    problems: [{ code: 'BASE_CYCLE', where: { file: `scenario-${ID}@2.json`, pointer: '/base' } }],
  })
  t.strictSame(kept.asked, [`scenarios/${ID}@1`, `scenarios/${ID}@2`])
})

t.test('bases on bases without end are followed as far as a run follows them', async (t) => {
  const kept = documents(({ version }) => JSON.stringify({ base: `scenarios/${ID}@${version + 1}` }))
  const together = await putTogether(JSON.stringify({ base: `scenarios/${ID}@1` }), kept)
  t.match(together, { kind: 'failed', problems: [{ code: 'BASE_CYCLE' }] })
  t.equal(kept.asked.length, 16)
})

t.test('scenarios that each name many others are not followed without end', async (t) => {
  const fan = (from: number): string => {
    const data = Array.from({ length: 8 }, (_, i) => [
      i === 0 ? 'now' : `d${i}`,
      { earlier: `scenarios/${ID}@${from * 8 + i + 1}` },
    ])
    return JSON.stringify({ data: Object.fromEntries(data) })
  }
  const kept = documents(({ version }) => fan(version))
  const together = await putTogether(fan(0), kept)
  t.equal(together.kind, 'failed')
  t.ok(kept.asked.length <= 64, `${kept.asked.length} were read`)
})

t.test('everything that is not there, or may not be seen, is told at its place', async (t) => {
  const content = {
    base: `scenarios/${ID}@1`,
    formula: `formulas/${ID}@1`,
    data: { now: `datasets/${ID}@1`, prior: { earlier: 'last-year.yaml' } },
  }
  const together = await putTogether(
    JSON.stringify(content),
    documents(() => undefined),
  )
  const told = together.kind === 'failed' ? together.problems : []
  t.strictSame(
    told.map(({ code, pointer, found }) => [code, pointer, found]),
    [
      ['ADDRESS_UNKNOWN', '/base', `scenarios/${ID}@1`],
      ['ADDRESS_UNKNOWN', '/formula', `formulas/${ID}@1`],
      ['ADDRESS_UNKNOWN', '/data/now/file', `datasets/${ID}@1`],
      ['ADDRESS_UNKNOWN', '/data/prior/earlier', 'last-year.yaml'],
    ],
  )
})

t.test('a cell with a carriage return comes through as it is', async (t) => {
  const rows = [{ id: '1', name: 'Oak\rSchool', enrollment: '10', frl: '4', level: 'ES' }]
  const text = smallDistrict({ data: `data: { rows: ${JSON.stringify(rows)} }` })
  const keep = keptInMemory()
  const { content } = keep.keepScenario('small', await scenarioParts(text))
  t.match(JSON.parse(await computedText(content, keep.kept)), { schools: [{ id: '1', name: 'Oak\rSchool' }] })
})

t.test('what is put together says what it is made of, and how many schools it brings', async (t) => {
  const keep = keptInMemory()
  const base = keep.keepScenario('base', await scenarioParts(smallDistrict()))
  const table = keep.keepTable('others', await uploaded('id,enrollment,frl,level\n1,11,4,ES\n'))
  const whatIf =
    'leeway: 1\nscenario: { id: other-schools, budget: cut }\nbase: scenarios/base\ndata: datasets/others\n'
  const { content } = keep.keepScenario('what-if', await scenarioParts(whatIf))
  const together = await putTogether(content, keep.kept)
  if (together.kind === 'failed') throw new Error(JSON.stringify(together))
  t.equal(together.rows, 3)
  t.equal(together.sources.length, 4)
  for (const address of [base.address, table])
    t.ok(together.sources.some((each) => addressText(each) === addressText(address)))
})

t.test('scenarios that are compared share what they are made of', async (t) => {
  const keep = keptInMemory()
  const base = keep.keepScenario('base', await scenarioParts(smallDistrict()))
  const whatIf =
    'leeway: 1\nscenario: { id: more, budget: new-money }\nbase: scenarios/base\nchanges: [{ set: base, to: "110" }]\n'
  const other = keep.keepScenario('more', await scenarioParts(whatIf))
  const together = await putSeveralTogether([base.content, other.content], keep.kept)
  if (together.kind === 'failed') throw new Error(JSON.stringify(together))
  t.equal(together.rows, 2)
  const job = { bytes: together.body, form: 'json', query: {}, answerForm: 'json', rowLimit: 100 } as const
  const compared = await computedBytes({ ...job, operation: 'compare' })
  const text = compared.kind === 'done' ? new TextDecoder().decode(compared.bytes) : JSON.stringify(compared)
  // 10 and 20 students, ten dollars more for each.
  t.match(text, /"total": \{\s+"before": "3000.00",\s+"after": "3300.00",\s+"change": "300.00"/)
})
