import { sweepScenario } from '../../app/sweep-scenario.ts'
import { sweepCsv } from '../../contract/report/sweep-csv.ts'
import { onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { deliver, formatOf, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { keptFiles } from '../kept-files.ts'
import { inSteps } from '../long-work.ts'
import { namedService, SERVICE_OPTION } from '../service.ts'
import { sweepElsewhere } from '../sweep-elsewhere.ts'
import { sweepReport, sweepTieOut } from '../sweep-report.ts'
import type { Terminal } from '../terminal.ts'
import { sweepThreads } from '../threads/sweep-threads.ts'
import { threadsAsked } from '../threads/thread-count.ts'

/** `leeway sweep FILE` */
export async function sweep(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const own = { rows: { type: 'boolean' }, threads: { type: 'string' } } as const
  const line = readCommandLine(args, { ...own, ...RESULT_OPTIONS, ...SERVICE_OPTION })
  const format = formatOf(line)
  const file = onlyFile(line)
  const place = { out: line.text('out'), files: keptFiles(diskFiles()) }
  const withRows = line.flag('rows')
  const service = namedService(line)
  const threads = threadsAsked(line)
  if (service !== undefined && threads !== undefined)
    throw new UsageFault('--threads is for work done here: those of a service are its own')
  const outcome = await inSteps('variants', place, async (step) => {
    if (service === undefined) {
      const runVariants = sweepThreads(threads, place.files)
      return sweepScenario(file, place.files, { withRows, step, runVariants })
    }
    return sweepElsewhere(file, { files: place.files, service }, { withRows, step })
  })
  if (outcome.isStopped) return EXIT.interrupted
  const { sweep: result, problems } = outcome
  const finished =
    result &&
    inForm(format, {
      failedTieOut: sweepTieOut(result, terminal),
      table: (page) => sweepReport(result, page),
      json: result,
      csv: () => sweepCsv(result),
    })
  return deliver(finished, problems, { ...place, terminal })
}
