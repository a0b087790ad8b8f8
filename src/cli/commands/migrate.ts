import { readCommandLine, UsageFault } from '../command-line.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { withMigration } from '../with-store.ts'

/** `leeway migrate` */
export async function migrate(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { files } = readCommandLine(args, {})
  if (files.length > 0) throw new UsageFault(`migrate takes no words, and ${files[0]} is given`)
  return withMigration(terminal)
}
