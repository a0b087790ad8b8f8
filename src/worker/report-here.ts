import { answerJournal } from '../app/service/answer-journal.ts'
import { traceOf } from '../app/service/error-trace.ts'
import type { Reported, ReportJob } from '../app/service/report-job.ts'

/** What sets pages in a typeface is large, and comes with the first of them. */
let printer: typeof import('./printed-boards.ts') | undefined

/** Makes something of a run in this thread, whatever it takes. */
export async function reportHere(job: ReportJob): Promise<Reported> {
  try {
    if (job.report === 'journal') return await answerJournal(job)
    printer = await import('./printed-boards.ts')
    return await printer.printedBoards(job)
  } catch (thrown) {
    return { kind: 'fault', why: 'broken', trace: traceOf(thrown) }
  }
}

/** Lets go of the pack that was computed: what comes next needs the memory. */
export function forgetReport(): void {
  printer?.forgetPack()
}
