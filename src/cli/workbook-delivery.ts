import { runScenario } from '../app/run-scenario.ts'
import { workbookOfRun } from '../app/workbook-of-run.ts'
import { type CommandLine, onlyFile, UsageFault } from './command-line.ts'
import { deliver } from './delivery.ts'
import { diskFiles } from './disk-files.ts'
import type { ExitCode } from './exit-codes.ts'
import { tieOutSection } from './run-report.ts'
import type { Terminal } from './terminal.ts'

/** Runs a scenario and writes it as a workbook: a screen shows none. */
export async function runToWorkbook(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const path = onlyFile(line)
  const out = line.text('out')
  if (out === undefined) throw new UsageFault('--format xlsx needs --out FILE: a workbook is not printed')
  if (line.text('server') !== undefined)
    throw new UsageFault('--format xlsx is made here: leave out --server')
  const [school, date] = [line.text('school'), dayOf(line.text('date'))]
  const place = { out, files: diskFiles(), terminal }
  const { run, problems } = await runScenario(path, place.files)
  if (run === undefined) return deliver(undefined, problems, place)
  const options = [
    ...(school === undefined ? [] : ['--school', school]),
    ...(date === undefined ? [] : ['--date', date]),
  ]
  const command = ['leeway run --format xlsx', ...options, '--out', out, path].join(' ')
  const made = await workbookOfRun(run, { school, date, command })
  if (made.kind === 'refused') return deliver(undefined, made.problems, place)
  const failedTieOut = tieOutSection({ ...run.result, ...run.result.scenario }, terminal)
  return deliver({ failedTieOut, isPage: false, text: () => made.bytes }, problems, place)
}

function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  if (day === undefined || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new UsageFault(`--date is a day such as 2025-07-01, not ${text}`)
  return text
}
