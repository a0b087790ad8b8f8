import type { WireProblem } from '../../contract/api/wire-problem.ts'
import type { Problem } from '../../core/problems/problem.ts'
import { problem } from '../../core/problems/problem.ts'
import { type Address, type AddressKind, readAddress } from './addresses.ts'
import type { NewTable } from './dataset-table.ts'
import type { NewFormula } from './formula-document.ts'
import type { PostedDocument } from './posted-document.ts'

/** A place of a document at which it names something that is kept, or brings it. */
export type Slot = SlotPlace &
  (
    | { readonly kind: 'named'; readonly address: Address; readonly where: WireProblem['where'] }
    | { readonly kind: 'formula'; readonly formula: NewFormula }
    | { readonly kind: 'table'; readonly name: string; readonly table: NewTable }
  )

interface SlotPlace {
  /** JSON pointer: `/base`, `/formula`, `/data`, `/data/prior/file`. */
  readonly place: string
  readonly role: 'base' | 'formula' | 'data' | 'earlier'
  /** Of `data` and `earlier`: the name of the dataset, `now` for a single one. */
  readonly dataset?: string
}

/** A document that is being taken apart, and the problems met on the way. */
export interface Taking {
  readonly posted: PostedDocument
  /** What the tables that it brings are called after. */
  readonly title: string
  readonly problems: Problem[]
}

const NAMED: Readonly<Record<SlotPlace['role'], { readonly kind: AddressKind; readonly remedy: string }>> = {
  base: { kind: 'scenario', remedy: 'keep the base first, or post what leeway bundle writes' },
  formula: { kind: 'formula', remedy: 'keep the formula first, or post what leeway bundle writes' },
  data: { kind: 'dataset', remedy: 'upload the file as a dataset first, or post what leeway bundle writes' },
  earlier: { kind: 'scenario', remedy: 'keep the earlier scenario first, or post what leeway bundle writes' },
}

/** The slot of a text that has to be an address; the path of a file is a problem that says what to do. */
export function namedSlot(text: string, place: SlotPlace, { posted, problems }: Taking): Slot | undefined {
  const address = readAddress(text)
  const { kind, remedy } = NAMED[place.role]
  const at = { kind: 'document', pointer: place.place } as const
  if (address?.kind === kind) {
    const { where } = posted.sourceMap.locate(problem('ADDRESS_UNKNOWN', { at, message: '' }))
    return { ...place, kind: 'named', address, where }
  }
  problems.push(
    problem('ADDRESS_FORM', {
      at,
      message:
        address === undefined
          ? 'what is kept names no files'
          : `this is the address of a ${address.kind}, and a ${kind} is needed`,
      found: text,
      expected: `${kind}s/NAME or ${kind}s/ID@VERSION`,
      suggestion: remedy,
    }),
  )
  return undefined
}
