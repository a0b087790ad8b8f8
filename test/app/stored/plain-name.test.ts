import fc from 'fast-check'
import t from 'tap'
import { plainName } from '../../../src/app/stored/plain-name.ts'
import { holds } from '../../support/property.ts'

t.test('a name is one line without spaces around it, as long as a name can be', async (t) => {
  t.equal(plainName('Oak School', 'x'), 'Oak School')
  t.equal(plainName(' Oak \n School\u00a0', 'x'), 'Oak School')
  t.equal(plainName('\u0001 ', 'the id'), 'the id')
  t.equal(plainName('Jose\u0301', 'x'), 'José')
  t.equal(plainName('a'.repeat(200), 'x'), 'a'.repeat(200))
  t.equal(plainName('a'.repeat(201), 'x'), 'a'.repeat(200))
  t.equal(plainName(`${'a'.repeat(199)}\u{1f3eb}`, 'x'), 'a'.repeat(199), 'a letter is not cut in two')
  t.equal(plainName('\ud800', 'x'), '\ufffd')
})

t.test('a name that is plain at the first look is what it would be at the second', async (t) => {
  const sign = fc.constantFrom(
    'a',
    'Z',
    '~',
    'é',
    'ñ',
    '˿',
    '\u0300',
    'e\u0301',
    ' ',
    '\u00a0',
    '\u00ad',
    '\t',
    '校',
    '\u{1f3eb}',
  )
  const name = fc.oneof(
    fc.array(sign, { maxLength: 8 }).map((signs) => signs.join('')),
    fc.array(sign, { minLength: 190, maxLength: 210 }).map((signs) => signs.join('')),
  )
  await holds(
    t,
    fc.property(name, (each) => plainName(each, 'x') === atSecondLook(each)),
    { runs: 3000 },
  )
})

function atSecondLook(text: string): string {
  const line = text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const letters = Array.from(line)
  while (letters.join('').length > 200) letters.pop()
  return letters.join('').trim() || 'x'
}
