import { crc32 } from './crc32.ts'
import { brokenPart } from './xlsx-fault.ts'
import type { ZipEntry } from './zip-guard.ts'

/**
 * A part's text in UTF-8, piece by piece. Throws an XlsxFault where it unpacks to other bytes than were packed: that is
 * known only at its end, so that nothing read before may be used until then.
 */
export async function* unpackedText(entry: ZipEntry): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      throw brokenPart(entry.name, 'is not text in UTF-8')
    }
  }
  for await (const bytes of unpackedBytes(entry)) yield decoded(bytes)
  yield decoded()
}

async function* unpackedBytes(entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let size = 0
  let crc = 0
  for await (const bytes of entry.isDeflated ? inflated(entry) : [entry.packed]) {
    size += bytes.length
    if (size > entry.size) throw damaged(entry)
    crc = crc32(bytes, crc)
    yield bytes
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged(entry)
}

/** Bytes are fed by the piece, so that what they grow to never stands in memory as one. */
const PIECE = 64 * 1024

async function* inflated(entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let at = 0
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      // A copy: the bytes may be shared with other threads, which no stream takes.
      if (at < entry.packed.length) controller.enqueue(Uint8Array.from(entry.packed.subarray(at, at + PIECE)))
      else controller.close()
      at += PIECE
    },
  })
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw damaged(entry)
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function damaged({ name }: ZipEntry): Error {
  return brokenPart(name, 'is damaged: it is not what was packed')
}
