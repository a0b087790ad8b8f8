import type { WireProblem } from '../../contract/api/wire-problem.ts'
import type { PinnedAddress } from './addresses.ts'
import type { KeptTable } from './dataset-table.ts'

/** Where kept things are read from; nothing where there is none, or it may not be seen. */
export interface Kept {
  /** Content of a version of a formula or scenario. */
  document(address: PinnedAddress): Promise<string | undefined>
  table(address: PinnedAddress): Promise<KeptTable | undefined>
  /** Lets others have the thread for a moment, while much is put together. */
  pause?(): Promise<void>
}

export type PutTogether =
  | {
      readonly kind: 'done'
      /** The body that `POST /v1/compute` takes: `{files, scenario}`. */
      readonly body: Uint8Array
      /** Schools in all of its tables. */
      readonly rows: number
      /** Everything that the scenario is made of. */
      readonly sources: readonly PinnedAddress[]
    }
  | { readonly kind: 'failed'; readonly problems: readonly WireProblem[] }

/** Puts a kept scenario and all it names together into one request to compute it. */
export async function putTogether(_content: string, _kept: Kept): Promise<PutTogether> {
  throw new Error('not yet')
}

/** Puts several together into `{files, scenarios}`, in their order, as comparing and splitting take it. */
export async function putSeveralTogether(_contents: readonly string[], _kept: Kept): Promise<PutTogether> {
  throw new Error('not yet')
}
