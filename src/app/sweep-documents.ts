import { canonicalDocument } from '../contract/canonical/canonical-document.ts'
import { canonicalJson, documentHash } from '../contract/canonical/canonical-json.ts'
import { identity } from '../contract/report/run-result.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { Problem } from '../core/problems/problem.ts'
import { type BundleOutcome, bundleScenario } from './bundle-scenario.ts'
import type { Files } from './files.ts'
import { readSweepScenario } from './ready-sweep.ts'

/** A sweep as documents that need no file, for a service that keeps them. */
export interface SweepDocuments {
  readonly kind: 'done'
  readonly name: string
  readonly year: string
  /** Of all that goes into it, its base included: another one for another sweep of the same name. */
  readonly hash: string
  /** What variants are held against, where that is another scenario. */
  readonly base: { readonly name: string; readonly hash: string; readonly text: string } | undefined
  /** The scenario itself, which names its base by where that is kept. */
  readonly text: (base: string | undefined) => string
  /** Warnings met on the way. */
  readonly met: readonly Problem[]
  readonly problems: readonly LocatedProblem[]
}

/** Reads a scenario that varies something, with all it names, or says what is wrong with it. */
export async function sweepDocuments(
  path: string,
  files: Files,
  wish: { readonly withRows: boolean },
): Promise<SweepDocuments | { readonly kind: 'failed'; readonly problems: readonly LocatedProblem[] }> {
  const reading = await readSweepScenario(path, files, wish)
  if (reading.kind === 'failed') return reading
  const { ready, met, locate } = reading
  const { parts, formula, base: basePath } = ready.scenario
  const { vary, zip, statistics, solve, baseline } = parts.file
  const base: BundleOutcome | undefined =
    basePath === undefined ? undefined : await bundleScenario(basePath, files, { isPretty: false })
  if (base !== undefined && base.bundle === undefined) return { kind: 'failed', problems: base.problems }
  const document = { ...canonicalDocument({ ...parts, solve, baseline }), vary, zip, statistics }
  const against = base?.bundle?.result
  const { name } = identity(parts.file, formula)
  return {
    kind: 'done',
    name,
    year: formula.year.label,
    hash: documentHash({ ...document, base: against?.leeway.inputs }),
    base: base?.bundle &&
      against && { name: against.scenario.name, hash: against.leeway.inputs, text: base.bundle.text },
    text: (address) => canonicalJson({ ...document, base: address }),
    met,
    problems: met.map(locate),
  }
}
