import type { Refusal } from '../app/service/stored-request.ts'
import { ENGINE_VERSION } from '../contract/report/engine.ts'
import type { Run } from '../store/runs.ts'
import { asProgram, type Identity, type Trx } from '../store/with-district.ts'
import { conflict, NOT_FOUND } from './answers.ts'
import { wholeBody } from './put-together.ts'

/** Runs to be computed again. */
export interface RunsAgain {
  /** What each was computed from, put together, in their order. */
  readonly bodies: readonly Uint8Array[]
  /** Why what was computed is not these runs; nothing where it is. */
  otherThan(inputs: readonly string[]): Refusal | undefined
}

/** The same of one run. */
export interface RunAgain extends Omit<RunsAgain, 'bodies'> {
  readonly body: Uint8Array
}

/** What a kept run was computed from, or why it cannot be computed again. */
export async function runAgain(
  trx: Trx,
  who: Identity,
  run: Pick<Run, 'engine' | 'inputsHash' | 'scenario'>,
): Promise<RunAgain | Refusal> {
  const again = await runsAgain(trx, who, [run])
  if ('kind' in again) return again
  const { bodies, ...rest } = again
  const [body = new Uint8Array(0)] = bodies
  return { body, ...rest }
}

/** What kept runs were computed from, or why they cannot be computed again: another engine may come to other amounts. */
export async function runsAgain(
  trx: Trx,
  who: Identity,
  runs: readonly Pick<Run, 'engine' | 'inputsHash' | 'scenario'>[],
): Promise<RunsAgain | Refusal> {
  const refused = otherEngine(runs)
  if (refused !== undefined) return refused
  const bodies: Uint8Array[] = []
  for (const { scenario } of runs) {
    const body = await asProgram(trx, who, async () => wholeBody(trx, scenario))
    if (body === undefined) return NOT_FOUND
    if ('kind' in body) return body
    bodies.push(body)
  }
  return {
    bodies,
    otherThan: (inputs) => otherRuns(runs, inputs),
  }
}

/** Why runs cannot be computed again. */
export function otherEngine(runs: readonly Pick<Run, 'engine'>[]): Refusal | undefined {
  return runs.some(({ engine }) => engine !== ENGINE_VERSION) ? OTHER_ENGINE : undefined
}

/** Why what was computed is not these runs. */
export function otherRuns(
  runs: readonly Pick<Run, 'inputsHash'>[],
  inputs: readonly string[],
): Refusal | undefined {
  return runs.every(({ inputsHash }, i) => inputs[i] === inputsHash) ? undefined : OTHER_ENGINE
}

const OTHER_ENGINE = conflict(
  'This run was computed by another version of the engine. Run the scenario again, and ask for that run.',
)
