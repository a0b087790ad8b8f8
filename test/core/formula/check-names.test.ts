import t from 'tap'
import { amountsIn, faultsIn, problemsIn, type SmallCase } from '../../support/small-case.ts'

const grades = { grade_k: { unit: 'pupil' }, grade_1: { unit: 'pupil' }, grade_2: { unit: 'pupil' } }
const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, level: { one_of: ['ES', 'MS', 'HS'] }, ...grades },
  groups: { k2: ['grade_k', 'grade_1', 'grade_2'] },
  parameters: {
    rate: { value: '1', unit: 'money/pupil' },
    weight: { frl: { value: '0.1' }, ell: { value: '0.4' } },
  },
  rows: [{ id: 'A', enrollment: '10', level: 'ES', grade_k: '1', grade_1: '2', grade_2: '4' }],
}

t.test('a name that stands for nothing leads to the one that was meant', async (t) => {
  const advice = {
    'enrolment * rate': 'did you mean enrollment?',
    'weight * rate * enrollment': 'it is a group of parameters: write weight.frl or weight.ell',
    'weight.flr * rate * enrollment': 'did you mean weight.frl?',
    base: 'write line.base for the rounded amount of that line',
    'line.bse': 'did you mean line.base?',
    'last.enrollment * rate': 'declare the dataset: datasets: [last]',
    'priro.enrollment * rate': 'did you mean prior.enrollment?',
    'line.nothing_like_it': undefined,
    nothing_like_it: undefined,
  }
  for (const [amount, suggestion] of Object.entries(advice)) {
    const [fault, ...others] = await faultsIn({ ...district, lines: { base: '1', a: amount } })
    t.strictSame([fault?.code, fault?.suggestion, others], ['NAME_UNKNOWN', suggestion, []], amount)
  }
  const [fault] = await faultsIn({ ...district, lines: { a: 'total' } })
  t.match(fault?.suggestion, 'it is a function: The sum of x over all schools of the run. Write total(…)')
})

t.test('groups and ranges give their members to functions that take any number', async (t) => {
  const lines = {
    group: 'sum(k2) * rate',
    range: 'sum(grade_1..grade_2) * rate',
    one: 'sum(grade_1..grade_1) * rate',
    most: 'max(k2, 3) * rate',
    both: 'sum(grade_k..grade_1, enrollment) * rate',
  }
  t.strictSame(await amountsIn({ ...district, lines }), [
    'A group 7.00',
    'A range 6.00',
    'A one 2.00',
    'A most 4.00',
    'A both 13.00',
  ])
})

t.test('a range runs along a declared group, forwards', async (t) => {
  for (const range of ['grade_2..grade_k', 'grade_k..enrollment', 'grade_k..grade_9']) {
    t.strictSame(await problemsIn({ ...district, lines: { a: `sum(${range}) * rate` } }), [
      `RANGE_NOT_IN_GROUP at ${range}: no group runs from ${range.replace('..', ' to ')}`,
    ])
  }
})

t.test('a group or a range is no single value', async (t) => {
  const [group] = await faultsIn({ ...district, lines: { a: 'k2 * rate' } })
  t.strictSame([group?.code, group?.suggestion], ['TYPE_MISMATCH', 'write sum(k2)'])
  const [range] = await faultsIn({ ...district, lines: { a: 'grade_k..grade_1 * rate' } })
  t.strictSame([range?.code, range?.suggestion], ['TYPE_MISMATCH', 'write sum(grade_k..grade_1)'])
})

t.test('a measure may sum the part of its group that stands before it', async (t) => {
  const measures = { first: 'grade_k', second: 'grade_1', both: 'sum(first..second)' }
  const groups = { steps: ['first', 'second', 'both'] }
  t.strictSame(await amountsIn({ ...district, groups, measures, lines: { a: 'both * rate' } }), ['A a 3.00'])
})

t.test('a text is compared only with texts that it can be', async (t) => {
  for (const condition of ['level == "EX"', '"EX" != level', 'one_of(level, "ES", "EX")']) {
    const faults = await faultsIn({ ...district, lines: { a: `if(${condition}, 1, 2)` } })
    t.strictSame(
      faults.map((each) => [each.code, each.message, each.suggestion]),
      [['CHOICE_UNKNOWN', 'level is never "EX"', 'did you mean "ES"?']],
      condition,
    )
  }
  t.strictSame(await amountsIn({ ...district, lines: { a: 'if(one_of(level, "MS", "ES"), 1, 2)' } }), [
    'A a 1.00',
  ])
})

t.test('one name has one meaning among needs, parameters, measures and groups', async (t) => {
  const clashes: SmallCase[] = [
    { ...district, measures: { enrollment: '1' } },
    { ...district, parameters: { enrollment: { value: '1' } } },
    { ...district, groups: { enrollment: ['grade_k'] } },
    { ...district, measures: { 'weight.frl': '1' } },
  ]
  for (const clash of clashes)
    t.ok((await faultsIn(clash)).some(({ code }) => code === 'NAME_CLASH' || code === 'NAME_FORM'))
  t.match(await problemsIn({ ...district, measures: { enrollment: '1' } }), [
    /NAME_CLASH.*"enrollment" is declared twice/,
  ])
})

t.test('a line may be called as a need is, and two lines may not be called alike', async (t) => {
  t.strictSame(await amountsIn({ ...district, lines: { enrollment: 'enrollment * rate' } }), [
    'A enrollment 10.00',
  ])
  const again = { id: 'a', amount: '1', fund: 'general', flexibility: 'free' }
  const twice = await problemsIn({ ...district, lines: { a: again, b: { ...again, id: 'a' } } })
  t.match(twice, [/NAME_CLASH.*"a" is declared twice/])
  t.match(await problemsIn({ ...district, funds: ['general', 'general'] }), [
    /NAME_CLASH.*"general" is declared twice/,
  ])
})

t.test('words of the language are not names', async (t) => {
  for (const name of ['round', 'total', 'if', 'and', 'not', 'true', 'line', 'figure', 'now', 'prior'])
    t.match(await problemsIn({ ...district, measures: { [name]: '1' } }), [/^NAME_RESERVED/], name)
})

t.test('a name is letters, digits and underscores, starting with a letter', async (t) => {
  const mended = { '2nd': 'n2nd', 'per pupil': 'per_pupil', 'frl-share': 'frl_share', 'a+b': 'a_b' }
  for (const [name, better] of Object.entries(mended)) {
    const [fault] = await faultsIn({ ...district, measures: { [name]: '1' } })
    t.strictSame([fault?.code, fault?.suggestion], ['NAME_FORM', `write ${better}`], name)
  }
  t.strictSame(await problemsIn({ ...district, measures: { größe_2: '1', _hidden: '2', toString: '3' } }), [])
})

t.test('letters that look alike in two encodings are the same name', async (t) => {
  const [composed, decomposed] = ['größe'.normalize('NFC'), 'größe'.normalize('NFD')]
  t.strictSame(await amountsIn({ ...district, measures: { [decomposed]: '5' }, lines: { a: composed } }), [
    'A a 5.00',
  ])
})

t.test('what is defined by way of itself is reported once, with its way', async (t) => {
  const cycleOf = async (parts: SmallCase): Promise<(string | undefined)[]> =>
    (await faultsIn({ ...district, ...parts }))
      .filter(({ code }) => code === 'CYCLE')
      .map(({ found }) => found)
  t.strictSame(await cycleOf({ measures: { a: 'a + 1' } }), ['a → a'])
  t.strictSame(await cycleOf({ measures: { a: 'b + 1', b: 'max(c, 2)', c: 'if(true, a, 1)', d: 'a' } }), [
    'a → b → c → a',
  ])
  t.strictSame(await cycleOf({ lines: { x: 'line.y', y: 'line.x' } }), ['line.x → line.y → line.x'])
  const conditioned = { x: { amount: '1', when: 'line.x > 1' } }
  t.strictSame(await cycleOf({ lines: conditioned }), ['line.x → line.x'])
  t.strictSame(await cycleOf({ measures: { m: 'line.x' }, lines: { x: 'm' } }), ['m → line.x → m'])
  t.strictSame(await cycleOf({ measures: { m: 'sum(g)' }, groups: { g: ['enrollment', 'm'] } }), ['m → m'])
  t.strictSame(await cycleOf({ measures: { m: 'total(1, by: n)', n: 'if(m > 1, "a", "b")' } }), ['m → n → m'])
})

t.test('a measure may be called as a rounding mode is', async (t) => {
  const measures = { down: 'round(enrollment / 4, 0, down)' }
  t.strictSame(await amountsIn({ ...district, measures, lines: { a: 'down * rate' } }), ['A a 2.00'])
})

t.test('lines and measures stand in any order', async (t) => {
  const measures = { last: 'first + 1', first: '2' }
  const lines = { a: 'line.b + last', b: '10' }
  t.strictSame(await amountsIn({ ...district, measures, lines }), ['A a 13.00', 'A b 10.00'])
})
