import type { FileReading, Files } from '../app/files.ts'
import type { DiskFiles } from './disk-files.ts'

/** Files that stay what they were when they were first read, so that threads which read them later see the same. */
export interface KeptFiles extends DiskFiles {
  /** All that has been read so far, for another thread; bytes are shared with it, not copied. */
  readings(): Promise<Readings>
}

/** What was read, by the path that was asked for and the file beside which it was looked for. */
export type Readings = ReadonlyMap<string, FileReading>

export function keptFiles(files: DiskFiles): KeptFiles {
  const kept = new Map<string, Promise<FileReading>>()
  return {
    async read(path, beside) {
      const key = keyOf(path, beside)
      const reading = kept.get(key) ?? files.read(path, beside).then(shared)
      kept.set(key, reading)
      return reading
    },
    hasRead: (path) => files.hasRead(path),
    readings: async () =>
      new Map(await Promise.all([...kept].map(async ([key, reading]) => [key, await reading] as const))),
  }
}

/** In another thread, the files that were read before it began; it can read no others. */
export function filesReadBefore(readings: Readings): Files {
  return {
    async read(path, beside) {
      const reading = readings.get(keyOf(path, beside))
      if (reading === undefined) throw new Error(`${path} was not read before`)
      return reading
    },
  }
}

function keyOf(path: string, beside: string | undefined): string {
  return JSON.stringify([path, beside ?? null])
}

function shared(reading: FileReading): FileReading {
  if (reading.kind !== 'bytes') return reading
  const bytes = new Uint8Array(new SharedArrayBuffer(reading.bytes.length))
  bytes.set(reading.bytes)
  return { kind: 'bytes', bytes }
}
