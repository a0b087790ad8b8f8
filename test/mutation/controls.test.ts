import t from 'tap'
import { FILE_LIMIT } from '../support/case-counts.ts'
import { readLibrary } from './file-sets.ts'
import { tryInThread } from './in-thread.ts'
import { PLANTED_FAULTS, type PlantedFault, REACHED } from './planted-faults.ts'
import { tryMutants } from './trial.ts'

t.setTimeout(FILE_LIMIT)

// Not left to chance: on these mutants every fault shows, whatever the day.
const task = { seed: 1, from: 0, to: 900 }

/** What is said of a fault that is planted. */
const SAID = {
  'a reader that throws at a word': /threw RangeError: this word is none of ours/,
  'a number that keeps it busy for seconds': /took \d\.\d s of processor time/,
  'a key that reaches every object': /every object has changed: reached string/,
  'an error that nobody is told of': /neither a result nor an error/,
  'problems without a place': /no file: \{"code":/,
  'a result in spite of an error': /a result beside errors/,
  'a cent that a school loses': /school \S+ comes to -?\d+\.\d+, and its parts do not/,
  'other bytes for the same inputs': /the same inputs gave other bytes/,
} as const satisfies Partial<Record<PlantedFault, RegExp>>

/** What is said of a fault after which nobody says anything. */
const SAID_OUTSIDE = {
  'a number that keeps it busy for ever': /^SEED=1 MUTANT=\d+: it never came back$/,
  'a number that eats all memory': /^SEED=1 MUTANT=\d+: it ended the thread: .*memory limit/,
} as const satisfies Partial<Record<PlantedFault, RegExp>>

/** Faults that the first mutant does not show, because another of its own is told. */
const SEEN_LATER: Partial<Record<PlantedFault, true>> = { 'other bytes for the same inputs': true }

const library = await readLibrary()

t.test('a fault that is planted is found', async (t) => {
  for (const [planted, said] of entriesOf(SAID)) {
    const { faults } = await tryMutants(
      { ...task, planted, mostFaults: planted in SEEN_LATER ? 20 : 1 },
      library,
    )
    Reflect.deleteProperty(Object.prototype, REACHED)
    t.match(faults.join('\n'), said, planted)
  }
})

t.test('a fault that leaves nobody to tell is found from outside', async (t) => {
  for (const [planted, said] of entriesOf(SAID_OUTSIDE)) {
    const patienceSeconds = planted.endsWith('for ever') ? 1 : 60
    const { faults } = await tryInThread({ ...task, planted, patienceSeconds, megabytes: 256 })
    t.match(faults.join('\n'), said, planted)
  }
})

t.test('every fault that can be planted is', async (t) => {
  const planted = [...Object.keys(SAID), ...Object.keys(SAID_OUTSIDE)]
  t.strictSame(new Set(planted), new Set(Object.keys(PLANTED_FAULTS)))
})

function entriesOf(said: Partial<Record<PlantedFault, RegExp>>): [PlantedFault, RegExp][] {
  return Object.entries(said).filter((each): each is [PlantedFault, RegExp] => each[0] in PLANTED_FAULTS)
}
