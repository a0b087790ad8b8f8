import { splitScenarios } from '../../app/split-scenarios.ts'
import { splitCsv } from '../../contract/report/split-csv.ts'
import type { SplitResult } from '../../contract/report/split-schema.ts'
import { type CommandLine, readCommandLine, UsageFault } from '../command-line.ts'
import { deliver, formatOf, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { type DiskFiles, diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { inSteps } from '../long-work.ts'
import { tieOutSection } from '../run-report.ts'
import { SERVICE_OPTION, type ServiceOutcome, serviceOf } from '../service.ts'
import { splitReport } from '../split-report.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway split FILE FILE` */
export async function split(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { rows: { type: 'boolean' }, ...RESULT_OPTIONS, ...SERVICE_OPTION })
  const format = formatOf(line)
  const paths = twoFiles(line)
  const place = { out: line.text('out'), files: diskFiles() }
  const work = serviceOf(line, place.files)
  const outcome = work === undefined ? await splitHere(paths, place) : await work.split(paths)
  if (outcome === undefined) return EXIT.interrupted
  const { result, runs, problems } = outcome
  const failedIn = (page: Terminal): string =>
    runs.map((run) => tieOutSection({ ...run, ...run.scenario }, page)).join('')
  const withRows = line.flag('rows')
  const finished =
    result &&
    inForm(format, {
      failedTieOut: failedIn(terminal),
      table: (page) => [failedIn(page), splitReport(result, page, { withRows })].filter(Boolean).join('\n'),
      json: result,
      csv: () => splitCsv(result),
    })
  return deliver(finished, problems, { ...place, terminal })
}

/** Splits in this process, until it is done or Ctrl-C is pressed. */
async function splitHere(
  paths: readonly [string, string],
  place: { readonly out: string | undefined; readonly files: DiskFiles },
): Promise<ServiceOutcome<SplitResult> | undefined> {
  const outcome = await inSteps('runs', place, (step) => splitScenarios(paths, place.files, { step }))
  const { split: result, runs, problems, isStopped } = outcome
  return isStopped ? undefined : { result, runs, problems }
}

function twoFiles({ files }: CommandLine): readonly [string, string] {
  const [from, to] = files
  if (from === undefined || to === undefined || from === '' || to === '')
    throw new UsageFault('two FILEs are needed: the run before, and the run after')
  if (files.length > 2) throw new UsageFault(`two FILEs are taken, and ${files.length} are given`)
  return [from, to]
}
