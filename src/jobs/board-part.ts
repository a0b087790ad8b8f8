import type { DocumentWish } from '../app/service/report-job.ts'
import type { Refusal } from '../app/service/stored-request.ts'
import { NOT_FOUND } from '../office/answers.ts'
import { otherEngine, otherRuns } from '../office/runs-again.ts'
import { type BoardsWish, findBoards, type PrintedDocument, saveDocuments } from '../store/job-boards.ts'
import { writePart } from '../store/job-parts.ts'
import { holdJob } from '../store/jobs.ts'
import { schoolsOfRun } from '../store/run-rows.ts'
import { findRun, type Run } from '../store/runs.ts'
import { withDistrict } from '../store/with-district.ts'
import { faultOfInput } from './fault-of-input.ts'
import { orLate, TooLate } from './too-late.ts'
import type { BegunPart, PartOutcome, WorkTools } from './work.ts'

/** Prints some of the documents of a run. They and the part are written together, all or none. */
export async function doBoardPart(tools: WorkTools, begun: BegunPart): Promise<PartOutcome | Refusal> {
  const printing = await withDistrict(tools.pool, begun.program, async (trx) => {
    const wish = await findBoards(trx, begun.job.id)
    const run = wish && (await findRun(trx, wish.runId))
    const before = wish?.beforeId === undefined ? undefined : await findRun(trx, wish.beforeId)
    return wish && run && { wish, run, before, schools: await schoolsOfRun(trx, run.id) }
  })
  if (printing === undefined) return NOT_FOUND
  const { wish, run, before, schools } = printing
  const runs = before === undefined ? [run] : [run, before]
  const other = otherEngine(runs)
  if (other !== undefined) return other
  const wanted = documentsOf(begun, schools)
  const printed = await printedDocuments(tools, begun, { wish, runs, wanted })
  if ('type' in printed) return printed
  const { job, part, program } = begun
  return orLate(async () =>
    withDistrict(tools.pool, program, async (trx) => {
      // Of a job that was stopped, or ended by whoever was faster, no document may be written.
      const held = await holdJob(trx, job.id)
      if (held?.state !== 'running' || held.attempt !== part.attempt) return 'late'
      await saveDocuments(trx, program, job.id, printed)
      const outcomes = JSON.stringify(printed.map(({ place }) => place))
      const { kind } = await writePart(trx, program, part, { outcomes })
      if (kind === 'late') throw new TooLate('late')
      return kind
    }),
  )
}

interface Wanted extends DocumentWish {
  readonly place: number
  readonly school: string | undefined
}

/** The first document is the district's page, and then comes one for each school. */
function documentsOf({ part, job }: BegunPart, schools: readonly string[]): Wanted[] {
  const all = [undefined, ...schools]
  const from = part.chunk * job.chunkUnits
  return all.slice(from, from + job.chunkUnits).map((school, i) => {
    const place = from + i + 1
    if (school === undefined) return { place, school, hasSummary: true, schools: [] }
    return { place, school, hasSummary: false, schools: [school] }
  })
}

async function printedDocuments(
  { bodies, computing, rowLimit }: WorkTools,
  { program, signal }: BegunPart,
  {
    wish,
    runs,
    wanted,
  }: {
    readonly wish: BoardsWish
    readonly runs: readonly Run[]
    readonly wanted: readonly Wanted[]
  },
): Promise<PrintedDocument[] | Refusal> {
  const together: { readonly bytes: Uint8Array; readonly key: string }[] = []
  for (const { scenario } of runs) {
    const body = await bodies.of(program, scenario)
    if (body === undefined) return NOT_FOUND
    if ('kind' in body) return body
    together.push(body)
  }
  const [now, before] = together
  if (now === undefined) return NOT_FOUND
  const { paper, locale, day } = wish
  const made = await computing.report(
    {
      report: 'board',
      bytes: now.bytes,
      before: before?.bytes,
      key: JSON.stringify([...together.map(({ key }) => key), locale, day]),
      form: 'pdf',
      paper,
      locale,
      date: day,
      documents: wanted.map(({ hasSummary, schools }) => ({ hasSummary, schools })),
      rowLimit,
    },
    signal,
  )
  if (made.kind !== 'reported') return faultOfInput(made)
  const { documents, inputs } = made
  const other = otherRuns(runs, inputs)
  if (other !== undefined) return other
  return wanted.map(({ place, school }, i) => ({ place, school, content: documents[i] ?? new Uint8Array(0) }))
}
