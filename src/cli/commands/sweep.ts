import { sweepScenario } from '../../app/sweep-scenario.ts'
import { sweepCsv } from '../../contract/report/sweep-csv.ts'
import { choiceOf, onlyFile, readCommandLine } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { interruption } from '../interruption.ts'
import { printProblems } from '../print-problems.ts'
import { progressBar } from '../progress-bar.ts'
import { refuseOverwrite } from '../refuse-overwrite.ts'
import { sweepReport, sweepTieOut } from '../sweep-report.ts'
import { plainPaint, type Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway sweep FILE` */
export async function sweep(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    rows: { type: 'boolean' },
    format: { type: 'string' },
    out: { type: 'string' },
  })
  const format = choiceOf(line, 'format', ['table', 'json', 'csv'])
  const file = onlyFile(line)
  const out = line.text('out')
  const files = diskFiles()
  const bar = progressBar('variants')
  const interrupted = interruption()
  const {
    sweep: finished,
    problems,
    isStopped,
  } = await sweepScenario(file, files, {
    withRows: line.flag('rows'),
    async step(done, of) {
      // All files have been read by now, and nobody should wait for what cannot be written.
      if (done === 1) await refuseOverwrite(out, files)
      bar.update(done, of)
      return interrupted.mayGoOn()
    },
  }).finally(() => {
    bar.clear()
    interrupted.release()
  })
  if (isStopped) return EXIT.interrupted
  await refuseOverwrite(out, files)
  if (finished === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const failedTieOut = sweepTieOut(finished, terminal)
  // In a table the failed tie-out is the first line; elsewhere it must not get between the data.
  if (format !== 'table' || out !== undefined) terminal.err(failedTieOut)
  const page = { ...terminal, ...(out !== undefined && { paint: plainPaint }) }
  const text = {
    table: () => sweepReport(finished, page),
    json: () => `${JSON.stringify(finished, null, 2)}\n`,
    csv: () => sweepCsv(finished),
  }
  if (out === undefined) terminal.out(text[format]())
  else if (!(await writeWhole(out, text[format](), terminal))) return EXIT.input
  printProblems(problems, terminal)
  return failedTieOut === '' ? EXIT.fine : EXIT.tieOut
}
