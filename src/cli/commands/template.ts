import { templateOf } from '../../app/formula-template.ts'
import { onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { refuseOverwrite } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printProblems } from '../print-problems.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway template FILE` */
export async function template(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { out: { type: 'string' } })
  const file = onlyFile(line)
  const out = line.text('out')
  const files = diskFiles()
  const form = out !== undefined && /\.xlsx$/i.test(out) ? 'xlsx' : 'csv'
  if (out !== undefined && form === 'csv' && !/\.csv$/i.test(out))
    throw new UsageFault(`--out names a .csv or .xlsx file, not ${out}`)
  const made = await templateOf(file, files, form)
  await refuseOverwrite(out, files)
  printProblems(made.problems, terminal)
  if (made.template === undefined) return EXIT.input
  if (out !== undefined) return (await writeWhole(out, made.template, terminal)) ? EXIT.fine : EXIT.input
  if (typeof made.template === 'string') terminal.out(made.template)
  return EXIT.fine
}
