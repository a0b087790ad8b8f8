import type { VariantOutcome } from '../app/run-variant.ts'
import type { Refusal } from '../app/service/stored-request.ts'
import { PROBLEM_TYPES, type ProblemType } from '../contract/api/problem-types.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { findBoards } from '../store/job-boards.ts'
import { findImport } from '../store/job-imports.ts'
import type { JobPart } from '../store/job-parts.ts'
import { type Job, partsAhead, scenarioOfPart } from '../store/jobs.ts'
import type { VersionRef } from '../store/versions.ts'
import type { Identity, Trx } from '../store/with-district.ts'
import { namedProblems } from './named-problems.ts'
import { seenProblems } from './seen-problems.ts'

type JobWire = GivenBy<'job'>

/** A job as it is sent to somebody. */
export async function jobWire(trx: Trx, who: Identity, job: Job): Promise<JobWire> {
  const { kind, state, units, chunks, chunksDone } = job
  const done = chunksDone === chunks ? units : chunksDone * job.chunkUnits
  const scenario = kind === 'sweep' ? await scenarioOfPart(trx, job, 0) : undefined
  const boards = kind === 'boards' ? await findBoards(trx, job.id) : undefined
  return {
    id: job.id,
    kind,
    state,
    scenario: scenario ?? null,
    run: boards?.runId ?? null,
    dataset: (kind === 'import' ? (await findImport(trx, job.id))?.name : undefined) ?? null,
    rows: job.withRows,
    ahead: state === 'waiting' ? await partsAhead(trx, job) : null,
    // All parts of a sweep are yet to be put together, and those of an import to be made a version.
    percent: state === 'done' ? 100 : Math.min(99, Math.floor((done / units) * 100)),
    done: Math.min(done, units),
    of: units,
    parts: { done: chunksDone, of: chunks },
    refused: job.refused,
    problem: job.problem === undefined ? null : await problemSeen(trx, who, job.problem),
    by: job.createdBy ?? null,
    created: job.createdAt,
    started: job.startedAt ?? null,
    ended: job.endedAt ?? null,
    documentsUntil: boards?.until ?? null,
  }
}

interface KeptProblem {
  readonly type: ProblemType
  readonly detail: string
  readonly errors: readonly WireProblem[]
  readonly more: number
}

/** Why a job failed or a part has no run, as it is kept. */
export function keptProblem({ type, detail, problems = [], more = 0 }: Refusal): string {
  return JSON.stringify({ type, detail, errors: problems, more } satisfies KeptProblem)
}

/** The same as somebody may see it. */
export async function problemSeen(
  trx: Trx,
  who: Identity,
  kept: string,
): Promise<NonNullable<JobWire['problem']>> {
  // Written by us, some lines above.
  const { type, detail, errors, more } = JSON.parse(kept) as KeptProblem
  const seen = await namedProblems(trx, seenProblems(errors, who))
  return { title: PROBLEM_TYPES[type].title, detail, errors: [...seen], more }
}

/** A part as it is sent to somebody; `scenarios` are those of the job. */
export async function partWire(
  trx: Trx,
  { kind }: Job,
  { chunk, place, doneAt, outcomes, runId, problem }: JobPart,
  { scenarios, who }: { readonly scenarios: readonly VersionRef[]; readonly who: Identity },
): Promise<GivenBy<'jobParts'>['items'][number]> {
  // Written by us, in whichever thread ran them.
  const came: unknown = outcomes === undefined ? [] : JSON.parse(outcomes)
  const ran = kind === 'sweep' ? (came as VariantOutcome[]) : []
  const scenario = kind === 'batch' ? scenarios[chunk] : undefined
  return {
    part: chunk + 1,
    place,
    done: doneAt,
    variants: ran.flatMap(({ result }) => (result === undefined ? [] : [result])),
    scenario: scenario === undefined ? null : { ...scenario },
    run: runId ?? null,
    problem: problem === undefined ? null : await problemSeen(trx, who, problem),
    documents: kind === 'boards' ? (came as number[]) : [],
    rows: kind === 'import' ? ((came as number[])[0] ?? 0) : null,
  }
}
