import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { median } from './median.ts'

/** What the process of a case prints, as one line of JSON. */
export interface CaseReport {
  readonly name: string
  /** Which data, and how many schools were drawn: cases that name the same compute the same amounts. */
  readonly data: string
  /** Of a pass. */
  readonly schools: number
  /** Amounts of one pass: schools × lines. 0 where there are none to count. */
  readonly amounts: number
  readonly nsPerAmount?: number
  /** Median time that processors spent on a pass: what else the machine does counts less than on the clock. */
  readonly msPerPass: number
  /** Median by the clock on the wall. */
  readonly wallMsPerPass: number
  /** Milliseconds of processor time of a pass, one figure for each sample. */
  readonly samples: readonly number[]
  /** Of the whole process, data and all, before anything is checked. */
  readonly peakRssKb: number
  /** Input and output columns. */
  readonly columnBytes: number
  /** Whether every cent is right by construction. */
  readonly isExact: boolean
  /** All cents given, and those of the first schools. */
  readonly checksum?: string
  readonly checksumOfFirst?: string
  /** How far an inexact case is off. */
  readonly deviation?: Deviation
}

export interface Deviation {
  /** Amounts that differ from the exact ones. */
  readonly amounts: number
  /** Sum of what is given minus what is right. */
  readonly cents: string
}

/** Schools in `checksumOfFirst`: slow cases compute only these. */
export const FIRST_SCHOOLS = 1_000

export interface Case {
  readonly data: string
  readonly schools: number
  readonly amounts: number
  readonly columnBytes: number
  readonly isExact: boolean
  /** What is timed: from input columns in memory to output columns in memory. */
  readonly pass: () => void | Promise<void>
  /** Puts back what a pass has used up; not timed. */
  readonly reset?: () => void | Promise<void>
  /** Looks at what the last pass gave; not timed. */
  readonly check?: () => Checked | Promise<Checked>
}

export type Checked = Pick<CaseReport, 'checksum' | 'checksumOfFirst' | 'deviation'>

/** Times a case that has this process to itself, and prints the report. */
export async function reportCase(work: Case): Promise<void> {
  const { data, schools, amounts, columnBytes, isExact } = work
  const timed = await timePasses(work)
  const peakRssKb = process.resourceUsage().maxRSS
  const checked = await work.check?.()
  const samples = timed.map(({ cpuMs }) => cpuMs)
  const msPerPass = median(samples)
  const report: CaseReport = {
    name: caseArguments().name,
    data,
    schools,
    amounts,
    ...(amounts > 0 && { nsPerAmount: (msPerPass * 1e6) / amounts }),
    msPerPass,
    wallMsPerPass: median(timed.map(({ wallMs }) => wallMs)),
    samples,
    peakRssKb,
    columnBytes,
    isExact,
    ...checked,
  }
  console.log(JSON.stringify(report))
}

/**
 * The words after the file: `--name`, which the runner gives, so that one file can be several cases; `--schools` and
 * `--data`; and `--hurry`, with which a case runs once or twice and its times mean nothing.
 */
export function caseArguments(): {
  name: string
  schools: number | undefined
  data: string | undefined
  isHurried: boolean
} {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { name: text, schools: text, data: text, hurry: { type: 'boolean' } },
  })
  return {
    name: values.name ?? basename(process.argv[1] ?? '', '.ts'),
    schools: values.schools === undefined ? undefined : Number(values.schools),
    data: values.data,
    isHurried: values.hurry ?? false,
  }
}

interface Sample {
  readonly wallMs: number
  readonly cpuMs: number
}

interface Patience {
  readonly leastMs: number
  readonly leastTimes: number
  readonly mostMs: number
}

const warmUp: Patience = { leastMs: 400, leastTimes: 3, mostMs: 3_000 }
const sampling: Patience = { leastMs: 800, leastTimes: 9, mostMs: 4_000 }
const hurry: Patience = { leastMs: 0, leastTimes: 1, mostMs: 0 }
/** Short passes are taken together until a sample is this long. */
const SAMPLE_MS = 2

async function timePasses(work: Case): Promise<Sample[]> {
  const { isHurried } = caseArguments()
  const isOne = isHurried || work.reset !== undefined
  let passes = 1
  await repeat(isHurried ? hurry : warmUp, async () => {
    const { wallMs } = await sampleOf(work, passes)
    if (!isOne && wallMs * passes < SAMPLE_MS) passes *= 2
  })
  const samples: Sample[] = []
  await repeat(isHurried ? hurry : sampling, async () => {
    samples.push(await sampleOf(work, passes))
  })
  return samples
}

/** Repeats until there is time and number enough, or far too much time. */
async function repeat({ leastMs, leastTimes, mostMs }: Patience, once: () => Promise<void>): Promise<void> {
  const started = performance.now()
  for (let times = 1; ; times++) {
    await once()
    const spent = performance.now() - started
    if ((spent >= leastMs && times >= leastTimes) || spent >= mostMs) return
  }
}

/** The time of one pass, of several that are timed together. */
async function sampleOf({ pass, reset }: Case, passes: number): Promise<Sample> {
  await reset?.()
  const cpu = process.cpuUsage()
  const from = performance.now()
  for (let i = 0; i < passes; i++) {
    const waiting = pass()
    if (waiting !== undefined) await waiting
  }
  const { user, system } = process.cpuUsage(cpu)
  const wallMs = (performance.now() - from) / passes
  // Windows counts processor time in steps of 16 ms.
  const cpuMs = process.platform === 'win32' ? wallMs : (user + system) / 1_000 / passes
  return { wallMs, cpuMs }
}
