import type { Files } from '../../app/files.ts'
import { runScenario } from '../../app/run-scenario.ts'
import { runCsv } from '../../contract/report/run-csv.ts'
import { type CommandLine, choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { deliver, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { runReport, tieOutSection } from '../run-report.ts'
import { SERVICE_OPTION, type ServiceWork, serviceOf } from '../service.ts'
import type { Terminal } from '../terminal.ts'

/** The options of what only a workbook has. */
const WORKBOOK_OPTIONS = { school: { type: 'string' }, date: { type: 'string' } } as const

/** `leeway run FILE` */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { ...RESULT_OPTIONS, ...WORKBOOK_OPTIONS, ...SERVICE_OPTION })
  const format = choiceOf(line, 'format', ['table', 'json', 'csv', 'xlsx'])
  // What writes workbooks is large, and other forms do not wait for it.
  if (format === 'xlsx') return (await import('../workbook-delivery.ts')).runToWorkbook(line, terminal)
  refuseWorkbookOptions(line)
  const file = onlyFile(line)
  const place = { out: line.text('out'), files: diskFiles() }
  const work = serviceOf(line, place.files) ?? workHere(place.files)
  const { result, problems } = await work.run(file)
  const finished =
    result &&
    inForm(format, {
      failedTieOut: tieOutSection({ ...result, ...result.scenario }, terminal),
      table: (page) => runReport(result, page),
      json: result,
      csv: () => runCsv(result),
    })
  return deliver(finished, problems, { ...place, terminal })
}

function workHere(files: Files): Pick<ServiceWork, 'run'> {
  return {
    async run(path) {
      const { run: done, problems } = await runScenario(path, files)
      return { result: done?.result, runs: [], problems }
    },
  }
}

function refuseWorkbookOptions(line: CommandLine): void {
  for (const option of Object.keys(WORKBOOK_OPTIONS))
    if (line.text(option) !== undefined) throw new UsageFault(`--${option} goes with --format xlsx`)
}
