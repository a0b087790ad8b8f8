import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { committedScenarios, root } from './committed-scenarios.ts'

/** Every committed scenario with its run, by its path from the root. */
export async function committedRuns(): Promise<(readonly [path: string, run: Run])[]> {
  return Promise.all(
    committedScenarios().map(async (path) => {
      const { run, problems } = await runScenario(root + path, diskFiles())
      if (run === undefined) throw new Error(`${path}: ${problems.map(({ message }) => message).join('; ')}`)
      return [path, run] as const
    }),
  )
}
