import type { ReadTable } from '../app/stored/packed-table.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'

/** What was read of a file besides its rows, to be kept until they are written. */
export interface KeptReading {
  readonly table: ReadTable
  readonly warnings: readonly WireProblem[]
}

export function packedReading(reading: KeptReading): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(reading))
}

/** The same, of bytes that were packed above. */
export function unpackedReading(bytes: Uint8Array): KeptReading {
  return JSON.parse(new TextDecoder().decode(bytes)) as KeptReading
}
