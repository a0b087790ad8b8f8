import { bundleScenario } from '../../app/bundle-scenario.ts'
import { onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import { tieOutSection } from '../run-report.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway bundle FILE` */
export async function bundle(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { pretty: { type: 'boolean' }, out: { type: 'string' } })
  const file = onlyFile(line)
  const out = line.text('out')
  const files = diskFiles()
  const { bundle: made, problems } = await bundleScenario(file, files, { isPretty: line.flag('pretty') })
  if (out !== undefined && (await files.hasRead(out)))
    throw new UsageFault(`--out ${out} would write over a file that the bundle is made of`)
  if (made === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const failedTieOut = tieOutSection({ ...made.result, ...made.result.scenario }, terminal)
  terminal.err(failedTieOut)
  if (out === undefined) terminal.out(made.text)
  else if (!(await writeWhole(out, made.text, terminal))) return EXIT.input
  printProblems(problems, terminal)
  return failedTieOut === '' ? EXIT.fine : EXIT.tieOut
}
