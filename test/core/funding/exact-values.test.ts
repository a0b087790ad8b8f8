import t from 'tap'
import { amountsIn, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, frl: { unit: 'pupil' } },
  parameters: { lump: { value: '1', unit: 'money' } },
  rows: [{ id: 'A', enrollment: '3', frl: '1' }],
}

async function amountOf(amount: string, parts: SmallCase = district): Promise<string> {
  const [first = ''] = await amountsIn({ ...parts, lines: { a: amount } })
  return first.slice('A a '.length)
}

t.test('ratios are compared by cross-multiplication, and so exactly', async (t) => {
  const holds = [
    '1/3 + 1/3 + 1/3 == 1',
    'frl / enrollment == 1/3',
    '0.1 + 0.2 == 0.3',
    '1/3 > 0.333333333333333333',
    '2/3 < 0.666666666666666667',
    '1/3 != 0.333333333333333333',
    'frl / enrollment * enrollment == frl',
    '1/3 >= 2/6 and 1/3 <= 2/6',
    'round(1/3, 18) != 1/3',
  ]
  for (const condition of holds) t.equal(await amountOf(`if(${condition}, 1, 0)`), '1.00', condition)
})

t.test('half a cent goes away from zero', async (t) => {
  t.equal(await amountOf('0.005'), '0.01')
  t.equal(await amountOf('-0.005'), '-0.01')
  t.equal(await amountOf('1.004999999999999999'), '1.00')
  t.equal(await amountOf('lump / 200'), '0.01')
  t.equal(await amountOf('-lump / 200'), '-0.01')
  t.equal(await amountOf('2.675'), '2.68', 'a float is below 2.675 and gives 2.67')
  t.equal(await amountOf('1.005 * 100 * lump'), '100.50')
})

t.test('amounts beyond what a float holds keep their cents', async (t) => {
  t.equal(await amountOf('123456789012345678.12 * 3'), '370370367037037034.36')
  t.equal(await amountOf('999999999999999999.99 - 999999999999999999.98'), '0.01')
})

t.test('each function gives what its sentence says', async (t) => {
  const given = {
    'abs(-2.5)': '2.50',
    'max(1, 5, 3)': '5.00',
    'min(4, 2, 3)': '2.00',
    'sum(1, 2.5, 3)': '6.50',
    'clamp(7, 1, 5)': '5.00',
    'clamp(0, 1, 5)': '1.00',
    'clamp(3, 1, 5)': '3.00',
    'clamp(3, 5, 1)': '1.00',
    'floor(-2.5)': '-3.00',
    'ceil(-2.5)': '-2.00',
    'floor(2.567, 2)': '2.56',
    'ceil(2.561, 2)': '2.57',
    'floor(1567, -2)': '1500.00',
    'round(2.5, 0)': '3.00',
    'round(-2.5, 0)': '-3.00',
    'round(2.5, 0, half_even)': '2.00',
    'round(2.5, 0, half_down)': '2.00',
    'round(2.1, 0, up)': '3.00',
    'round(2.9, 0, down)': '2.00',
    'round(-2.1, 0, floor)': '-3.00',
    'round(-2.9, 0, ceiling)': '-2.00',
    'round(1567, -3)': '2000.00',
    'round_to(7.3, 0.5)': '7.50',
    'round_to(7.25, "0.5")': '7.50',
    'round_to(7.3, 0.5, down)': '7.00',
    'pow(-2, 3)': '-8.00',
    'pow(1.5, 2)': '2.25',
    'pow(7, 0)': '1.00',
    'if(one_of("a", "b", "a"), 1, 2)': '1.00',
    'if(one_of("a", "b"), 1, 2)': '2.00',
    'if("a" == "a" and "a" != "b", 1, 2)': '1.00',
    'if((1 < 2) == true, 1, 2)': '1.00',
    '--5': '5.00',
    '7 - 2 - 1': '4.00',
    '12 / 2 / 3': '2.00',
  }
  for (const [amount, value] of Object.entries(given)) t.equal(await amountOf(amount), value, amount)
})

t.test('texts are equal when they are the same text, case and all', async (t) => {
  const needs = { ...district.needs, level: { kind: 'text' } }
  const rows = [{ id: 'A', enrollment: '3', frl: '1', level: 'é'.normalize('NFD') }]
  t.equal(
    await amountOf('if(level == "é", 1, 0)', { ...district, needs, rows }),
    '1.00',
    'two encodings of one text',
  )
  t.equal(await amountOf('if("es" == "ES", 1, 0)'), '0.00')
})
