import { createDistrictClient, type DistrictClient } from '../client/district-client.ts'
import type { Service } from '../client/sending.ts'
import type { Paper } from '../contract/report/board/board-style.ts'
import { failedTieOuts } from '../contract/report/board/tie-out-words.ts'
import { wording } from '../contract/report/board/wording.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { refusedKept, resultOfKept, runIdOf } from './kept-run.ts'
import { printProblems } from './print-problems.ts'
import { shownText } from './shown-text.ts'
import type { Terminal } from './terminal.ts'
import { writeWhole } from './write-whole.ts'

interface Wish {
  /** Ids of the run, and of the run before. */
  readonly run: string
  readonly against: string | undefined
  readonly out: string
  readonly form: 'pdf' | 'html'
  /** Ids of schools; all that the asker may have printed where none is named. */
  readonly schools: readonly string[]
  readonly date: string | undefined
  readonly paper: Paper
  readonly locale: string
}

/** Has a service print a run that it keeps. */
export async function boardElsewhere(service: Service, wish: Wish, terminal: Terminal): Promise<ExitCode> {
  const { schools, date, paper, locale, out } = wish
  const run = runIdOf(wish.run, 'FILE')
  const against = wish.against === undefined ? undefined : runIdOf(wish.against, '--against')
  const client = createDistrictClient(service)
  const query = { against, school: schools.length === 0 ? undefined : [...schools], date, paper, locale }
  const reply = await client.file('runBoard', wish.form, { params: { run }, query })
  if (reply.kind === 'refused') {
    printProblems(refusedKept(reply.problem, absent(service, { ...wish, run, against })), terminal)
    return EXIT.input
  }
  const failed = await failedThere(client, { run, against, locale })
  for (const line of failed) terminal.err(`${shownText(line)}\n`)
  if (!(await writeWhole(out, reply.value.bytes, terminal))) return EXIT.input
  terminal.out(`${shownText(out)}: printed by ${service.address}.\n`)
  return failed.length === 0 ? EXIT.fine : EXIT.tieOut
}

/** What does not tie out, in words; nothing for somebody who sees some of the schools only. */
async function failedThere(
  client: DistrictClient,
  { run, against, locale }: Pick<Wish, 'run' | 'against' | 'locale'>,
): Promise<string[]> {
  const result = await resultOfKept(client, run)
  if (result === undefined) return []
  const earlier = against === undefined ? undefined : await resultOfKept(client, against)
  const before = earlier && { run: earlier.scenario, controls: earlier.controls }
  const { currency, rows } = result.scenario
  return failedTieOuts({ result, before }, wording({ locale, currency, rows }))
}

/** One answer stands for all of these, so that nobody learns what there is. */
function absent(
  { address }: Service,
  { run, against, schools }: Pick<Wish, 'run' | 'against' | 'schools'>,
): string {
  const named = [
    `run ${run}`,
    ...(against === undefined ? [] : [`run ${against}`]),
    ...(schools.length === 0
      ? []
      : [`${schools.length === 1 ? 'school' : 'schools'} ${schools.join(', ')} in it`]),
  ]
  return `${address} has no ${named.join(', or no ')}${named.length === 1 ? '' : ','} that you may see`
}
