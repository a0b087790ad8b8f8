import { done, failed, type Outcome, problem } from '../../core/problems/problem.ts'
import { hasPiledMarks, PILED_MARKS, pileAt } from './piled-marks.ts'
import { lineFinder } from './source-document.ts'

export type Encoding = 'utf-8' | 'windows-1252'

/** The text of a file's bytes, without a byte order mark. What is not in the stated encoding is refused. */
export function decodeText(bytes: Uint8Array, file: string, encoding: Encoding = 'utf-8'): Outcome<string> {
  const text = decoded(bytes, encoding)
  if (text !== undefined && !text.includes('\u0000'))
    return hasPiledMarks(text) ? piled(text, file) : done(text)
  const at = { kind: 'file', file } as const
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16 || text !== undefined) {
    const message = isUtf16 ? 'the file is in UTF-16' : 'the file holds NUL characters, so it is no text'
    return failed([
      problem('FILE_NOT_UTF8', { at, message, expected: 'text in UTF-8', suggestion: 'save it as UTF-8' }),
    ])
  }
  return failed([
    problem('FILE_NOT_UTF8', {
      at,
      message: 'the file is not text in UTF-8',
      expected: 'UTF-8',
      suggestion: /\.(?:ya?ml|jsonc?)$/.test(file)
        ? 'save it as UTF-8'
        : 'save it as "CSV UTF-8", or state encoding: windows-1252 beside file:',
    }),
  ])
}

function piled(text: string, file: string): Outcome<never> {
  const at = { kind: 'file', file, ...lineFinder(text)(pileAt(text)) } as const
  return failed([problem('TEXT_MARKS', { ...PILED_MARKS, at })])
}

function decoded(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined
    throw thrown
  }
}
