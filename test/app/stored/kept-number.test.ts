import fc from 'fast-check'
import t from 'tap'
import { isKeptNumber } from '../../../src/app/stored/kept-number.ts'
import { holds } from '../../support/property.ts'

t.test('a number is kept as one if the database writes it with the same letters', async (t) => {
  const nines = '9'.repeat(24)
  for (const cell of ['0', '-1', '10', '0.0', '0.50', '-0.5', '-0.01', nines, `-${nines}.${'1'.repeat(18)}`])
    t.ok(isKeptNumber(cell), cell)
  const texts = [
    '',
    '-',
    '.',
    '1.',
    '.5',
    '-.5',
    '00',
    '007',
    '-01',
    '01.5',
    '-0',
    '-0.00',
    '1e3',
    '+1',
    '1,5',
  ]
  for (const cell of [
    ...texts,
    ' 1',
    '1 ',
    '1\n',
    '1.2.3',
    '--1',
    '１',
    'NaN',
    'Infinity',
    `${nines}9`,
    `0.${'1'.repeat(19)}`,
  ])
    t.notOk(isKeptNumber(cell), JSON.stringify(cell))
})

t.test('looked at letter by letter a cell is what the pattern says', async (t) => {
  const pattern = /^-?(?:0|[1-9]\d{0,23})(?:\.\d{1,18})?$/
  const minusZero = /^-0(?:\.0+)?$/
  const sign = fc.constantFrom('0', '0', '1', '9', '-', '.', 'e', '٣', '\n')
  const cell = fc.array(sign, { maxLength: 12 }).map((signs) => signs.join(''))
  const property = fc.property(cell, (text) => {
    return isKeptNumber(text) === (pattern.test(text) && !minusZero.test(text))
  })
  await holds(t, property, { runs: 3000 })
})
