import { compareScenarios } from '../../app/compare-scenarios.ts'
import { comparisonCsv } from '../../contract/report/comparison-csv.ts'
import type { RunResult } from '../../contract/report/run-schema.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { comparisonReport } from '../comparison-report.ts'
import { deliver, formatOf, inForm, RESULT_OPTIONS } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { tieOutSection } from '../run-report.ts'
import { shownTexts } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway compare FILE FILE…` */
export async function compare(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    baseline: { type: 'string' },
    by: { type: 'string', multiple: true },
    ...RESULT_OPTIONS,
  })
  const format = formatOf(line)
  if (line.files.length < 2) throw new UsageFault('at least two FILEs are compared')
  const place = { out: line.text('out'), files: diskFiles() }
  const wish = { baseline: line.text('baseline'), by: line.texts('by') }
  const { comparison, results, problems } = await compareScenarios(line.files, place.files, wish)
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
function failedTieOuts(results: readonly RunResult[], terminal: Terminal): string {
  return shownTexts(results)
    .map((result) => {
      const failed = tieOutSection({ ...result, ...result.scenario }, terminal)
      return failed.replaceAll(/(?<=.)$/gm, ` (${result.scenario.name})`)
    })
    .join('')
}
