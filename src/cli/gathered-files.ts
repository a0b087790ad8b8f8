import type { Files } from '../app/files.ts'
import { besideOf } from '../app/read-file.ts'
import { type NamedFile, namedFiles } from '../client/named-files.ts'
import { type FilesBody, POSTED_LIMITS } from '../contract/api/posted-body.ts'
import { UsageFault } from './command-line.ts'

type PostedFiles = FilesBody['files']

/**
 * Scenario files with all that they name, as a request brings them. A file that is not there is left out: whoever runs
 * the scenario says so at the place that names it.
 */
export async function gatheredFiles(paths: readonly string[], files: Files): Promise<PostedFiles> {
  const gathered = new Map<string, PostedFiles[string]>()
  const left: (NamedFile & { readonly beside?: string })[] = paths.map((path) => ({ path, isScenario: true }))
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { path, beside, isScenario } = next
    const name = beside === undefined ? path : besideOf(beside, path)
    if (gathered.has(name)) continue
    const reading = await files.read(path, beside)
    if (reading.kind !== 'bytes') continue
    if (gathered.size >= POSTED_LIMITS.files)
      throw new UsageFault(
        `more than ${POSTED_LIMITS.files} files are named, which is more than a service takes`,
      )
    const text = textOf(reading.bytes)
    gathered.set(name, text ?? { base64: Buffer.from(reading.bytes).toString('base64') })
    if (isScenario && text !== undefined)
      left.push(...namedFiles(text, name).map((each) => ({ ...each, beside: name })))
  }
  return Object.fromEntries(gathered)
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
