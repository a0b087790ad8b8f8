import { unpackedText } from './unpack.ts'
import { XlsxFault } from './xlsx-fault.ts'
import { type ZipEntry, zipEntries } from './zip-guard.ts'

/** A row with one cell takes no fewer characters. */
const LEAST_OF_ROW = 20
const ROW = /<(?:[\w.-]+:)?row[\s/>]/g
/** As much of a piece as a cut tag can be at its end. */
const TAG = 64

/**
 * How many rows the sheets of a workbook have together, or a number that is no lower: cells are not looked at. None of a
 * file that cannot be unpacked, which says so when it is read. Only a workbook whose parts are large enough for more
 * than the limit is unpacked.
 */
export async function workbookRows(bytes: Uint8Array, limit: number): Promise<number> {
  try {
    const parts = [...zipEntries(bytes).values()]
    const most = Math.floor(parts.reduce((sum, { size }) => sum + size, 0) / LEAST_OF_ROW)
    if (most <= limit) return most
    let rows = 0
    for (const part of parts) if (!/\.rels$|sharedStrings/.test(part.name)) rows += await rowsIn(part)
    return rows
  } catch (thrown) {
    if (!(thrown instanceof XlsxFault)) throw thrown
    return 0
  }
}

async function rowsIn(part: ZipEntry): Promise<number> {
  if (!part.name.endsWith('.xml')) return 0
  let rows = 0
  let rest = ''
  for await (const piece of unpackedText(part)) {
    const text = rest + piece
    const cut = text.lastIndexOf('<')
    // A tag that goes on in the next piece is counted there.
    const isCut = cut >= 0 && text.length - cut < TAG && !text.includes('>', cut)
    rows += (isCut ? text.slice(0, cut) : text).match(ROW)?.length ?? 0
    rest = isCut ? text.slice(cut) : ''
  }
  return rows
}
