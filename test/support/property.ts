import fc from 'fast-check'
import type { Test } from 'tap'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Long enough to find a small counterexample, short enough that the runner does not give up before it is told. */
const MOST_MILLISECONDS = 60_000

interface Runs {
  readonly runs: number
  /** A minute unless stated. */
  readonly milliseconds?: number
}

/** Holds a property against that many random cases, and counts that it did. `SEED=…` repeats a run. */
export async function holds<Case>(
  t: Test,
  property: fc.IRawProperty<Case>,
  { runs, milliseconds = MOST_MILLISECONDS }: Runs,
): Promise<void> {
  const details = await checked(property, { numRuns: runs, interruptAfterTimeLimit: milliseconds })
  t.comment(`SEED=${seed}`)
  t.notOk(details.failed, details.failed ? failureText(details) : 'no case was found that breaks it')
  t.ok(details.numRuns >= runs, `${details.numRuns} of ${runs} cases were tried`)
}

/** The control of a property: with a fault planted in it, it must fail. */
export async function fails<Case>(t: Test, property: fc.IRawProperty<Case>, { runs }: Runs): Promise<void> {
  const details = await checked(property, { numRuns: runs, endOnFailure: true })
  t.comment(`SEED=${seed}`)
  t.ok(details.failed, `the planted fault is found in ${details.numRuns} of ${runs} cases`)
  t.match(reasonOf(details), /returning false/, 'by its result, and not because something broke')
}

async function checked<Case>(
  property: fc.IRawProperty<Case>,
  settings: fc.Parameters<Case>,
): Promise<fc.RunDetails<Case>> {
  return fc.check(property as fc.IAsyncProperty<Case>, {
    interruptAfterTimeLimit: MOST_MILLISECONDS,
    ...settings,
    seed,
  })
}

function failureText<Case>(details: fc.RunDetails<Case>): string {
  return `SEED=${seed} ${reasonOf(details)} for ${fc.stringify(details.counterexample)}`
}

function reasonOf({ errorInstance }: { readonly errorInstance: unknown }): string {
  return errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
}
