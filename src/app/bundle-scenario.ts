import { canonicalJson, readableJson } from '../contract/canonical/canonical-json.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { isWithinWords } from '../contract/source/read-json.ts'
import { SOURCE_LIMITS } from '../contract/source/source-document.ts'
import { problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { runScenario } from './run-scenario.ts'

/** A scenario and all it names as the text of one file, with what a run of it gives. */
export interface Bundle {
  readonly text: string
  readonly result: RunResult
}

export interface BundleOutcome {
  readonly bundle: Bundle | undefined
  readonly problems: readonly LocatedProblem[]
}

/**
 * Writes a scenario, its bases, its changes and its data as one document that needs no other file. The document is
 * run before it is handed out: it gives the same result as its sources, to the byte.
 */
export async function bundleScenario(
  path: string,
  files: Files,
  { isPretty }: { readonly isPretty: boolean },
): Promise<BundleOutcome> {
  const { run, problems } = await runScenario(path, files)
  if (run === undefined) return { bundle: undefined, problems }
  const { document, result } = run
  const text = `${isPretty ? readableJson(document) : canonicalJson(document)}\n`
  if (text.length > SOURCE_LIMITS.json.bytes || !isWithinWords(text))
    return { bundle: undefined, problems: [...problems, tooLarge(path, text.length)] }
  await proveSame(text, result)
  return { bundle: { text, result }, problems }
}

const BUNDLE = 'bundle.json'

async function proveSame(text: string, result: RunResult): Promise<void> {
  const bytes = new TextEncoder().encode(text)
  const { run, problems } = await runScenario(BUNDLE, { read: async () => ({ kind: 'bytes', bytes }) })
  if (run === undefined) throw new Error(`the bundle cannot be run: ${problems[0]?.message ?? 'no reason'}`)
  if (JSON.stringify(run.result) !== JSON.stringify(result))
    throw new Error('the bundle gives another result than its sources')
}

function tooLarge(file: string, characters: number): LocatedProblem {
  const { at: _at, ...rest } = problem('FILE_TOO_LARGE', {
    at: { kind: 'file', file },
    message: 'the bundle would be larger than a document may be',
    found: `${megabytes(characters)} MB`,
    expected: `at most ${megabytes(SOURCE_LIMITS.json.bytes)} MB, and ${SOURCE_LIMITS.json.words} words and signs`,
    suggestion: 'keep the schools in a CSV file, which may be larger',
  })
  return { ...rest, where: { file } }
}

function megabytes(size: number): number {
  return Math.ceil(size / 1024 / 1024)
}
