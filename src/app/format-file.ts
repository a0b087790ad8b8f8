import { createSourceMap, type LocatedProblem } from '../contract/report/source-map.ts'
import { formatDocument } from '../contract/source/format-document.ts'
import { readDocument } from '../contract/source/read-document.ts'
import type { Files } from './files.ts'
import { loadScenario } from './load-scenario.ts'
import { readFileText } from './read-file.ts'

export interface FormatOutcome {
  /** The file as it was, and in its one form; missing when it cannot be read. */
  readonly texts: { readonly before: string; readonly after: string } | undefined
  readonly problems: readonly LocatedProblem[]
}

/** Puts the expressions of a file into their one form. A file with faults in its expressions, or no Leeway file, stays. */
export async function formatFile(path: string, files: Files): Promise<FormatOutcome> {
  const text = await readFileText(files, { path })
  const document = text.kind === 'done' ? readDocument(text.value, path) : text
  if (text.kind === 'failed' || document.kind === 'failed') {
    const { locate } = createSourceMap(path)
    return { texts: undefined, problems: (document.kind === 'failed' ? document.problems : []).map(locate) }
  }
  const { problems, locate } = await loadScenario(path, files, async () => undefined)
  const faults = problems.filter(({ code }) => code === 'EXPRESSION_SYNTAX' || code === 'FORMAT_VERSION')
  if (faults.length > 0) return { texts: undefined, problems: faults.map(locate) }
  return { texts: { before: text.value, after: formatDocument(document.value) }, problems: [] }
}
