import { ROUTES } from '../../contract/api/routes.ts'
import { asTold, type WireProblem } from '../../contract/api/wire-problem.ts'
import type { LocatedProblem } from '../../contract/report/source-map.ts'
import { sweepCsv } from '../../contract/report/sweep-csv.ts'
import { hasErrors } from '../../core/problems/problem.ts'
import { type BegunSweep, beginSweep } from '../begun-sweep.ts'
import type { VariantOutcome } from '../run-variant.ts'
import { variantsInOrder } from '../variants-in-order.ts'
import type { Refused } from './no-result.ts'
import { readPosted } from './posted-files.ts'
import type { SweepJob, SweepPartJob, SweepWholeJob, Swept } from './sweep-job.ts'
import { tooManySchools } from './too-many-schools.ts'

/** The sweep that this thread has begun last: its parts come one after another. */
interface Begun {
  readonly key: string
  readonly sweep: BegunSweep
}
let latest: Begun | undefined

/** Lets go of the sweep that was begun: what comes next needs the memory. */
export function forgetSweep(): void {
  latest = undefined
}

/** Does a part of the work of a sweep, or finds every reason why it comes to nothing. */
export async function answerSweep(job: SweepJob): Promise<Exclude<Swept, { kind: 'fault' }>> {
  const sweep = await begunFor(job)
  if ('why' in sweep) return sweep
  switch (job.sweep) {
    case 'plan':
      return planOf(sweep, job)
    case 'part':
      return partOf(sweep, job)
    case 'whole':
      return wholeOf(sweep, job)
    default:
      return job satisfies never
  }
}

async function begunFor(job: SweepJob): Promise<BegunSweep | Refused> {
  const key = JSON.stringify([job.key, job.withRows])
  if (latest?.key === key) return latest.sweep
  forgetSweep()
  const { bodyKind: kind, body: schema } = ROUTES.compute
  const { bytes, rowLimit } = job
  const reading = await readPosted({ bytes, form: 'json', kind, schema, rowLimit })
  if (reading.kind === 'refused') return refused(reading.problems)
  const { files, paths, rows } = reading.posted
  if (rows > rowLimit)
    return { ...refused([tooManySchools('the scenario has', rows, rowLimit)]), why: 'too-large' }
  const begun = await beginSweep(paths[0] ?? '', files, job)
  if (begun.kind === 'failed') return refused(begun.problems)
  if (job.sweep !== 'plan') latest = { key, sweep: begun }
  return begun
}

function planOf(sweep: BegunSweep, { withRows, rowLimit }: SweepJob): Exclude<Swept, { kind: 'fault' }> {
  const { schools, lines } = sweep.size
  const variants = sweep.variation.count
  if (withRows && variants * schools > rowLimit) return refused([tooManyRows(variants * schools, rowLimit)])
  return failureOf(sweep, 0, [sweep.run(0)]) ?? swept({ variants, cells: schools * lines })
}

function partOf(sweep: BegunSweep, { from, to }: SweepPartJob): Exclude<Swept, { kind: 'fault' }> {
  const outcomes: VariantOutcome[] = []
  for (let variant = from; variant < to; variant += 1) outcomes.push(sweep.run(variant))
  return failureOf(sweep, from, outcomes) ?? swept({ outcomes: JSON.stringify(outcomes) })
}

function wholeOf(sweep: BegunSweep, { parts }: SweepWholeJob): Exclude<Swept, { kind: 'fault' }> {
  const inOrder = variantsInOrder(sweep.variation)
  let from = 0
  for (const part of parts) {
    // Written by us, in whichever thread ran them.
    const outcomes = JSON.parse(part) as VariantOutcome[]
    inOrder.put(from, outcomes)
    from += outcomes.length
  }
  if (!inOrder.isSettled()) throw new Error('a part of the sweep is missing')
  const { sweep: result, problems } = sweep.finish(inOrder)
  if (result === undefined) return refused(problems)
  // As the command line prints it.
  return swept({ json: `${JSON.stringify(result, null, 2)}\n`, csv: sweepCsv(result) })
}

/** Why some variants fail; nothing where none does. One that fails leaves the sweep without a result. */
function failureOf(
  { variation, finish }: BegunSweep,
  from: number,
  outcomes: readonly VariantOutcome[],
): Refused | undefined {
  if (!outcomes.some(({ problems }) => hasErrors(problems))) return undefined
  const own = variantsInOrder(variation, from)
  own.put(from, outcomes)
  return refused(finish(own).problems)
}

function swept<Value>(value: Value): { readonly kind: 'swept'; readonly value: Value } {
  return { kind: 'swept', value }
}

function refused(problems: readonly WireProblem[] | readonly LocatedProblem[]): Refused {
  return { kind: 'refused', why: 'input', ...asTold(problems) }
}

function tooManyRows(rows: number, limit: number): WireProblem {
  return {
    code: 'ROWS_LIMIT',
    severity: 'error',
    message: 'the sweep gives more rows of schools than this service takes at once',
    found: `${rows}`,
    expected: `at most ${limit}`,
    suggestion: 'vary less, or leave out the rows',
    where: {},
  }
}
