import type { WireProblem } from '../../contract/api/wire-problem.ts'
import { canonicalJson, documentHash, textHash } from '../../contract/canonical/canonical-json.ts'
import type { ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import { failed, hasErrors, type Outcome, outcome, type Problem, problem } from '../../core/problems/problem.ts'
import { type Address, addressText, type PinnedAddress, readAddress } from './addresses.ts'
import type { NewTable } from './dataset-table.ts'
import { type NewFormula, newFormula } from './formula-document.ts'
import { plainName } from './plain-name.ts'
import { inBody, type PostedDocument, readScenarioFile } from './posted-document.ts'
import { takeData } from './take-data.ts'
import type { Taken, Taking } from './taking.ts'

/** A place of a document at which it names something that is kept, or brings it. */
export type Slot = {
  /** JSON pointer: `/base`, `/formula`, `/data`, `/data/prior`. */
  readonly place: string
  readonly role: 'base' | 'formula' | 'data' | 'earlier'
  /** Of `data` and `earlier`: the name of the dataset, `now` for a single one. */
  readonly dataset?: string
} & (
  | { readonly kind: 'named'; readonly address: Address; readonly where: WireProblem['where'] }
  | { readonly kind: 'formula'; readonly formula: NewFormula }
  | { readonly kind: 'table'; readonly name: string; readonly table: NewTable }
)

/** A posted scenario, taken apart for keeping. */
export interface ScenarioParts {
  /** As `scenario` says, or the formula that it brings; nothing in a what-if that says neither. */
  readonly id: string | undefined
  readonly name: string | undefined
  /** Label of the fiscal year, where the document brings its formula. */
  readonly year: string | undefined
  /** Whether it varies something, and is swept and not run. */
  readonly isSwept: boolean
  /** The document as canonical JSON, cut where an address belongs: one piece more than slots. */
  readonly pieces: readonly string[]
  readonly slots: readonly Slot[]
}

export interface KeptDocument {
  /** JSON, in canonical form. */
  readonly content: string
  /** `sha256:…` of the content. */
  readonly hash: string
}

/** The document that is kept, with an address for each of its slots, in their order. */
export function withAddresses(
  { pieces, slots }: Pick<ScenarioParts, 'pieces' | 'slots'>,
  addresses: readonly PinnedAddress[],
): KeptDocument {
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
  if (why === 'absent') return { ...told, message: `there is no ${kind} of this name or id, or not this version` }
  const several = { message: `several scenarios have this name`, suggestion: 'name the one that is meant by its id' }
  return { ...told, ...several, expected: ids.join(', ') }
}

/** Takes a posted scenario apart: its formula, its tables, and the addresses of what it names. */
export async function takeApart(posted: PostedDocument): Promise<Outcome<ScenarioParts>> {
  const reading = readScenarioFile(posted)
  return reading.kind === 'failed' ? reading : partsOf(reading.value, posted)
}

/** Takes apart what has been read. */
export async function partsOf(file: ScenarioFile, posted: PostedDocument): Promise<Outcome<ScenarioParts>> {
  const { scenario, formula } = file
  const brought = typeof formula === 'object' ? formula : undefined
  const id = scenario?.id ?? brought?.id
  const name = scenario?.name ?? (scenario === undefined ? brought?.name : undefined) ?? id
  const taking: Taking = { posted, title: plainName(name ?? '', 'scenario'), problems: [] }
  const taken = {
    base: file.base === undefined ? undefined : named(file.base, { place: '/base', role: 'base' }, taking),
    formula: takeFormula(file, taking),
    data: await takeData(file.data, taking),
  }
  const { problems } = taking
  if (hasErrors(problems)) return failed(problems)
  const { pieces, slots } = cut(file, taken)
  return outcome(problems, () => ({
    id,
    name,
    year: brought === undefined ? undefined : newFormula(brought).year,
    isSwept: file.vary !== undefined,
    pieces,
    slots,
  }))
}
