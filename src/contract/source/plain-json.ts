import { hasPiledMarks } from './piled-marks.ts'
import { RESERVED_KEYS, SOURCE_LIMITS } from './source-document.ts'

/**
 * What a JSON text says, every number and word being the text that stands there. `undefined` where anything is, or may
 * be, the matter with it: a fault, a limit, a comment, a key that stands twice, letters in another form. Whoever reads
 * it with its places then says what it is.
 */
export function plainJson(text: string): unknown {
  const words = wordsOf(text)
  const value = words && parsed(words.quoted)
  if (value === undefined || keysIn(value) !== words?.keys) return undefined
  // A part of a text in its normal form is in it as well; escapes are part of nothing until they are read.
  const read = text.includes('\\u') ? JSON.stringify(value) : text
  return !hasPiledMarks(read) && read.normalize('NFC') === read ? value : undefined
}

/** A text that holds nothing but texts, and how many keys it has. */
interface Words {
  readonly quoted: string
  readonly keys: number
}

const SIGN = {
  tab: 0x09,
  lineFeed: 0x0a,
  return: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openMap: 0x7b,
  closeMap: 0x7d,
} as const

/** A number or word as a value, and never as a key. */
const BARE = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\t\n\r ]*(?:[,\]}]|$))/y

/** Puts quotes around numbers and words, whose digits would be lost; `undefined` where a limit is passed. */
function wordsOf(text: string): Words | undefined {
  let [depth, words, keys] = [0, 0, 0]
  let [quoted, taken] = ['', 0]
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case SIGN.space:
      case SIGN.lineFeed:
      case SIGN.return:
      case SIGN.tab:
        continue
      case SIGN.quote:
        at = closingQuote(text, at)
        if (at < 0) return undefined
        break
      case SIGN.colon:
        keys += 1
        break
      case SIGN.comma:
        break
      case SIGN.openMap:
      case SIGN.openList:
        depth += 1
        if (depth > SOURCE_LIMITS.depth) return undefined
        break
      case SIGN.closeMap:
      case SIGN.closeList:
        depth -= 1
        break
      default: {
        BARE.lastIndex = at
        if (!BARE.test(text)) return undefined
        quoted += `${text.slice(taken, at)}"${text.slice(at, BARE.lastIndex)}"`
        taken = BARE.lastIndex
        at = taken - 1
      }
    }
    words += 1
    if (words > SOURCE_LIMITS.json.words) return undefined
  }
  return { quoted: taken === 0 ? text : quoted + text.slice(taken), keys }
}

/** Where the text ends that starts at a quote; −1 where it does not. */
function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1)
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at
}

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text.charCodeAt(before - 1) === SIGN.backslash) before -= 1
  return (at - before) % 2 === 1
}

function parsed(quoted: string): unknown {
  try {
    return JSON.parse(quoted)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}

/** How many keys a value has, in whatever depth; no number where one may not stand there, or a limit is passed. */
function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside: unknown[] = Array.isArray(value) ? value : Object.values(value)
  const keys = inside === value ? [] : Object.keys(value)
  const isMuch = inside.length > (inside === value ? SOURCE_LIMITS.items : SOURCE_LIMITS.entries)
  let count = isMuch || keys.some((key) => RESERVED_KEYS.has(key)) ? Number.NaN : keys.length
  for (const each of inside) if (typeof each === 'object') count += keysIn(each)
  return count
}
