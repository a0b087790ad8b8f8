import type { Files } from '../../app/files.ts'
import { runScenario } from '../../app/run-scenario.ts'
import { runCsv } from '../../contract/report/run-csv.ts'
import { onlyFile, readCommandLine } from '../command-line.ts'
import { deliver, formatOf, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { runReport, tieOutSection } from '../run-report.ts'
import { SERVICE_OPTION, type ServiceWork, serviceOf } from '../service.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway run FILE` */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { ...RESULT_OPTIONS, ...SERVICE_OPTION })
  const format = formatOf(line)
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
