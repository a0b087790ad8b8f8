import type { CheckReport } from '../../contract/api/check-schema.ts'
import type { TiedRun } from '../../contract/api/outcome-schema.ts'
import { FORMS } from '../../contract/api/route.ts'
import { type ComputingId, ROUTES } from '../../contract/api/routes.ts'
import { asTold, type WireProblem } from '../../contract/api/wire-problem.ts'
import { comparisonCsv } from '../../contract/report/comparison-csv.ts'
import { runCsv } from '../../contract/report/run-csv.ts'
import type { RunResult } from '../../contract/report/run-schema.ts'
import { runTexts } from '../../contract/report/run-texts.ts'
import type { LocatedProblem } from '../../contract/report/source-map.ts'
import { splitCsv } from '../../contract/report/split-csv.ts'
import type { ProblemCode } from '../../core/problems/codes.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'
import { checkScenario } from '../check-scenario.ts'
import { compareScenarios } from '../compare-scenarios.ts'
import { explainSchool } from '../explain-school.ts'
import { type Run, runScenario } from '../run-scenario.ts'
import { splitScenarios } from '../split-scenarios.ts'
import { type Posted, readPosted } from './posted-files.ts'
import type { PostedAnswer, PostedJob } from './posted-job.ts'
import { tooManySchools } from './too-many-schools.ts'

/** Computes what was posted and writes the answer: the same bytes for the same request. */
export async function answerPosted(job: PostedJob): Promise<PostedAnswer> {
  const { bodyKind, body } = ROUTES[job.operation]
  const reading = await readPosted({ ...job, kind: bodyKind, schema: body })
  if (reading.kind === 'refused') return refusal('request', reading.problems.map(inBody))
  const { posted } = reading
  if (posted.rows > job.rowLimit)
    return refusal('too-large', [tooManySchools('the request brings', posted.rows, job.rowLimit)])
  const worked = await WORKERS[job.operation](posted, job.query, job)
  const problems = worked.problems.map((each) => inPosted(each, posted))
  const isShapeless = posted.document !== undefined && problems.some((each) => isOfShape(each))
  if (isShapeless) return refusal('request', problems)
  if (worked.result === undefined) return refusal('input', problems)
  const content = worked.bytes ?? textsOf(worked, problems, job.answerForm)
  return { kind: 'done', content, inputs: worked.inputs }
}

/** What an operation came to; without a result the problems say why. */
interface Worked {
  readonly result: object | undefined
  /** The result as JSON, where it is written faster than by whoever knows nothing of it. */
  readonly json?: (() => readonly string[]) | undefined
  readonly csv?: (() => string) | undefined
  /** In place of a text, where a workbook is asked for. */
  readonly bytes?: Uint8Array | undefined
  readonly runs: readonly TiedRun[]
  readonly inputs: readonly string[]
  readonly problems: readonly LocatedProblem[]
}

type Work = (
  posted: Posted,
  query: Readonly<Record<string, unknown>>,
  job: Pick<PostedJob, 'answerForm' | 'workbook'>,
) => Promise<Worked>

const WORKERS: Readonly<Record<ComputingId, Work>> = {
  async check(posted) {
    const { summary, result, problems } = await checkScenario(pathAt(posted.paths, 0), posted.files)
    const placed = problems.map((each) => inPosted(each, posted))
    return { result: checkReport(summary, result, placed), runs: [], inputs: inputsOf(result), problems }
  },
  async compute({ files, paths }, _query, { answerForm, workbook }) {
    const { run, problems } = await runScenario(pathAt(paths, 0), files)
    const result = run?.result
    if (run !== undefined && answerForm === 'xlsx') return workedOut(run, problems, workbook)
    return {
      result,
      json: result && (() => runTexts(result)),
      csv: result && (() => runCsv(result)),
      runs: tied(result),
      inputs: inputsOf(result),
      problems,
    }
  },
  async compare({ files, paths }, query) {
    const { baseline, by = [] } = ROUTES.compare.query.parse(query)
    const compared = await compareScenarios(paths, files, { baseline, by })
    const { comparison, results, problems } = compared
    const csv = comparison && (() => comparisonCsv(comparison))
    return {
      result: comparison,
      csv,
      runs: results.flatMap(tied),
      inputs: results.flatMap(inputsOf),
      problems,
    }
  },
  async split({ files, paths }) {
    const both = [pathAt(paths, 0), pathAt(paths, 1)] as const
    const { split, runs, problems } = await splitScenarios(both, files, { step: async () => true })
    const csv = split && (() => splitCsv(split))
    return { result: split, csv, runs: runs.flatMap(tied), inputs: runs.flatMap(inputsOf), problems }
  },
  async explain({ files, paths }, query) {
    const { school, line } = ROUTES.explain.query.parse(query)
    const wish = { schoolId: school, id: line }
    const { explanation, problems } = await explainSchool(pathAt(paths, 0), files, wish)
    const inputs = explanation === undefined ? [] : [explanation.leeway.inputs]
    return { result: explanation, runs: [], inputs, problems }
  },
}

/** A run as a workbook. What writes one is large, and no other answer waits for it. */
async function workedOut(
  run: Run,
  problems: readonly LocatedProblem[],
  { school, command }: NonNullable<PostedJob['workbook']> = {
    command: `POST /v1/compute, Accept: ${FORMS.xlsx}`,
  },
): Promise<Worked> {
  const { workbookOfRun } = await import('../workbook-of-run.ts')
  const made = await workbookOfRun(run, { school, command })
  if (made.kind === 'refused') return { result: undefined, runs: [], inputs: [], problems: made.problems }
  const { result } = run
  return { result, bytes: made.bytes, runs: tied(result), inputs: inputsOf(result), problems }
}

type Checked = Awaited<ReturnType<typeof checkScenario>>

function checkReport(
  summary: Checked['summary'],
  result: Checked['result'],
  problems: readonly WireProblem[],
): CheckReport {
  return {
    summary: summary === undefined ? null : { ...summary, funds: [...summary.funds] },
    controls: result?.controls ?? [],
    budget: result?.budget ?? null,
    ...asTold(problems),
  }
}

function textsOf(
  { result, json, csv, runs }: Worked,
  problems: readonly WireProblem[],
  form: PostedJob['answerForm'],
): readonly string[] {
  if (form === 'csv' && csv !== undefined) return [csv()]
  if (form === 'json' && json !== undefined) return [...json(), '\n']
  const document = form === 'outcome' ? { result, runs, ...asTold(problems) } : result
  // As the command line prints it.
  return [`${JSON.stringify(document, null, 2)}\n`]
}

/** Codes that say that a document does not have the shape that the contract describes, whatever it means. */
const SHAPE: ReadonlySet<ProblemCode> = new Set([
  'FILE_TOO_LARGE',
  'FILE_NOT_UTF8',
  'YAML_SYNTAX',
  'YAML_ALIAS',
  'YAML_DIRECTIVE',
  'JSON_SYNTAX',
  'DUPLICATE_KEY',
  'RESERVED_KEY',
  'TOO_DEEP',
  'VALUES_LIMIT',
  'TEXT_MARKS',
  'FORMAT_VERSION',
  'FIELD_MISSING',
  'FIELD_UNKNOWN',
  'FIELD_VALUE',
])

function isOfShape({ code, severity }: WireProblem): boolean {
  return severity === 'error' && [...SHAPE].some((each) => each === code)
}

/** A problem with the body itself: its place in the body is its place. */
function inBody(found: LocatedProblem): WireProblem {
  const { pointer } = found.where
  return { ...found, ...(pointer !== undefined && { pointer }) }
}

function inPosted(found: LocatedProblem, { document }: Posted): WireProblem {
  const { file } = found.where
  if (document !== undefined) return inBody(found)
  return file === undefined ? found : { ...found, pointer: `/files/${escapePointer(file)}` }
}

function refusal(
  why: Extract<PostedAnswer, { kind: 'refused' }>['why'],
  problems: readonly WireProblem[],
): PostedAnswer {
  return { kind: 'refused', why, ...asTold(problems) }
}

function pathAt(paths: readonly string[], index: number): string {
  const path = paths[index]
  if (path === undefined) throw new Error('the body was held against its schema, and names its scenarios')
  return path
}

function tied(result: RunResult | undefined): TiedRun[] {
  if (result === undefined) return []
  const { scenario, controls, budget } = result
  return [{ scenario, controls, budget }]
}

function inputsOf(result: RunResult | undefined): string[] {
  return result === undefined ? [] : [result.leeway.inputs]
}
