import fc from 'fast-check'
import { createScanner } from 'jsonc-parser'
import t from 'tap'
import { withoutLongBlanks } from '../../src/contract/source/long-blanks.ts'
import { readDocument } from '../../src/contract/source/read-document.ts'
import { fails, holds } from '../support/property.ts'

const LONG = 6
const END = 17

interface Word {
  readonly kind: number
  readonly offset: number
  readonly length: number
  readonly value: string
}

function words(text: string): readonly Word[] {
  const scanner = createScanner(text, true)
  const all: Word[] = []
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan())
    all.push({
      kind,
      offset: scanner.getTokenOffset(),
      length: scanner.getTokenLength(),
      value: scanner.getTokenValue(),
    })
  return all
}

const text = fc
  .array(fc.constantFrom(' '.repeat(LONG), '\t      ', ...' \t\n\r"\\/*{}[]:,1-an'.split('')), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''))

t.test('without its long blanks a text has the same words in the same places', async (t) => {
  const same = fc.property(
    text,
    (each) => JSON.stringify(words(withoutLongBlanks(each, LONG))) === JSON.stringify(words(each)),
  )
  await holds(t, same, { runs: 5_000 })
})

t.test('the control: where blanks are replaced in texts too, or beside a slash, words change', async (t) => {
  const careless = (each: string): string => each.replaceAll(/[ \t]{6,}/g, (run) => `/*${run.slice(4)}*/`)
  const same = fc.property(
    text,
    (each) => JSON.stringify(words(careless(each))) === JSON.stringify(words(each)),
  )
  await fails(t, same, { runs: 5_000 })
})

t.test('a text of few blanks stays what it is', async (t) => {
  const written = '{ "a": "     ",\n      "b": 1 } // and so on      '
  t.equal(withoutLongBlanks(written), written)
  t.equal(withoutLongBlanks(`{${' '.repeat(8)}}`, 8), '{ /*  */ }')
})

t.test(
  'four megabytes of blanks take little memory, and the fault behind them keeps its place',
  async (t) => {
    const blanks = ' '.repeat(4_000_000)
    const before = process.resourceUsage().maxRSS
    const read = readDocument(`{${blanks}"a" 1}`, 'wide.json')
    const took = (process.resourceUsage().maxRSS - before) / 1024
    t.match(read, { kind: 'failed', problems: [{ code: 'JSON_SYNTAX', at: { column: 4_000_006 } }] })
    t.ok(took < 64, `${Math.round(took)} MB`)
  },
)
