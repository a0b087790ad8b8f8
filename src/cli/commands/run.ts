import { runScenario } from '../../app/run-scenario.ts'
import { runCsv } from '../../contract/report/run-csv.ts'
import { choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import { runReport, tieOutSection } from '../run-report.ts'
import { plainPaint, type Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway run FILE` */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { format: { type: 'string' }, out: { type: 'string' } })
  const format = choiceOf(line, 'format', ['table', 'json', 'csv'])
  const file = onlyFile(line)
  const out = line.text('out')
  const files = diskFiles()
  const { run: finished, problems } = await runScenario(file, files)
  if (out !== undefined && (await files.hasRead(out)))
    throw new UsageFault(`--out ${out} would write over a file that this run reads`)
  if (finished === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const { result } = finished
  const failedTieOut = tieOutSection({ ...result, ...result.scenario }, terminal)
  // In a table the failed tie-out is the first line; elsewhere it must not get between the data.
  if (format !== 'table' || out !== undefined) terminal.err(failedTieOut)
  const page = { ...terminal, ...(out !== undefined && { paint: plainPaint }) }
  const text = {
    table: () => runReport(result, page),
    json: () => `${JSON.stringify(result, null, 2)}\n`,
    csv: () => runCsv(result),
  }
  if (out === undefined) terminal.out(text[format]())
  else if (!(await writeWhole(out, text[format](), terminal))) return EXIT.input
  printProblems(problems, terminal)
  return failedTieOut === '' ? EXIT.fine : EXIT.tieOut
}
