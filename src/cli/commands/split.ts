import { splitScenarios } from '../../app/split-scenarios.ts'
import { splitCsv } from '../../contract/report/split-csv.ts'
import { type CommandLine, choiceOf, readCommandLine, UsageFault } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { interruption } from '../interruption.ts'
import { printProblems } from '../print-problems.ts'
import { progressBar } from '../progress-bar.ts'
import { refuseOverwrite } from '../refuse-overwrite.ts'
import { tieOutSection } from '../run-report.ts'
import { splitReport } from '../split-report.ts'
import { plainPaint, type Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway split FILE FILE` */
export async function split(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    rows: { type: 'boolean' },
    format: { type: 'string' },
    out: { type: 'string' },
  })
  const format = choiceOf(line, 'format', ['table', 'json', 'csv'])
  const paths = twoFiles(line)
  const out = line.text('out')
  const files = diskFiles()
  const bar = progressBar('runs')
  const interrupted = interruption()
  const outcome = await splitScenarios(paths, files, {
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
  const { split: finished, runs, problems, isStopped } = outcome
  if (isStopped) return EXIT.interrupted
  await refuseOverwrite(out, files)
  if (finished === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const failedTieOut = runs.map((run) => tieOutSection({ ...run, ...run.scenario }, terminal)).join('')
  // In a table the failed tie-out is the first line; elsewhere it must not get between the data.
  if (format !== 'table' || out !== undefined) terminal.err(failedTieOut)
  const page = { ...terminal, ...(out !== undefined && { paint: plainPaint }) }
  const withRows = line.flag('rows')
  const text = {
    table: () => [failedTieOut, splitReport(finished, page, { withRows })].filter(Boolean).join('\n'),
    json: () => `${JSON.stringify(finished, null, 2)}\n`,
    csv: () => splitCsv(finished),
  }
  if (out === undefined) terminal.out(text[format]())
  else if (!(await writeWhole(out, text[format](), terminal))) return EXIT.input
  printProblems(problems, terminal)
  return failedTieOut === '' ? EXIT.fine : EXIT.tieOut
}

function twoFiles({ files }: CommandLine): readonly [string, string] {
  const [from, to] = files
  if (from === undefined || to === undefined || from === '' || to === '')
    throw new UsageFault('two FILEs are needed: the run before, and the run after')
  if (files.length > 2) throw new UsageFault(`two FILEs are taken, and ${files.length} are given`)
  return [from, to]
}
