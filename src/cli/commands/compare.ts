import { compareScenarios } from '../../app/compare-scenarios.ts'
import { comparisonCsv } from '../../contract/report/comparison-csv.ts'
import { choiceOf, readCommandLine, UsageFault } from '../command-line.ts'
import { comparisonReport } from '../comparison-report.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import { tieOutSection } from '../run-report.ts'
import { shownTexts } from '../shown-text.ts'
import { plainPaint, type Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway compare FILE FILE…` */
export async function compare(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    baseline: { type: 'string' },
    by: { type: 'string', multiple: true },
    format: { type: 'string' },
    out: { type: 'string' },
  })
  const format = choiceOf(line, 'format', ['table', 'json', 'csv'])
  if (line.files.length < 2) throw new UsageFault('at least two FILEs are compared')
  const out = line.text('out')
  const files = diskFiles()
  const wish = { baseline: line.text('baseline'), by: line.texts('by') }
  const { comparison, results, problems } = await compareScenarios(line.files, files, wish)
  if (out !== undefined && (await files.hasRead(out)))
    throw new UsageFault(`--out ${out} would write over a file that is compared`)
  if (comparison === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const failedTieOuts = shownTexts(results)
    .map((result) => {
      const failed = tieOutSection({ ...result, ...result.scenario }, terminal)
      return failed.replaceAll(/(?<=.)$/gm, ` (${result.scenario.name})`)
    })
    .join('')
  const isTable = format === 'table' && out === undefined
  // In a table the failed tie-out is the first line; elsewhere it must not get between the data.
  if (!isTable) terminal.err(failedTieOuts)
  const page = { ...terminal, ...(out !== undefined && { paint: plainPaint }) }
  const text = {
    table: () => (isTable ? failedTieOuts : '') + comparisonReport(comparison, page),
    json: () => `${JSON.stringify(comparison, null, 2)}\n`,
    csv: () => comparisonCsv(comparison),
  }
  if (out === undefined) terminal.out(text[format]())
  else if (!(await writeWhole(out, text[format](), terminal))) return EXIT.input
  printProblems(problems, terminal)
  return failedTieOuts === '' ? EXIT.fine : EXIT.tieOut
}
