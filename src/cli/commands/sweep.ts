import { sweepScenario } from '../../app/sweep-scenario.ts'
import { sweepCsv } from '../../contract/report/sweep-csv.ts'
import { onlyFile, readCommandLine } from '../command-line.ts'
import { deliver, formatOf, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { keptFiles } from '../kept-files.ts'
import { inSteps } from '../long-work.ts'
import { sweepReport, sweepTieOut } from '../sweep-report.ts'
import type { Terminal } from '../terminal.ts'
import { sweepThreads } from '../threads/sweep-threads.ts'
import { threadsAsked } from '../threads/thread-count.ts'

/** `leeway sweep FILE` */
export async function sweep(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const own = { rows: { type: 'boolean' }, threads: { type: 'string' } } as const
  const line = readCommandLine(args, { ...own, ...RESULT_OPTIONS })
  const format = formatOf(line)
  const file = onlyFile(line)
  const place = { out: line.text('out'), files: keptFiles(diskFiles()) }
  const withRows = line.flag('rows')
  const runVariants = sweepThreads(threadsAsked(line), place.files)
  const outcome = await inSteps('variants', place, (step) =>
    sweepScenario(file, place.files, { withRows, step, runVariants }),
  )
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
