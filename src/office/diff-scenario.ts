import { createPatch, Pointer } from 'rfc6902'
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
  const document: unknown = JSON.parse(before.content)
  const changes = createPatch(document, JSON.parse(after.content)).flatMap((change) => {
    if (change.op !== 'add' && change.op !== 'remove' && change.op !== 'replace') return []
    const was = change.op === 'add' ? {} : { was: Pointer.fromJSON(change.path).get(document) }
    return [{ op: change.op, path: change.path, ...was, ...('value' in change && { value: change.value }) }]
  })
  const ref = ({ id, version }: { readonly id: string; readonly version: number }) => ({ id, version })
  return done({ from: ref(before), to: ref(after), changes })
}
