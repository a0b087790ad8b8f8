import { readDocument } from '../contract/source/read-document.ts'
import type { SourceNode } from '../contract/source/source-document.ts'

/** A file that a scenario file names, by the path that stands there. */
export interface NamedFile {
  readonly path: string
  /** Whether it can name others in its turn. */
  readonly isScenario: boolean
}

/** The files that a scenario file names; of one that cannot be read, none. */
export function namedFiles(text: string, name: string): NamedFile[] {
  const document = readDocument(text, name)
  if (document.kind === 'failed') return []
  const { root } = document.value
  const data = childOf(root, 'data')
  const several = data?.kind === 'map' ? [...data.entries.values()].map(({ value }) => value) : []
  return [
    ...asNamed(childOf(root, 'base'), true),
    ...asNamed(childOf(root, 'formula'), false),
    ...datasetFiles(data),
    // Datasets by name; the parts of a single one name no files of their own.
    ...several.filter(({ kind }) => kind === 'map').flatMap(datasetFiles),
    ...(childOf(data, 'now') === undefined ? [] : several.flatMap((each) => asNamed(each, false))),
  ]
}

function datasetFiles(data: SourceNode | undefined): NamedFile[] {
  if (data?.kind !== 'map') return asNamed(data, false)
  return [...asNamed(childOf(data, 'file'), false), ...asNamed(childOf(data, 'earlier'), true)]
}

function asNamed(node: SourceNode | undefined, isScenario: boolean): NamedFile[] {
  return node?.kind === 'text' ? [{ path: node.text, isScenario }] : []
}

function childOf(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined
}
