import t from 'tap'
import { FUNCTIONS, isFunctionName, signature } from '../../../src/core/formula/functions.ts'
import { faultsIn, pointedAt, problemsIn, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, frl: { unit: 'pupil', missing: '0' }, level: { kind: 'text' } },
  parameters: { lump: { value: '100', unit: 'money' } },
  rows: [{ id: 'A', enrollment: '10', frl: '4', level: 'ES' }],
}

t.test('a function that is not one leads to the one that was meant', async (t) => {
  const advice = {
    'ruond(lump, 2)': 'write round',
    'AVERAGE(lump)': 'write mean',
    'percentile(lump, 0.5)': 'write quantile',
    'ROUNDUP(lump, 2)': 'write round(x, places, up)',
    'SUMIF(lump)': 'write total(if(condition, x, 0))',
    'vlookup(level)': 'write a table parameter',
    'coalesce(frl, 0)': 'write if(given(x), x, 0)',
    'toString(lump)': undefined,
    'quite_another(lump)': undefined,
  }
  for (const [amount, suggestion] of Object.entries(advice)) {
    const [fault, ...others] = await faultsIn({ ...district, lines: { a: amount } })
    t.strictSame([fault?.code, fault?.suggestion, others], ['FUNCTION_UNKNOWN', suggestion, []], amount)
    t.equal(fault && pointedAt(fault), amount.slice(0, amount.indexOf('(')))
  }
})

t.test('a function is given as many arguments as it takes', async (t) => {
  for (const amount of [
    'round(lump)',
    'abs()',
    'abs(lump, lump)',
    'if(true, 1)',
    'clamp(lump, 1)',
    'max()',
    'total()',
  ]) {
    const [fault, ...others] = await faultsIn({ ...district, lines: { a: amount } })
    t.strictSame([fault?.code, others], ['ARGUMENT_COUNT', []], amount)
  }
  const [fault] = await faultsIn({ ...district, lines: { a: 'round(lump)' } })
  t.equal(fault?.expected, 'round(x, places[, mode])')
})

t.test('an argument is named as the function names it', async (t) => {
  t.strictSame(
    await problemsIn({ ...district, lines: { a: 'total(lump, per: level)', b: 'round(lump, places: 2)' } }),
    [
      'ARGUMENT_NAME at per: level: total has no argument named "per"',
      'ARGUMENT_COUNT at round(lump, places: 2): round does not take 1 argument',
    ],
  )
  t.strictSame(await problemsIn({ ...district, lines: { a: 'rank(lump, first: biggest) * lump' } }), [
    'ARGUMENT_KIND at biggest: one of the words highest, lowest is needed here',
  ])
  t.strictSame(await problemsIn({ ...district, lines: { a: 'total(lump, by: enrollment)' } }), [
    'TYPE_MISMATCH at enrollment: text is needed here, and this is pupil',
  ])
})

t.test('what decides the kind of a result is written out', async (t) => {
  const refused = {
    'round(lump, frl)': 'frl: a whole number written out is needed here',
    'round(lump, 1.5)': '1.5: a whole number written out is needed here',
    'round(lump, 19)': '19: a whole number written out is needed here',
    'round(lump, -13)': '-13: a whole number written out is needed here',
    'round(lump, 2, nearest)': 'nearest: a rounding mode is needed here',
    'round(lump, 2, toString)': 'toString: a rounding mode is needed here',
    'round_to(lump, 0)': '0: a step written out is needed here',
    'round_to(lump, -0.5)': '-0.5: a step written out is needed here',
    'round_to(lump, frl)': 'frl: a step written out is needed here',
    'pow(lump, -1)': '-1: a whole number written out is needed here',
    'pow(lump, 10)': '10: a whole number written out is needed here',
    'quantile(lump, 1.01)': '1.01: a share from 0 to 1 written out is needed here',
    'quantile(lump, frl)': 'frl: a share from 0 to 1 written out is needed here',
    'floor(lump, frl)': 'frl: a whole number written out is needed here',
  }
  for (const [amount, problem] of Object.entries(refused))
    t.strictSame(
      await problemsIn({ ...district, lines: { a: amount } }),
      [`ARGUMENT_KIND at ${problem}`],
      amount,
    )
  const accepted = {
    a: 'round(lump, -12)',
    b: 'round(lump, 18, half_even)',
    c: 'round(lump, 2, "half_even")',
    d: 'round_to(lump, "0.05", down)',
    e: 'quantile(lump, 1)',
    f: 'pow(lump, 1)',
  }
  t.strictSame(await problemsIn({ ...district, lines: accepted }), [])
})

t.test('given() asks about an input, and count() about a condition', async (t) => {
  t.strictSame(
    await problemsIn({ ...district, lines: { a: 'if(given(lump), 1, 2)', b: 'if(given(frl + 1), 1, 2)' } }),
    [
      'ARGUMENT_KIND at lump: given() asks whether an input has a value, and this is not an input',
      'ARGUMENT_KIND at frl + 1: given() asks whether an input has a value, and this is not an input',
    ],
  )
  t.strictSame(await problemsIn({ ...district, lines: { a: 'count(frl) * lump' } }), [
    'TYPE_MISMATCH at frl: true or false is needed here, and this is pupil',
  ])
})

t.test('only a figure reads a line before its rounding', async (t) => {
  const lines = { base: 'lump / 3' }
  t.strictSame(await problemsIn({ ...district, lines: { ...lines, a: 'unrounded(line.base)' } }), [
    'FIGURE_ONLY at unrounded(line.base): only a figure may read a line before its rounding: money is the sum of rounded lines',
  ])
  t.strictSame(await problemsIn({ ...district, lines, measures: { m: 'round(unrounded(line.base), 2)' } }), [
    'FIGURE_ONLY at unrounded(line.base): only a figure may read a line before its rounding: money is the sum of rounded lines',
  ])
  t.strictSame(await problemsIn({ ...district, lines, figures: { f: 'unrounded(lump)' } }), [
    'ARGUMENT_KIND at lump: unrounded() takes a line',
  ])
  t.strictSame(await problemsIn({ ...district, lines, figures: { f: 'unrounded(line.base)' } }), [])
})

t.test('every function says what it takes, as a reader of the documentation sees it', async (t) => {
  t.equal(signature('round'), 'round(x, places[, mode])')
  t.equal(signature('rank'), 'rank(x[, by: …][, first: …])')
  t.equal(signature('one_of'), 'one_of(x, choice, …)')
  t.notOk(isFunctionName('constructor'))
  for (const [name, { doc, gives }] of Object.entries(FUNCTIONS))
    t.ok(doc.endsWith('.') && gives.length > 0, name)
})
