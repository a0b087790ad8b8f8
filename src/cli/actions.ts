import { type CommandLine, UsageFault } from './command-line.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

type Action = (line: CommandLine, terminal: Terminal) => Promise<ExitCode>

/** What the second words of a command do. */
export type Actions = Readonly<Record<string, Action>>

/** The action that a command's first word names, and the words after it. */
export function actionOf(
  command: string,
  actions: Actions,
  [word = '', ...rest]: readonly string[],
): { readonly act: Action; readonly rest: readonly string[] } {
  const act = Object.hasOwn(actions, word) ? actions[word] : undefined
  if (act === undefined) throw new UsageFault(`${command} is followed by ${Object.keys(actions).join(', ')}`)
  return { act, rest }
}
