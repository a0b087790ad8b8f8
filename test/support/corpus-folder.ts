import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { placeText } from '../problems/problem-case.ts'

/** The corpus of bad files, with its slash. */
export const corpus = fileURLToPath(new URL('../corpus/', import.meta.url))

/** The list beside the files of a folder: of each, all that must be said about it. */
const MANIFEST = 'expected.yaml'

/** What the list says of a file that others name, and that is no case. */
const NO_CASE = 'no case of its own'

/** One bad file, and the errors that it is refused with, each as one text. */
export interface CorpusCase {
  readonly folder: string
  readonly file: string
  readonly says: readonly string[]
}

export function corpusFolders(): string[] {
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted((a, b) => (a < b ? -1 : 1))
}

/** Every file of a folder but its list. */
export function filesOf(folder: string): string[] {
  return readdirSync(corpus + folder).filter((name) => name !== MANIFEST)
}

/** Every file that the list of a folder names, with what it says of it. */
export function listedIn(folder: string): ReadonlyMap<string, readonly string[]> {
  const listed: Readonly<Record<string, string | readonly string[]>> = parse(
    readFileSync(`${corpus}${folder}/${MANIFEST}`, 'utf8'),
  )
  return new Map(
    Object.entries(listed).map(([file, says]) => [file, typeof says === 'string' ? [says] : says]),
  )
}

export function casesOf(folder: string): CorpusCase[] {
  return [...listedIn(folder)]
    .filter(([, [first]]) => first !== NO_CASE)
    .map(([file, says]) => ({ folder, file, says }))
}

/** Path of the scenario that a case is run by: itself, or for a table a copy of the district beside a copy of it. */
export function scenarioOf({ folder, file }: CorpusCase, scratch: string): string {
  const path = `${corpus}${folder}/${file}`
  if (!file.endsWith('.csv')) return path
  const beside = `${scratch}/${file}`
  mkdirSync(beside, { recursive: true })
  writeFileSync(`${beside}/schools.csv`, readFileSync(path))
  writeFileSync(`${beside}/district.yaml`, readFileSync(`${corpus}${folder}/district.yaml`))
  return `${beside}/district.yaml`
}

/** `NAME_UNKNOWN at 15:15, found student`; the name of a file is said where it is not that of the case. */
export function said({ code, where, found }: LocatedProblem, { file }: CorpusCase): string {
  const own = file.endsWith('.csv') ? 'schools.csv' : file
  const name = where.file?.split('/').at(-1) ?? ''
  const full = placeText({ ...where, file: name })
  const place = full.startsWith(own) ? full.slice(own.length).replace(/^:/, '') : full
  // A path is another one on every machine.
  const shown = found === undefined || found.includes(corpus) ? '' : `, found ${visible(found)}`
  return `${code}${place === '' ? '' : ` at ${place}`}${shown}`
}

/** What no eye can see, or that would turn the line around, as its number. */
function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu,
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
}
