import { decodeText, type Encoding } from '../contract/source/decode-text.ts'
import { done, failed, type Outcome, type Place, problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'

const WORDS = {
  missing: ['FILE_NOT_FOUND', 'there is no such file'],
  outside: ['FILE_OUTSIDE_ROOT', 'the path leaves the folder of the scenario file'],
  unreadable: ['FILE_UNREADABLE', 'the file cannot be read'],
  'too-large': ['FILE_TOO_LARGE', 'the file is too large'],
} as const

export interface FileWanted {
  readonly path: string
  /** The file that names it; the path is taken from there. */
  readonly beside?: string
  readonly encoding?: Encoding | undefined
  /** The place that names it, for a problem with the file. */
  readonly at?: Place
}

/** A file's text; what prevents it is reported at the place that names the file. */
export async function readFileText(files: Files, wanted: FileWanted): Promise<Outcome<string>> {
  const { path, beside, encoding } = wanted
  const bytes = await readFileBytes(files, wanted)
  if (bytes.kind === 'failed') return bytes
  return decodeText(bytes.value, beside === undefined ? path : besideOf(beside, path), encoding)
}

/** A file's bytes; what prevents it is reported at the place that names the file. */
export async function readFileBytes(
  files: Files,
  { path, beside, at }: Omit<FileWanted, 'encoding'>,
): Promise<Outcome<Uint8Array>> {
  const reading = await files.read(path, beside)
  if (reading.kind === 'bytes') return done(reading.bytes)
  const [code, message] = WORDS[reading.kind]
  return failed([problem(code, { at: at ?? { kind: 'file', file: path }, message, found: path })])
}

/** A path that a file names, as a reader of the first file would write it: one path for one file. */
export function besideOf(beside: string, path: string): string {
  const joined = beside.slice(0, beside.lastIndexOf('/') + 1) + path
  const steps: string[] = []
  for (const [i, step] of joined.split('/').entries()) {
    if (step === '.' || (step === '' && i > 0)) continue
    const last = steps.at(-1)
    if (step === '..' && last !== undefined && last !== '' && last !== '..') steps.pop()
    else steps.push(step)
  }
  return steps.join('/')
}
