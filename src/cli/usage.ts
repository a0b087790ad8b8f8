import { ENGINE_VERSION } from '../contract/report/engine.ts'

export const COMMANDS = ['check', 'run', 'explain', 'fmt'] as const
export type CommandName = (typeof COMMANDS)[number]

/** What `--help` says of the program. */
export const PROGRAM_HELP = `leeway ${ENGINE_VERSION}: how money reaches schools, exact and explained

Usage: leeway COMMAND [OPTIONS] FILE

  check FILE…    every problem of a scenario file, or what it does
  run FILE       every school's dollars
  explain FILE   how one school's amounts came about
  fmt FILE       the file with its expressions in their one form

  --help         this text, or a command's own with leeway COMMAND --help
  --version      the engine's version

Exit codes: 0 fine, 1 the input is wrong, 2 the command line is wrong,
3 a total does not tie out with its control, 70 a fault of this program.
NO_COLOR in the environment turns colours off.
`

/** What `leeway COMMAND --help` says. */
export const COMMAND_HELP: Readonly<Record<CommandName, string>> = {
  check: `leeway check FILE…

Reads scenario files and everything they name, and prints every problem with its
file, line and column; or, when there is none, what each file does.

  --format text|json   text unless stated

Examples:
  leeway check scenarios/demonstration/district.yaml
  leeway check --format json budget.yaml
`,
  run: `leeway run FILE

Computes every school's dollars. Nothing is printed in part: a run is whole or it
is an error.

  --format table|json|csv   table unless stated
  --out FILE                write there and not to standard output

Examples:
  leeway run scenarios/demonstration/district.yaml
  leeway run --format csv --out allocations.csv budget.yaml
  leeway run --format json budget.yaml
`,
  explain: `leeway explain FILE --school ID

Opens one school's amounts into the arithmetic that made them: values put in, the
cell each came from, and the source of every parameter.

  --school ID          the school
  --line ID            one line or figure; all of them unless stated
  --format text|json   text unless stated

Examples:
  leeway explain scenarios/san-francisco/2022-23.yaml --school 413 --line base
  leeway explain budget.yaml --school 0042 --format json
`,
  fmt: `leeway fmt FILE

Prints the file with every expression in its one form: single spaces, no needless
parentheses. Comments and layout stay. No result changes.

  --write   change the file
  --check   print nothing; exit 1 if the file would change

Examples:
  leeway fmt budget.yaml
  leeway fmt --write budget.yaml
`,
}
