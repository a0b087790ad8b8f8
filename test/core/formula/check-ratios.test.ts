import t from 'tap'
import { amountsIn, faultsIn, problemsIn, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, frl: { unit: 'pupil' } },
  parameters: {
    lump: { value: '100', unit: 'money' },
    small: {
      kind: 'taper',
      unit: 'pupil -> money',
      value: [
        ['0', '10'],
        ['3', '0'],
      ],
    },
  },
  rows: [{ id: 'A', enrollment: '30', frl: '10' }],
}

t.test(
  'what may have no last digit is kept only when it is rounded or says that it is a ratio',
  async (t) => {
    const ratios = {
      'frl / enrollment': 'frl / enrollment',
      'frl / 2': 'frl / 2',
      '2 / 37': '2 / 37',
      'small(frl)': 'small(frl)',
      'mean(frl)': 'mean(frl)',
      'quantile(frl, 0.5)': 'quantile(frl, 0.5)',
      'share_of_total(frl)': 'share_of_total(frl)',
      'frl + frl / 2': 'frl + frl / 2',
      'if(frl > 1, 1 / 3, 2)': 'if(frl > 1, 1 / 3, 2)',
      'max(frl / 2, 5)': 'max(frl / 2, 5)',
      'pow(frl / 2, 2)': 'pow(frl / 2, 2)',
      '-(frl / 2)': '-(frl / 2)',
    }
    for (const [value, place] of Object.entries(ratios)) {
      t.strictSame(
        await problemsIn({ ...district, measures: { kept: value } }),
        [`RATIO_NOT_ROUNDED at ${place}: kept is a ratio, which may have no last digit`],
        value,
      )
      t.strictSame(await problemsIn({ ...district, measures: { kept: `round(${value}, 4)` } }), [], 'rounded')
      t.strictSame(
        await problemsIn({ ...district, measures: { kept: { value, kind: 'ratio' } } }),
        [],
        'stated',
      )
    }
  },
)

t.test('the message says what to write', async (t) => {
  const [fault] = await faultsIn({ ...district, measures: { share: 'frl / enrollment' } })
  t.equal(
    fault?.suggestion,
    'write share: round(frl / enrollment, 4), or share: { value: frl / enrollment, kind: ratio }',
  )
})

t.test('a decimal stays one under the operations that keep last digits', async (t) => {
  const measures = {
    a: 'frl * 0.33 + enrollment - 1.5',
    b: 'max(abs(frl), floor(enrollment), clamp(frl, 1, 5))',
    c: 'floor(frl / 3)',
    d: 'ceil(frl / 3, 2)',
    e: 'round_to(frl / 3, 0.25)',
    f: { value: 'frl * 2', kind: 'decimal' },
  }
  t.strictSame(await problemsIn({ ...district, measures }), [])
})

t.test('a measure that is called a ratio is never rounded', async (t) => {
  const measures = { third: { value: '1 / 3', kind: 'ratio' } }
  t.strictSame(
    await amountsIn({ ...district, measures, lines: { a: 'third * lump + third * lump + third * lump' } }),
    ['A a 100.00'],
  )
  t.strictSame(
    await amountsIn({
      ...district,
      measures: { third: 'round(1 / 3, 4)' },
      lines: { a: '3 * third * lump' },
    }),
    ['A a 99.99'],
  )
})

t.test('a measure says the kind that it is', async (t) => {
  const measures = {
    a: { value: 'frl / 2', kind: 'decimal' },
    b: { value: 'frl', kind: 'text' },
    c: { value: 'frl > 1', kind: 'boolean' },
  }
  t.strictSame(await problemsIn({ ...district, measures }), [
    'TYPE_MISMATCH at frl / 2: this gives ratio, and decimal is stated',
    'TYPE_MISMATCH at frl: this gives decimal, and text is stated',
  ])
})

t.test('functions over all schools take no ratios, and say how to give them a last digit', async (t) => {
  for (const name of ['total', 'mean', 'least', 'greatest', 'share_of_total', 'rank']) {
    const [fault, ...others] = await faultsIn({
      ...district,
      measures: { over: `round(${name}(frl / enrollment), 4)` },
    })
    t.strictSame(
      [fault?.code, fault?.suggestion, others],
      ['RATIO_NOT_ROUNDED', `write ${name}(round(…, 6))`, []],
      name,
    )
  }
  t.strictSame(await problemsIn({ ...district, measures: { over: 'round(quantile(frl / 3, 0.5), 4)' } }), [
    'RATIO_NOT_ROUNDED at frl / 3: quantile() runs over all schools and takes numbers with a last digit; this is a ratio',
  ])
  const named = { share: { value: 'frl / enrollment', kind: 'ratio' }, over: 'total(share)' }
  t.equal((await faultsIn({ ...district, measures: named }))[0]?.code, 'RATIO_NOT_ROUNDED')
})

t.test('a ratio may be compared, looked up in bands and tapers, and be the amount of a line', async (t) => {
  const parameters = {
    lump: { value: '100', unit: 'money' },
    steps: {
      kind: 'band',
      unit: '1 -> money',
      value: [
        ['0', '5'],
        ['0.3333', '7'],
        ['0.3334', '9'],
      ],
    },
    slope: {
      kind: 'taper',
      unit: '1 -> money',
      value: [
        ['0', '0'],
        ['1', '90'],
      ],
    },
  }
  const lines = {
    compared: 'if(frl / enrollment == 1 / 3, lump, 0)',
    band: 'steps(frl / enrollment)',
    taper: 'slope(frl / enrollment)',
    amount: 'lump / 3',
  }
  t.strictSame(await amountsIn({ ...district, parameters, lines }), [
    'A compared 100.00',
    'A band 7.00',
    'A taper 30.00',
    'A amount 33.33',
  ])
})
