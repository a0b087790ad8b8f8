import t from 'tap'
import { amountsIn, faultsIn, problemsIn, type SmallCase } from '../../support/small-case.ts'

const district: SmallCase = {
  needs: { enrollment: { unit: 'pupil' }, grant: { unit: 'money' } },
  rows: [
    { id: 'A', enrollment: '1', grant: '5' },
    { id: 'B', enrollment: '1', grant: '' },
    { id: 'C', enrollment: '1' },
  ],
}
const assumed = { enrollment: { unit: 'pupil' }, grant: { unit: 'money', missing: '2.50' } }

t.test('a missing cell is never zero', async (t) => {
  t.strictSame(
    (await faultsIn({ ...district, lines: { a: 'grant' } })).map(
      ({ code, where }) => `${code} ${where.school}`,
    ),
    ['CELL_MISSING B', 'CELL_MISSING C'],
  )
})

t.test('an input that no line uses may be missing', async (t) => {
  t.strictSame(await problemsIn({ ...district, lines: { a: '1' }, measures: { unused: 'grant * 2' } }), [])
})

t.test('a formula may say what a missing cell counts as, and the run says where it did', async (t) => {
  t.strictSame(await amountsIn({ ...district, needs: assumed, lines: { a: 'grant' } }), [
    'A a 5.00',
    'B a 2.50',
    'C a 2.50',
  ])
  const [warning, ...others] = await faultsIn({ ...district, needs: assumed, lines: { a: 'grant' } })
  t.same(others, [])
  t.strictSame(
    [warning?.code, warning?.severity, warning?.found, warning?.where.pointer],
    ['CELL_ASSUMED', 'warning', 'B, C', '/formula/needs/grant/missing'],
  )
})

t.test('texts and yes-or-no inputs have defaults of their own kind', async (t) => {
  const needs = {
    enrollment: { unit: 'pupil' },
    level: { one_of: ['ES', 'HS'], missing: 'HS' },
    open: { kind: 'boolean', missing: 'true' },
  }
  t.strictSame(
    await amountsIn({
      needs,
      lines: { a: 'if(level == "HS" and open, 1, 2)' },
      rows: [{ id: 'A', enrollment: '1', level: '', open: '' }],
    }),
    ['A a 1.00'],
  )
  const odd = { ...needs, open: { kind: 'boolean', missing: 'yes' } }
  t.match(await problemsIn({ needs: odd }), [/TYPE_MISMATCH.*true or false is needed here/])
})

t.test('given() asks for the cell itself, whatever it would count as', async (t) => {
  for (const needs of [district.needs, assumed])
    t.strictSame(
      await amountsIn({ ...district, ...(needs && { needs }), lines: { a: 'if(given(grant), grant, 7)' } }),
      ['A a 5.00', 'B a 7.00', 'C a 7.00'],
    )
})

t.test('a missing cell leaves a sum over all schools in doubt, unless it is asked for', async (t) => {
  t.match(await problemsIn({ ...district, lines: { a: 'total(grant)' } }), [
    /CELL_MISSING.*B/,
    /CELL_MISSING.*C/,
  ])
  t.strictSame(await amountsIn({ ...district, lines: { a: 'total(if(given(grant), grant, 0))' } }), [
    'A a 5.00',
    'B a 5.00',
    'C a 5.00',
  ])
})

const prior: SmallCase = {
  needs: { enrollment: { unit: 'pupil' } },
  parameters: { rate: { value: '1', unit: 'money/pupil' } },
  rows: [
    { id: 'A', enrollment: '10' },
    { id: 'new', enrollment: '20' },
  ],
  prior: [
    { id: 'closed', enrollment: '99' },
    { id: 'A', enrollment: '12' },
  ],
}

t.test('last year is read beside this year, by school', async (t) => {
  const lines = { change: 'if(given(prior.enrollment), enrollment - prior.enrollment, enrollment) * rate' }
  t.strictSame(await amountsIn({ ...prior, lines }), ['A change -2.00', 'new change 20.00'])
})

t.test('a school that was not there last year is an error that names it, where it is needed', async (t) => {
  const [fault, ...others] = await faultsIn({ ...prior, lines: { a: 'prior.enrollment * rate' } })
  t.same(others, [])
  t.equal(fault?.code, 'CELL_MISSING')
  t.equal(fault?.message, 'school new is not in the dataset prior, and the formula needs its enrollment')
  t.equal(fault?.suggestion, 'ask first: if(given(prior.enrollment), …, …)')
})

t.test('a school that has closed is in no total of this year', async (t) => {
  const lines = { a: 'total(if(given(prior.enrollment), prior.enrollment, 0)) * rate' }
  t.strictSame(await amountsIn({ ...prior, lines }), ['A a 12.00', 'new a 12.00'])
})

t.test('a dataset that the scenario does not bring is asked for', async (t) => {
  const { prior: _, ...alone } = prior
  const [fault] = await faultsIn({ ...alone, lines: { a: 'prior.enrollment * rate' } })
  t.strictSame([fault?.code, fault?.expected], ['DATASET_UNKNOWN', 'prior'])
})
