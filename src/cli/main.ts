import { ServiceFault } from '../client/sending.ts'
import { ENGINE_VERSION } from '../contract/report/engine.ts'
import { nearest } from '../core/text/nearest.ts'
import { UsageFault } from './command-line.ts'
import { bundle } from './commands/bundle.ts'
import { check } from './commands/check.ts'
import { compare } from './commands/compare.ts'
import { explain } from './commands/explain.ts'
import { fmt } from './commands/fmt.ts'
import { journal } from './commands/journal.ts'
import { run } from './commands/run.ts'
import { schema } from './commands/schema.ts'
import { split } from './commands/split.ts'
import { sweep } from './commands/sweep.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { COMMAND_HELP, COMMANDS, type CommandName, PROGRAM_HELP } from './usage.ts'

const RUNNERS: Readonly<
  Record<CommandName, (args: readonly string[], terminal: Terminal) => Promise<ExitCode>>
> = {
  check,
  run,
  explain,
  compare,
  sweep,
  split,
  // Typefaces and what draws them are large, and no other command waits for them.
  board: async (args, terminal) => (await import('./commands/board.ts')).board(args, terminal),
  journal,
  bundle,
  fmt,
  schema,
  // What writes workbooks is large, and no other command waits for it.
  template: async (args, terminal) => (await import('./commands/template.ts')).template(args, terminal),
  // These load the database's parts, which no other command needs.
  migrate: async (args, terminal) => (await import('./commands/migrate.ts')).migrate(args, terminal),
  user: async (args, terminal) => (await import('./commands/user.ts')).user(args, terminal),
  school: async (args, terminal) => (await import('./commands/school.ts')).school(args, terminal),
  portfolio: async (args, terminal) => (await import('./commands/portfolio.ts')).portfolio(args, terminal),
  key: async (args, terminal) => (await import('./commands/key.ts')).key(args, terminal),
  export: async (args, terminal) => (await import('./commands/export.ts')).exportCommand(args, terminal),
  import: async (args, terminal) => (await import('./commands/import.ts')).importCommand(args, terminal),
  // The server is large, and no other command waits for it to load.
  serve: async (args, terminal) => (await import('./commands/serve.ts')).serve(args, terminal),
  worker: async (args, terminal) => (await import('./commands/worker.ts')).worker(args, terminal),
}

/** Runs one command line and gives the exit code. Nothing is thrown, and no stack trace is shown. */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  const [first, ...rest] = args
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const isAsked = first !== undefined
    if (isAsked) terminal.out(PROGRAM_HELP)
    else terminal.err(PROGRAM_HELP)
    return isAsked ? EXIT.fine : EXIT.usage
  }
  if (first === '--version' || first === '-V') {
    terminal.out(`${ENGINE_VERSION}\n`)
    return EXIT.fine
  }
  const command = COMMANDS.find((each) => each === first)
  if (command === undefined) {
    const meant = nearest(first, COMMANDS)
    terminal.err(
      `leeway has no command "${first}"${meant === undefined ? '' : `: did you mean ${meant}?`}\n\n${PROGRAM_HELP}`,
    )
    return EXIT.usage
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(COMMAND_HELP[command])
    return EXIT.fine
  }
  return runGuarded(command, rest, terminal)
}

async function runGuarded(
  command: CommandName,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    return await RUNNERS[command](args, terminal)
  } catch (thrown) {
    if (thrown instanceof ServiceFault) {
      terminal.err(`leeway ${command}: ${thrown.message}\n`)
      return EXIT.input
    }
    if (thrown instanceof UsageFault) {
      terminal.err(`leeway ${command}: ${thrown.message}\n\n${COMMAND_HELP[command]}`)
      return EXIT.usage
    }
    const words = thrown instanceof Error ? thrown.message : String(thrown)
    terminal.err(
      `leeway ${command} failed, and the fault is ours: ${words}\nPlease report it together with the file.\n`,
    )
    return EXIT.ours
  }
}
