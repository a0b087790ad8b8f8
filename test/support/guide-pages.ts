import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface GuidePage {
  /** Path from the root, such as `docs/glossary.md`. */
  readonly path: string
  readonly text: string
}

/** Every Markdown page that is ours, by path. */
export function guidePages(): GuidePage[] {
  const folders = ['docs', 'scenarios', 'test'].flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path}`,
    ),
  )
  return [...readdirSync(root), ...folders]
    .filter((path) => path.endsWith('.md'))
    .map((path) => guidePage(path.replaceAll('\\', '/')))
}

export function guidePage(path: string): GuidePage {
  return { path, text: readFileSync(`${root}/${path}`, 'utf8') }
}
