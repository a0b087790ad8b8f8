// `leeway run` of the demonstration, each time in a new process: what somebody waits for who types it. The files
// are in the memory of the operating system after the first time.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../median.ts'
import { type CaseReport, caseArguments } from '../report-case.ts'

const TIMES = 7

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** At its end, the process says what it used, on a channel of its own. */
const confession = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs'
  process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())))
`)}`

const runs = Array.from({ length: TIMES }, coldRun)
const samples = runs.map(({ cpuMs }) => cpuMs)
const report: CaseReport = {
  name: caseArguments().name,
  data: 'demonstration',
  schools: 165,
  amounts: 0,
  msPerPass: median(samples),
  wallMsPerPass: median(runs.map(({ wallMs }) => wallMs)),
  samples,
  peakRssKb: median(runs.map(({ peakRssKb }) => peakRssKb)),
  columnBytes: 0,
  isExact: true,
}
console.log(JSON.stringify(report))

function coldRun(): { wallMs: number; cpuMs: number; peakRssKb: number } {
  const started = performance.now()
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', confession, 'src/cli/leeway.mjs', 'run', 'scenarios/demonstration/district.yaml'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit', 'pipe'], encoding: 'utf8' },
  )
  const wallMs = performance.now() - started
  if (status !== 0) throw new Error(`leeway run ended with ${status}`)
  const used: NodeJS.ResourceUsage = JSON.parse(output[3] ?? '')
  return { wallMs, cpuMs: (used.userCPUTime + used.systemCPUTime) / 1_000, peakRssKb: used.maxRSS }
}
