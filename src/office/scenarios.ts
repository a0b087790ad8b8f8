import type { SCENARIO_ROUTES } from '../contract/api/routes/scenarios.ts'
import { releaseScenario } from '../store/releases.ts'
import { readScenarioVersion } from '../store/scenario-versions.ts'
import {
  changeScenario,
  copyScenario,
  findScenario,
  listScenarios,
  type Scenario,
  type ScenarioChanged,
} from '../store/scenarios.ts'
import { listVersions } from '../store/versions.ts'
import { changed, conflict, done, NOT_FOUND } from './answers.ts'
import { createScenario, patchScenario, replaceScenario } from './change-scenario.ts'
import { diffScenario } from './diff-scenario.ts'
import type { Handled, Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'
import { LOCKED, scenarioWire, versionOf } from './scenario-answers.ts'
import { versionWire } from './version-answers.ts'

/** Scenarios, and their versions. */
export const SCENARIO_HANDLERS: Handlers<keyof typeof SCENARIO_ROUTES> = {
  async scenarios({ trx, query }) {
    const { year, name, state } = query
    return done(pageAnswer(await listScenarios(trx, { ...wishOf(query), year, name, state }), scenarioWire))
  },
  createScenario,
  async scenario({ trx, params }) {
    return shown(await findScenario(trx, params.scenario))
  },
  changeScenario: patchScenario,
  replaceScenario,
  async renameScenario({ trx, params, ifMatch, fields }) {
    return lockable(await changeScenario(trx, params.scenario, ifMatch, fields))
  },
  async scenarioVersions({ trx, params, query }) {
    if ((await findScenario(trx, params.scenario)) === undefined) return NOT_FOUND
    const page = await listVersions(trx, 'scenario', params.scenario, wishOf(query))
    return done(pageAnswer(page, versionWire))
  },
  async scenarioVersion({ trx, params }) {
    const ref = { id: params.scenario, version: Number(params.version) }
    const found = await readScenarioVersion(trx, ref)
    if (found === undefined) return NOT_FOUND
    const { content, formula = null, dataset = null, sources } = found
    // As it was held against the schema when it was kept.
    const document = JSON.parse(content)
    return done({
      ...versionWire(found),
      document,
      formula,
      dataset,
      sources: sources.map((each) => ({ ...each })),
    })
  },
  async copyScenario({ trx, who, params, fields }) {
    const source = await versionOf(trx, params.scenario, fields.version)
    const from = await findScenario(trx, params.scenario)
    if (source === undefined || from === undefined) return NOT_FOUND
    const { name, year = from.year } = fields
    const copy = await copyScenario(trx, who, source, { name, year })
    return shown(copy, copy && `/v1/scenarios/${copy.id}`)
  },
  diffScenario,
  async lockScenario({ trx, params, ifMatch }) {
    return lockable(await changeScenario(trx, params.scenario, ifMatch, { isLocked: true }))
  },
  async unlockScenario({ trx, params, ifMatch }) {
    return lockable(await changeScenario(trx, params.scenario, ifMatch, { isLocked: false }))
  },
  async releaseScenario({ trx, params, fields }) {
    const version = await versionOf(trx, params.scenario, fields.version)
    if (version === undefined) return NOT_FOUND
    if (!(await releaseScenario(trx, version))) return conflict('This version is released already.')
    return shown(await findScenario(trx, params.scenario))
  },
}

function shown(scenario: Scenario | undefined, location?: string): Handled<ReturnType<typeof scenarioWire>> {
  if (scenario === undefined) return NOT_FOUND
  const { revision } = scenario
  return done(scenarioWire(scenario), { revision, ...(location !== undefined && { location }) })
}

function lockable(outcome: ScenarioChanged): Handled<ReturnType<typeof scenarioWire>> {
  return outcome.kind === 'locked' ? LOCKED : changed(outcome, scenarioWire)
}
