import { seededChance } from '../../scenarios/demonstration/seeded-chance.ts'
import type { FileSet, Library } from './file-sets.ts'
import { BYTE_MUTATIONS, pick, TEXT_MUTATIONS } from './mutations.ts'

/** A good set of files with one of them spoiled. */
export interface Mutant {
  readonly seed: number
  readonly number: number
  readonly original: FileSet
  /** The file that was spoiled, and how. */
  readonly spoiled: string
  readonly mutations: readonly string[]
  readonly files: Readonly<Record<string, string | Uint8Array>>
}

/** The mutant of that number; it is the same wherever and whenever it is made. */
export function mutantOf(library: Library, seed: number, number: number): Mutant {
  const chance = seededChance(Math.imul(seed, 0x9e3779b1) + Math.imul(number, 0x85ebca6b))
  const original = pick(setsFor(library, chance.between(0, 999)), chance)
  const spoiled = pick(Object.keys(original.files), chance)
  const other = pick(Object.values(pick(library.small, chance).files), chance)
  const mutations: string[] = []
  let text = original.files[spoiled] ?? ''
  const inText = pick([0, 1, 1, 1, 1, 2, 3], chance)
  for (let i = 0; i < inText; i += 1) {
    const [name, mutate] = pick(chance.between(0, 2) === 0 ? SHALLOW : DEEP, chance)
    mutations.push(name)
    text = mutate({ text, other }, chance)
  }
  if (inText > 0 || text === '')
    return { seed, number, original, spoiled, mutations, files: { ...original.files, [spoiled]: text } }
  const [name, mutate] = pick(Object.entries(BYTE_MUTATIONS), chance)
  const bytes = Uint8Array.from(mutate(new TextEncoder().encode(text), chance))
  return {
    seed,
    number,
    original,
    spoiled,
    mutations: [name],
    files: { ...original.files, [spoiled]: bytes },
  }
}

// A file whose form is broken is refused at once; what leaves the form whole goes deeper, and is tried more often.
const SHALLOW = Object.entries(TEXT_MUTATIONS)
const DEEP = SHALLOW.filter(([name]) => /^(?:a|two) (?:word|number|name|cell)/.test(name))

/** Of a thousand mutants so many are of large sets, of medium ones and of what-ifs. */
const IN_1000 = { large: 6, medium: 24, whatIfs: 120 } as const

function setsFor({ small, whatIfs, medium, large }: Library, place: number): readonly FileSet[] {
  if (place < IN_1000.large) return large
  if (place < IN_1000.large + IN_1000.medium) return medium
  return place < IN_1000.large + IN_1000.medium + IN_1000.whatIfs ? whatIfs : small
}

/** The stretch in which a mutant differs from what it was made of. */
export function differenceOf({ original, spoiled, files }: Mutant): string {
  const before = original.files[spoiled] ?? ''
  const content = files[spoiled] ?? ''
  const after = typeof content === 'string' ? content : new TextDecoder('latin1').decode(content)
  let start = 0
  while (start < before.length && before[start] === after[start]) start += 1
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1
  const shown = (text: string): string => JSON.stringify(text.slice(start, text.length - end).slice(0, 300))
  const line = before.slice(0, start).split('\n').length
  return `line ${line}: ${shown(before)} became ${shown(after)}`
}
