import { type FaultDetails, XlsxFault } from './xlsx-fault.ts'

/** A part of a file as it lies there, packed, with what its directory says of it. */
export interface ZipEntry {
  readonly name: string
  readonly isDeflated: boolean
  readonly crc: number
  /** Bytes unpacked. */
  readonly size: number
  readonly packed: Uint8Array
}

/** More than the workbook of any district has, and less than a machine chokes on. */
export const ZIP_LIMITS = {
  entries: 256,
  /** Bytes unpacked, of one entry and of all. */
  entryBytes: 48 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024,
  /** Unpacked bytes for one packed byte. */
  ratio: 200,
} as const

/**
 * The entries of a zip file by name, read from its directory alone: nothing is unpacked. Throws an XlsxFault where the
 * file is no zip, or is packed in a way that no spreadsheet program packs and that does harm.
 */
export function zipEntries(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(bytes, view)
  const entries: Placed[] = []
  let at = end.directory
  for (let i = 0; i < end.entries; i += 1) {
    const { entry, next } = readEntry({ bytes, view, at, end: end.at, directory: end.directory })
    entries.push(entry)
    at = next
  }
  if (at !== end.at) throw unsafe('its directory does not have the size that it states')
  refuseOverlaps(entries)
  refuseSizes(entries)
  return byName(entries)
}

interface Placed extends ZipEntry {
  /** From the header of the entry to the end of its bytes. */
  readonly start: number
  readonly stop: number
}

const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const
const LENGTH = { local: 30, central: 46, end: 22 } as const
/** The comment behind the directory is at most as long as its length can be written. */
const MOST_COMMENT = 0xffff
const ZIP64 = { count: 0xffff, size: 0xffffffff } as const
const OLE = [0xd0, 0xcf, 0x11, 0xe0] as const

function endOfDirectory(
  bytes: Uint8Array,
  view: DataView,
): { at: number; directory: number; entries: number } {
  if (OLE.every((byte, i) => bytes[i] === byte))
    throw new XlsxFault('XLSX_SYNTAX', 'the file is an old .xls file, or is locked with a password', {
      expected: 'an .xlsx file without a password',
      suggestion: 'save it as .xlsx, without a password',
    })
  const at = findEnd(view)
  if (at === undefined)
    throw new XlsxFault('XLSX_SYNTAX', 'the file is no XLSX file, or its end is missing', {
      suggestion: 'save it again as .xlsx; a table of text is named .csv',
    })
  const entries = view.getUint16(at + 10, true)
  const size = view.getUint32(at + 12, true)
  const directory = view.getUint32(at + 16, true)
  if (entries === ZIP64.count || size === ZIP64.size || directory === ZIP64.size)
    throw unsafe('it is packed for files of more than 4 GB')
  if (view.getUint32(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== entries)
    throw unsafe('it is one of several pieces')
  if (entries > ZIP_LIMITS.entries)
    throw unsafe('it has too many parts', { found: `${entries}`, expected: `at most ${ZIP_LIMITS.entries}` })
  if (directory + size !== at) throw unsafe('its directory is not where it should be')
  return { at, directory, entries }
}

/** The last place that can be the end: its comment fills the rest of the file. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - LENGTH.end
  for (let at = last; at >= Math.max(0, last - MOST_COMMENT); at -= 1) {
    const isEnd =
      view.getUint32(at, true) === SIGNATURE.end &&
      at + LENGTH.end + view.getUint16(at + 20, true) === view.byteLength
    if (isEnd) return at
  }
  return undefined
}

interface Reading {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly at: number
  /** Where the directory ends, and where it starts: no entry lies behind that. */
  readonly end: number
  readonly directory: number
}

function readEntry({ bytes, view, at, end, directory }: Reading): { entry: Placed; next: number } {
  if (at + LENGTH.central > end || view.getUint32(at, true) !== SIGNATURE.central)
    throw unsafe('its directory cannot be read')
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const nameLength = view.getUint16(at + 28, true)
  const next =
    at + LENGTH.central + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  if (next > end) throw unsafe('its directory cannot be read')
  const nameBytes = bytes.subarray(at + LENGTH.central, at + LENGTH.central + nameLength)
  const name = new TextDecoder().decode(nameBytes)
  refuseName(name)
  // Bits 0, 6 and 13: the ways of locking a part with a password.
  if ((flags & 0x2041) !== 0) throw unsafe('a part of it is locked with a password', { found: name })
  if (method !== 0 && method !== 8) throw unsafe('a part of it is packed in an unknown way', { found: name })
  const packedSize = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const start = view.getUint32(at + 42, true)
  if ([packedSize, size, start].includes(ZIP64.size)) throw unsafe('it is packed for files of more than 4 GB')
  if (method === 0 && packedSize !== size) throw unsafe('a part of it has two sizes', { found: name })
  const from = dataStart({ bytes, view, start, nameBytes, directory })
  const stop = from + packedSize
  if (stop > directory) throw unsafe('a part of it lies outside the file', { found: name })
  const packed = bytes.subarray(from, stop)
  const entry = {
    name,
    isDeflated: method === 8,
    crc: view.getUint32(at + 16, true),
    size,
    packed,
    start,
    stop,
  }
  return { entry, next }
}

/** Behind the entry's own header, which has to be there and to bear the same name. */
function dataStart({
  bytes,
  view,
  start,
  nameBytes,
  directory,
}: Pick<Reading, 'bytes' | 'view' | 'directory'> & { start: number; nameBytes: Uint8Array }): number {
  const isThere = start + LENGTH.local <= directory && view.getUint32(start, true) === SIGNATURE.local
  if (!isThere) throw unsafe('a part of it is not where its directory says')
  const nameLength = view.getUint16(start + 26, true)
  const own = bytes.subarray(start + LENGTH.local, start + LENGTH.local + nameLength)
  const isSame = own.length === nameBytes.length && own.every((byte, i) => byte === nameBytes[i])
  if (!isSame) throw unsafe('a part of it has two names')
  return start + LENGTH.local + nameLength + view.getUint16(start + 28, true)
}

function refuseName(name: string): void {
  const isAbsolute = name.startsWith('/') || /^[A-Za-z]:/.test(name)
  const isBad = isAbsolute || /[\\\0]/.test(name) || name.split('/').some((step) => step === '..')
  if (isBad) throw unsafe('a part of it has a path that leads out of it', { found: name })
}

function refuseOverlaps(entries: readonly Placed[]): void {
  const inOrder = entries.toSorted((a, b) => a.start - b.start)
  for (const [i, { start, name }] of inOrder.entries()) {
    const before = inOrder[i - 1]
    if (before !== undefined && start < before.stop)
      throw unsafe('two parts of it share the same bytes', { found: name })
  }
}

function refuseSizes(entries: readonly Placed[]): void {
  const { entryBytes, totalBytes, ratio } = ZIP_LIMITS
  const megabytes = (bytes: number): string => `at most ${bytes / 1024 / 1024} MB`
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  for (const { name, size, packed } of entries) {
    if (size > entryBytes)
      throw unsafe('a part of it is too large', { found: name, expected: megabytes(entryBytes) })
    if (size > packed.length * ratio)
      throw unsafe('a part of it grows too much when it is unpacked', {
        found: name,
        expected: `at most ${ratio} times its size`,
      })
  }
  if (total > totalBytes)
    throw unsafe('it is too large when it is unpacked', { expected: megabytes(totalBytes) })
}

function byName(entries: readonly ZipEntry[]): ReadonlyMap<string, ZipEntry> {
  const found = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (found.has(entry.name)) throw unsafe('two parts of it have one name', { found: entry.name })
    found.set(entry.name, entry)
  }
  return found
}

function unsafe(why: string, { found, expected }: FaultDetails = {}): XlsxFault {
  return new XlsxFault('XLSX_PACKED', `the file is not unpacked: ${why}`, {
    ...(found !== undefined && { found }),
    ...(expected !== undefined && { expected }),
    suggestion: 'open it in a spreadsheet, and save it again as .xlsx without a password',
  })
}
