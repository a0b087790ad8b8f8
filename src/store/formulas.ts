import {
  asId,
  isSameAsBefore,
  nextVersion,
  pointAt,
  type SavedVersion,
  type Version,
  type VersionRef,
  versionOf,
} from './versions.ts'
import type { Identity, Trx } from './with-district.ts'

export interface NewFormula {
  readonly name: string
  /** JSON, in canonical form. */
  readonly content: string
  readonly hash: string
  /** What the newest version has already is made a version again, unless this says that it is taken as that one. */
  readonly sameContent?: 'taken-as-newest'
}

/** Stores a formula as the next version of its name, which then points at it. */
export async function saveFormula(
  trx: Trx,
  identity: Identity,
  { name, content, hash, sameContent }: NewFormula,
): Promise<SavedVersion> {
  const { districtId, personId } = identity
  const { id, version } = await nextVersion(trx, identity, 'formula', name)
  if (sameContent !== undefined && (await isSameAsBefore(trx, 'formula', { id, version }, hash)))
    return { id, version: version - 1, isNew: false }
  await trx
    .insertInto('formula_versions')
    .values({ district_id: districtId, formula_id: id, version, content, hash, created_by: personId ?? null })
    .execute()
  await pointAt(trx, 'formula', { id, version })
  return { id, version, isNew: true }
}

export interface FormulaVersion extends Version, VersionRef {
  /** JSON, as it was saved. */
  readonly content: string
}

export async function readFormulaVersion(
  trx: Trx,
  { id, version }: VersionRef,
): Promise<FormulaVersion | undefined> {
  const found = await trx
    .selectFrom('formula_versions')
    .select(['version', 'hash', 'created_by', 'created_at', 'released_at', 'formula_id', 'content'])
    .where('formula_id', '=', asId(id) ?? null)
    .where('version', '=', version)
    .executeTakeFirst()
  return found && { id: found.formula_id, ...versionOf(found), content: found.content }
}
