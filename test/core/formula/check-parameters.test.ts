import t from 'tap'
import { amountsIn, faultsIn, pointedAt, problemsIn, type SmallCase } from '../../support/small-case.ts'

const needs = { enrollment: { unit: 'pupil' }, level: { one_of: ['ES', 'HS'] }, tier: { kind: 'text' } }
const rows = [{ id: 'A', enrollment: '10', level: 'HS', tier: 'two' }]
const district: SmallCase = { needs, rows }

t.test('the value in force is the latest one not after the start of the fiscal year', async (t) => {
  const base = {
    unit: 'money/pupil',
    values: [
      { from: '2026-07-01', value: '9', source: 'next year' },
      { from: '2025-07-01', value: '5', source: 'this year' },
      { from: '2023-07-01', value: '3', source: 'before' },
      { from: '2025-07-02', value: '8', source: 'a day late' },
    ],
  }
  const lines = { a: 'enrollment * base' }
  t.strictSame(await amountsIn({ ...district, parameters: { base }, lines }), ['A a 50.00'])
  const before = { label: '2024-25', start: '2024-07-01', end: '2025-06-30' }
  t.strictSame(await amountsIn({ ...district, parameters: { base }, lines, year: before }), ['A a 30.00'])
})

t.test('a parameter without a value in force is refused, and its uses are not', async (t) => {
  const base = { unit: 'money/pupil', values: [{ from: '2025-07-02', value: '5', source: 'late' }] }
  const faults = await faultsIn({
    ...district,
    parameters: { base },
    lines: { a: 'enrollment * base', b: 'base' },
  })
  t.strictSame(
    faults.map(({ code, found, expected }) => [code, found, expected]),
    [['PARAMETER_NOT_IN_FORCE', '2025-07-02', 'a value from 2025-07-01 or earlier']],
  )
})

t.test('a faulty parameter is reported where it is written, and not where it is used', async (t) => {
  const parameters = {
    base: { value: '$4,500', unit: 'money/pupil' },
    small: {
      kind: 'taper',
      unit: 'pupil -> money',
      value: [
        ['300', '0'],
        ['0', '150000'],
      ],
    },
    weight: { frl: { value: '0.12', unit: 'percent' } },
  }
  const measures = { need: 'enrollment * base * weight.frl', twice: 'need * 2' }
  const lines = { a: 'twice + small(enrollment)', b: 'need' }
  const faults = await faultsIn({ ...district, parameters, measures, lines })
  t.strictSame(
    faults.map((fault) => [fault.code, fault.where.pointer]),
    [
      ['NUMBER_FORMAT', '/formula/parameters/base/value'],
      ['PARAMETER_SHAPE', '/formula/parameters/small/value/1'],
      ['UNIT_UNKNOWN', '/formula/parameters/weight/frl/unit'],
    ],
  )
  t.equal(faults[0]?.suggestion, 'write the amount alone; the unit says that it is money')
})

t.test('every figure says where it comes from, in exactly one way', async (t) => {
  const provenanceOf = async (origins: object): Promise<string[][]> =>
    (await faultsIn({ ...district, parameters: { base: { values: [{ value: '1', ...origins }] } } })).map(
      ({ code, found = '' }) => [code, found],
    )
  t.strictSame(await provenanceOf({}), [['PROVENANCE', 'none']])
  t.strictSame(await provenanceOf({ source: ' ' }), [['PROVENANCE', 'none']])
  t.strictSame(await provenanceOf({ source: 'p. 1', assumed: 'x' }), [['PROVENANCE', 'source and assumed']])
  for (const origin of ['source', 'derived', 'assumed'])
    t.strictSame(await provenanceOf({ [origin]: 'words' }), [])
})

t.test('a value has the shape of its kind', async (t) => {
  const shapes = [
    [{ kind: 'number', value: { ES: '1' } }, 'one number'],
    [{ kind: 'taper', unit: 'pupil -> money', value: '5' }, 'pairs such as [[0, 150000], [300, 0]]'],
    [{ kind: 'band', unit: 'pupil -> fte', value: { ES: '1' } }, 'pairs such as [[0, 150000], [300, 0]]'],
    [{ kind: 'table', value: '5' }, 'texts and numbers such as { ES: 500, HS: 700 }'],
    [{ kind: 'taper', unit: 'pupil -> money', value: [['0', '1', '2']] }, 'pairs of two numbers'],
    [
      {
        kind: 'taper',
        unit: 'pupil -> money',
        value: [
          ['5', '1'],
          ['5', '2'],
        ],
      },
      'first members that rise',
    ],
    [{ kind: 'band', unit: 'pupil -> fte', value: [] }, 'at least one pair'],
    [
      { kind: 'taper', unit: 'money', value: [['0', '1']] },
      'what it takes and gives, such as "pupil -> money"',
    ],
    [{ kind: 'number', unit: 'pupil -> money', value: '5' }, 'one unit, such as money/pupil'],
    [{ kind: 'table', value: { ES: '1', HS: { two: '2' } } }, 'the same number of keys everywhere'],
  ] as const
  for (const [shape, expected] of shapes) {
    const faults = await faultsIn({ ...district, parameters: { p: shape } })
    t.strictSame(
      faults.map((each) => [each.code, each.expected]),
      [['PARAMETER_SHAPE', expected]],
      JSON.stringify(shape),
    )
  }
})

t.test('a table is keyed by texts, as many as it is deep', async (t) => {
  const rate = { kind: 'table', unit: 'text -> money/pupil', value: { ES: '5', HS: '7' } }
  const deep = {
    kind: 'table',
    unit: 'text -> money',
    value: { ES: { one: '1', two: '2' }, HS: { one: '10', two: '20' } },
  }
  const parameters = { rate, deep }
  const lines = {
    flat: 'enrollment * rate(level)',
    named: 'enrollment * rate("ES")',
    deep: 'deep(level, tier)',
  }
  t.strictSame(await amountsIn({ ...district, parameters, lines }), [
    'A flat 70.00',
    'A named 50.00',
    'A deep 20.00',
  ])
  t.strictSame(
    await problemsIn({ ...district, parameters, lines: { a: 'deep(level)', b: 'rate(level, tier)' } }),
    [
      'ARGUMENT_COUNT at deep(level): deep is a table with 2 keys',
      'ARGUMENT_COUNT at rate(level, tier): rate is a table with 1 key',
    ],
  )
  t.strictSame(await problemsIn({ ...district, parameters, lines: { a: 'enrollment * rate(enrollment)' } }), [
    'TYPE_MISMATCH at enrollment: text, the key of a table, is needed here, and this is pupil',
  ])
})

t.test('a taper, band or table is no number until something is looked up', async (t) => {
  const rate = { kind: 'table', unit: 'text -> money', value: { ES: '5', HS: '7' } }
  const [fault] = await faultsIn({ ...district, parameters: { rate }, lines: { a: 'rate' } })
  t.strictSame([fault?.code, fault?.suggestion], ['TYPE_MISMATCH', 'write rate(…)'])
})

t.test('a number is no function', async (t) => {
  const base = { value: '5', unit: 'money/pupil' }
  const [fault] = await faultsIn({ ...district, parameters: { base }, lines: { a: 'base(enrollment)' } })
  t.strictSame([fault?.code, fault?.suggestion], ['FUNCTION_UNKNOWN', 'write base * (…) to multiply'])
})

t.test('every digit of a parameter counts, up to eighteen on either side', async (t) => {
  const lines = { a: { amount: 'tiny * lump', round: '18' } }
  const lump = { value: '1', unit: 'money' }
  t.strictSame(
    await amountsIn({ ...district, parameters: { lump, tiny: { value: '0.000000000000000001' } }, lines }),
    ['A a 0.000000000000000001'],
  )
  const [fault] = await faultsIn({
    ...district,
    parameters: { lump, tiny: { value: '0.0000000000000000001' } },
    lines,
  })
  t.strictSame([fault?.code, fault && pointedAt(fault)], ['NUMBER_FORMAT', '"0.0000000000000000001"'])
})
