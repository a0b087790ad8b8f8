import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'
import { compareCodePoints } from '../core/text/code-points.ts'

/** The migrations that this Leeway knows. */
export const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** A name such as `0007-plans`, or `0008-one-name.breaking` where an older Leeway must not use what it leaves. */
const NAME = /^(\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*(?:\.breaking)?)\.sql$/

/** The names of the migrations in a folder, in their order. */
export function migrationNames(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((file) => NAME.exec(file)?.[1] ?? [])
    .sort(compareCodePoints)
}

/** Numbered SQL files, which only go forward. */
export function migrationsFrom(folder: string): MigrationProvider {
  return {
    getMigrations: async () => {
      const named = migrationNames(folder).map((name): [string, Migration] => {
        const text = readFileSync(join(folder, `${name}.sql`), 'utf8')
        return [name, { up: async (db) => void (await sql.raw(text).execute(db)) }]
      })
      return Object.fromEntries(named)
    },
  }
}
