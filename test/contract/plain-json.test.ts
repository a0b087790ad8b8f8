import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { plainJson } from '../../src/contract/source/plain-json.ts'
import { readJson } from '../../src/contract/source/read-json.ts'
import { plainValue, SOURCE_LIMITS } from '../../src/contract/source/source-document.ts'
import { MALFORMED_JSON } from '../support/malformed-json.ts'
import { fails, holds } from '../support/property.ts'

t.test('a document as programs write it says what stands there', async (t) => {
  t.strictSame(plainJson('{"a": 1.50, "b": [true, null, -0, 1e400], "c": {"": "x"}}'), {
    a: '1.50',
    b: ['true', 'null', '-0', '1e400'],
    c: { '': 'x' },
  })
  t.equal(plainJson(' 12345678901234567890.12\n'), '12345678901234567890.12')
  t.strictSame(plainJson(String.raw`{"Ca\u00f1ada": "a \"b\\"}`), { Cañada: 'a "b\\' })
  t.strictSame(plainJson('[]'), [])
})

t.test('what may not stand in a document is left to whoever can say where', async (t) => {
  const left = {
    'a key twice': '{"a": 1, "a": 2}',
    'a key twice, once escaped': String.raw`{"a": 1, "\u0061": 2}`,
    'a key twice, once in other letters': '{"ñ": 1, "n\u0303": 2}',
    'a reserved key': '{"a": {"constructor": 1}}',
    'a reserved key, escaped': String.raw`{"\u005f_proto__": 1}`,
    'a number as a key': '{1: 2}',
    'a number with a zero before it': '{"a": 01}',
    'two numbers': '1 2',
    'a number and a text': '[1"a"]',
    'a remark': '{"a": 1} // ours',
    'a comma too many': '[1,]',
    'a text in its other form': '"n\u0303"',
    'a text in its other form, escaped': String.raw`"n\u0303"`,
    'many marks': `"e${String.raw`\u0301`.repeat(31)}"`,
    'a text that does not end': '"a',
    nothing: '',
  }
  for (const [what, text] of Object.entries(left)) t.equal(plainJson(text), undefined, what)
})

t.test('a document within a limit is read, and one beyond it is left', async (t) => {
  const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
  const keys = (count: number): string =>
    `{${Array.from({ length: count }, (_, i) => `"k${i}":""`).join(',')}}`
  const items = (count: number): string => `[${'"",'.repeat(count - 1)}""]`
  const { depth, entries, items: most, json } = SOURCE_LIMITS
  t.ok(plainJson(lists(depth)))
  t.equal(plainJson(lists(depth + 1)), undefined)
  t.ok(plainJson(keys(entries)))
  t.equal(plainJson(keys(entries + 1)), undefined)
  t.ok(plainJson(items(most)))
  t.equal(plainJson(items(most + 1)), undefined)
  // Lists of ten thousand texts: 20,001 words and signs each, and a comma between them.
  const words = (lists: number): string => `[${Array.from({ length: lists }, () => items(10_000)).join(',')}]`
  t.ok(plainJson(words(Math.floor(json.words / 20_002))))
  t.equal(plainJson(words(Math.ceil(json.words / 20_002) + 1)), undefined)
})

t.test('no malformed body is read without its places that is not read with them', async (t) => {
  for (const [name, body] of MALFORMED_JSON) t.ok(isReadAlike(body.toString(), plainJson), name)
})

t.test('whatever is read without its places is the same with them', async (t) => {
  await holds(
    t,
    fc.property(documents(), (text) => isReadAlike(text, plainJson)),
    { runs: 3000 },
  )
})

t.test('and a reader that takes the last of two keys, or a number for a float, is found out', async (t) => {
  const careless = (text: string): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }
  await fails(
    t,
    fc.property(documents(), (text) => isReadAlike(text, careless)),
    { runs: 3000 },
  )
})

t.test('most documents are read without their places', async (t) => {
  const samples = fc.sample(fc.json({ noUnicodeString: true }), { numRuns: 200, seed: 7 })
  const read = samples.filter((text) => plainJson(text) !== undefined)
  t.ok(read.length > 150, `${read.length} of ${samples.length}`)
})

/** Whether a reader leaves a text alone, or reads it as it is read with its places. */
function isReadAlike(text: string, reader: (text: string) => unknown): boolean {
  const value = reader(text)
  if (value === undefined) return true
  const outcome = readJson(text, 'district.json')
  return outcome.kind === 'done' && isDeepStrictEqual(plainValue(outcome.value.root), value)
}

/** JSON in any layout, and the same after a slip or two. */
function documents(): fc.Arbitrary<string> {
  const word = fc.constantFrom('1', '-0.50', '1e5', 'true', 'null', '01', 'x')
  const text = fc
    .string({
      unit: fc.constantFrom(
        'a',
        'b',
        'é',
        'e\u0301',
        '\u0301',
        '\\n',
        '\\"',
        '\\\\',
        '\\u0301',
        ' ',
        '/',
        ':',
      ),
    })
    .map((inside) => `"${inside}"`)
  const space = fc.constantFrom('', '', ' ', '\n', '\t', ' // x\n')
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      text,
      fc
        .array(fc.tuple(space, tie('value')), { maxLength: 4 })
        .map((items) => `[${items.map((each) => each.join('')).join(',')}]`),
      fc
        .array(fc.tuple(space, text, space, tie('value')), { maxLength: 4 })
        .map((entries) => `{${entries.map(([a, key, b, each]) => `${a}${key}${b}:${each}`).join(',')}}`),
    ),
  }))
  const slip = fc.tuple(
    fc.nat(200),
    fc.nat(3),
    fc.constantFrom('', '"', ',', ':', '{', '}', '[', ']', '\\', '1', ' '),
  )
  return fc
    .tuple(value, fc.array(slip, { maxLength: 2 }))
    .map(([whole, slips]) =>
      slips.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), whole),
    )
}
