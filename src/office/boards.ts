import type { DocumentWish } from '../app/service/report-job.ts'
import { ofSchools } from '../contract/api/roles.ts'
import type { BOARD_ROUTES } from '../contract/api/routes/board.ts'
import { servedBoardPolicy } from '../contract/report/board/board-style.ts'
import { PRINTED_UNLESS_STATED } from '../contract/report/board/print-wish.ts'
import { schoolsOfRun } from '../store/run-rows.ts'
import { findRun } from '../store/runs.ts'
import { done, NOT_FOUND } from './answers.ts'
import { reported } from './computed.ts'
import type { Handlers, Work } from './handler.ts'
import { runsAgain } from './runs-again.ts'
import { seenRefusal } from './seen-problems.ts'

/** Runs on paper. */
export const BOARD_HANDLERS: Handlers<keyof typeof BOARD_ROUTES> = {
  async runBoard(work) {
    const { trx, who, params, query, form, tools } = work
    const run = await findRun(trx, params.run)
    const before = query.against === undefined ? undefined : await findRun(trx, query.against)
    if (run === undefined || (query.against !== undefined && before === undefined)) return NOT_FOUND
    const document = await documentFor(work)
    if (document === undefined) return NOT_FOUND
    const bodies = await runsAgain(trx, who, before === undefined ? [run] : [run, before])
    if ('kind' in bodies) return bodies
    const [bytes = new Uint8Array(0), earlier] = bodies.bodies
    const { locale = PRINTED_UNLESS_STATED.locale, paper = PRINTED_UNLESS_STATED.paper, date } = query
    const printed = form === 'pdf' ? 'pdf' : 'html'
    const made = await reported(trx, tools, {
      report: 'board',
      bytes,
      before: earlier,
      form: printed,
      paper,
      locale,
      date,
      documents: [document],
      rowLimit: tools.rowLimit,
    })
    if (made.kind === 'refused') return seenRefusal(made, who)
    const other = bodies.otherThan(made.inputs)
    if (other !== undefined) return other
    return done('', {
      bytes: made.documents[0] ?? new Uint8Array(0),
      headers: {
        'leeway-engine': run.engine,
        'leeway-inputs': made.inputs.join(', '),
        'content-disposition': `inline; filename="board-pack-${run.id}.${printed}"`,
        ...(printed === 'html' && { 'content-security-policy': servedBoardPolicy(paper) }),
      },
    })
  },
}

/**
 * What somebody may have printed of a run: whoever sees all schools the pack, and others the pages of their own schools,
 * with no page for the district. Nothing where they name a school that is not among these.
 */
async function documentFor({ trx, who, params, query }: Work<'runBoard'>): Promise<DocumentWish | undefined> {
  const seesAll = !ofSchools(who.role)
  if (seesAll && query.school === undefined) return { hasSummary: true, schools: 'all' }
  const seen = await schoolsOfRun(trx, params.run)
  const own = new Set(seesAll ? seen : seen.filter((id) => who.schools.includes(id)))
  const schools = [...new Set(query.school ?? own)]
  if (schools.length === 0 || schools.some((id) => !own.has(id))) return undefined
  return { hasSummary: false, schools }
}
