import { posix } from 'node:path'
import type { FileReading, Files } from '../../src/app/files.ts'

type Contents = Readonly<Record<string, string | Uint8Array>>

/** A folder that exists only in memory, under the rules of a disk: what a file names lies beside it or below. */
export function memoryFiles(contents: Contents): Files {
  return {
    read: async (path, beside) => {
      const way = posix.normalize(path)
      if (beside === undefined) return readingOf(contents, way)
      if (posix.isAbsolute(way) || way === '..' || way.startsWith('../')) return { kind: 'outside' }
      return readingOf(contents, posix.join(posix.dirname(beside), way))
    },
  }
}

function readingOf(contents: Contents, path: string): FileReading {
  const content = Object.hasOwn(contents, path) ? contents[path] : undefined
  if (content === undefined) return { kind: 'missing' }
  return { kind: 'bytes', bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }
}
