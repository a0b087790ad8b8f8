import { done, failed, type Outcome, type Place, problem } from '../../core/problems/problem.ts'
import { hasPiledMarks, PILED_MARKS, pileAt } from './piled-marks.ts'
import { lineFinder } from './source-document.ts'

export type Encoding = 'utf-8' | 'windows-1252'

/** The text of a file's bytes, without a byte order mark. What is not in the stated encoding is refused. */
export function decodeText(bytes: Uint8Array, file: string, encoding: Encoding = 'utf-8'): Outcome<string> {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) return notText({ kind: 'file', file }, 'the file is in UTF-16')
  const text = decoded(bytes, encoding)
  if (text === undefined) return wrongBytes(bytes, file)
  if (!MAYBE_WRONG.test(text)) return done(text)
  const placeOf = (offset: number): Place => ({ kind: 'file', file, ...lineFinder(text)(offset) })
  const nul = text.indexOf('\u0000')
  if (nul >= 0) return notText(placeOf(nul), 'the file holds NUL characters, so it is no text')
  if (!hasPiledMarks(text)) return done(text)
  return failed([problem('TEXT_MARKS', { ...PILED_MARKS, at: placeOf(pileAt(text)) })])
}

/** A NUL, or what may be a mark on a letter: most texts have neither, and one look at them says so. */
const MAYBE_WRONG = /\0|[\u0300-\uffff]/

function notText(at: Place, message: string): Outcome<never> {
  const details = { at, message, expected: 'text in UTF-8', suggestion: 'save it as UTF-8' }
  return failed([problem('FILE_NOT_UTF8', details)])
}

function wrongBytes(bytes: Uint8Array, file: string): Outcome<never> {
  return failed([
    problem('FILE_NOT_UTF8', {
      at: { kind: 'file', file, ...wrongPlace(bytes) },
      message: 'the file is not text in UTF-8',
      expected: 'UTF-8',
      suggestion: /\.(?:ya?ml|jsonc?)$/.test(file)
        ? 'save it as UTF-8'
        : 'save it as "CSV UTF-8", or state encoding: windows-1252 beside file:',
    }),
  ])
}

/** Line and column of the first bytes that are no UTF-8: somewhere there, a letter is not the one that was meant. */
function wrongPlace(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  const text = new TextDecoder().decode(bytes)
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const encoder = new TextEncoder()
  let offset = hasMark ? 3 : 0
  let from = 0
  for (let at = text.indexOf(STAND_IN); at >= 0; at = text.indexOf(STAND_IN, from)) {
    offset += encoder.encode(text.slice(from, at)).length
    const isWritten = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd
    if (!isWritten) return lineFinder(text)(at)
    offset += 3
    from = at + 1
  }
  return { line: 1, column: 1 }
}

/** What a decoder puts in the place of wrong bytes; a text may hold the character itself as well. */
const STAND_IN = '\ufffd'

function decoded(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined
    throw thrown
  }
}
