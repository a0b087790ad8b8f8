import { compareScenarios } from '../../app/compare-scenarios.ts'
import type { Files } from '../../app/files.ts'
import type { TiedRun } from '../../contract/api/outcome-schema.ts'
import { comparisonCsv } from '../../contract/report/comparison-csv.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { comparisonReport } from '../comparison-report.ts'
import { deliver, formatOf, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { tieOutSection } from '../run-report.ts'
import { SERVICE_OPTION, type ServiceWork, serviceOf } from '../service.ts'
import { shownTexts } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway compare FILE FILE…` */
export async function compare(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    baseline: { type: 'string' },
    by: { type: 'string', multiple: true },
    ...RESULT_OPTIONS,
    ...SERVICE_OPTION,
  })
  const format = formatOf(line)
  if (line.files.length < 2) throw new UsageFault('at least two FILEs are compared')
  const place = { out: line.text('out'), files: diskFiles() }
  const wish = { baseline: line.text('baseline'), by: [...line.texts('by')] }
  const work = serviceOf(line, place.files) ?? workHere(place.files)
  const { result: comparison, runs: results, problems } = await work.compare(line.files, wish)
  const finished =
    comparison &&
    inForm(format, {
      failedTieOut: failedTieOuts(results, terminal),
      table: (page) => failedTieOuts(results, page) + comparisonReport(comparison, page),
      json: comparison,
      csv: () => comparisonCsv(comparison),
    })
  return deliver(finished, problems, { ...place, terminal })
}

/** What does not tie out in any of the runs, with the name of the run. */
function failedTieOuts(results: readonly TiedRun[], terminal: Terminal): string {
  return shownTexts(results)
    .map((result) => {
      const failed = tieOutSection({ ...result, ...result.scenario }, terminal)
      return failed.replaceAll(/(?<=.)$/gm, ` (${result.scenario.name})`)
    })
    .join('')
}

function workHere(files: Files): Pick<ServiceWork, 'compare'> {
  return {
    async compare(paths, { baseline, by = [] }) {
      const { comparison, results, problems } = await compareScenarios(paths, files, { baseline, by })
      return { result: comparison, runs: results, problems }
    },
  }
}
