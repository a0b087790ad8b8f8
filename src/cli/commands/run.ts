import { rename, writeFile } from 'node:fs/promises'
import { runScenario } from '../../app/run-scenario.ts'
import { runCsv } from '../../contract/report/run-csv.ts'
import { choiceOf, onlyFile, readCommandLine } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import { runReport, tieOutSection } from '../run-report.ts'
import { plainPaint, type Terminal } from '../terminal.ts'

/** `leeway run FILE` */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { format: { type: 'string' }, out: { type: 'string' } })
  const format = choiceOf(line, 'format', ['table', 'json', 'csv'])
  const file = onlyFile(line)
  const out = line.text('out')
  const { run: finished, problems } = await runScenario(file, diskFiles())
  if (finished === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const { result } = finished
  const failedTieOut = tieOutSection(result, terminal)
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

/** Writes beside the target and renames, so that nobody ever reads half a file. */
async function writeWhole(path: string, text: string, terminal: Terminal): Promise<boolean> {
  try {
    const draft = `${path}.${process.pid}.part`
    await writeFile(draft, text)
    await rename(draft, path)
    return true
  } catch (thrown) {
    terminal.err(`${path} cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    return false
  }
}
