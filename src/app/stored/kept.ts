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
