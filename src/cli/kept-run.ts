import type { DistrictClient } from '../client/district-client.ts'
import { ServiceFault } from '../client/sending.ts'
import { id } from '../contract/api/stored-fields.ts'
import type { ProblemDocument } from '../contract/api/wire-problem.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import type { LocatedProblem } from '../contract/report/source-map.ts'
import { UsageFault } from './command-line.ts'
import { problemsOf } from './service.ts'

/** The id of a run, which is what a command takes in place of a file where a service keeps the run. */
export function runIdOf(text: string, what: string): string {
  if (id.safeParse(text).success) return text
  throw new UsageFault(`with --server, ${what} is the id of a run (GET /v1/runs has them), not ${text}`)
}

/** The result of a run, for what does not tie out; nothing for somebody who sees some of its schools only. */
export async function resultOfKept(client: DistrictClient, run: string): Promise<RunResult | undefined> {
  const reply = await client.ask('runResult', { params: { run } })
  if (reply.kind === 'done') return reply.value
  if (reply.problem.status === 404) return undefined
  throw new ServiceFault(`${reply.problem.title} ${reply.problem.detail}`)
}

/** What the asker can mend. That something is not there is thrown, with what it may be. */
export function refusedKept(problem: ProblemDocument, absent: string): LocatedProblem[] {
  if (problem.status === 404) throw new ServiceFault(absent)
  return problemsOf({ kind: 'refused', problem })
}
