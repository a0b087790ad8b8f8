import { type CheckOutcome, checkScenario } from '../../src/app/check-scenario.ts'
import type { Files } from '../../src/app/files.ts'
import { type RunOutcome, runScenario } from '../../src/app/run-scenario.ts'

/** What is tried on mutants. */
export interface Subject {
  check(path: string, files: Files): Promise<CheckOutcome>
  run(path: string, files: Files): Promise<RunOutcome>
}

export const LEEWAY: Subject = { check: checkScenario, run: (path, files) => runScenario(path, files) }
