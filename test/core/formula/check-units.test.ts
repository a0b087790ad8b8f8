import t from 'tap'
import { amountsIn, faultsIn, pointedAt, problemsIn, type SmallCase } from '../../support/small-case.ts'

const needs = {
  enrollment: { unit: 'pupil' },
  frl: { unit: 'pupil' },
  teachers: { unit: 'fte' },
  prior_total: { unit: 'money' },
}
const parameters = {
  base: { value: '4500', unit: 'money/pupil' },
  salary: { value: '90000', unit: 'money/fte' },
  lump: { value: '1000', unit: 'money' },
  half: { value: '0.5' },
}
const rows = [{ id: 'A', enrollment: '10', frl: '4', teachers: '2', prior_total: '100' }]
const district: SmallCase = { needs, parameters, rows }

t.test('a bare number takes the unit of the other side', async (t) => {
  const lines = {
    over: 'max(0, enrollment - 8) * base',
    lump: 'lump + 5',
    chosen: 'if(enrollment > 9, lump, 0)',
    clamped: 'clamp(lump, 0, 200)',
    alone: '7.5',
  }
  t.strictSame(await amountsIn({ ...district, lines }), [
    'A over 9000.00',
    'A lump 1005.00',
    'A chosen 1000.00',
    'A clamped 200.00',
    'A alone 7.50',
  ])
})

t.test('in a product a bare number is a pure number', async (t) => {
  t.strictSame(await amountsIn({ ...district, lines: { a: '2 * lump', b: 'lump / 4', c: 'half * lump' } }), [
    'A a 2000.00',
    'A b 250.00',
    'A c 500.00',
  ])
  t.strictSame(await problemsIn({ ...district, lines: { a: '2 * enrollment + lump' } }), [
    'UNIT_MISMATCH at lump: the units differ: pupil on one side, money on the other',
  ])
})

t.test('a unit error names both sides, wherever they meet', async (t) => {
  const meetings = {
    'lump + enrollment': 'enrollment: the units differ: money on one side, pupil on the other',
    'lump - enrollment * salary':
      'enrollment * salary: the units differ: money on one side, money*pupil/fte on the other',
    'if(enrollment > teachers, lump, 0)': 'teachers: the units differ: pupil on one side, fte on the other',
    'if(lump == half, lump, 0)': 'half: the units differ: money on one side, a pure number on the other',
    'if(frl > 1, lump, enrollment)': 'enrollment: the units differ: money on one side, pupil on the other',
    'max(lump, 5, enrollment)': 'enrollment: the units differ: money on one side, pupil on the other',
    'min(enrollment, lump)': 'lump: the units differ: pupil on one side, money on the other',
    'clamp(lump, teachers, 9)': 'teachers: the units differ: money on one side, fte on the other',
    'sum(lump, frl)': 'frl: the units differ: money on one side, pupil on the other',
  }
  for (const [amount, problem] of Object.entries(meetings))
    t.strictSame(
      await problemsIn({ ...district, lines: { a: amount } }),
      [`UNIT_MISMATCH at ${problem}`],
      amount,
    )
  const [fault] = await faultsIn({ ...district, lines: { a: 'lump + enrollment' } })
  t.strictSame([fault?.expected, fault?.found], ['money', 'pupil'])
  t.match(fault?.suggestion, 'multiply or divide by a parameter')
})

t.test('a line comes out as money', async (t) => {
  const lines = {
    a: 'enrollment',
    b: 'enrollment * base * base',
    c: 'enrollment / frl',
    d: 'frl > 1',
    e: '"x"',
  }
  t.strictSame(await problemsIn({ ...district, lines }), [
    'LINE_NOT_MONEY at enrollment: line a comes out as pupil, not as money',
    'LINE_NOT_MONEY at enrollment * base * base: line b comes out as money^2/pupil, not as money',
    'LINE_NOT_MONEY at enrollment / frl: line c comes out as a pure number, not as money',
    'LINE_NOT_MONEY at frl > 1: line d comes out as true or false, not as money',
    'LINE_NOT_MONEY at "x": line e comes out as text, not as money',
  ])
})

t.test('units that cancel leave a pure number, and powers multiply', async (t) => {
  const measures = {
    share: 'round(frl / enrollment, 2)',
    square: 'pow(enrollment, 2)',
    per_teacher: 'round(enrollment / teachers, 0)',
  }
  const lines = {
    a: 'share * lump',
    b: 'round(square / enrollment, 0) * base',
    c: 'per_teacher * teachers * base',
  }
  t.strictSame(await amountsIn({ ...district, measures, lines }), [
    'A a 400.00',
    'A b 45000.00',
    'A c 45000.00',
  ])
})

t.test('a unit with a power above nine is refused', async (t) => {
  const measures = { huge: 'pow(enrollment, 9) * enrollment' }
  t.strictSame(await problemsIn({ ...district, measures }), [
    'UNIT_MISMATCH at pow(enrollment, 9) * enrollment: the unit pupil^10 has a power above 9',
  ])
})

t.test('a unit that nobody declared is refused with a suggestion, and a declared one is read', async (t) => {
  const rooms = { needs: { ...needs, rooms: { unit: 'classroom' } }, rows: [{ ...rows[0], rooms: '3' }] }
  const rate = { room: { value: '10', unit: 'money/classroom' } }
  const lines = { a: 'rooms * room' }
  const [fault] = await faultsIn({ ...district, ...rooms, parameters: rate, lines })
  t.equal(fault?.code, 'UNIT_UNKNOWN')
  t.equal(fault && pointedAt(fault), 'classroom')
  t.equal(fault?.suggestion, 'declare it: units: [classroom]')
  t.strictSame(await amountsIn({ ...district, ...rooms, parameters: rate, lines, units: ['classroom'] }), [
    'A a 30.00',
  ])
})

t.test('the pupil measure counts pupils', async (t) => {
  t.strictSame(await problemsIn({ ...district, pupils: 'teachers' }), [
    'UNIT_MISMATCH at teachers: the pupil measure counts pupils',
  ])
})

t.test('a taper or band takes the unit it says', async (t) => {
  const small = {
    kind: 'taper',
    unit: 'pupil -> money',
    value: [
      ['0', '500'],
      ['100', '0'],
    ],
  }
  t.strictSame(await problemsIn({ ...district, parameters: { small }, lines: { a: 'small(teachers)' } }), [
    'UNIT_MISMATCH at teachers: the units differ: pupil on one side, fte on the other',
  ])
  t.strictSame(await amountsIn({ ...district, parameters: { small }, lines: { a: 'small(50)' } }), [
    'A a 250.00',
  ])
})

t.test('texts, numbers and conditions do not stand in for one another', async (t) => {
  const mixed = {
    'enrollment + "ES"': '"ES": a number is needed here, and this is text',
    'if(enrollment, 1, 2)': 'enrollment: true or false is needed here, and this is pupil',
    'if(frl > 1 and 5, 1, 2)': '5: true or false is needed here, and this is a plain number',
    'if(not frl, 1, 2)': 'frl: true or false is needed here, and this is pupil',
    'if("a" < "b", 1, 2)': '"b": a number (only numbers are more or less) is needed here, and this is text',
    'if(frl == "b", 1, 2)': '"b": pupil is needed here, and this is text',
    'if(true, 1, "b")': '"b": a number, as in the other branch, is needed here, and this is text',
    'if(true, "b", 1)': '1: text, as in the other branch, is needed here, and this is a plain number',
    '-(frl > 1)': '(frl > 1): a number is needed here, and this is true or false',
  }
  for (const [amount, problem] of Object.entries(mixed))
    t.strictSame(
      await problemsIn({ ...district, lines: { a: amount } }),
      [`TYPE_MISMATCH at ${problem}`],
      amount,
    )
})
