import { addressText, type PinnedAddress } from '../../src/app/stored/addresses.ts'
import type { KeptTable } from '../../src/app/stored/dataset-table.ts'
import type { Kept } from '../../src/app/stored/kept.ts'
import { type ScenarioParts, withAddresses } from '../../src/app/stored/take-apart.ts'
import { throughNumeric } from './numeric-text.ts'

/** A district's formulas, datasets and scenarios as a database keeps them, as far as it matters to what they hold. */
export interface KeptInMemory {
  readonly kept: Kept
  keepDocument(kind: 'formula' | 'scenario', name: string, content: string): PinnedAddress
  keepTable(name: string, table: KeptTable): PinnedAddress
  /** Keeps the parts of a scenario, and then itself; what it names has to be there. */
  keepScenario(
    name: string,
    parts: ScenarioParts,
  ): { readonly address: PinnedAddress; readonly content: string }
}

/** `damage` is done to every table on its way in, for controls. */
export function keptInMemory(damage: (table: KeptTable) => KeptTable = (table) => table): KeptInMemory {
  const names: PinnedAddress[] = []
  const named = new Map<string, PinnedAddress>()
  const documents = new Map<string, string>()
  const tables = new Map<string, KeptTable>()
  const nextVersion = (kind: PinnedAddress['kind'], name: string): PinnedAddress => {
    const key = `${kind} ${name}`
    const before = named.get(key)
    const id = before?.id ?? `00000000-0000-7000-8000-${String(names.length).padStart(12, '0')}`
    const address = { kind, id, version: (before?.version ?? 0) + 1 }
    names.push(address)
    named.set(key, address)
    return address
  }
  const keep: KeptInMemory = {
    kept: {
      document: async (address) => documents.get(addressText(address)),
      table: async (address) => tables.get(addressText(address)),
    },
    keepDocument(kind, name, content) {
      const address = nextVersion(kind, name)
      documents.set(addressText(address), content)
      return address
    },
    keepTable(name, table) {
      const address = nextVersion('dataset', name)
      tables.set(addressText(address), throughDatabase(damage(table)))
      return address
    },
    keepScenario(name, parts) {
      const addresses = parts.slots.map((slot): PinnedAddress => {
        if (slot.kind === 'formula')
          return keep.keepDocument('formula', slot.formula.name, slot.formula.content)
        if (slot.kind === 'table') return keep.keepTable(slot.name, slot.table)
        const { kind, nameOrId, version } = slot.address
        const newest = named.get(`${kind} ${nameOrId}`) ?? names.find(({ id }) => id === nameOrId)
        if (newest === undefined) throw new Error(`there is no ${kind} ${nameOrId}`)
        return { ...newest, version: version ?? newest.version }
      })
      const { content } = withAddresses(parts, addresses)
      return { content, address: keep.keepDocument('scenario', name, content) }
    },
  }
  return keep
}

function throughDatabase({ description, numberColumns, textColumns, rows }: KeptTable): KeptTable {
  const kept = rows.map(({ school, numbers, texts }) => ({
    school,
    numbers: numbers.map((cell) => (cell === null ? null : throughNumeric(cell))),
    texts,
  }))
  return { description, numberColumns, textColumns, rows: kept }
}
