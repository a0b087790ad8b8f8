import type { WireProblem } from '../../contract/api/wire-problem.ts'
import { textHash } from '../../contract/canonical/canonical-json.ts'
import type { ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import { type Outcome, outcome, problem } from '../../core/problems/problem.ts'
import { addressText, type PinnedAddress } from './addresses.ts'
import { type Draft, type Pieces, piecesOf, valuesOf } from './document-pieces.ts'
import { newFormula } from './formula-document.ts'
import { plainName } from './plain-name.ts'
import type { PostedDocument } from './posted-document.ts'
import { namedSlot, type Slot, type Taking } from './slot.ts'
import { takeData } from './take-data.ts'

/** A posted scenario, taken apart for keeping: its document, cut where an address belongs, and what belongs there. */
export interface ScenarioParts extends Pieces {
  /** As `scenario` says, or the formula that it brings; nothing in a what-if that says neither. */
  readonly id: string | undefined
  readonly name: string | undefined
  /** Label of the fiscal year, where the document brings its formula. */
  readonly year: string | undefined
  /** Whether it varies something, and is swept and not run. */
  readonly isSwept: boolean
}

/** Takes a scenario apart: its formula, its tables, and the addresses of what it names. */
export async function takeApart(file: ScenarioFile, posted: PostedDocument): Promise<Outcome<ScenarioParts>> {
  const { scenario, formula, base } = file
  const brought = typeof formula === 'object' ? formula : undefined
  const id = scenario?.id ?? brought?.id
  const name = scenario?.name ?? (scenario === undefined ? brought?.name : undefined) ?? id
  const taking: Taking = { posted, title: plainName(name ?? '', 'scenario'), problems: [] }
  const fields = {
    ...valuesOf(file),
    base: base === undefined ? undefined : takeBase(base, taking),
    formula: takeFormula(file, taking),
    data: await takeData(file.data, taking),
  }
  return outcome(taking.problems, () => ({
    id,
    name,
    year: brought && newFormula(brought).year,
    isSwept: file.vary !== undefined,
    ...piecesOf({ kind: 'fields', fields }),
  }))
}

function takeBase(base: string, taking: Taking): Draft | undefined {
  const slot = namedSlot(base, { place: '/base', role: 'base' }, taking)
  return slot && { kind: 'slot', slot }
}

function takeFormula({ formula, base }: ScenarioFile, taking: Taking): Draft | undefined {
  const place = { place: '/formula', role: 'formula' } as const
  if (typeof formula === 'object')
    return { kind: 'slot', slot: { ...place, kind: 'formula', formula: newFormula(formula) } }
  if (formula === undefined) {
    const at = { kind: 'document', pointer: '/formula' } as const
    const message = 'the file has no formula'
    if (base === undefined)
      taking.problems.push(problem('FORMULA_MISSING', { at, message, expected: 'formula: … or base: …' }))
    return undefined
  }
  const slot = namedSlot(formula, place, taking)
  return slot && { kind: 'slot', slot }
}

export interface KeptDocument {
  /** JSON, in canonical form. */
  readonly content: string
  /** `sha256:…` of the content. */
  readonly hash: string
}

/** The document that is kept, with an address for each of its slots, in their order. */
export function withAddresses({ pieces, slots }: Pieces, addresses: readonly PinnedAddress[]): KeptDocument {
  if (addresses.length !== slots.length) throw new Error('there is one address for each slot')
  const written = pieces.map((piece, i) => {
    const address = addresses[i]
    return address === undefined ? piece : piece + JSON.stringify(addressText(address))
  })
  const content = written.join('')
  return { content, hash: textHash(content) }
}

/** What is said of a slot whose address leads to nothing that its writer may see, or to several things. */
export function addressProblem(
  { address, place, where }: Extract<Slot, { kind: 'named' }>,
  why: 'absent' | 'ambiguous',
  ids: readonly string[] = [],
): WireProblem {
  const { kind, nameOrId, version } = address
  const found = version === undefined ? nameOrId : `${nameOrId}@${version}`
  const told = { code: 'ADDRESS_UNKNOWN', severity: 'error', found, pointer: place, where } as const
  if (why === 'absent')
    return { ...told, message: `no ${kind} that you may see has this name or id, or not this version` }
  const suggestion = 'name the one that is meant by its id'
  return { ...told, message: `several ${kind}s have this name`, expected: ids.join(', '), suggestion }
}
