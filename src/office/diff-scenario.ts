import { documentChanges } from '../app/stored/document-changes.ts'
import type { GivenBy } from '../contract/api/route-types.ts'
import { readScenarioVersion } from '../store/scenario-versions.ts'
import { findScenario } from '../store/scenarios.ts'
import { done, NOT_FOUND } from './answers.ts'
import type { Handled, Work } from './handler.ts'

/** How the documents of two versions differ. */
export async function diffScenario({
  trx,
  params,
  query,
}: Work<'diffScenario'>): Promise<Handled<GivenBy<'diffScenario'>>> {
  const other = query.other ?? params.scenario
  const newest = (await findScenario(trx, other))?.currentVersion
  const to = query.to === undefined ? newest : Number(query.to)
  const before = await readScenarioVersion(trx, { id: params.scenario, version: Number(query.from) })
  const after = to === undefined ? undefined : await readScenarioVersion(trx, { id: other, version: to })
  if (before === undefined || after === undefined) return NOT_FOUND
  const changes = documentChanges(JSON.parse(before.content), JSON.parse(after.content))
  const ref = ({ id, version }: { readonly id: string; readonly version: number }) => ({ id, version })
  return done({ from: ref(before), to: ref(after), changes })
}
