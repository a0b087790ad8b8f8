import fc from 'fast-check'
import t from 'tap'
import { databaseServer } from '../support/database.ts'
import { fails, holds } from '../support/property.ts'

const clone = await databaseServer(t)
const { pool } = await clone()
const LETTERS = { plain_name: 200, school_code: 100 } as const
type Domain = keyof typeof LETTERS

/** Which of these texts the database takes. */
async function taken(domain: Domain, texts: readonly string[]): Promise<readonly boolean[]> {
  const { rows } = await pool.query<{ taken: boolean }>(
    `select pg_input_is_valid(text, 'leeway.${domain}') as taken
    from unnest($1::text[]) with ordinality as each(text, place) order by place`,
    [texts],
  )
  return rows.map(({ taken }) => taken)
}

/** What a name is: letters that are shown, in their one form, without a space at an end. */
function isName(text: string, most: number): boolean {
  const letters = Array.from(text).length
  const isPlain = !/\p{Cc}/u.test(text) && !text.startsWith(' ') && !text.endsWith(' ')
  return letters >= 1 && letters <= most && isPlain && text.normalize('NFC') === text
}

t.test('a name has shown letters in their one form, and not too many', async (t) => {
  const names = {
    'Ash School, North': true,
    '0042': true,
    'École élémentaire': true,
    學校: true,
    '~!': true,
    '': false,
    ' ': false,
    ' Ash': false,
    'Ash ': false,
    'É ': false,
    'Ash\n': false,
    'Ash\tNorth': false,
    'Ash\u007f': false,
    'Ash\u0085': false,
    '\u0301': true,
    'E\u0301cole': false,
  }
  const texts = Object.keys(names)
  t.strictSame(await taken('plain_name', texts), Object.values(names))
  t.strictSame(await taken('school_code', texts), Object.values(names))
  for (const [domain, most] of Object.entries(LETTERS) as [Domain, number][])
    t.strictSame(
      await taken(domain, ['a'.repeat(most), 'a'.repeat(most + 1), '學'.repeat(most), '學'.repeat(most + 1)]),
      [true, false, true, false],
      domain,
    )
})

const letter = fc.constantFrom(...Array.from(' aZ0~!É學\u0301e\u00a0\n\u0001\u007f\u0085\u{1f3eb}'))
const texts = fc.array(fc.string({ unit: letter, maxLength: 6 }), { minLength: 50, maxLength: 50 })

const agreesWith = (isTaken: typeof isName) =>
  fc.asyncProperty(texts, fc.constantFrom<Domain>('plain_name', 'school_code'), async (texts, domain) =>
    (await taken(domain, texts)).every((each, i) => each === isTaken(texts[i] ?? '', LETTERS[domain])),
  )

t.test('of random texts those are names that are by the rule', async (t) => {
  await holds(t, agreesWith(isName), { runs: 100 })
})

t.test('control: a rule that takes a space at the end is found', async (t) => {
  await fails(
    t,
    agreesWith((text, most) => isName(text.trimEnd(), most)),
    { runs: 100 },
  )
})
