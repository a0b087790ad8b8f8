import { bundleScenario } from '../../src/app/bundle-scenario.ts'
import { compareScenarios } from '../../src/app/compare-scenarios.ts'
import { explainSchool } from '../../src/app/explain-school.ts'
import type { Files } from '../../src/app/files.ts'
import { formatFile } from '../../src/app/format-file.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { splitScenarios } from '../../src/app/split-scenarios.ts'
import { sweepScenario } from '../../src/app/sweep-scenario.ts'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { memoryFiles } from '../support/memory-files.ts'
import type { Mutant } from './mutant.ts'

interface Told {
  readonly isWhole: boolean
  readonly problems: readonly LocatedProblem[]
  readonly faults: readonly string[]
}

/** What else is done with a scenario, done with a mutant. */
export const otherUses: Readonly<Record<string, (mutant: Mutant) => Promise<Told>>> = {
  // A bundle is run before it is handed out, and throws where it gives another result.
  bundle: async ({ original, files, number }) => {
    const isPretty = number % 20 === 0
    const { bundle, problems } = await bundleScenario(original.path, memoryFiles(files), { isPretty })
    return told(bundle, problems)
  },
  comparison: async (mutant) => {
    const by = [[], ['level'], ['quartile:enrollment']][(mutant.number / 10) % 3] ?? []
    const [paths, files] = besideOriginal(mutant)
    const { comparison, problems } = await compareScenarios(paths, files, { baseline: undefined, by })
    return told(comparison, problems)
  },
  explanation: async ({ original, files }) => {
    const memory = memoryFiles(files)
    const { run } = await runScenario(original.path, memory)
    const schoolId = run?.result.schools.at(-1)?.id ?? '1'
    const { explanation, problems } = await explainSchool(original.path, memory, { schoolId })
    const amounts = explanation?.amounts.length
    return { ...told(explanation, problems), faults: amounts === 0 ? ['nothing is explained'] : [] }
  },
  split: async (mutant) => {
    const [paths, files] = besideOriginal(mutant)
    const { split, problems } = await splitScenarios(paths, files, { step: async () => true })
    return told(split, problems)
  },
  sweep: async ({ original, files }) => {
    const wish = { withRows: true, step: async () => true }
    const { sweep, problems } = await sweepScenario(original.path, memoryFiles(files), wish)
    return told(sweep, problems)
  },
  format: async ({ original: { path }, files }) => {
    const before = memoryFiles(files)
    const { texts, problems } = await formatFile(path, before)
    if (texts === undefined) return told(texts, problems)
    const after = memoryFiles({ ...files, [path]: texts.after })
    const faults: string[] = []
    if ((await formatFile(path, after)).texts?.after !== texts.after)
      faults.push('a second format changes the file again')
    const runs = [await runScenario(path, before), await runScenario(path, after)]
    const [first, second] = runs.map(({ run }) => JSON.stringify(run?.result))
    if (first !== second) faults.push('a format changes the result')
    return { ...told(texts, problems), faults }
  },
}

function told(value: unknown, problems: readonly LocatedProblem[]): Told {
  return { isWhole: value !== undefined, problems, faults: [] }
}

/** The good files and the mutant, each in a folder of its own. */
function besideOriginal({ original, files }: Mutant): readonly [readonly [string, string], Files] {
  const moved = (folder: string, all: Mutant['files']): [string, string | Uint8Array][] =>
    Object.entries(all).map(([path, content]) => [`${folder}/${path}`, content])
  const both = Object.fromEntries([...moved('good', original.files), ...moved('mutant', files)])
  return [[`good/${original.path}`, `mutant/${original.path}`], memoryFiles(both)]
}
