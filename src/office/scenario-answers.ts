import { readScenarioVersion } from '../store/scenario-versions.ts'
import { findScenario, type Scenario } from '../store/scenarios.ts'
import type { VersionRef } from '../store/versions.ts'
import type { Trx } from '../store/with-district.ts'
import { conflict } from './answers.ts'

export const LOCKED = conflict('The scenario is locked. Copy it, or ask finance to unlock it.')

export function scenarioWire(scenario: Scenario) {
  const { id, name, year, currentVersion, releasedVersion, createdBy, createdAt, lockedAt } = scenario
  return {
    id,
    name,
    year,
    version: currentVersion ?? null,
    released: releasedVersion ?? null,
    by: createdBy ?? null,
    created: createdAt,
    locked: lockedAt ?? null,
    adopted: scenario.adoptedFor.map((each) => ({ ...each })),
    revision: scenario.revision,
  }
}

/** The version that is stated, or the newest. */
export async function versionOf(
  trx: Trx,
  scenario: string,
  stated: string | undefined,
): Promise<VersionRef | undefined> {
  const found = await findScenario(trx, scenario)
  const version = stated === undefined ? found?.currentVersion : Number(stated)
  if (found === undefined || version === undefined) return undefined
  return (await readScenarioVersion(trx, { id: found.id, version })) && { id: found.id, version }
}
