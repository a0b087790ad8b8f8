import { ENGINE_VERSION } from '../contract/report/engine.ts'
import { SETTINGS } from '../http/settings.ts'
import { DATABASE_HELP } from './database-help.ts'

export const COMMANDS = [
  'check',
  'run',
  'explain',
  'compare',
  'sweep',
  'split',
  'board',
  'journal',
  'bundle',
  'fmt',
  'schema',
  'template',
  'serve',
  'worker',
  'migrate',
  'school',
  'portfolio',
  'user',
  'key',
  'export',
  'import',
] as const
export type CommandName = (typeof COMMANDS)[number]

/** What `--help` says of the program. */
export const PROGRAM_HELP = `leeway ${ENGINE_VERSION}: how money reaches schools, exact and explained

Usage: leeway COMMAND [OPTIONS] FILE

  check FILE…    every problem of a scenario file, or what it does
  run FILE       every school's dollars
  explain FILE   how one school's amounts came about
  compare FILE…  what each school gains and loses between scenarios
  sweep FILE     totals and statistics for many values of parameters
  split FILE FILE  what caused the change from one scenario to the next
  board FILE     sheets for every school and a district summary, to print
  journal FILE   what each account of the ledger gets
  bundle FILE    a scenario and all it names as one file
  fmt FILE       the file with its expressions in their one form
  schema         the JSON Schema of scenario files, for editors
  template FILE  a table of schools to fill in, for a formula
  serve          all of this over HTTP
  worker         does the long work of a service
  migrate        brings the database up to date
  school         the schools of a district
  portfolio      schools that a supervisor looks after
  user, key      people who may sign in, and keys for their scripts
  export         all that a district keeps, as one file
  import FILE    a new district of such a file

  --help         this text, or a command's own with leeway COMMAND --help
  --version      the engine's version

Exit codes: 0 fine, 1 the input is wrong, 2 the command line is wrong,
3 a total does not tie out with its control or a what-if does not cost what it
declares, 70 a fault of this program, 130 stopped with Ctrl-C.
NO_COLOR in the environment turns colours off.
`

/** What `leeway COMMAND --help` says. */
export const COMMAND_HELP: Readonly<Record<CommandName, string>> = {
  check: `leeway check FILE…

Reads scenario files and everything they name, and prints every problem with its
file, line and column; or, when there is none, what each file does.

  --format text|json   text unless stated
  --server URL         ask a service (leeway serve), key in LEEWAY_API_KEY

Examples:
  leeway check scenarios/demonstration/district.yaml
  leeway check --format json budget.yaml
`,
  run: `leeway run FILE

Computes every school's dollars. Nothing is printed in part: a run is whole or it
is an error.

  --format table|json|csv   table unless stated
  --format xlsx             a workbook whose amounts are formulas; it needs --out
  --school ID               the workbook of this school alone
  --date DAY                a day to put on the workbook, such as 2025-07-01
  --out FILE                write there and not to standard output
  --server URL              ask a service (leeway serve), key in LEEWAY_API_KEY

Examples:
  leeway run scenarios/demonstration/district.yaml
  leeway run --format xlsx --out board.xlsx scenarios/demonstration/district.yaml
  leeway run --format csv --out allocations.csv budget.yaml
  leeway run --format json budget.yaml
`,
  explain: `leeway explain FILE --school ID

Opens one school's amounts into the arithmetic that made them: values put in, the
cell each came from, and the source of every parameter.

  --school ID          the school
  --line ID            one line or figure; all of them unless stated
  --format text|json   text unless stated
  --server URL         ask a service (leeway serve), key in LEEWAY_API_KEY

Examples:
  leeway explain scenarios/san-francisco/2022-23.yaml --school 413 --line base
  leeway explain budget.yaml --school 0042 --format json
`,
  compare: `leeway compare FILE FILE…

Runs two or more scenarios and prints what changes against one of them: every
school, its increases and decreases, funds and lines. Changes add up to the cent.

  --baseline ID|FILE         what the others are held against; the first file
                             unless stated
  --by MEASURE               also by group: level, governance, any text or yes/no
  --by quartile:MEASURE      by quartile of students, schools in order of the
                             measure, Q1 lowest; --by may stand twice
  --format table|json|csv    table unless stated
  --out FILE                 write there and not to standard output
  --server URL               ask a service (leeway serve), key in LEEWAY_API_KEY

Examples:
  leeway compare scenarios/san-francisco/2022-23.yaml scenarios/san-francisco/2024-25.yaml
  leeway compare adopted.yaml proposal.yaml --by level --by quartile:frl
`,
  split: `leeway split FILE FILE

Splits the change from the first scenario to the second by cause: enrollment, need
mix, new and closed schools, every parameter, line and adjustment that differs. The
parts add up to the cent, whatever the order in which causes are taken.

  --rows                   every school, in a table too
  --format table|json|csv  table unless stated
  --out FILE               write there and not to standard output
  --server URL             ask a service (leeway serve), key in LEEWAY_API_KEY

Examples:
  leeway split scenarios/demonstration/district.yaml scenarios/demonstration/what-if-frl-weight.yaml
  leeway split --format csv adopted.yaml proposal.yaml
`,
  sweep: `leeway sweep FILE

Runs a scenario once for each combination of the values under "vary", and prints
totals, increases and decreases, and dollars per student of every variant.

  --rows                   every school in every variant
  --threads N              threads to spread variants over, 1 to 64; as many as pay
                           unless stated. The result is the same
  --format table|json|csv  table unless stated
  --out FILE               write there and not to standard output
  --server URL             let the workers of a service do it (leeway serve), key in
                           LEEWAY_API_KEY; the scenario is kept there

Examples:
  leeway sweep scenarios/demonstration/sweep-lunch-dollars.yaml
  leeway sweep --format csv --rows weights.yaml
`,
  board: `leeway board FILE --out pack.pdf

Prints a page for the district and two for each school: dollars by line, what
changed and why, how each line came about. Whole dollars that add up as printed.

  --out FILE.pdf|FILE.html   where to write, and in which form
  --against FILE             the scenario of the run before, whose change is shown
  --school ID                this school's two pages only; may stand several times
  --date YYYY-MM-DD          a date to print; none unless stated
  --paper letter|a4          letter unless stated
  --locale TAG               of numbers and dates; en-US unless stated
  --server URL               of a run that a service keeps (leeway serve): FILE is
                             the id of the run, and so with --against; key in
                             LEEWAY_API_KEY

Examples:
  leeway board scenarios/demonstration/district.yaml --school 0602 --out sheet.pdf
  leeway board proposal.yaml --against adopted.yaml --out pack.html
`,
  journal: `leeway journal FILE --accounts FILE

Books every line of every school to the accounts of the ledger, to the cent, by a
table of yours: a CSV file with the columns line and account, and fund, school and
share where they matter. With --check, holds a journal from the ledger against it.

  --accounts FILE          the table of accounts
  --check FILE             a CSV file with the columns account and amount
  --format csv|table|json  csv unless stated, and a table with --check
  --out FILE               write there and not to standard output
  --server URL             of a run that a service keeps (leeway serve): FILE is the
                           id of the run, and --accounts the name of a table there;
                           key in LEEWAY_API_KEY

Examples:
  leeway journal --accounts scenarios/demonstration/accounts.csv scenarios/demonstration/district.yaml
  leeway journal --accounts accounts.csv --check actuals.csv adopted.yaml
`,
  bundle: `leeway bundle FILE

Prints one JSON document that holds the scenario, its bases and changes and all
its data. It needs no other file, and runs to the same result, to the byte. What
is printed is what the hash of the inputs is taken of.

  --pretty     over several lines, for reading; the hash is the same
  --out FILE   write there and not to standard output

Examples:
  leeway bundle scenarios/san-francisco/2022-23.yaml
  leeway bundle --pretty --out bundle.json budget.yaml
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
  schema: `leeway schema

Prints the JSON Schema of scenario files, with which an editor completes names and
marks mistakes. A file may name its schema: "$schema": leeway.schema.json in JSON,
# yaml-language-server: $schema=leeway.schema.json in YAML.

  --out FILE   write there and not to standard output

Examples:
  leeway schema
  leeway schema --out leeway.schema.json
`,
  template: `leeway template FILE

Prints a table to fill in for the formula of a file: a column for each need, what
it holds, and a place for what has to be said of it, such as the basis of a count.

  --out FILE   write there: as CSV (.csv) or as a workbook (.xlsx)

Examples:
  leeway template scenarios/demonstration/district.yaml
  leeway template --out counts.xlsx budget.yaml
`,
  serve: `leeway serve [--stateless]

Serves the districts of a database over HTTP: that of DATABASE_URL, or one of
its own in LEEWAY_DATA_DIR (.leeway), into which it loads a demonstration. With
--stateless it keeps nothing, and answers what check, run, compare, split and
explain answer here. Settings are in the environment:

${settingLines()}
  LEEWAY_HOST             where it listens (127.0.0.1)
  LEEWAY_ORIGIN           where browsers see it, such as
                          https://leeway.example.org
  LEEWAY_DATA_DIR         folder of a database of its own (.leeway)
  LEEWAY_DEMONSTRATION    yes or no; yes unless DATABASE_URL is set
  DATABASE_URL            a PostgreSQL 18 of yours, migrated
  LEEWAY_API_KEY          with --stateless the key that requests have to bring;
                          where only this machine can reach it, one is made

Examples:
  leeway serve
  leeway serve --stateless
`,
  worker: `leeway worker

Does the long work of a service, sweeps and batches, part by part: on the same
database, as many processes as one likes. leeway serve starts one by itself
(LEEWAY_WORKERS). It ends after what it is at; a part that it does not end in
LEEWAY_STOP_SECONDS is somebody else's. Settings are those of leeway serve.

Examples:
  leeway worker
  LEEWAY_THREADS=4 leeway worker
`,
  ...DATABASE_HELP,
}

function settingLines(): string {
  return Object.values(SETTINGS)
    .map(({ name, otherwise, meaning }) => `  ${name.padEnd(22)}  ${meaning} (${otherwise})`)
    .join('\n')
}
