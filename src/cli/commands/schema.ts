import { scenarioJsonSchema } from '../../contract/schema/json-schema.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway schema` */
export async function schema(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { out: { type: 'string' } })
  if (line.files.length > 0) throw new UsageFault('no FILE is taken')
  const out = line.text('out')
  const text = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`
  if (out === undefined) terminal.out(text)
  else if (!(await writeWhole(out, text, terminal))) return EXIT.input
  return EXIT.fine
}
