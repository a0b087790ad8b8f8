import t from 'tap'
import { PROBLEM_CODES } from '../../src/core/problems/codes.ts'
import { caseCounts, FILE_LIMIT } from '../support/case-counts.ts'
import { tryInThread } from './in-thread.ts'
import { BYTE_MUTATIONS, TEXT_MUTATIONS } from './mutations.ts'

t.setTimeout(FILE_LIMIT)

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** One mutant alone, to look into what was said of it. */
const only = process.env['MUTANT'] === undefined ? undefined : Number(process.env['MUTANT'])
const { runs } = caseCounts({ usual: 1200, long: 25_000 })

t.test('a good file with a slip in it comes to a whole result, or to what is wrong and where', async (t) => {
  t.comment(`SEED=${seed}`)
  const [from, to] = only === undefined ? [0, runs] : [only, only + 1]
  const { tried, met, faults } = await tryInThread({ seed, from, to, patienceSeconds: 60 })
  t.strictSame(faults, [])
  t.equal(tried, to - from, `${tried} mutants`)
  if (only !== undefined) return
  const count = (what: string): number => met.get(what) ?? 0
  for (const [what, oneIn] of Object.entries(OFTEN))
    t.ok(count(what) > runs / oneIn, `${what}: ${count(what)} times`)
  for (const name of [...Object.keys(TEXT_MUTATIONS), ...Object.keys(BYTE_MUTATIONS)])
    t.ok(count(`mutation: ${name}`) > runs / 500, `${name}: ${count(`mutation: ${name}`)} times`)
  const codes = Object.keys(PROBLEM_CODES).filter((code) => count(`code: ${code}`) > 0)
  t.ok(codes.length >= FEWEST_CODES, `${codes.length} codes`)
})

/** How often each ending is met at the least: once in so many mutants, a good deal rarer than it is by chance. */
const OFTEN = {
  'it was refused': 3,
  'it ran': 8,
  'it says what its original says': 40,
  'it says something else than its original': 10,
  'it says what was run before': 40,
  'bundle: whole': 80,
  'bundle: problems': 40,
  'comparison: whole': 300,
  'comparison: problems': 40,
  'explanation: whole': 80,
  'explanation: problems': 40,
  'split: whole': 80,
  'split: problems': 40,
  'sweep: whole': 1000,
  'sweep: problems': 15,
  'format: whole': 40,
  'format: problems': 60,
  'code: YAML_SYNTAX': 20,
  'code: JSON_SYNTAX': 40,
  'code: CSV_RAGGED': 1000,
  'code: FILE_NOT_UTF8': 300,
  'code: FIELD_UNKNOWN': 30,
  'code: NAME_UNKNOWN': 60,
  'code: UNIT_MISMATCH': 1000,
  'code: EXPRESSION_SYNTAX': 1000,
  'code: CELL_FORMAT': 300,
  'code: CELL_MISSING': 500,
} as const

/** Of the catalogue's hundred; each has a test of its own elsewhere. */
const FEWEST_CODES = 45
