import { formatFile } from '../../app/format-file.ts'
import { onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway fmt FILE` */
export async function fmt(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { write: { type: 'boolean' }, check: { type: 'boolean' } })
  if (line.flag('write') && line.flag('check')) throw new UsageFault('--write and --check exclude each other')
  const file = onlyFile(line)
  const { texts, problems } = await formatFile(file, diskFiles())
  printProblems(problems, terminal)
  if (texts === undefined) return EXIT.input
  const { before, after } = texts
  if (line.flag('check')) {
    if (before !== after) terminal.err(`${file} is not in its one form: leeway fmt --write ${file}\n`)
    return before === after ? EXIT.fine : EXIT.input
  }
  if (!line.flag('write')) terminal.out(after)
  else if (before !== after && !(await writeWhole(file, after, terminal))) return EXIT.input
  return EXIT.fine
}
