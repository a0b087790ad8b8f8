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
  for (const [what, oneIn] of Object.entries(ONE_IN)) {
    const least = leastOf(runs / oneIn)
    if (least > 0) t.ok(count(what) >= least, `${what}: ${count(what)} times, at the least ${least}`)
  }
  const mutations = [...Object.keys(TEXT_MUTATIONS), ...Object.keys(BYTE_MUTATIONS)]
  for (const name of mutations)
    t.ok(count(`mutation: ${name}`) > runs / 500, `${name}: ${count(`mutation: ${name}`)} times`)
  const codes = Object.keys(PROBLEM_CODES).filter((code) => count(`code: ${code}`) > 0)
  t.ok(codes.length >= FEWEST_CODES, `${codes.length} codes`)
})

/**
 * What chance does not fall below in a thousand million trials: six standard deviations under what is expected of it.
 * What is rarer than one in thirty is asked of the long form alone.
 */
function leastOf(expected: number): number {
  return Math.floor(expected - 6 * Math.sqrt(expected))
}

/** How often each ending is met: once in so many mutants, of 20,000 that were counted. */
const ONE_IN = {
  'it was refused': 1.33,
  'it ran': 4,
  'it says what its original says': 20,
  'it says something else than its original': 5,
  'it says what was run before': 19,
  'bundle: whole': 40,
  'bundle: problems': 13,
  'comparison: whole': 68,
  'comparison: problems': 12,
  'explanation: whole': 40,
  'explanation: problems': 13,
  'split: whole': 40,
  'split: problems': 13,
  'sweep: whole': 143,
  'sweep: problems': 10,
  'format: whole': 15,
  'format: problems': 30,
  'code: YAML_SYNTAX': 4.5,
  'code: JSON_SYNTAX': 12,
  'code: CSV_RAGGED': 256,
  'code: FILE_NOT_UTF8': 68,
  'code: FIELD_UNKNOWN': 6,
  'code: NAME_UNKNOWN': 24,
  'code: UNIT_MISMATCH': 118,
  'code: EXPRESSION_SYNTAX': 220,
  'code: CELL_FORMAT': 77,
  'code: CELL_MISSING': 80,
} as const

/** Of the catalogue's hundred; 51 are met, give or take 2. Each has a test of its own elsewhere. */
const FEWEST_CODES = 37
