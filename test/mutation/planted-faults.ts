import type { RunOutcome } from '../../src/app/run-scenario.ts'
import type { Mutant } from './mutant.ts'
import { LEEWAY, type Subject } from './subject.ts'

/** Gives another outcome for the one of a run, by the text of the spoiled scenario. */
interface Plant {
  (outcome: RunOutcome, text: string): RunOutcome
  /** Where the fault shows in nothing but what has this in it. */
  readonly shownBy?: RegExp
}

type Run = NonNullable<RunOutcome['run']>

/** The property that a planted fault gives every object. */
export const REACHED = 'reached'

/** Faults that a program may have, for the controls. Those at a word or number show in some mutants, and in no good file. */
export const PLANTED_FAULTS = {
  'a reader that throws at a word': at(/hasOwnProperty|toString|valueOf/, () => {
    throw new RangeError('this word is none of ours')
  }),
  'a number that keeps it busy for ever': at(/\d{18}/, () => {
    for (;;);
  }),
  'a number that keeps it busy for seconds': at(/\d{18}/, () => {
    const before = process.threadCpuUsage()
    for (let used = 0; used < 2.1e6; ) {
      const { user, system } = process.threadCpuUsage(before)
      used = user + system
    }
  }),
  'a number that eats all memory': at(/\d{18}/, () => {
    const eaten: number[][] = []
    for (;;) eaten.push(Array.from({ length: 1_000_000 }, (_, i) => i))
  }),
  'a key that reaches every object': at(/__proto__/, () => {
    Reflect.set(Object.prototype, REACHED, 'by a file')
  }),
  'an error that nobody is told of': ({ run, problems }) => ({
    run,
    problems: problems.filter(({ severity }) => severity !== 'error'),
  }),
  'problems without a place': ({ run, problems }) => ({
    run,
    problems: problems.map((each) => ({ ...each, where: {} })),
  }),
  'a result in spite of an error': ({ run, problems }) => ({
    run,
    problems: problems.map((each) => ({ ...each, severity: 'error' as const })),
  }),
  'a cent that a school loses': ({ run, problems }) => ({ run: run && losingACent(run), problems }),
  'other bytes for the same inputs': ({ run, problems }) => ({ run: run && dated(run), problems }),
} as const satisfies Record<string, Plant>

export type PlantedFault = keyof typeof PLANTED_FAULTS

/** Leeway with a fault planted in its runs. */
export function withFault(fault: PlantedFault): Subject {
  const plant = PLANTED_FAULTS[fault]
  return {
    ...LEEWAY,
    run: async (path, files) => {
      const reading = await files.read(path)
      const text = reading.kind === 'bytes' ? new TextDecoder().decode(reading.bytes) : ''
      return plant(await LEEWAY.run(path, files), text)
    },
  }
}

/** Whether a fault can show in a mutant; where it cannot, Leeway does with the mutant what it does without the fault. */
export function canShow(fault: PlantedFault, { original, files }: Mutant): boolean {
  const { shownBy }: Plant = PLANTED_FAULTS[fault]
  const content = files[original.path] ?? ''
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return shownBy === undefined || shownBy.test(text)
}

function at(pattern: RegExp, act: () => void): Plant {
  const plant = (outcome: RunOutcome, text: string): RunOutcome => {
    if (pattern.test(text)) act()
    return outcome
  }
  return Object.assign(plant, { shownBy: pattern })
}

function losingACent(run: Run): Run {
  const [first, ...others] = run.result.schools
  if (first === undefined) return run
  const total = first.total.replace(/\d$/, (digit) => `${(Number(digit) + 9) % 10}`)
  return { ...run, result: { ...run.result, schools: [{ ...first, total }, ...others] } }
}

let runs = 0

function dated(run: Run): Run {
  runs += 1
  return { ...run, result: { ...run.result, scenario: { ...run.result.scenario, name: `run ${runs}` } } }
}
