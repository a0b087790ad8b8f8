import type { LocatedProblem } from '../contract/report/source-map.ts'
import { type CommandLine, choiceOf, UsageFault } from './command-line.ts'
import type { DiskFiles } from './disk-files.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { printProblems } from './print-problems.ts'
import { plainPaint, type Terminal } from './terminal.ts'
import { writeWhole } from './write-whole.ts'

/** The options of a command whose result is a page, a document or a table for spreadsheets. */
export const RESULT_OPTIONS = { format: { type: 'string' }, out: { type: 'string' } } as const

const FORMATS = ['table', 'json', 'csv'] as const

/** What a command has come to. */
export interface Finished {
  /** What does not tie out, in words; empty when everything does. */
  readonly failedTieOut: string
  /** Whether the text is a page, which has the failed tie-out for its first line. */
  readonly isPage: boolean
  /** Bytes are written to a file only. */
  readonly text: (page: Terminal) => string | Uint8Array
}

/** A result in each form that it can be asked for in. */
export interface Forms {
  readonly failedTieOut: string
  readonly table: (page: Terminal) => string
  readonly json: object
  readonly csv: () => string
}

/** The result in the form that the command line asks for. */
export function inForm(format: (typeof FORMATS)[number], forms: Forms): Finished {
  const text = {
    table: forms.table,
    json: () => `${JSON.stringify(forms.json, null, 2)}\n`,
    csv: forms.csv,
  }
  return { failedTieOut: forms.failedTieOut, isPage: format === 'table', text: text[format] }
}

export function formatOf(line: CommandLine): (typeof FORMATS)[number] {
  return choiceOf(line, 'format', FORMATS)
}

/** Stops a command whose --out would write over one of the files that it has read so far. */
export async function refuseOverwrite(out: string | undefined, files: DiskFiles): Promise<void> {
  if (out !== undefined && (await files.hasRead(out)))
    throw new UsageFault(`--out ${out} would write over a file that this command reads`)
}

/** Prints a result, or writes it where it is asked for, and says what is amiss; `undefined` came to nothing. */
export async function deliver(
  finished: Finished | undefined,
  problems: readonly LocatedProblem[],
  { out, files, terminal }: { out: string | undefined; files: DiskFiles; terminal: Terminal },
): Promise<ExitCode> {
  await refuseOverwrite(out, files)
  if (finished === undefined) {
    printProblems(problems, terminal)
    return EXIT.input
  }
  const { failedTieOut, isPage, text } = finished
  // On a page the failed tie-out is the first line; elsewhere it must not get between the data.
  if (!isPage || out !== undefined) terminal.err(failedTieOut)
  const content = text(out === undefined ? terminal : { ...terminal, paint: plainPaint })
  if (out !== undefined) {
    if (!(await writeWhole(out, content, terminal))) return EXIT.input
  } else if (typeof content === 'string') terminal.out(content)
  else throw new Error('bytes are never printed')
  printProblems(problems, terminal)
  return failedTieOut === '' ? EXIT.fine : EXIT.tieOut
}
