import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { committedScenarios, root } from './committed-scenarios.ts'

type Runs = readonly (readonly [path: string, run: Run])[]

let made: Promise<Runs> | undefined

/** Every committed scenario with its run, by its path from the root. A file of tests that asks twice waits once. */
export async function committedRuns(): Promise<Runs> {
  made ??= allRuns()
  return made
}

async function allRuns(): Promise<Runs> {
  return Promise.all(
    committedScenarios().map(async (path) => {
      const { run, problems } = await runScenario(root + path, diskFiles())
      if (run === undefined) throw new Error(`${path}: ${problems.map(({ message }) => message).join('; ')}`)
      return [path, run] as const
    }),
  )
}
