import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the repository, with its slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Every scenario under `scenarios` that is run, by its path from the root: a formula on its own, for others to use, is
 * none, and a sweep has no one result.
 */
export function committedScenarios(): string[] {
  return readdirSync(`${root}scenarios`, { recursive: true, encoding: 'utf8' })
    .map((path) => `scenarios/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.yaml') && /^scenario:/m.test(textOf(path)))
    .filter((path) => !/^vary:/m.test(textOf(path)))
    .toSorted((a, b) => (a < b ? -1 : 1))
}

export function textOf(path: string): string {
  return readFileSync(root + path, 'utf8')
}
