import { ofSchools } from '../contract/api/roles.ts'
import type { RUN_ROUTES } from '../contract/api/routes/runs.ts'
import { runCsv } from '../contract/report/run-csv.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import { findRunRow, listRunRows, readRunRows } from '../store/run-rows.ts'
import { findRun, listRuns, readRunResult, releaseRun } from '../store/runs.ts'
import { conflict, done, NOT_FOUND } from './answers.ts'
import { createRun, explainRun } from './compute-run.ts'
import type { Handlers } from './handler.ts'
import { idWishOf, pageAnswer, wishOf } from './paging.ts'
import { rowsCsv, rowWire, runWire } from './run-answers.ts'
import { runWorkbook, schoolWorkbook } from './run-workbooks.ts'
import { seenWarnings } from './seen-problems.ts'

/** Scenarios executed. */
export const RUN_HANDLERS: Handlers<keyof typeof RUN_ROUTES> = {
  async runs({ trx, query }) {
    const { scenario: scenarioId, state } = query
    const isReleased = state === undefined ? undefined : state === 'released'
    return done(
      pageAnswer(
        await listRuns(trx, { ...idWishOf(query, 'newest-first'), scenarioId, isReleased }),
        runWire,
      ),
    )
  },
  createRun,
  async run({ trx, params }) {
    const run = await findRun(trx, params.run)
    return run === undefined ? NOT_FOUND : done(runWire(run))
  },
  async runResult(work) {
    const { trx, who, params, form } = work
    const content = await readRunResult(trx, params.run)
    if (content === undefined) return NOT_FOUND
    // Written by us.
    const kept = JSON.parse(content) as RunResult
    const isWhole = !ofSchools(who.role) || kept.warnings.length === 0
    const result = isWhole ? kept : { ...kept, warnings: [...seenWarnings(kept.warnings, who)] }
    if (form === 'xlsx') return runWorkbook(work, result)
    // To the byte what `leeway run` prints, unless it tells of cells that are not theirs.
    const json = isWhole ? content : `${JSON.stringify(result, null, 2)}\n`
    const text = form === 'csv' ? runCsv(result) : json
    const headers = { 'leeway-engine': result.leeway.engine, 'leeway-inputs': result.leeway.inputs }
    return done(result, { text, headers })
  },
  async runSchools({ trx, params, query, form }) {
    const run = await findRun(trx, params.run)
    if (run === undefined) return NOT_FOUND
    if (form === 'csv') {
      const text = rowsCsv(run, await readRunRows(trx, run.id))
      return done({ items: [], next: null }, { text })
    }
    return done(pageAnswer(await listRunRows(trx, run.id, wishOf(query)), (row) => rowWire(run, row)))
  },
  async runSchool(work) {
    const { trx, params, form } = work
    const run = await findRun(trx, params.run)
    const row = run && (await findRunRow(trx, run.id, params.school))
    if (run === undefined || row === undefined) return NOT_FOUND
    const wire = rowWire(run, row)
    return form === 'xlsx' ? schoolWorkbook(work, wire) : done(wire)
  },
  explainRun,
  async releaseRun({ trx, params }) {
    const isReleased = await releaseRun(trx, params.run)
    const run = await findRun(trx, params.run)
    if (run === undefined) return NOT_FOUND
    return isReleased ? done(runWire(run)) : conflict('This run is released already.')
  },
}
