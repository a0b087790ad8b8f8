import type { Named } from '../store/names.ts'
import type { Version } from '../store/versions.ts'

/** A name and its versions, as they are sent. */
export function namedWire({ id, name, currentVersion, releasedVersion, createdAt, revision }: Named) {
  return {
    id,
    name,
    version: currentVersion ?? null,
    released: releasedVersion ?? null,
    created: createdAt,
    revision,
  }
}

export function versionWire({ version, hash, createdBy, createdAt, releasedAt }: Version) {
  return { version, hash, by: createdBy ?? null, created: createdAt, released: releasedAt ?? null }
}
