import { type Ending, leeway } from './spawned-leeway.ts'

/** How the program ended, what it wrote, and what it took: processor time, and memory at its most. */
export interface Measured extends Ending {
  readonly milliseconds: number
  readonly megabytes: number
}

const MARK = '\nmeasured '

// Run in the program's own process, which alone knows its peak. A process that dies of a lack of memory writes nothing.
const MEASURE = `
import { writeSync } from 'node:fs'
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeSync(2, ${JSON.stringify(MARK)} + JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS / 1024]))
})`

/** Runs the program in a process of its own, and measures it. */
export async function measuredLeeway(args: readonly string[], cwd: string): Promise<Measured> {
  const { code, out, err } = await leeway(args, { cwd, first: MEASURE })
  const at = err.lastIndexOf(MARK)
  if (at < 0) throw new Error(`leeway ${args.join(' ')} died: code ${code}\n${err.slice(-2000)}`)
  const [milliseconds = 0, megabytes = 0]: number[] = JSON.parse(err.slice(at + MARK.length))
  return { code, out, err: err.slice(0, at), milliseconds, megabytes }
}
