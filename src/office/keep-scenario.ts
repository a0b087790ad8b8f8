import type { Refusal } from '../app/service/stored-request.ts'
import type { PinnedAddress } from '../app/stored/addresses.ts'
import type { Slot } from '../app/stored/slot.ts'
import { addressProblem, type ScenarioParts, withAddresses } from '../app/stored/take-apart.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import { saveDataset } from '../store/datasets.ts'
import { saveFormula } from '../store/formulas.ts'
import { resolveDataset, resolveFormula, resolveScenario } from '../store/resolved-names.ts'
import type { ScenarioContent, Source } from '../store/scenario-versions.ts'
import { addSchools } from '../store/schools.ts'
import type { Identity, Trx } from '../store/with-district.ts'

/** Keeps what a posted scenario brings, and finds what it names: the content of a version, with its sources. */
export async function keepParts(
  trx: Trx,
  who: Identity,
  parts: ScenarioParts,
): Promise<ScenarioContent | Refusal> {
  const addresses: PinnedAddress[] = []
  const problems: WireProblem[] = []
  for (const slot of parts.slots) {
    const kept = await keepSlot(trx, who, slot)
    if ('code' in kept) problems.push(kept)
    else addresses.push(kept)
  }
  if (problems.length > 0)
    return { kind: 'refused', type: 'input', detail: 'Mend every error, and send it again.', problems }
  const places = parts.slots.flatMap((slot, i) => {
    const address = addresses[i]
    return address === undefined ? [] : [{ slot, address }]
  })
  return { ...withAddresses(parts, addresses), ...namesOf(places) }
}

async function keepSlot(trx: Trx, who: Identity, slot: Slot): Promise<PinnedAddress | WireProblem> {
  switch (slot.kind) {
    case 'formula': {
      const { name, content, hash } = slot.formula
      const { id, version } = await saveFormula(trx, who, {
        name,
        content,
        hash,
        sameContent: 'taken-as-newest',
      })
      return { kind: 'formula', id, version }
    }
    case 'table': {
      await addSchools(trx, who, slot.table.schools)
      const dataset = { ...slot.table, name: slot.name, sameContent: 'taken-as-newest' } as const
      const { id, version } = await saveDataset(trx, who, dataset)
      return { kind: 'dataset', id, version }
    }
    case 'named': {
      const { kind } = slot.address
      const found = await RESOLVE[kind](trx, slot.address)
      if (found.kind === 'found') return { kind, id: found.id, version: found.version }
      return addressProblem(slot, found.kind, found.kind === 'ambiguous' ? found.ids : [])
    }
    default:
      return slot satisfies never
  }
}

const RESOLVE = { formula: resolveFormula, dataset: resolveDataset, scenario: resolveScenario } as const

/** The formula and the schools of now have columns of their own; all else is a source by its place. */
function namesOf(
  places: readonly { readonly slot: Slot; readonly address: PinnedAddress }[],
): Pick<ScenarioContent, 'formula' | 'dataset' | 'sources'> {
  const isNow = (slot: Slot): boolean => slot.role === 'data' && slot.dataset === 'now'
  const formula = places.find(({ address }) => address.kind === 'formula')?.address
  const dataset = places.find(({ slot, address }) => isNow(slot) && address.kind === 'dataset')?.address
  const sources = places.flatMap(({ slot, address }): Source[] => {
    const { kind, id, version } = address
    return kind === 'formula' || address === dataset ? [] : [{ kind, id, version, place: slot.place }]
  })
  return { formula, dataset, sources }
}
