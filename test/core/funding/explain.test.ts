import t from 'tap'
import { explainSchool, type SchoolExplanation } from '../../../src/app/explain-school.ts'
import { exactText } from '../../../src/core/numbers/decimal.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { namelessValue } from '../../support/nameless-value.ts'
import { caseText, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: {
    enrollment: { unit: 'pupil' },
    frl: { unit: 'pupil', missing: '4' },
    level: { one_of: ['ES', 'HS'] },
    grant: { unit: 'money' },
  },
  parameters: {
    base: { value: '4500.25', unit: 'money/pupil', source: 'budget book p. 12' },
    weight: { frl: { values: [{ from: '2024-07-01', value: '0.12', source: 'budget book p. 13' }] } },
    rate: { kind: 'table', unit: 'text -> money/pupil', value: { ES: '5', HS: '7' } },
  },
  measures: {
    need: 'frl * weight.frl',
    share: { value: 'frl / enrollment', kind: 'ratio' },
    high: 'if(share > 1/3 and enrollment > 9, need + 1, need)',
  },
  lines: {
    base: 'enrollment * base',
    extra: 'high * base',
    other: { amount: 'grant', when: 'given(grant)' },
    level: 'enrollment * rate(level)',
    part: 'share * share_of_total(enrollment) * line.base',
    loss: 'max(-5, -line.level)',
    choice: 'if(level == "ES", grant, line.level * 2)',
  },
  figures: { summary: { amount: 'unrounded(line.part) + line.base', round: '0' } },
  rows: [
    { id: 'A', enrollment: '10', level: 'ES', grant: '5' },
    { id: 'B', enrollment: '30', frl: '15', level: 'HS' },
  ],
}

async function explained(school: string, id?: string): Promise<SchoolExplanation> {
  const files = memoryFiles({ 'case.yaml': caseText(district) })
  const { explanation, problems } = await explainSchool('case.yaml', files, { schoolId: school, id })
  if (explanation === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return explanation
}

t.test('an amount opens into the arithmetic that made it, with the values put in', async (t) => {
  const { amounts } = await explained('A')
  t.strictSame(
    amounts.map(({ id, expression, substituted, value, amount }) => [
      id,
      expression,
      substituted,
      value,
      amount,
    ]),
    [
      ['base', 'enrollment * base', '10 * 4500.25', '45002.5', '45002.50'],
      ['extra', 'high * base', '1.48 * 4500.25', '6660.37', '6660.37'],
      ['other', 'grant', '5', '5', '5.00'],
      ['level', 'enrollment * rate(level)', '10 * 5', '50', '50.00'],
      [
        'part',
        'share * share_of_total(enrollment) * line.base',
        '0.4 * 0.25 * 45002.5',
        '4500.25',
        '4500.25',
      ],
      ['loss', 'max(-5, -line.level)', 'max(-5, -50)', '-5', '-5.00'],
      ['choice', 'if(level == "ES", grant, line.level * 2)', '5', '5', '5.00'],
      ['summary', 'unrounded(line.part) + line.base', '4500.25 + 45002.5', '49502.75', '49503.00'],
    ],
  )
})

t.test('what was put in evaluates to the value, without any name', async (t) => {
  for (const school of ['A', 'B'])
    for (const { substituted, value, id } of (await explained(school)).amounts) {
      const result = namelessValue(substituted)
      t.equal(typeof result === 'object' && exactText(result), value, `${school} ${id}`)
    }
})

t.test('a measure opens in its turn, of a choice only the branch that was taken', async (t) => {
  const [extra] = (await explained('A', 'extra')).amounts
  const high = extra?.uses.find(({ name }) => name === 'high')
  t.equal(high?.arithmetic?.substituted, '0.48 + 1')
  t.strictSame(
    high?.arithmetic?.uses.map(({ kind, name, value }) => `${kind} ${name} ${value}`),
    [
      'measure share 0.4',
      'input enrollment 10',
      'condition share > 1 / 3 and enrollment > 9 true',
      'measure need 0.48',
    ],
  )
  const need = high?.arithmetic?.uses.find(({ name }) => name === 'need')
  t.equal(need?.arithmetic?.substituted, '4 * 0.12')
  t.equal(need?.unit, 'pupil')
})

t.test('of the branch that was not taken nothing is told', async (t) => {
  const [choice] = (await explained('B', 'choice')).amounts
  t.equal(choice?.substituted, '210 * 2')
  t.strictSame(
    choice?.uses.map(({ kind, name, value }) => `${kind} ${name} ${value}`),
    ['input level HS', 'condition level == "ES" false', 'line line.level 210'],
  )
})

t.test('an amount leads to the cell and to the page its figures come from', async (t) => {
  const [base] = (await explained('B', 'base')).amounts
  t.strictSame(base?.uses, [
    {
      kind: 'input',
      name: 'enrollment',
      value: '30',
      unit: 'pupil',
      cell: { dataset: 'now', column: 'enrollment', row: 2, isAssumed: false },
    },
    {
      kind: 'parameter',
      name: 'base',
      value: '4500.25',
      unit: 'money/pupil',
      provenance: { kind: 'source', words: 'budget book p. 12' },
    },
  ])
  const uses = (await explained('A', 'extra')).amounts[0]?.uses.find(({ name }) => name === 'high')
    ?.arithmetic?.uses
  const [frl, weight] = uses?.find(({ name }) => name === 'need')?.arithmetic?.uses ?? []
  t.strictSame(
    [frl?.value, frl?.cell?.isAssumed],
    ['4', true],
    'an empty cell that counts as the formula says',
  )
  t.strictSame([weight?.name, weight?.from], ['weight.frl', '2024-07-01'])
})

t.test('a line that does not apply says so, and by what condition', async (t) => {
  const [other] = (await explained('B', 'other')).amounts
  t.strictSame(
    [other?.applies, other?.substituted, other?.amount, other?.uses],
    [false, '0', '0.00', [{ kind: 'condition', name: 'given(grant)', value: 'false' }]],
  )
})

t.test('of other schools only totals are told', async (t) => {
  const [part] = (await explained('A', 'part')).amounts
  const total = part?.uses.find(({ kind }) => kind === 'aggregate')
  t.strictSame(
    [total?.name, total?.value, total?.schools, total?.arithmetic],
    ['share_of_total(enrollment)', '0.25', 2, undefined],
  )
})

t.test('a school or a line that is not there leads to the one that was meant', async (t) => {
  const files = memoryFiles({ 'case.yaml': caseText(district) })
  const school = await explainSchool('case.yaml', files, { schoolId: 'a' })
  t.strictSame(
    school.problems.map(({ code, suggestion }) => [code, suggestion]),
    [['SCHOOL_UNKNOWN', 'did you mean A?']],
  )
  const line = await explainSchool('case.yaml', files, { schoolId: 'A', id: 'bse' })
  t.strictSame(
    line.problems.map(({ code, suggestion }) => [code, suggestion]),
    [['LINE_UNKNOWN', 'did you mean base?']],
  )
})
