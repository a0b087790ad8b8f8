import t from 'tap'
import { explainSchool } from '../../../src/app/explain-school.ts'
import type { ExplanationResult } from '../../../src/contract/report/explanation-result.ts'
import { adjustedText } from '../../support/adjusted-case.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { caseText } from '../../support/small-case.ts'

// A tenth of a billionth squared has 20 decimal places, two more than a literal may have.
const share = { fine: { value: '0.0000000001' } }
const one = { one: { value: '1', unit: 'money/pupil' } }
const measures = { dust: 'fine * fine', dollars: 'enrollment * dust * one' }

t.test('a number with too many digits for the formula language keeps its name', async (t) => {
  const [amount] = await explained(text('enrollment * dust * one'))
  t.equal(amount?.substituted, '10 * dust * 1')
  t.equal(amount?.value, '0.0000000000000000001', 'the value is exact all the same')
  const dust = amount?.uses.find(({ name }) => name === 'dust')
  t.strictSame(
    [dust?.value, dust?.arithmetic?.substituted],
    ['0.00000000000000000001', '0.0000000001 * 0.0000000001'],
  )
})

t.test(
  'so does all that is added to it or held against it, because names and bare numbers do not add',
  async (t) => {
    const substituted = async (amount: string) => (await explained(text(amount)))[0]?.substituted
    t.equal(await substituted('enrollment * one + dollars'), 'enrollment * one + dollars')
    t.equal(await substituted('max(grant * 2, dollars) * 3'), 'max(grant * 2, dollars) * 3')
    t.equal(await substituted('if(dollars > grant, grant, grant * 4)'), '5 * 4')
    t.equal(await substituted('(grant + grant) * dust'), '(5 + 5) * dust')
  },
)

t.test('a text with both kinds of quotes keeps its name', async (t) => {
  const amount = 'if(is_long, grant, 0) + if(label == "plain", 1, 0)'
  const cases: readonly [note: string, is: string, label: string][] = [
    ['plain', '"plain" == "plain"', '"plain"'],
    ['5"', `'5"' == "plain"`, `'5"'`],
    [`it's 5"`, 'note == "plain"', 'note'],
  ]
  for (const [note, is, label] of cases) {
    const [line] = await explained(text(amount, note))
    const opened = (name: string) => line?.uses.find((use) => use.name === name)?.arithmetic?.substituted
    t.strictSame([opened('is_long'), opened('label')], [is, label], note)
  }
})

t.test('the keys of a lookup are shown as they can be written', async (t) => {
  const [plain, quoted] = [
    await explained(text('rate(note)', 'plain')),
    await explained(text('rate(note)', `it's 5"`)),
  ]
  const lookedUp = (amounts: readonly ExplanationResult[]) => amounts[0]?.uses.at(-1)?.lookedUp
  t.strictSame([lookedUp(plain), lookedUp(quoted)], ['rate("plain")', 'rate(note)'])
})

t.test('what an adjustment did to more dollars than can be written keeps its name', async (t) => {
  const least = { id: 'least', kind: 'minimum', over: ['a'] }
  const rows = [{ id: 'A', a: '100' }]
  const substituted = async (amount: string) => {
    const adjustments = [{ ...least, least: amount }]
    return (await explained(adjustedText({ rows, adjustments }), 'least'))[0]?.substituted
  }
  t.equal(await substituted('300'), '300 - 100')
  t.equal(await substituted('999999999999999999 * 10'), 'adjustment.least')
})

t.test('an expression that would be longer with its values than any may be keeps its names', async (t) => {
  const long = '100000000000000000.000000000000000001'
  // 120 names of 6 letters fit into an expression, and 120 numbers of 37 digits do not.
  const lines = { paid: Array.from({ length: 120 }, () => 'grant').join(' + ') }
  const needs = { enrollment: { unit: 'pupil' }, grant: { unit: 'money' } }
  const [paid] = await explained(
    caseText({ needs, lines, rows: [{ id: 'A', enrollment: '10', grant: long }] }),
  )
  t.equal(paid?.substituted, paid?.expression)
})

function text(amount: string, note = 'plain'): string {
  return caseText({
    needs: { enrollment: { unit: 'pupil' }, grant: { unit: 'money' }, note: { kind: 'text' } },
    parameters: {
      ...share,
      ...one,
      rate: { kind: 'table', unit: 'text -> money', value: { [note]: '7' } },
    },
    measures: { ...measures, is_long: 'note == "plain"', label: { value: 'note', kind: 'text' } },
    lines: { paid: { amount, round: '18' } },
    rows: [{ id: 'A', enrollment: '10', grant: '5', note }],
  })
}

async function explained(scenario: string, id?: string): Promise<readonly ExplanationResult[]> {
  const { explanation, problems } = await explainSchool('case.yaml', memoryFiles({ 'case.yaml': scenario }), {
    schoolId: 'A',
    id,
  })
  if (explanation === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return explanation.amounts
}
