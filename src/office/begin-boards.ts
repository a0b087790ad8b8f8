import type { Refusal } from '../app/service/stored-request.ts'
import { ofSchools } from '../contract/api/roles.ts'
import { PRINTED_UNLESS_STATED } from '../contract/report/board/print-wish.ts'
import { keepBoards } from '../store/job-boards.ts'
import { createJob, type Job } from '../store/jobs.ts'
import { findRun } from '../store/runs.ts'
import { invalid, NOT_FOUND } from './answers.ts'
import type { Work } from './handler.ts'
import { otherEngine } from './runs-again.ts'

/** As many documents take about a second, and the run with its change is computed once for all that a thread prints. */
const DOCUMENTS_IN_PART = 25
const MOST_SCHOOLS = 2000

/** Begins to print the sheets of a run: the district's page, and a document for each school. */
export async function newBoards({ trx, who, fields, tools }: Work<'createJob'>): Promise<Job | Refusal> {
  if (ofSchools(who.role)) return BOARDS_TELL_ALL
  const { run: runId = '', against } = fields
  const run = await findRun(trx, runId)
  const before = against === undefined ? undefined : await findRun(trx, against)
  if (run === undefined || (against !== undefined && before === undefined)) return NOT_FOUND
  const refused = otherEngine(before === undefined ? [run] : [run, before])
  if (refused !== undefined) return refused
  if (run.schools > MOST_SCHOOLS)
    return invalid({
      code: 'ROWS_LIMIT',
      pointer: '/run',
      message: 'the run has more schools than are printed at once',
      found: `${run.schools}`,
      expected: `at most ${MOST_SCHOOLS}`,
    })
  const job = await createJob(trx, who, {
    kind: 'boards',
    withRows: false,
    units: 1 + run.schools,
    chunkUnits: DOCUMENTS_IN_PART,
    scenarios: [run.scenario],
  })
  const { paper = PRINTED_UNLESS_STATED.paper, locale = PRINTED_UNLESS_STATED.locale, date: day } = fields
  const daysKept = tools.documentDays
  await keepBoards(trx, who, job.id, { runId: run.id, beforeId: before?.id, paper, locale, day, daysKept })
  return job
}

const BOARDS_TELL_ALL: Refusal = {
  kind: 'refused',
  type: 'forbidden',
  detail:
    'This prints the sheets of all schools: ask for the board pack of the run, which has those of your own.',
}
