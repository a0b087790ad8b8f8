import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import type { FileReading, Files } from '../app/files.ts'
import { CSV_LIMITS } from '../contract/source/csv-delimiter.ts'

export interface DiskFiles extends Files {
  /** Whether a path leads to a file that was read, links followed. */
  hasRead(path: string): Promise<boolean>
}

/**
 * Files on this disk. The first file may be anywhere; what it names must lie in its own folder or below,
 * links followed, so that a scenario from elsewhere reads nothing but what came with it.
 */
export function diskFiles(): DiskFiles {
  const read = new Set<string>()
  return {
    async read(path, beside) {
      const root = beside === undefined ? undefined : dirname(resolve(beside))
      const file = root === undefined ? path : resolve(root, path)
      const reading = await readWithin(file, root)
      if (reading.kind === 'bytes') read.add(await realpath(file))
      return reading
    },
    async hasRead(path) {
      try {
        return read.has(await realpath(path))
      } catch (thrown) {
        if (codeOf(thrown) === undefined) throw thrown
        return false
      }
    },
  }
}

async function readWithin(path: string, root: string | undefined): Promise<FileReading> {
  try {
    // A path that leaves the root is refused before the disk is asked, so that it cannot be used to look around.
    if (root !== undefined && !isInside(path, root)) return { kind: 'outside' }
    if (root !== undefined && !isInside(await realpath(path), await realpath(root)))
      return { kind: 'outside' }
    const { size, isFile } = await statOf(path)
    if (!isFile) return { kind: 'unreadable' }
    if (size > CSV_LIMITS.bytes) return { kind: 'too-large' }
    return { kind: 'bytes', bytes: await readFile(path) }
  } catch (thrown) {
    return { kind: codeOf(thrown) === 'ENOENT' ? 'missing' : 'unreadable' }
  }
}

async function statOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path)
  return { size: found.size, isFile: found.isFile() }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined
}
