import { brokenPart } from './xlsx-fault.ts'

/** What is done with the elements of a document, as they come. Names are told without their prefix. */
export interface XmlHandler {
  /** `depth` is 1 for the root. Attributes are read when they are asked for. */
  open?(name: string, attributes: () => ReadonlyMap<string, string>, depth: number): void
  close?(name: string, depth: number): void
  /** The text of an element may come in several pieces. */
  text?(text: string, depth: number): void
}

/** No part of a workbook nests deeper, or has a longer tag. */
const MOST = { levels: 64, tag: 64 * 1024, entity: 12 } as const

/**
 * Reads a document in pieces, each character once. What is not well-formed is an XlsxFault, and so is a document type:
 * no spreadsheet program writes one, and entities declared there can grow without end.
 */
export async function scanXml(
  part: string,
  pieces: AsyncIterable<string>,
  handler: XmlHandler,
): Promise<void> {
  const scan: Scan = { part, handler, text: '', at: 0, skip: undefined, open: [], isRootClosed: false }
  for await (const piece of pieces) {
    scan.text = scan.text.slice(scan.at) + piece
    scan.at = 0
    while (step(scan));
  }
  if (scan.at < scan.text.length && !(scan.open.length === 0 && isBlank(scan.text.slice(scan.at))))
    throw fault(scan, 'ends in the middle')
  if (scan.open.length > 0 || !scan.isRootClosed || scan.skip !== undefined)
    throw fault(scan, 'ends in the middle')
}

interface Scan {
  readonly part: string
  readonly handler: XmlHandler
  text: string
  at: number
  /** What ends the stretch that is being read as one: a comment, an instruction, or text without tags in it. */
  skip: '-->' | '?>' | ']]>' | undefined
  readonly open: string[]
  isRootClosed: boolean
}

/** Reads one tag or stretch of text; false where more of the document is needed. */
function step(scan: Scan): boolean {
  if (scan.at >= scan.text.length) return false
  if (scan.skip !== undefined) return readSkipped(scan, scan.skip)
  return scan.text[scan.at] === '<' ? readMarkup(scan) : readText(scan)
}

function readSkipped(scan: Scan, ending: NonNullable<Scan['skip']>): boolean {
  const end = scan.text.indexOf(ending, scan.at)
  // Of an ending, so much may stand in this piece already.
  const stop = end >= 0 ? end : Math.max(scan.at, scan.text.length - ending.length + 1)
  if (ending === ']]>' && stop > scan.at) emitText(scan, scan.text.slice(scan.at, stop))
  scan.at = end >= 0 ? end + ending.length : stop
  if (end >= 0) scan.skip = undefined
  return end >= 0
}

function readText(scan: Scan): boolean {
  const next = scan.text.indexOf('<', scan.at)
  let stop = next < 0 ? scan.text.length : next
  if (next < 0) {
    // A reference that has not come to its end yet.
    const reference = scan.text.lastIndexOf('&')
    const isCut = reference >= scan.at && !scan.text.includes(';', reference)
    if (isCut && scan.text.length - reference <= MOST.entity) stop = reference
  }
  if (stop > scan.at) emitText(scan, withReferences(scan, scan.text.slice(scan.at, stop)))
  scan.at = stop
  return next >= 0
}

function emitText(scan: Scan, text: string): void {
  if (scan.open.length > 0) scan.handler.text?.(text, scan.open.length)
  else if (!isBlank(text)) throw fault(scan, 'has text outside its elements')
}

function readMarkup(scan: Scan): boolean {
  const { text, at } = scan
  const second = text[at + 1]
  if (second === undefined) return false
  if (second === '?') return startSkipping(scan, 2, '?>')
  if (second !== '!') return readTag(scan)
  if (text.startsWith('<!--', at)) return startSkipping(scan, 4, '-->')
  if (text.startsWith('<![CDATA[', at)) return startSkipping(scan, 9, ']]>')
  const isCut =
    text.length - at < 9 && ('<![CDATA['.startsWith(text.slice(at)) || '<!--'.startsWith(text.slice(at)))
  if (isCut) return false
  throw fault(scan, 'declares a document type, which is not read')
}

function startSkipping(scan: Scan, length: number, ending: NonNullable<Scan['skip']>): true {
  scan.at += length
  scan.skip = ending
  return true
}

function readTag(scan: Scan): boolean {
  const { text, at } = scan
  const end = tagEnd(text, at)
  if ((end ?? text.length) - at > MOST.tag) throw fault(scan, 'has a tag without an end')
  if (end === undefined) return false
  scan.at = end + 1
  if (text[at + 1] === '/') closeElement(scan, text.slice(at + 2, end).trimEnd())
  else openElement(scan, text.slice(at + 1, end))
  return true
}

/** Where the sign stands that ends a tag: one in quotes does not. */
function tagEnd(text: string, from: number): number | undefined {
  let quote = 0
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === CODES.quote || code === CODES.apostrophe) quote = code
    else if (code === CODES.greater) return at
  }
  return undefined
}

const CODES = { quote: 34, apostrophe: 39, greater: 62 } as const

const NAME = /^[^\s/<>="'&]+/

function openElement(scan: Scan, tag: string): void {
  const isEmpty = tag.endsWith('/')
  const whole = NAME.exec(tag)?.[0]
  if (whole === undefined || scan.isRootClosed) throw fault(scan, 'has a tag that is none')
  scan.open.push(whole)
  if (scan.open.length > MOST.levels) throw fault(scan, 'is nested too deeply')
  const rest = tag.slice(whole.length, isEmpty ? -1 : undefined)
  scan.handler.open?.(withoutPrefix(whole), () => attributesOf(scan, rest), scan.open.length)
  if (isEmpty) closeElement(scan, whole)
}

function closeElement(scan: Scan, name: string): void {
  const depth = scan.open.length
  if (scan.open.pop() !== name) throw fault(scan, 'closes an element that is not open')
  scan.handler.close?.(withoutPrefix(name), depth)
  scan.isRootClosed = scan.open.length === 0
}

const ATTRIBUTE = /\s+([^\s/<>="'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y

function attributesOf(scan: Scan, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let at = 0
  for (;;) {
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(text)
    if (match === null) break
    const [, name = '', double, single] = match
    if (!name.startsWith('xmlns'))
      found.set(withoutPrefix(name), withReferences(scan, double ?? single ?? ''))
    at = ATTRIBUTE.lastIndex
  }
  if (!isBlank(text.slice(at))) throw fault(scan, 'has a tag that is none')
  return found
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function withReferences(scan: Scan, text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(
    /&(?:#x([0-9a-fA-F]{1,6});|#(\d{1,7});|([a-z]{2,4});)?/g,
    (_all, hex, decimal, name) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      const isCharacter = (code >= 0x20 || [9, 10, 13].includes(code)) && code <= 0x10ffff && !isHalf(code)
      const letter = isCharacter ? String.fromCodePoint(code) : NAMED[String(name)]
      if (letter === undefined) throw fault(scan, 'has an entity that is not one of XML')
      return letter
    },
  )
}

function isHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}

function isBlank(text: string): boolean {
  return /^\s*$/.test(text)
}

function fault({ part }: Scan, why: string): Error {
  return brokenPart(part, why)
}
