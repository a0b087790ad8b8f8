import { crc32 } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Files are noted as of this day, the first that the format knows: the same parts give the same bytes. */
const FIRST_DAY = 0x21
const VERSION = 20
const NAMES_IN_UTF8 = 0x800
/** Without another record at its end a file holds no more parts than this, and no byte beyond 32 bits. */
const MOST_PARTS = 65_535
const MOST_BYTES = 0xffff_ffff

/** A ZIP file (PKWARE APPNOTE) of parts that are compressed in themselves: they are stored as they are. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const written: Buffer[] = []
  const listed: Buffer[] = []
  let at = 0
  for (const { name, bytes } of parts) {
    const named = Buffer.from(name, 'utf8')
    const about = aboutPart(named, bytes)
    const head = Buffer.concat([words(0x0403_4b50), about, named])
    listed.push(
      Buffer.concat([words(0x0201_4b50), shorts(VERSION), about, Buffer.alloc(10), words(at), named]),
    )
    written.push(head, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    at += head.byteLength + bytes.byteLength
  }
  const list = Buffer.concat(listed)
  if (parts.length > MOST_PARTS || at + list.byteLength > MOST_BYTES)
    throw new Error('a ZIP file of this form does not hold so much')
  const count = parts.length
  const end = [words(0x0605_4b50), shorts(0, 0, count, count), words(list.byteLength, at), shorts(0)]
  return Buffer.concat([...written, list, ...end])
}

/** What stands of a part both before it and in the list of all. */
function aboutPart(named: Buffer, bytes: Uint8Array): Buffer {
  return Buffer.concat([
    shorts(VERSION, NAMES_IN_UTF8, 0, 0, FIRST_DAY),
    words(crc32(bytes), bytes.byteLength, bytes.byteLength),
    shorts(named.byteLength, 0),
  ])
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, 2 * i)
  return bytes
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i)
  return bytes
}
