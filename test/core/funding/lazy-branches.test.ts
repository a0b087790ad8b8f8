import t from 'tap'
import { amountsIn, faultsIn, problemsIn, type SmallCase } from '../../support/small-case.ts'

// B has no cell in `extra`, a divisor of zero and a level that the table does not have.
const district: SmallCase = {
  needs: {
    enrollment: { unit: 'pupil' },
    rooms: { unit: 'pupil' },
    extra: { unit: 'money' },
    level: { kind: 'text' },
    open: { kind: 'boolean' },
  },
  parameters: {
    lump: { value: '60', unit: 'money' },
    rate: { kind: 'table', unit: 'text -> money', value: { ES: '5', HS: '7' } },
  },
  rows: [
    { id: 'A', enrollment: '10', rooms: '2', extra: '9', level: 'ES', open: 'true' },
    { id: 'B', enrollment: '10', rooms: '0', level: 'K8', open: 'false' },
  ],
}

const lost = {
  extra: 'CELL_MISSING',
  'lump * enrollment / rooms / 10': 'ZERO_DIVISOR',
  'rate(level)': 'KEY_ABSENT',
  'share_of_total(if(open, rooms, rooms * 0), by: level) * lump': 'ZERO_DIVISOR',
}

t.test('what is lost in a branch not taken does not exist', async (t) => {
  const amounts = { extra: '9.00', 'lump * enrollment / rooms / 10': '30.00', 'rate(level)': '5.00' }
  for (const [amount, given] of Object.entries(amounts)) {
    t.strictSame(await amountsIn({ ...district, lines: { a: `if(open, ${amount}, 1)` } }), [
      `A a ${given}`,
      'B a 1.00',
    ])
    t.strictSame(await amountsIn({ ...district, lines: { a: `if(not open, 1, ${amount})` } }), [
      `A a ${given}`,
      'B a 1.00',
    ])
    t.strictSame(await amountsIn({ ...district, lines: { a: { amount, when: 'open' } } }), [
      `A a ${given}`,
      'B a 0.00',
    ])
  }
})

t.test('a loss in one branch of a measure is no loss to those who do not use it', async (t) => {
  const measures = { per_room: 'round(lump / rooms * enrollment, 2)', twice: 'per_room * 2' }
  t.strictSame(await amountsIn({ ...district, measures, lines: { a: 'if(open, twice, 4)' } }), [
    'A a 600.00',
    'B a 4.00',
  ])
})

t.test('"and" and "or" stop when the answer is known', async (t) => {
  const lines = {
    conjoined: 'if(open and extra > 1, 1, 2)',
    disjoined: 'if(not open or extra > 1, 1, 2)',
    both: 'if(rooms == 0 or enrollment / rooms > 4, 1, 2)',
  }
  t.strictSame(await amountsIn({ ...district, lines }), [
    'A conjoined 1.00',
    'A disjoined 1.00',
    'A both 1.00',
    'B conjoined 2.00',
    'B disjoined 1.00',
    'B both 1.00',
  ])
  const [fault] = await problemsIn({ ...district, lines: { a: 'if(extra > 1 and open, 1, 2)' } })
  t.match(fault, 'CELL_MISSING', 'the left side is always looked at')
})

t.test('what is lost in a branch taken is an error, and no school has a result', async (t) => {
  for (const [amount, code] of Object.entries(lost)) {
    const faults = await faultsIn({ ...district, lines: { a: `if(open, 1, ${amount})` } })
    t.strictSame(
      faults.map((each) => each.code),
      [code],
      amount,
    )
    await t.rejects(amountsIn({ ...district, lines: { a: `if(open, 1, ${amount})` } }), code)
  }
})

t.test('a condition that cannot be decided is an error too', async (t) => {
  for (const line of [{ amount: '1', when: 'extra > 1' }, 'if(extra > 1, 1, 2)'])
    t.match(await problemsIn({ ...district, lines: { a: line } }), [
      /CELL_MISSING.*extra is empty at school B/,
    ])
})

t.test('all schools of a branch are named at once, each place of the formula once', async (t) => {
  const rows = Array.from({ length: 25 }, (_, i) => ({
    id: `s${i + 10}`,
    enrollment: `${i}`,
    rooms: '0',
    level: 'K8',
    extra: '',
    open: '',
  }))
  const [fault, ...others] = await faultsIn({
    ...district,
    rows,
    lines: { a: 'lump * (enrollment / rooms)' },
  })
  t.same(others, [])
  t.equal(fault?.code, 'ZERO_DIVISOR')
  t.match(fault?.message, 'a division by zero at 25 schools: s10, s11, s12')
  t.match(fault?.message, 's29 and 5 more')
  t.equal(fault?.suggestion, 'say what holds there: if(divisor == 0, 0, …)')
})

t.test('each empty cell is named once, whatever it stands behind', async (t) => {
  const rows = ['A', 'B', 'C'].map((id) => ({ id, enrollment: '1' }))
  const needs = { enrollment: { unit: 'pupil' }, extra: { unit: 'money' } }
  const measures = { twice: 'extra * 2', most: 'greatest(extra)' }
  const lines = { a: 'extra + twice', b: 'total(twice) + most', c: { amount: 'line.a', when: 'extra > 0' } }
  t.strictSame(
    (
      await faultsIn({
        needs,
        rows: rows.map((row) => ({ ...row, ...(row.id === 'B' && { extra: '5' }) })),
        measures,
        lines,
      })
    ).map(({ code, where, message }) => `${code} ${where.school} ${where.measure}: ${message}`),
    [
      'CELL_MISSING A extra: extra is empty at school A, and the formula needs it',
      'CELL_MISSING C extra: extra is empty at school C, and the formula needs it',
    ],
  )
})

t.test('a table names the text that it lacks', async (t) => {
  const [fault] = await faultsIn({ ...district, lines: { a: 'rate(level)' } })
  t.equal(fault?.message, 'the table rate has no entry for K8 at school B')
  t.equal(fault?.found, 'K8')
})

t.test('a number beyond all amounts is an error, and not a machine that stands still', async (t) => {
  const powers: Record<string, unknown> = { p0: 'rooms / max(rooms, 1) + 1.000000000001' }
  for (let i = 1; i < 8; i += 1) powers[`p${i}`] = `pow(p${i - 1}, 9)`
  const pure = Object.fromEntries(
    Object.entries(powers).map(([name, value]) => [name, { value, kind: 'ratio' }]),
  )
  const [fault] = await faultsIn({ ...district, measures: pure, lines: { a: 'p7 * lump' } })
  t.equal(fault?.code, 'NUMBER_TOO_LARGE')
})
