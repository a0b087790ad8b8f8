import type { School } from '../../core/data/dataset.ts'
import { type Outcome, type Problem, problem } from '../../core/problems/problem.ts'
import type { Files } from '../files.ts'
import { loadTable } from '../load-dataset.ts'
import { ROWS_AT_ONCE } from '../stored/dataset-table.ts'
import { formulaOf } from '../stored/formula-document.ts'
import { foreignChanges } from '../stored/own-changes.ts'
import { packedRows, packedSchools, packedTable } from '../stored/packed-table.ts'
import {
  inBody,
  type PostedDocument,
  postedDocument,
  readScenarioFile,
  refusal,
} from '../stored/posted-document.ts'
import { readAccountTable } from '../stored/read-account-table.ts'
import { tableDraft } from '../stored/table-draft.ts'
import { takeApart } from '../stored/take-apart.ts'
import type { Refused } from './no-result.ts'
import type { DatasetJob, FormulaJob, ReadDone, Reading, ReadingJob, ScenarioJob } from './reading-job.ts'

/** Reads what was posted for keeping, or finds every reason why it is not kept. */
export async function answerReading(job: ReadingJob): Promise<Exclude<Reading, { kind: 'fault' }>> {
  switch (job.task) {
    case 'scenario':
      return readScenario(job)
    case 'formula':
      return readFormula(job)
    case 'dataset':
      return readDataset(job)
    case 'accounts':
      return readAccountTable(job)
    default:
      return job satisfies never
  }
}

async function readScenario({ bytes, form, rowLimit, ownSchools }: ScenarioJob) {
  const posted = postedDocument(`body.${form}`, bytes)
  const file = readScenarioFile(posted)
  if (file.kind === 'failed') return refusal('request', file.problems, posted)
  const foreign = ownSchools === undefined ? [] : foreignChanges(file.value, new Set(ownSchools))
  if (foreign.length > 0) return refusal('input', foreign, posted)
  const parts = await takeApart(file.value, posted)
  const tables = parts.kind === 'done' ? parts.value.slots.filter((slot) => slot.kind === 'table') : []
  const rows = tables.reduce((sum, { table }) => sum + table.rows.length, 0)
  return rows > rowLimit ? tooManyRows({ rows, rowLimit }, posted) : readOrRefused(parts, posted)
}

function readFormula({ bytes, form }: FormulaJob) {
  const posted = postedDocument(`body.${form}`, bytes)
  const file = readScenarioFile(posted)
  return file.kind === 'failed'
    ? refusal('request', file.problems, posted)
    : readOrRefused(formulaOf(file.value), posted)
}

async function readDataset({ bytes, form, rowLimit, stated, remembered, sendTo }: DatasetJob) {
  const posted = postedDocument(`body.${form}`, bytes)
  const files: Files = { read: async () => ({ kind: 'bytes', bytes }) }
  const definition = { ...stated, file: posted.name }
  const { sourceMap } = posted
  const wanted = { name: 'now', definition, pointer: '', beside: posted.name, sourceMap, remembered }
  const loaded = await loadTable(files, wanted, async () => undefined)
  if (loaded.kind === 'failed') return refusal('input', loaded.problems, posted)
  const rows = loaded.value.table.size
  if (rows > rowLimit) return tooManyRows({ rows, rowLimit }, posted)
  const read = readOrRefused(tableDraft(loaded.value, sendTo && sendingSchools(sendTo)), posted)
  if (read.kind === 'refused') return read
  if (sendTo === undefined) return { ...read, value: packedTable(read.value) }
  const table = packedRows(read.value, (bytes) => sendTo.postMessage({ of: 'rows', bytes }))
  return { ...read, value: { ...table, schools: [], rows: [] } }
}

/** They go while the rest of the file is looked at. */
function sendingSchools(sendTo: NonNullable<DatasetJob['sendTo']>) {
  return (schools: readonly School[]): void => {
    let left = schools.length
    for (const bytes of packedSchools(schools)) {
      left -= ROWS_AT_ONCE
      sendTo.postMessage({ of: 'schools', bytes, isLast: left <= 0 })
    }
  }
}

function readOrRefused<Value>(outcome: Outcome<Value>, posted: PostedDocument): ReadDone<Value> | Refused {
  if (outcome.kind === 'failed') return refusal('input', outcome.problems, posted)
  return { kind: 'read', value: outcome.value, warnings: inBody(outcome.warnings, posted.sourceMap) }
}

function tooManyRows(
  { rows, rowLimit }: { readonly rows: number; readonly rowLimit: number },
  posted: PostedDocument,
): Refused {
  const found: Problem = problem('ROWS_LIMIT', {
    at: { kind: 'file', file: posted.name },
    message: 'the request brings more schools than this service takes at once',
    found: `${rows}`,
    expected: `at most ${rowLimit}`,
  })
  return refusal('too-large', [found], posted)
}
