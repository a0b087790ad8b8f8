import type { Refusal } from '../app/service/stored-request.ts'
import { patched } from '../app/stored/apply-patch.ts'
import type { ScenarioParts } from '../app/stored/take-apart.ts'
import type { CheckReport } from '../contract/api/check-schema.ts'
import { ofSchools } from '../contract/api/roles.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import type { StoredId } from '../contract/api/routes.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { readFormulaVersion } from '../store/formulas.ts'
import { readScenarioVersion, type ScenarioContent } from '../store/scenario-versions.ts'
import {
  createScenario as createEmpty,
  findScenario,
  type ScenarioChanged,
  saveScenarioVersion,
} from '../store/scenarios.ts'
import type { VersionRef } from '../store/versions.ts'
import { asProgram } from '../store/with-district.ts'
import { done, invalid, NOT_FOUND, stale } from './answers.ts'
import { computed, readPosted } from './computed.ts'
import type { Handled, Work } from './handler.ts'
import { keepParts } from './keep-scenario.ts'
import { inPosted, namedProblems } from './named-problems.ts'
import { wholeBody } from './put-together.ts'
import { LOCKED, scenarioWire } from './scenario-answers.ts'
import { seenProblems, seenRefusal } from './seen-problems.ts'

type Saved = GivenBy<'createScenario'>

/** Keeps a posted scenario, with what it brings, once it has been checked as a whole. */
export async function createScenario(work: Work<'createScenario'>): Promise<Handled<Saved>> {
  const { trx, who, query } = work
  const read = await readScenario(work, work.posted)
  if (read.kind === 'refused') return read
  const parts = read.value
  const name = query.name ?? parts.name
  const content = await keepParts(trx, who, parts)
  if ('kind' in content) return content
  const year = query.year ?? parts.year ?? (await yearOfParts(work, content))
  if (name === undefined || year === undefined)
    return invalid(
      ...(name === undefined ? [unnamed('name')] : []),
      ...(year === undefined ? [unnamed('year')] : []),
    )
  const id = await createEmpty(trx, who, { name, year })
  const saved = await saveScenarioVersion(trx, who, id, 1, content)
  return checked({ ...work, body: bodyOf(work.posted) }, saved, read.warnings)
}

/** Makes a posted document the next version. */
export async function replaceScenario(work: Work<'replaceScenario'>): Promise<Handled<Saved>> {
  const read = await readScenario(work, work.posted)
  return read.kind === 'refused'
    ? read
    : nextVersion({ ...work, body: bodyOf(work.posted) }, read.value, read.warnings)
}

/** Makes what a patch makes of the newest version the next one. */
export async function patchScenario(work: Work<'changeScenario'>): Promise<Handled<Saved>> {
  const { trx, params, ifMatch, fields } = work
  const scenario = await findScenario(trx, params.scenario)
  if (scenario?.currentVersion === undefined) return NOT_FOUND
  // What the patch was written for is what it is applied to.
  if (scenario.revision !== ifMatch) return stale(scenario.revision)
  const newest = await readScenarioVersion(trx, { id: scenario.id, version: scenario.currentVersion })
  if (newest === undefined) return NOT_FOUND
  const outcome = patched(JSON.parse(newest.content), fields)
  if (outcome.kind === 'failed')
    return invalid(...outcome.faults.map(({ index, message }) => unpatched(index, message)))
  const bytes = new TextEncoder().encode(JSON.stringify(outcome.document))
  const read = await readScenario(work, { bytes, form: 'json' })
  return read.kind === 'refused'
    ? read
    : nextVersion({ ...work, body: bodyOf(undefined) }, read.value, read.warnings)
}

/** What its problems call the document that was posted. */
function bodyOf(posted: Work<'createScenario'>['posted']): string {
  return posted?.form === 'yaml' ? 'body.yaml' : 'body.json'
}

type Changing = Pick<Work<StoredId>, 'trx' | 'who' | 'tools'> & { readonly body: string }

async function nextVersion(
  work: Changing & Pick<Work<'replaceScenario'> | Work<'changeScenario'>, 'params' | 'ifMatch'>,
  parts: ScenarioParts,
  warnings: readonly WireProblem[],
): Promise<Handled<Saved>> {
  const { trx, who, params, ifMatch } = work
  const content = await keepParts(trx, who, parts)
  if ('kind' in content) return content
  return checked(work, await saveScenarioVersion(trx, who, params.scenario, ifMatch, content), warnings)
}

/** Runs what was kept as it will be run from now on; with an error in it nothing is kept. */
async function checked(
  work: Changing,
  saved: ScenarioChanged,
  warnings: readonly WireProblem[],
): Promise<Handled<Saved>> {
  if (saved.kind === 'locked') return LOCKED
  if (saved.kind === 'absent') return NOT_FOUND
  if (saved.kind === 'stale') return stale(saved.revision)
  const { id, currentVersion: version, revision } = saved.row
  if (version === undefined) return NOT_FOUND
  const report = await checkReport(work, { id, version })
  if ('kind' in report) return report
  const errors = report.problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    return { kind: 'refused', type: 'input', detail: MEND, problems: errors, more: report.more }
  const met = await namedProblems(work.trx, report.problems)
  const result = { scenario: scenarioWire(saved.row), warnings: [...warnings, ...met] }
  return done(result, { revision, location: `/v1/scenarios/${id}` })
}

const MEND = 'Mend every error, and send it again.'

async function checkReport(
  { trx, who, tools, body: posted }: Changing,
  scenario: VersionRef,
): Promise<CheckReport | Refusal> {
  const body = await asProgram(trx, who, async () => wholeBody(trx, scenario))
  if (body === undefined) return NOT_FOUND
  const placed = (refusal: Refusal): Refusal => {
    const { problems } = refusal
    return problems === undefined ? refusal : { ...refusal, problems: inPosted(problems, scenario, posted) }
  }
  if ('kind' in body) return placed(body)
  const checking = { operation: 'check', bytes: body, query: {}, answerForm: 'json' } as const
  const outcome = await computed(trx, tools, checking)
  if (outcome.kind === 'refused') return placed(seenRefusal(outcome, who))
  // Written by us, in another thread.
  const report = JSON.parse(new TextDecoder().decode(outcome.bytes)) as CheckReport
  return { ...report, problems: [...inPosted(seenProblems(report.problems, who), scenario, posted)] }
}

async function readScenario(
  { trx, tools, known }: Pick<Work<'createScenario'>, 'trx' | 'tools' | 'known'>,
  posted: Work<'createScenario'>['posted'],
) {
  const { bytes, form } = posted ?? { bytes: new Uint8Array(0), form: 'json' }
  const { role, schools } = known.person
  return readPosted(trx, tools, {
    task: 'scenario',
    bytes,
    form: form === 'yaml' ? 'yaml' : 'json',
    rowLimit: tools.rowLimit,
    ...(ofSchools(role) && { ownSchools: schools }),
  })
}

/** The year of the formula that is named; a what-if is for the year of what it changes. */
async function yearOfParts(
  { trx }: Pick<Work<'createScenario'>, 'trx'>,
  { formula, sources = [] }: ScenarioContent,
): Promise<string | undefined> {
  const kept = formula && (await readFormulaVersion(trx, formula))
  // As it was held against the schema when it was kept.
  if (kept !== undefined) return JSON.parse(kept.content).formula.year.label
  const base = sources.find(({ kind, place }) => kind === 'scenario' && place === '/base')
  return base && (await findScenario(trx, base.id))?.year
}

function unnamed(parameter: 'name' | 'year') {
  return {
    code: 'NOT_TOGETHER',
    parameter,
    message: `the document says no ${parameter}, and the address does not either`,
    suggestion: `?${parameter}=…`,
  } as const
}

function unpatched(index: number, message: string) {
  return { code: 'PATCH', pointer: `/${index}`, message: `the change does not apply: ${message}` } as const
}
