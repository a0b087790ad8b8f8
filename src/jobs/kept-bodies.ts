import { createHash } from 'node:crypto'
import type { Refusal } from '../app/service/stored-request.ts'
import { wholeBody } from '../office/put-together.ts'
import type { Store } from '../store/open-store.ts'
import type { VersionRef } from '../store/versions.ts'
import { type Identity, withDistrict } from '../store/with-district.ts'

/** A scenario with all it names, in memory that threads share. */
export interface Body {
  readonly bytes: Uint8Array
  /** Of the bytes. */
  readonly key: string
}

/** What parts are computed from. A version never changes: it is put together once for many parts. */
export interface KeptBodies {
  of(program: Identity, scenario: VersionRef): Promise<Body | Refusal | undefined>
}

const MOST_BYTES = 64 * 1024 * 1024

/** Keeps what was put together last, as far as it fits. */
export function keptBodies(pool: Store['pool']): KeptBodies {
  const kept = new Map<string, Body>()
  return {
    async of(program, { id, version }) {
      const name = JSON.stringify([program.districtId, id, version])
      const known = kept.get(name)
      if (known !== undefined) {
        kept.delete(name)
        kept.set(name, known)
        return known
      }
      const made = await withDistrict(pool, program, async (trx) => wholeBody(trx, { id, version }))
      if (made === undefined || 'kind' in made) return made
      const bytes = new Uint8Array(new SharedArrayBuffer(made.byteLength))
      bytes.set(made)
      const body = { bytes, key: createHash('sha256').update(made).digest('hex') }
      kept.set(name, body)
      shrink(kept)
      return body
    },
  }
}

/** Forgets what was used longest ago, until the rest fits. */
function shrink(kept: Map<string, Body>): void {
  let held = [...kept.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  for (const [name, { bytes }] of kept) {
    if (held <= MOST_BYTES) return
    kept.delete(name)
    held -= bytes.byteLength
  }
}
